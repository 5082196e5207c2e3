import { Button, Group, NativeSelect } from '@mantine/core';
import { useAsk } from '../../api/queries.ts';
import { SearchField } from '../../components/SearchField.tsx';
import { GroupChoicesDocument } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { kinds, statuses, type UsersSearch } from './usersSearch.ts';

interface Props {
  search: UsersSearch;
  onShow: (change: UsersSearch) => void;
  onClear: () => void;
}

/** What narrows the list down. The address holds all of it, so that it can be sent to somebody. */
export function UserFilters({ search, onShow, onClear }: Props) {
  const { users: texts, common } = useTexts();
  const { filters } = texts;
  const groups = useAsk(GroupChoicesDocument, { search: null }, { topics: ['groups'] }).data?.groups.edges ?? [];
  const any = { value: '', label: filters.any };
  // What is chosen stays in the list, even where the group is not among the first 200 or is gone.
  const groupOptions = groups.map(({ node }) => ({ value: node.id, label: node.name }));
  const isListed = !search.group || groupOptions.some(({ value }) => value === search.group);
  return (
    <Group align="flex-end" gap="sm">
      <SearchField label={texts.search} placeholder={texts.searchHint} value={search.q ?? ''} onSearch={(q) => onShow({ q: q || undefined })} />
      <NativeSelect
        label={filters.status}
        value={search.status ?? ''}
        data={[any, ...statuses.map((status) => ({ value: status, label: common.userStatus[status] }))]}
        onChange={({ currentTarget }) => onShow({ status: statuses.find((one) => one === currentTarget.value) })}
      />
      <NativeSelect
        label={filters.group}
        value={search.group ?? ''}
        data={[any, ...groupOptions, ...(isListed ? [] : [{ value: search.group ?? '', label: common.nobody }])]}
        onChange={({ currentTarget }) => onShow({ group: currentTarget.value || undefined })}
        maw="14rem"
      />
      <NativeSelect
        label={filters.kind}
        value={search.kind ?? ''}
        data={[any, ...kinds.map((kind) => ({ value: kind, label: common.keyKind[kind] }))]}
        onChange={({ currentTarget }) => onShow({ kind: kinds.find((one) => one === currentTarget.value) })}
        maw="14rem"
      />
      {(search.q || search.status || search.group || search.kind) && (
        <Button variant="subtle" onClick={onClear}>
          {filters.clear}
        </Button>
      )}
    </Group>
  );
}
