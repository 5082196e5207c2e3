import { UnstyledButton } from '@mantine/core';
import { Icon } from '../../../components/Icon.tsx';
import type { UserWizardStep, WizardFieldsFragment } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import classes from './StepList.module.css';
import { type Step, stepOf, steps } from './steps.ts';

interface Props {
  step: Step;
  wizard: WizardFieldsFragment;
  onGo: (step: Step) => void;
}

/** The four steps: which are done, which one is shown. Those that can be gone to are buttons. */
export function StepList({ step: shown, wizard, onGo }: Props) {
  const { steps: names, progress } = useTexts().wizard;
  const missing = new Set(wizard.missingSteps.map((step: UserWizardStep) => stepOf[step]));
  const first = steps.find((step) => missing.has(step)) ?? 'confirm';
  return (
    <nav aria-label={progress}>
      <ol className={classes.list}>
        {steps.map((step, place) => {
          const isDone = step !== 'confirm' && !missing.has(step);
          return (
            <li key={step} className={classes.item} data-done={isDone || undefined} data-shown={step === shown || undefined}>
              <UnstyledButton
                className={classes.button}
                disabled={!isDone && step !== first && step !== shown}
                aria-current={step === shown ? 'step' : undefined}
                onClick={() => onGo(step)}
              >
                <span className={classes.mark}>{isDone ? <Icon name="check" size={16} /> : place + 1}</span>
                <span className={classes.name}>{names[step]}</span>
              </UnstyledButton>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
