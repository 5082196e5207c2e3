import { Anchor, Button, Stack, Text } from '@mantine/core';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useAsk, useChange } from '../../api/queries.ts';
import { useRights } from '../../app/viewer.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Page } from '../../components/Page.tsx';
import { DeleteGroupDocument, type GroupFieldsFragment, GroupPageDocument } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { GroupForm } from './GroupForm.tsx';
import { GroupKinds } from './GroupKinds.tsx';
import { GroupMembers } from './GroupMembers.tsx';

/** One group: its policy and its members. */
export function GroupPage() {
  const { groups: texts, common } = useTexts();
  const { groupId } = useParams({ from: '/groups/$groupId' });
  const query = useAsk(GroupPageDocument, { id: groupId }, { topics: ['groups'] });
  const group = query.data?.group;
  // The title is the group's own, so the page begins once it is known.
  if (query.data === undefined) {
    return (
      <Page title={texts.title}>
        <Loaded query={query}>{() => null}</Loaded>
      </Page>
    );
  }
  if (!group) {
    return (
      <Page key="gone" title={common.states.gone.title}>
        <p>{common.states.gone.text}</p>
        <Anchor component={Link} to="/groups">
          {texts.back}
        </Anchor>
      </Page>
    );
  }
  return <TheGroup key={group.id} group={group} />;
}

function TheGroup({ group }: { group: GroupFieldsFragment }) {
  const { groups: texts } = useTexts();
  const { may } = useRights();
  const [dialog, setDialog] = useState<'edit' | 'delete' | null>(null);
  const close = () => setDialog(null);
  return (
    <Page
      title={group.name}
      lead={
        <Stack gap={4}>
          {group.description && <Text dir="auto">{group.description}</Text>}
          <span>
            {texts.policy}: <GroupKinds kinds={group.allowedKeyKinds} />
          </span>
        </Stack>
      }
      actions={
        may('group.write') && (
          <>
            <Button variant="default" onClick={() => setDialog('edit')}>
              {texts.edit}
            </Button>
            <Button variant="default" onClick={() => setDialog('delete')}>
              {texts.remove.button}
            </Button>
          </>
        )
      }
    >
      <GroupMembers group={group} />
      {dialog === 'edit' && <GroupForm group={group} onClose={close} />}
      <DeleteDialog group={group} opened={dialog === 'delete'} onClose={close} />
    </Page>
  );
}

function DeleteDialog({ group, opened, onClose }: { group: GroupFieldsFragment; opened: boolean; onClose: () => void }) {
  const { remove } = useTexts().groups;
  const navigate = useNavigate();
  const change = useChange(DeleteGroupDocument);
  const run = async () => {
    if ((await change.run({ input: { groupId: group.id } })).ok) void navigate({ to: '/groups' });
  };
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={remove.title(group.name)}
      text={remove.text}
      button={remove.confirm}
      onConfirm={run}
      danger
      change={change}
    />
  );
}
