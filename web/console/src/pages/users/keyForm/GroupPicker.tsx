import { Checkbox, Group, Pill, ScrollArea, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useAsk } from '../../../api/queries.ts';
import { Icon } from '../../../components/Icon.tsx';
import { Loaded } from '../../../components/Loaded.tsx';
import { GroupChoicesDocument, type GroupChoicesQuery } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';

export type ChosenGroup = GroupChoicesQuery['groups']['edges'][number]['node'];

const most = 200;

/** S4: chooses groups out of any number of them: the server searches, what is chosen stays above. */
export function GroupPicker({ chosen, onChange }: { chosen: readonly ChosenGroup[]; onChange: (chosen: ChosenGroup[]) => void }) {
  const { groups: texts } = useTexts().wizard;
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const groups = useAsk(GroupChoicesDocument, { search: search || null }, { topics: ['groups'], keep: true });
  const has = (id: string) => chosen.some((group) => group.id === id);
  const leaveOut = (id: string) => onChange(chosen.filter((group) => group.id !== id));
  return (
    <Stack gap="sm">
      <Text size="sm" role="status">
        {texts.chosen(chosen.length)}
      </Text>
      {chosen.length > 0 && (
        <Group gap="xs">
          {chosen.map(({ id, name }) => (
            <Pill
              bg="var(--mantine-color-default-hover)"
              key={id}
              size="md"
              withRemoveButton
              onRemove={() => leaveOut(id)}
              removeButtonProps={{ 'aria-label': texts.remove(name), tabIndex: 0 }}
            >
              <bdi>{name}</bdi>
            </Pill>
          ))}
        </Group>
      )}
      <TextInput
        type="search"
        label={texts.search}
        leftSection={<Icon name="search" />}
        value={typed}
        maxLength={200}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <Loaded query={groups}>
        {({ groups: { edges, pageInfo } }) =>
          edges.length === 0 ? (
            <Text c="dimmed">{search ? texts.noneFits : texts.none}</Text>
          ) : (
            <ScrollArea.Autosize mah="20rem" type="auto" viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': texts.list }}>
              <Stack gap="xs" p={4}>
                {edges.map(({ node }) => (
                  <Choice
                    key={node.id}
                    group={node}
                    checked={has(node.id)}
                    disabled={chosen.length >= most && !has(node.id)}
                    onChange={(checked) => (checked ? onChange([...chosen, node]) : leaveOut(node.id))}
                  />
                ))}
                {pageInfo.hasNextPage && (
                  <Text size="sm" c="dimmed">
                    {texts.moreThere}
                  </Text>
                )}
              </Stack>
            </ScrollArea.Autosize>
          )
        }
      </Loaded>
    </Stack>
  );
}

interface ChoiceProps {
  group: ChosenGroup;
  checked: boolean;
  disabled: boolean;
  onChange: (checked: boolean) => void;
}

function Choice({ group: { name, allowedKeyKinds }, checked, disabled, onChange }: ChoiceProps) {
  const { wizard, common } = useTexts();
  const only = allowedKeyKinds?.map((kind) => common.keyKind[kind]).join(', ');
  return (
    <Checkbox
      label={<bdi>{name}</bdi>}
      description={only ? wizard.groups.only(only) : undefined}
      checked={checked}
      disabled={disabled}
      onChange={({ currentTarget }) => onChange(currentTarget.checked)}
    />
  );
}
