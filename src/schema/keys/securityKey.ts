import { pinStatusOf } from '../../modules/keys/cardPin.ts';
import { listSecurityKeys } from '../../modules/keys/readKeys.ts';
import { may, require } from '../../modules/policy/require.ts';
import { builder } from '../builder.ts';
import { toConnection } from '../connection.ts';
import type { SchemaContext } from '../context.ts';
import { findUser } from '../directory/find.ts';
import { UserRef } from '../directory/refs.ts';
import { CardActivation, CardAssurance, CardTechnology, DeviceEvidence, KeyKind, KeyStatus, PinStatus, Verification } from '../enums.ts';
import { Node } from '../node.ts';
import {
  type ContactlessCard,
  ContactlessCardRef,
  CredentialRef,
  HardwareKeyRef,
  keyTypeNames,
  SecurityKeyRef,
  SmartphoneRef,
  SmartphoneSettingsRef,
} from './refs.ts';

SecurityKeyRef.implement({
  description: 'A security key of a person, of whatever kind.',
  interfaces: [Node],
  resolveType: (key) => keyTypeNames[key.kind],
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The key’s name, 1 to 100 characters, to tell it apart.' }),
    kind: t.expose('kind', { type: KeyKind, description: 'What kind of device it is.' }),
    status: t.expose('status', { type: KeyStatus, description: 'How the key stands.' }),
    user: t.field({
      type: UserRef,
      nullable: true,
      description: 'Whose key it is; null where the caller may not read people.',
      resolve: (key, _, ctx) => (may(ctx, 'user.read') ? findUser(ctx, key.userId) : null),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was assigned.' }),
    activatedAt: t.expose('activatedAt', { type: 'DateTime', nullable: true, description: 'When it was activated; null before.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it last signed its person in; null before, and always where the key is not auditable.',
    }),
  }),
});

SmartphoneSettingsRef.implement({
  description: 'What an administrator decides about a smartphone.',
  fields: (t) => ({
    auditable: t.exposeBoolean('auditable', {
      description: 'Off: this person’s sign-ins with the key are not recorded, and no administrator can trace them.',
    }),
    bluetoothProximity: t.exposeBoolean('bluetoothProximity', { description: 'On: a sign-in on a PC counts only while the phone is near that PC.' }),
    offlineLogin: t.exposeBoolean('offlineLogin', { description: 'On: the person can sign in on their PC while it has no network.' }),
    verification: t.expose('verification', { type: Verification, description: 'How the phone verifies its user.' }),
  }),
});

SmartphoneRef.implement({
  description: 'A phone as a security key: its passkey, by the FIDO standard.',
  interfaces: [SecurityKeyRef, Node],
  fields: (t) => ({
    settings: t.expose('smartphone', { type: SmartphoneSettingsRef, description: 'What an administrator decided about it.' }),
    offlineReady: t.exposeBoolean('offlineReady', {
      nullable: true,
      description: 'Whether the phone can sign in offline (WebAuthn’s prf extension); null until it is activated, and where offline login is off.',
    }),
    pinStatus: t.field({ type: PinStatus, description: 'How its PIN stands: NONE where the phone verifies its user itself.', resolve: pinStatusOf }),
    deviceEvidence: t.expose('deviceEvidence', {
      type: DeviceEvidence,
      nullable: true,
      description: 'How it is known that a phone answered; null until it is activated.',
    }),
    deviceBound: t.boolean({
      nullable: true,
      description: 'Whether the passkey stays on this one device; false for a synced one. Null until it is activated.',
      resolve: async (key, _, ctx) => {
        const credential = await ctx.loaders.of(key.workspaceId).credentialOfKey.load(key.id);
        return credential && !credential.backupEligible;
      },
    }),
    credential: t.field({
      type: CredentialRef,
      nullable: true,
      description: 'The registered credential; null until the key is activated.',
      resolve: (key, _, ctx) => ctx.loaders.of(key.workspaceId).credentialOfKey.load(key.id),
    }),
  }),
});

const cardOf = ({ workspaceId, id }: ContactlessCard, ctx: SchemaContext) => ctx.loaders.of(workspaceId).cardOfKey.load(id);

