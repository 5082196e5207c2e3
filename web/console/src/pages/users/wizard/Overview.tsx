import { Button, Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Facts } from '../../../components/Facts.tsx';
import { Notice } from '../../../components/Notice.tsx';
import type { WizardFieldsFragment } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import { detailFields } from '../keyForm/DetailsFields.tsx';
import type { Step } from './steps.ts';

interface Props {
  wizard: WizardFieldsFragment;
  onGo: (step: Step) => void;
}

/** Everything that the confirm will make, each part with the way back to it. */
export function Overview({ wizard: { details, groups, securityKey, card }, onGo }: Props) {
  const texts = useTexts();
  const { wizard } = texts;
  const email = details?.email ?? '';
  const cardNow = securityKey?.activation === 'ADMIN_NOW';
  return (
    <Stack gap="lg">
      <Part step="details" onGo={onGo}>
        <Facts
          facts={detailFields.filter((field) => details?.[field]).map((field) => [wizard.details[field], <bdi key={field}>{details?.[field]}</bdi>])}
        />
      </Part>
      <Part step="groups" onGo={onGo}>
        {groups?.length ? <bdi>{groups.map(({ name }) => name).join(', ')}</bdi> : <Text c="dimmed">{wizard.confirm.noGroups}</Text>}
      </Part>
      <Part step="key" onGo={onGo}>
        {securityKey?.kind ? <KeyFacts choice={securityKey} card={card ?? null} /> : <Text c="dimmed">{wizard.confirm.noKey}</Text>}
      </Part>
      {securityKey?.kind && <Notice>{cardNow ? wizard.confirm.pin(email) : wizard.confirm.link(email)}</Notice>}
    </Stack>
  );
}

function Part({ step, onGo, children }: { step: Step; onGo: (step: Step) => void; children: ReactNode }) {
  const { steps, confirm } = useTexts().wizard;
  const { edit } = useTexts().common;
  return (
    <section>
      <Group justify="space-between" mb={4}>
        <Title order={3}>{steps[step]}</Title>
        <Button variant="subtle" size="compact-sm" onClick={() => onGo(step)} aria-label={`${edit}: ${confirm.change(steps[step])}`}>
          {edit}
        </Button>
      </Group>
      {children}
    </section>
  );
}

interface KeyFactsProps {
  choice: NonNullable<WizardFieldsFragment['securityKey']>;
  card: WizardFieldsFragment['card'] | null;
}

function KeyFacts({ choice: { kind, name, smartphone, activation }, card }: KeyFactsProps) {
  const { wizard, common } = useTexts();
  const { key } = wizard;
  if (!kind) return null;
  const onOff = (on: boolean) => (on ? common.on : common.off);
  return (
    <Facts
      facts={[
        [key.device, common.keyKind[kind]],
        [kind === 'CONTACTLESS_CARD' ? wizard.card.name : key.name, <bdi key="name">{name}</bdi>],
        ...(smartphone
          ? ([
              [key.auditable, onOff(smartphone.auditable)],
              [key.bluetoothProximity, onOff(smartphone.bluetoothProximity)],
              [key.offlineLogin, onOff(smartphone.offlineLogin)],
              [key.verification, common.verification[smartphone.verification]],
            ] as const)
          : []),
        ...(activation ? ([[wizard.card.activation, activation === 'ADMIN_NOW' ? wizard.card.adminNow : wizard.card.byUser]] as const) : []),
        ...(activation === 'ADMIN_NOW'
          ? ([[common.keyKind.CONTACTLESS_CARD, card ? wizard.card.assigned(card.uidSuffix) : wizard.card.notAssigned]] as const)
          : []),
      ]}
    />
  );
}
