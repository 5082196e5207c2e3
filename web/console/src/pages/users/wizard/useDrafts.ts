import { useState } from 'react';
import type { WizardFieldsFragment } from '../../../gql/graphql.ts';
import type { Texts } from '../../../texts/en/index.ts';
import { useTexts } from '../../../texts/index.tsx';
import { type DetailsDraft, toDetailsDraft } from '../keyForm/DetailsFields.tsx';
import type { ChosenGroup } from '../keyForm/GroupPicker.tsx';
import { type KeyDraft, newKeyDraft } from '../keyForm/keyDraft.ts';

/** The third step, filled in: whether there is a key now, and which. */
export interface KeyStepDraft extends KeyDraft {
  wanted: boolean;
}

/** What is filled in on each step, so that going back and forth loses nothing; it begins with what the server keeps. */
export function useDrafts(wizard: WizardFieldsFragment) {
  const texts = useTexts();
  const [details, setDetails] = useState<DetailsDraft>(() => toDetailsDraft(wizard.details));
  const [groups, setGroups] = useState<ChosenGroup[]>(() => [...(wizard.groups ?? [])]);
  const [key, setKey] = useState<KeyStepDraft>(() => toKeyDraft(wizard, texts));
  return { details, setDetails, groups, setGroups, key, setKey };
}

function toKeyDraft({ securityKey }: WizardFieldsFragment, texts: Texts): KeyStepDraft {
  const fresh = newKeyDraft(texts);
  if (!securityKey) return { ...fresh, wanted: true };
  const { kind, name, smartphone, activation } = securityKey;
  if (!kind) return { ...fresh, wanted: false };
  return {
    ...fresh,
    ...(smartphone ?? {}),
    wanted: true,
    kind,
    names: { ...fresh.names, [kind]: name ?? '' },
    activation: activation ?? fresh.activation,
  };
}
