import type { SecurityKeyWish, UserDetails } from '../../db/tables/enrolment.ts';
import { listWizards } from '../../modules/enrolment/readEnrolments.ts';
import type { Wizard } from '../../modules/enrolment/wizard.ts';
import type { Card } from '../../modules/keys/cards.ts';
import { may } from '../../modules/policy/require.ts';
import { builder } from '../builder.ts';
import { toConnection } from '../connection.ts';
import { findUser } from '../directory/find.ts';
import { GroupRef, UserRef } from '../directory/refs.ts';
import { CardActivation, CardAssurance, CardTechnology, KeyKind } from '../enums.ts';
import { SmartphoneSettingsRef } from '../keys/refs.ts';
import { Node } from '../node.ts';
import { findOwnWizard } from './find.ts';
import { EnrolmentRef, WizardRef } from './refs.ts';

const WizardStep = builder.enumType('UserWizardStep', {
  description: 'A step of the wizard. Steps may be set in any order, and again.',
  values: {
    DETAILS: { description: 'Who the person is.' },
    GROUPS: { description: 'The groups that the person joins.' },
    SECURITY_KEY: { description: 'Whether the person gets a key now, and which.' },
    CONFIRM: { description: 'Everything is set: look it over and confirm.' },
  } as const,
});

const WizardStatus = builder.enumType('UserWizardStatus', {
  description: 'How a wizard stands.',
  values: {
    OPEN: { description: 'Being filled in.' },
    CONFIRMED: { description: 'Done: the person is there.' },
    DISCARDED: { description: 'Given up.' },
  } as const,
});

const DetailsRef = builder.objectRef<UserDetails>('UserDetails').implement({
  description: 'Who a person is, as the wizard’s first step keeps it.',
  fields: (t) => ({
    displayName: t.exposeString('displayName', { description: 'The name as people write it.' }),
    email: t.exposeString('email', { description: 'Where mail to the person goes.' }),
    username: t.exposeString('username', { description: 'What the person signs in as.' }),
    employeeNumber: t.exposeString('employeeNumber', { nullable: true, description: 'The organisation’s own number for the person.' }),
    department: t.exposeString('department', { nullable: true, description: 'Where the person works.' }),
    phone: t.exposeString('phone', { nullable: true, description: 'A telephone number.' }),
  }),
});

const ChoiceRef = builder.objectRef<{ wish: SecurityKeyWish | null }>('SecurityKeyChoice').implement({
  description: 'What the wizard’s third step chose.',
  fields: (t) => ({
    kind: t.field({
      type: KeyKind,
      nullable: true,
      description: 'The kind of key; null where the person gets none now.',
      resolve: ({ wish }) => wish?.kind ?? null,
    }),
    name: t.string({ nullable: true, description: 'The key’s name.', resolve: ({ wish }) => wish?.name ?? null }),
    smartphone: t.field({
      type: SmartphoneSettingsRef,
      nullable: true,
      description: 'A smartphone’s four settings; null for the other kinds.',
      resolve: ({ wish }) => (wish?.kind === 'SMARTPHONE' ? wish.smartphone : null),
    }),
    activation: t.field({
      type: CardActivation,
      nullable: true,
      description: 'Who activates a contactless card; null for the other kinds.',
      resolve: ({ wish }) => (wish?.kind === 'CONTACTLESS_CARD' ? wish.activation : null),
    }),
  }),
});

const ReservedCardRef = builder.objectRef<Card>('ReservedCard').implement({
  description: 'The card that was tapped for a wizard: nobody else can have it while the wizard is open.',
  fields: (t) => ({
    uidSuffix: t.exposeString('uidSuffix', { description: 'The last four hexadecimal digits of the card’s number.' }),
    technology: t.expose('technology', { type: CardTechnology, description: 'What kind of card it is.' }),
    fido2Applet: t.exposeBoolean('fido2Applet', { description: 'Whether it carries a FIDO2 applet too.' }),
    assurance: t.expose('assurance', { type: CardAssurance, description: 'What it proves by itself.' }),
  }),
});

