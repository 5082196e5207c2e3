import type { ReactNode } from 'react';
import { Facts } from '../../../components/Facts.tsx';
import { MomentText } from '../../../components/MomentText.tsx';
import type { KeyFieldsFragment } from '../../../gql/graphql.ts';
import type { Texts } from '../../../texts/en/index.ts';
import { useTexts } from '../../../texts/index.tsx';

type Fact = readonly [name: string, value: ReactNode];

/** What is known of a key, by its kind. */
export function KeyFacts({ securityKey: key }: { securityKey: KeyFieldsFragment }) {
  const texts = useTexts();
  const { keys, card } = { ...texts.user, card: texts.wizard.card };
  const facts: Fact[] = [[keys.created, <MomentText key="created" at={key.createdAt} />]];
  if (key.activatedAt) facts.push([keys.activated, <MomentText key="activated" at={key.activatedAt} />]);
  if ('settings' in key) facts.push(...smartphoneFacts(key, texts));
  if ('activation' in key) {
    facts.push([card.activation, key.activation === 'ADMIN_NOW' ? card.adminNow : card.byUser]);
    if (key.uidSuffix) facts.push([keys.card, <bdi key="card">…{key.uidSuffix}</bdi>]);
    if (key.technology) facts.push([texts.tap.technology, texts.tap.technologies[key.technology]]);
    if (key.assurance) facts.push([keys.assurance, keys.assurances[key.assurance]]);
    facts.push([keys.pin, keys.pinStatus[key.pinStatus]]);
  }
  if ('credential' in key && key.credential && !('settings' in key)) facts.push([keys.model, modelText(key.credential, texts)]);
  if (key.activatedAt) facts.push([keys.lastUsed, lastUsed(key, texts)]);
  return <Facts facts={facts} />;
}

function smartphoneFacts(key: Extract<KeyFieldsFragment, { settings: unknown }>, { user, wizard, common }: Texts): Fact[] {
  const { settings, pinStatus, offlineReady, offlineUntil, deviceEvidence, deviceBound } = key;
  const onOff = (on: boolean) => (on ? common.on : common.off);
  const facts: Fact[] = [
    [wizard.key.auditable, onOff(settings.auditable)],
    [wizard.key.bluetoothProximity, onOff(settings.bluetoothProximity)],
    [wizard.key.offlineLogin, onOff(settings.offlineLogin)],
    [wizard.key.verification, common.verification[settings.verification]],
  ];
  if (settings.verification === 'PIN') facts.push([user.keys.pin, user.keys.pinStatus[pinStatus]]);
  if (offlineReady != null) facts.push([user.keys.offlineReady, offlineReady ? common.yes : common.no]);
  // Of a key that was stopped too: a PC that was not reached still goes by what it has.
  if (offlineUntil) facts.push([user.keys.offlineUntil, <MomentText key="offline" at={offlineUntil} />]);
  if (deviceEvidence) facts.push([user.keys.evidence, user.keys.evidences[deviceEvidence]]);
  if (deviceBound != null) facts.push([user.keys.bound, deviceBound ? user.keys.deviceBound : user.keys.synced]);
  return facts;
}

/** The model as its maker names it; who says so counts. */
function modelText({ model, attested }: { model?: string | null; attested: boolean }, { user }: Texts): string {
  return `${model ?? user.keys.unknownModel} (${attested ? user.keys.attested : user.keys.claimed})`;
}

function lastUsed(key: KeyFieldsFragment, { user, common }: Texts): ReactNode {
  if ('settings' in key && !key.settings.auditable) return user.keys.notRecorded;
  return <MomentText at={key.lastUsedAt} empty={common.never} />;
}
