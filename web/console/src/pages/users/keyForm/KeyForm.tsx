import { NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { FieldErrors } from '../../../components/fieldErrors.tsx';
import { Notice } from '../../../components/Notice.tsx';
import { useTexts } from '../../../texts/index.tsx';
import { kinds } from '../usersSearch.ts';
import { type GroupPolicy, isAllowed } from './allowedKinds.ts';
import { CardActivationChoice } from './CardActivationChoice.tsx';
import type { KeyDraft } from './keyDraft.ts';
import { SmartphoneSettings } from './SmartphoneSettings.tsx';

interface Props {
  draft: KeyDraft;
  onChange: (draft: KeyDraft) => void;
  errors: FieldErrors;
  /** The person's groups, which may allow only some kinds. */
  groups: readonly GroupPolicy[];
  /** What follows where an administrator activates the card. */
  cardNow?: ReactNode;
}

/** S6: which device, and what belongs to it. */
export function KeyForm({ draft, onChange, errors, groups, cardNow }: Props) {
  const { wizard, common } = useTexts();
  const { key, card } = wizard;
  const { kind, names } = draft;
  const isCard = kind === 'CONTACTLESS_CARD';
  const options = kinds.map((value) => {
    const allowed = isAllowed(value, groups);
    return { value, label: allowed ? common.keyKind[value] : `${common.keyKind[value]} (${key.notAllowed})`, disabled: !allowed && value !== kind };
  });
  return (
    <Stack>
      <NativeSelect
        label={key.device}
        description={key.about[kind]}
        value={kind}
        data={options}
        onChange={({ currentTarget }) => onChange({ ...draft, kind: kinds.find((one) => one === currentTarget.value) ?? kind })}
      />
      {!isAllowed(kind, groups) && <Notice kind="warning">{key.notAllowedNotice}</Notice>}
      <TextInput
        label={isCard ? card.name : key.name}
        description={isCard ? card.nameHint : key.nameHint}
        required={isCard}
        maxLength={200}
        value={names[kind]}
        error={errors.of('name')}
        onChange={({ currentTarget }) => onChange({ ...draft, names: { ...names, [kind]: currentTarget.value } })}
      />
      {kind === 'SMARTPHONE' && <SmartphoneSettings draft={draft} onChange={onChange} />}
      {isCard && (
        <>
          <CardActivationChoice draft={draft} onChange={onChange} />
          {draft.activation === 'ADMIN_NOW' && cardNow}
        </>
      )}
      {errors.of('securityKey') && (
        <Text c="var(--mantine-color-error)" role="alert">
          {errors.of('securityKey')}
        </Text>
      )}
    </Stack>
  );
}
