import { Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useAsk } from '../api/queries.ts';
import { PeopleChoicesDocument, type PeopleChoicesQuery, PersonChoiceDocument } from '../gql/graphql.ts';
import { useTexts } from '../texts/index.tsx';

export type PersonChoice = PeopleChoicesQuery['users']['edges'][number]['node'];

interface Props {
  label: string;
  placeholder?: string;
  /** Who is chosen, by id. */
  value: string | null;
  onChoose: (person: PersonChoice | null) => void;
  disabled?: boolean;
}

const pause = 200;

/** Chooses one person. The server searches, so it stays quick however many there are. */
export function PersonPicker({ label, placeholder, value, onChoose, disabled = false }: Props) {
  const { common } = useTexts();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, pause);
  const chosen = useAsk(PersonChoiceDocument, { id: value ?? '' }, { topics: ['users'], enabled: value !== null }).data?.user ?? null;
  // The field shows the name of who is chosen, which is nothing to search for.
  const wanted = chosen && search === chosen.displayName ? '' : search.trim();
  const found = useAsk(PeopleChoicesDocument, { search: wanted || null }, { topics: ['users'], keep: true });
  const people = found.data?.users.edges.map(({ node }) => node) ?? [];
  const listed = chosen && !people.some(({ id }) => id === chosen.id) ? [chosen, ...people] : people;
  return (
    <Select
      label={label}
      placeholder={placeholder ?? ''}
      searchable
      clearable
      disabled={disabled}
      value={value}
      data={listed.map(({ id, displayName }) => ({ value: id, label: displayName }))}
      filter={({ options }) => options}
      onSearchChange={setTyped}
      onChange={(id) => onChoose(listed.find((person) => person.id === id) ?? null)}
      renderOption={({ option }) => <Choice person={listed.find(({ id }) => id === option.value)} />}
      nothingFoundMessage={found.isFetching ? common.loading : common.nobodyFits}
      clearButtonProps={{ 'aria-label': common.clear }}
      // The list itself scrolls: a frame around it would be one that the keyboard does not reach.
      withScrollArea={false}
      styles={{ options: { maxHeight: '20rem', overflowY: 'auto' } }}
    />
  );
}

function Choice({ person }: { person: PersonChoice | undefined }) {
  return (
    <div>
      <bdi>{person?.displayName}</bdi>
      <Text size="sm" c="dimmed" component="bdi" display="block">
        {person?.email}
      </Text>
    </div>
  );
}
