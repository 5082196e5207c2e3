import { Paper, Title } from '@mantine/core';
import { useAsk } from '../../api/queries.ts';
import { Loaded } from '../../components/Loaded.tsx';
import { ActivationCountsDocument } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { ActivationsChart } from './ActivationsChart.tsx';
import { dayFrom } from './days.ts';

const shownDays = 30;

/** How many keys were activated on each of the last days. */
export function ActivationsPanel({ today }: { today: Date }) {
  const { chart } = useTexts().dashboard;
  const days = Array.from({ length: shownDays }, (_, i) => dayFrom(today, i + 1 - shownDays));
  const from = days.map((day) => day.toISOString());
  const counts = useAsk(ActivationCountsDocument, { from }, { topics: ['enrolments'], keep: true });
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="activations">
      <Title order={2} size="h3" id="activations" mb="md">
        {chart.title}
      </Title>
      <Loaded query={counts}>
        {({ activationCounts }) => <ActivationsChart days={days.map((day, i) => ({ day, count: activationCounts[i] ?? 0 }))} />}
      </Loaded>
    </Paper>
  );
}
