import { Paper, Stack, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { keyOf } from '../../../api/queries.ts';
import { UserWizardDocument, type WizardFieldsFragment } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import { type Confirmed, ConfirmStep } from './ConfirmStep.tsx';
import { DetailsStep } from './DetailsStep.tsx';
import { GroupsStep } from './GroupsStep.tsx';
import { KeyStep } from './KeyStep.tsx';
import { StepList } from './StepList.tsx';
import { type Step, stepOf, steps } from './steps.ts';
import { useDrafts } from './useDrafts.ts';

/** An open wizard: the step that the address names, or the first that is not done. */
export function Wizard({ wizard, onConfirmed }: { wizard: WizardFieldsFragment; onConfirmed: (confirmed: Confirmed) => void }) {
  const { wizard: texts } = useTexts();
  const navigate = useNavigate({ from: '/users/new/$wizardId' });
  const queries = useQueryClient();
  const { step = stepOf[wizard.nextStep ?? 'DETAILS'] } = useSearch({ from: '/users/new/$wizardId' });
  const drafts = useDrafts(wizard);
  const place = steps.indexOf(step);

  const goTo = (to: Step) => void navigate({ search: { step: to } });
  const store = (stored: WizardFieldsFragment) => queries.setQueryData(keyOf(UserWizardDocument, { id: stored.id }), { userWizard: stored });
  const shared = {
    wizard,
    onStored: (stored: WizardFieldsFragment) => {
      store(stored);
      goTo(steps[place + 1] ?? 'confirm');
    },
    onBack: () => goTo(steps[place - 1] ?? 'details'),
  };

  // A screen reader goes on at the new step.
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current !== step) heading.current?.focus();
    shown.current = step;
  }, [step]);

  return (
    <Stack maw="52rem">
      <StepList step={step} wizard={wizard} onGo={goTo} />
      <Paper withBorder p={{ base: 'md', sm: 'xl' }}>
        <Title order={2} mb="md" ref={heading} tabIndex={-1}>
          {texts.stepOf(place + 1, texts.steps[step])}
        </Title>
        {step === 'details' && <DetailsStep {...shared} draft={drafts.details} onDraft={drafts.setDetails} />}
        {step === 'groups' && <GroupsStep {...shared} draft={drafts.groups} onDraft={drafts.setGroups} />}
        {step === 'key' && <KeyStep {...shared} draft={drafts.key} onDraft={drafts.setKey} onCard={store} />}
        {step === 'confirm' && <ConfirmStep wizard={wizard} onBack={shared.onBack} onGo={goTo} onConfirmed={onConfirmed} />}
      </Paper>
    </Stack>
  );
}