const steps = [
  ['DETAILS', 'details'],
  ['GROUPS', 'groupIds'],
  ['SECURITY_KEY', 'securityKey'],
] as const satisfies [string, keyof Wizard][];

const missingSteps = (wizard: Wizard) => steps.flatMap(([step, field]) => (wizard[field] === null ? [step] : []));

WizardRef.implement({
  description: 'The wizard for a new person, half done: kept on the server for 7 days, so that it survives a closed tab.',
  interfaces: [Node],
  fields: (t) => ({
    status: t.expose('status', { type: WizardStatus, description: 'How it stands.' }),
    nextStep: t.field({
      type: WizardStep,
      nullable: true,
      description: 'The first step that is not set yet, CONFIRM once all are; null where the wizard is not OPEN any more.',
      resolve: (wizard) => (wizard.status === 'OPEN' ? (missingSteps(wizard)[0] ?? 'CONFIRM') : null),
    }),
    details: t.expose('details', { type: DetailsRef, nullable: true, description: 'Who the person is; null until the step is set.' }),
    groups: t.field({
      type: [GroupRef],
      nullable: true,
      description: 'The groups that the person joins; null until the step is set, and where the caller may not read groups.',
      resolve: async ({ workspaceId, groupIds }, _, ctx) =>
        groupIds && may(ctx, 'group.read')
          ? (await Promise.all(groupIds.map((id) => ctx.loaders.of(workspaceId).group.load(id)))).filter((group) => group !== null)
          : null,
    }),
    securityKey: t.expose('securityKey', { type: ChoiceRef, nullable: true, description: 'The key; null until the step is set.' }),
    card: t.field({
      type: ReservedCardRef,
      nullable: true,
      description: 'The card that was tapped; null while none is. The confirm needs it where an administrator activates the card.',
      resolve: ({ workspaceId, id }, _, ctx) => ctx.loaders.of(workspaceId).cardOfWizard.load(id),
    }),
    missingSteps: t.field({ type: [WizardStep], description: 'The steps that the confirm still lacks, in order.', resolve: missingSteps }),
    user: t.field({
      type: UserRef,
      nullable: true,
      description: 'The person who came of it; null until it is confirmed.',
      resolve: ({ userId }, _, ctx) => (userId && may(ctx, 'user.read') ? findUser(ctx, userId) : null),
    }),
    enrolment: t.field({
      type: EnrolmentRef,
      nullable: true,
      description: 'The enrolment that came of it; null until it is confirmed, and where no key was chosen.',
      resolve: ({ workspaceId, enrolmentId }, _, ctx) =>
        enrolmentId && may(ctx, 'enrolment.read') ? ctx.loaders.of(workspaceId).enrolment.load(enrolmentId) : null,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was started.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it is kept.' }),
  }),
});

builder.queryField('userWizard', (t) =>
  t.field({
    type: WizardRef,
    nullable: true,
    description: 'A wizard of the caller’s own; null where there is none with that id. Errors: SIGN_IN_REQUIRED, FORBIDDEN.',
    args: { id: t.arg.id({ description: 'The wizard’s id, `wiz_…`.' }) },
    resolve: (_, { id }, ctx) => findOwnWizard(ctx, id),
  }),
);

builder.queryField('userWizards', (t) =>
  t.connection(
    {
      type: WizardRef,
      description: 'The caller’s own wizards that are not done, newest first. Errors: SIGN_IN_REQUIRED, FORBIDDEN, INVALID_INPUT for a bad page.',
      resolve: async (_, page, ctx) => toConnection(await listWizards(ctx, page)),
    },
    { name: 'UserWizardConnection', description: 'A page of wizards.' },
    { name: 'UserWizardEdge' },
  ),
);
