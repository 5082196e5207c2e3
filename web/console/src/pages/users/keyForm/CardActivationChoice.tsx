import { Radio, Stack } from '@mantine/core';
import type { CardActivation } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import type { KeyDraft } from './keyDraft.ts';

/** C8: who activates the card. */
export function CardActivationChoice({ draft, onChange }: { draft: KeyDraft; onChange: (draft: KeyDraft) => void }) {
  const { card } = useTexts().wizard;
  const choices: { value: CardActivation; label: string; description: string }[] = [
    { value: 'ADMIN_NOW', label: card.adminNow, description: card.adminNowHint },
    { value: 'BY_USER', label: card.byUser, description: card.byUserHint },
  ];
  return (
    <Radio.Group
      label={card.activation}
      value={draft.activation}
      onChange={(value) => onChange({ ...draft, activation: value === 'BY_USER' ? 'BY_USER' : 'ADMIN_NOW' })}
    >
      <Stack gap="xs" mt="xs">
        {choices.map((choice) => (
          <Radio key={choice.value} {...choice} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
