import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useReading } from '../../texts/index.tsx';
import classes from './Dashboard.module.css';

interface Props {
  pending: number;
  opened: number;
  activated: number;
  expiring: number;
}

const order = ['pending', 'opened', 'activated', 'expiring'] as const;
const search = { pending: { status: 'PENDING' }, opened: { status: 'OPENED' }, activated: { status: 'ACTIVATED' }, expiring: { expiring: 'today' } };
const tones = { pending: 'waiting', opened: 'going', activated: 'good', expiring: 'bad' };

/** How many enrolments are in each state; each number leads to its list. */
export function Numbers(numbers: Props) {
  const { texts, locale } = useReading();
  const { numbers: said } = texts.dashboard;
  const format = new Intl.NumberFormat(locale);
  return (
    <section aria-labelledby="numbers">
      <VisuallyHidden component="h2" id="numbers">
        {said.label}
      </VisuallyHidden>
      <ul className={classes.numbers}>
        {order.map((name) => (
          <li key={name}>
            <UnstyledButton
              component={Link}
              to="/enrolments"
              search={search[name] as never}
              className={classes.number}
              data-tone={numbers[name] > 0 ? tones[name] : 'quiet'}
            >
              <span className={classes.label}>{said[name]}</span>
              <span className={classes.count}>{format.format(numbers[name])}</span>
              <span className={classes.hint}>{said[`${name}Hint`]}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
