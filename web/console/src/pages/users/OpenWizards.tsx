import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useAsk } from '../../api/queries.ts';
import { MomentText } from '../../components/MomentText.tsx';
import { OpenWizardsDocument, type OpenWizardsQuery } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { DiscardDialog } from './DiscardDialog.tsx';

type Wizard = OpenWizardsQuery['userWizards']['edges'][number]['node'];

/** The viewer's own wizards that are half done. An untouched one is not worth going on with. */
export function OpenWizards() {
  const { goOn } = useTexts().users;
  const [leaving, setLeaving] = useState<string | null>(null);
  const wizards = useAsk(OpenWizardsDocument, {}, { topics: ['users'] }).data?.userWizards.edges.map(({ node }) => node) ?? [];
  const begun = wizards.filter(({ nextStep }) => nextStep !== 'DETAILS');
  if (begun.length === 0) return null;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="open-wizards">
      <Title order={2} size="h3" id="open-wizards" mb="xs">
        {goOn.title}
      </Title>
      <Stack gap="xs">
        {begun.map((wizard) => (
          <WizardLine key={wizard.id} wizard={wizard} onDiscard={() => setLeaving(wizard.id)} />
        ))}
      </Stack>
      <DiscardDialog wizardId={leaving} onClose={() => setLeaving(null)} />
    </Paper>
  );
}

function WizardLine({ wizard: { id, details, expiresAt }, onDiscard }: { wizard: Wizard; onDiscard: () => void }) {
  const { goOn } = useTexts().users;
  const name = details?.displayName ?? goOn.unnamed;
  return (
    <Group justify="space-between" gap="xs">
      <div>
        <bdi>{details ? goOn.item(details.displayName) : name}</bdi>{' '}
        <Text span size="sm" c="dimmed">
          {goOn.until} <MomentText at={expiresAt} />
        </Text>
      </div>
      <Group gap="xs">
        <Button component={Link} to={`/users/new/${id}`} size="xs" aria-label={goOn.open(name)}>
          {goOn.openButton}
        </Button>
        <Button size="xs" variant="default" onClick={onDiscard} aria-label={`${goOn.discard}: ${name}`}>
          {goOn.discard}
        </Button>
      </Group>
    </Group>
  );
}
