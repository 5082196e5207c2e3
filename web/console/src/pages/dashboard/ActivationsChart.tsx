import { Table, Text } from '@mantine/core';
import { useReading } from '../../texts/index.tsx';
import classes from './Dashboard.module.css';

interface Day {
  day: Date;
  count: number;
}

const height = 100;
const step = 10;
const gap = 2;

/** The smallest round number that nothing reaches over, and that can be halved. */
function ceiling(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return Math.max(2, [1, 2, 4, 6, 8, 10].map((factor) => factor * power).find((top) => top >= most) ?? most);
}

/** A bar a day, and the same as a table for who cannot see it or wants the numbers. */
export function ActivationsChart({ days }: { days: readonly Day[] }) {
  const { texts, locale } = useReading();
  const { chart } = texts.dashboard;
  const number = new Intl.NumberFormat(locale);
  const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
  const most = days.reduce((best, one) => (one.count > best.count ? one : best), { day: new Date(0), count: 0 });
  const total = days.reduce((sum, { count }) => sum + count, 0);
  const top = ceiling(most.count);
  const summary = total === 0 ? chart.none : chart.summary(number.format(total), number.format(most.count), date.format(most.day));
  return (
    <>
      <div className={classes.chart}>
        <div className={classes.scale} aria-hidden="true">
          {[top, top / 2, 0].map((value) => (
            <span key={value}>{number.format(value)}</span>
          ))}
        </div>
        <svg
          className={classes.bars}
          viewBox={`0 0 ${days.length * step} ${height}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${chart.title}: ${summary}`}
        >
          {[0, height / 2, height].map((y) => (
            <line key={y} x1="0" x2={days.length * step} y1={y} y2={y} className={classes.grid} />
          ))}
          {days.map(({ day, count }, i) => (
            <rect
              key={day.getTime()}
              x={i * step + gap}
              width={step - 2 * gap}
              y={height - (count / top) * height}
              height={(count / top) * height}
              className={classes.bar}
            >
              <title>{chart.day(date.format(day), number.format(count))}</title>
            </rect>
          ))}
        </svg>
        <div className={classes.dates} aria-hidden="true">
          {[0, Math.floor((days.length - 1) / 2), days.length - 1].map((i) => (
            <span key={i}>{days[i] && date.format(days[i].day)}</span>
          ))}
        </div>
      </div>
      <Text size="sm" c="dimmed" mt="xs">
        {summary}
      </Text>
      <details className={classes.table}>
        <summary>{chart.table}</summary>
        <Table aria-label={chart.title} mt="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{chart.columns.day}</Table.Th>
              <Table.Th ta="end">{chart.columns.activations}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {days.toReversed().map(({ day, count }) => (
              <Table.Tr key={day.getTime()}>
                <Table.Td>{date.format(day)}</Table.Td>
                <Table.Td ta="end">{number.format(count)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </details>
    </>
  );
}
