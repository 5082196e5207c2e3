import { SimpleGrid, Stack } from '@mantine/core';
import { useAsk } from '../../api/queries.ts';
import { useRights } from '../../app/viewer.ts';
import { LiveMark } from '../../components/LiveMark.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Page } from '../../components/Page.tsx';
import { DashboardNumbersDocument } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { ActivationsPanel } from './ActivationsPanel.tsx';
import { dayFrom, useToday } from './days.ts';
import { FirstThings } from './FirstThings.tsx';
import { LastEvents } from './LastEvents.tsx';
import { Numbers } from './Numbers.tsx';

/** How the organisation's enrolments stand, as it happens. */
export function DashboardPage() {
  const texts = useTexts().dashboard;
  const { may } = useRights();
  const today = useToday();
  const numbers = useAsk(DashboardNumbersDocument, { midnight: dayFrom(today, 1).toISOString() }, { topics: ['enrolments'], keep: true });
  return (
    <Page title={texts.title} badge={<LiveMark at={numbers.dataUpdatedAt} />}>
      <Stack gap="lg">
        <FirstThings />
        <Loaded query={numbers} lines={3}>
          {({ enrolmentSummary, enrolments }) => <Numbers {...enrolmentSummary} expiring={enrolments.totalCount} />}
        </Loaded>
        <SimpleGrid cols={{ base: 1, lg: may('event.read') ? 2 : 1 }} spacing="lg" style={{ alignItems: 'start' }}>
          <ActivationsPanel today={today} />
          {may('event.read') && <LastEvents />}
        </SimpleGrid>
      </Stack>
    </Page>
  );
}
