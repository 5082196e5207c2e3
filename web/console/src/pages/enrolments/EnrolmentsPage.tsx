import { Button, Group, Stack, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useAsk } from '../../api/queries.ts';
import { EmptyList } from '../../components/EmptyList.tsx';
import { FilterSelect } from '../../components/FilterSelect.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Page } from '../../components/Page.tsx';
import { Pager, pageArguments } from '../../components/Pager.tsx';
import { PersonPicker } from '../../components/PersonPicker.tsx';
import { filtered, gone, oneOf, placeOf } from '../../components/searches.ts';
import { EnrolmentCountDocument, type EnrolmentStatus, EnrolmentsDocument } from '../../gql/graphql.ts';
import { useReading } from '../../texts/index.tsx';
import { dayFrom, useToday } from '../dashboard/days.ts';
import { EnrolmentTable } from './EnrolmentTable.tsx';

const pageSize = 50;
const shown = ['OPEN', 'EXPIRING', 'PENDING', 'OPENED', 'ACTIVATED', 'EXPIRED', 'CANCELLED'] as const;
type Shown = (typeof shown)[number];
const open: EnrolmentStatus[] = ['PENDING', 'OPENED'];

/** Every attempt to give somebody a key, and what became of it. */
export function EnrolmentsPage() {
  const { texts, locale } = useReading();
  const { enrolments: said, common } = texts;
  const { filters } = said;
  const search = useSearch({ from: '/enrolments' });
  const navigate = useNavigate({ from: '/enrolments' });
  const today = useToday();
  const status: Shown | undefined = search.expiring ? 'EXPIRING' : oneOf(shown, search.status);
  const person = search.person;
  const filter = {
    statuses: status === undefined ? null : status === 'OPEN' || status === 'EXPIRING' ? open : [status],
    expiresBefore: status === 'EXPIRING' ? dayFrom(today, 1).toISOString() : null,
    userId: person ?? null,
  };
  const enrolments = useAsk(
    EnrolmentsDocument,
    { filter, ...pageArguments(placeOf(search), pageSize) },
    { topics: ['enrolments', 'users'], keep: true },
  );
  const count = useAsk(EnrolmentCountDocument, { filter }, { topics: ['enrolments'], keep: true }).data?.enrolments.totalCount;
  const show = (change: Record<string, string | undefined>) => void navigate({ search: filtered(change), replace: true });
  const clear = () => void navigate({ search: {}, replace: true });
  const isFiltered = Boolean(status || person);
  return (
    <Page title={said.title} lead={said.lead}>
      <Stack>
        <Group align="flex-end" gap="sm">
          <FilterSelect
            label={filters.status}
            any={filters.any}
            values={shown}
            said={{ ...common.enrolmentStatus, OPEN: filters.open, EXPIRING: filters.expiring }}
            value={status}
            onChoose={(one) => show({ status: one === 'EXPIRING' ? undefined : one, expiring: one === 'EXPIRING' ? 'today' : undefined })}
          />
          <PersonPicker label={filters.person} placeholder={filters.any} value={person ?? null} onChoose={(one) => show({ person: one?.id })} />
          {isFiltered && (
            <Button variant="subtle" onClick={clear}>
              {filters.clear}
            </Button>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {count !== undefined && `${said.count(count, new Intl.NumberFormat(locale).format(count))}. `}
          {said.linkNote}
        </Text>
        <Loaded query={enrolments} lines={10}>
          {({ enrolments: { edges, pageInfo } }) =>
            edges.length === 0 ? (
              <EmptyList texts={said.empty} isFiltered={isFiltered} clear={filters.clear} onClear={clear} />
            ) : (
              <div>
                <EnrolmentTable rows={edges.map(({ node }) => node)} dimmed={enrolments.isPlaceholderData} />
                <Pager info={pageInfo} onGo={(place) => void navigate({ search: gone(place) })} />
              </div>
            )
          }
        </Loaded>
      </Stack>
    </Page>
  );
}