ContactlessCardRef.implement({
  description: 'A contactless card as a security key, with a PIN. What is told of the card is null until it was tapped.',
  interfaces: [SecurityKeyRef, Node],
  fields: (t) => ({
    activation: t.expose('cardActivation', { type: CardActivation, description: 'Who activates it.' }),
    uidSuffix: t.string({
      nullable: true,
      description: 'The last four hexadecimal digits of the card’s number, which is kept nowhere as a whole.',
      resolve: async (key, _, ctx) => (await cardOf(key, ctx))?.uidSuffix ?? null,
    }),
    technology: t.field({
      type: CardTechnology,
      nullable: true,
      description: 'What kind of card it is.',
      resolve: async (key, _, ctx) => (await cardOf(key, ctx))?.technology ?? null,
    }),
    fido2Applet: t.boolean({
      nullable: true,
      description: 'Whether the card carries a FIDO2 applet too.',
      resolve: async (key, _, ctx) => (await cardOf(key, ctx))?.fido2Applet ?? null,
    }),
    assurance: t.field({
      type: CardAssurance,
      nullable: true,
      description: 'What the card proves by itself.',
      resolve: async (key, _, ctx) => (await cardOf(key, ctx))?.assurance ?? null,
    }),
    pinStatus: t.field({ type: PinStatus, description: 'How its PIN stands.', resolve: pinStatusOf }),
  }),
});

HardwareKeyRef.implement({
  description: 'A FIDO2 hardware security key.',
  interfaces: [SecurityKeyRef, Node],
  fields: (t) => ({
    credential: t.field({
      type: CredentialRef,
      nullable: true,
      description: 'The registered credential; null until the key is activated.',
      resolve: (key, _, ctx) => ctx.loaders.of(key.workspaceId).credentialOfKey.load(key.id),
    }),
  }),
});

CredentialRef.implement({
  description: 'A WebAuthn credential, as it was registered (WebAuthn L3 §4).',
  fields: (t) => ({
    credentialId: t.exposeString('credentialId', { description: 'The credential id, base64url.' }),
    transports: t.exposeStringList('transports', {
      description: 'How the authenticator can be reached, as the client said: `usb`, `nfc`, `ble`, `hybrid`, `internal`, …',
    }),
    aaguid: t.exposeString('aaguid', { description: 'The model’s AAGUID as a UUID, as claimed; it proves a model only where `attested`.' }),
    attested: t.exposeBoolean('attested', { description: 'Whether the attestation’s chain ends at a root configured for this very AAGUID.' }),
    attestationFormat: t.exposeString('attestationFormat', {
      description: 'The attestation statement’s format: `none`, `packed`, … (WebAuthn L3 §8).',
    }),
    model: t.string({
      nullable: true,
      description: 'The model’s name by the FIDO Metadata Service, as claimed by the AAGUID; null where it is not known.',
      resolve: (credential) => credential.modelName,
    }),
    backupEligible: t.exposeBoolean('backupEligible', { description: 'Whether the passkey may be synced to other devices (WebAuthn L3 §6.1.3).' }),
    backedUp: t.exposeBoolean('backedUp', { description: 'Whether it was synced when it was last seen.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was registered.' }),
  }),
});

builder.objectField(UserRef, 'securityKeys', (t) =>
  t.field({
    type: [SecurityKeyRef],
    nullable: true,
    description: 'The person’s keys, oldest first; null where the caller may not read keys.',
    resolve: async (user, _, ctx) => (may(ctx, 'key.read') ? ((await ctx.loaders.of(user.workspaceId).keysOfUser.load(user.id)) ?? []) : null),
  }),
);

builder.queryField('securityKey', (t) =>
  t.field({
    type: SecurityKeyRef,
    nullable: true,
    description: 'One key; null where there is none with that id. Errors: SIGN_IN_REQUIRED, FORBIDDEN.',
    args: { id: t.arg.id({ description: 'The key’s id, `key_…`.' }) },
    resolve: (_, { id }, ctx) => ctx.loaders.of(require(ctx, 'key.read')).key.load(id),
  }),
);

const SecurityKeyFilterInput = builder.inputType('SecurityKeyFilter', {
  description: 'Which keys: all that is given must fit.',
  fields: (t) => ({
    search: t.string({
      required: false,
      description:
        'Part of the key’s name, or of its person’s name, email, username or employee number; without regard to case, 200 characters at most.',
    }),
    kinds: t.field({ type: [KeyKind], required: false, description: 'Keys of one of these kinds.' }),
    statuses: t.field({ type: [KeyStatus], required: false, description: 'Keys in one of these statuses.' }),
    userId: t.id({ required: false, description: 'Keys of this person.' }),
  }),
});

builder.queryField('securityKeys', (t) =>
  t.connection(
    {
      type: SecurityKeyRef,
      description: 'The keys of the organisation, newest first. Errors: SIGN_IN_REQUIRED, FORBIDDEN, INVALID_INPUT for a bad page.',
      args: { filter: t.arg({ type: SecurityKeyFilterInput, required: false, description: 'Which keys; all unless given.' }) },
      resolve: async (_, { filter, ...page }, ctx) => toConnection(await listSecurityKeys(ctx, filter ?? {}, page)),
    },
    { name: 'SecurityKeyConnection', description: 'A page of keys.' },
    { name: 'SecurityKeyEdge' },
  ),
);
