import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useChange } from '../../api/queries.ts';
import { failureText } from '../../components/failureText.ts';
import { Icon } from '../../components/Icon.tsx';
import { Notice } from '../../components/Notice.tsx';
import { StartUserWizardDocument } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';

/** S2: opens a wizard for a new person. */
export function NewUserButton() {
  const texts = useTexts();
  const navigate = useNavigate();
  const start = useChange(StartUserWizardDocument);
  // Pressed again after a lost answer, it opens the same wizard.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const open = async () => {
    const answer = await start.run({ input: { idempotencyKey } });
    if (answer.ok) await navigate({ to: '/users/new/$wizardId', params: { wizardId: answer.value.wizard.id } });
  };
  return (
    <>
      {start.failure && <Notice kind="error">{failureText(texts, start.failure)}</Notice>}
      <Button leftSection={<Icon name="plus" />} onClick={open} loading={start.busy}>
        {texts.users.newUser}
      </Button>
    </>
  );
}
