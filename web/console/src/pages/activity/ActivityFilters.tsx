import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { PersonPicker } from '../../components/PersonPicker.tsx';
import type { EventType } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { areas, typesOf } from './activitySearch.ts';

interface Props {
  search: Record<string, string | undefined>;
  types: readonly EventType[];
  onShow: (change: Record<string, string | undefined>) => void;
  onClear: () => void;
}

/** What narrows the log down; the address holds all of it. */
export function ActivityFilters({ search, types, onShow, onClear }: Props) {
  const { activity, events } = useTexts();
  const { filters } = activity;
  const { type, person, since, until } = search;
  return (
    <Group align="flex-end" gap="sm">
      <NativeSelect label={filters.type} value={type ?? ''} onChange={({ currentTarget }) => onShow({ type: currentTarget.value })} maw="16rem">
        <option value="">{filters.any}</option>
        {areas.map((area) => (
          <option key={area} value={area}>
            {activity.areas[area]}
          </option>
        ))}
        {areas.map((area) => (
          <optgroup key={area} label={activity.areas[area]}>
            {typesOf(area, types).map((one) => (
              <option key={one} value={one}>
                {events.types[one]}
              </option>
            ))}
          </optgroup>
        ))}
      </NativeSelect>
      <PersonPicker label={filters.person} placeholder={filters.any} value={person ?? null} onChoose={(one) => onShow({ person: one?.id })} />
      <TextInput
        type="date"
        label={filters.since}
        value={since ?? ''}
        max={until}
        onChange={({ currentTarget }) => onShow({ since: currentTarget.value })}
      />
      <TextInput
        type="date"
        label={filters.until}
        value={until ?? ''}
        min={since}
        onChange={({ currentTarget }) => onShow({ until: currentTarget.value })}
      />
      {(type || person || since || until) && (
        <Button variant="subtle" onClick={onClear}>
          {filters.clear}
        </Button>
      )}
    </Group>
  );
}
