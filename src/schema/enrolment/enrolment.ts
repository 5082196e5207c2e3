import type { EnrolmentStatus as Status } from '../../db/tables/enrolment.ts';
import { activationCounts } from '../../modules/enrolment/activationCounts.ts';
import { countEnrolments, enrolmentSummary, listEnrolments, type MailState } from '../../modules/enrolment/readEnrolments.ts';
import { may, require } from '../../modules/policy/require.ts';
import { builder } from '../builder.ts';
import { toConnection } from '../connection.ts';
import { findUser } from '../directory/find.ts';
import { UserRef } from '../directory/refs.ts';
import { EnrolmentStatus, MailStatus } from '../enums.ts';
import { SecurityKeyRef } from '../keys/refs.ts';
import { Node } from '../node.ts';
import { EnrolmentRef } from './refs.ts';

const MailRef = builder.objectRef<MailState>('EnrolmentMail').implement({
  description: 'What became of the mail with the link. What it says is nobody’s to read.',
  fields: (t) => ({
    status: t.expose('status', { type: MailStatus, description: 'How it stands.' }),
    sentAt: t.expose('sentAt', { type: 'DateTime', nullable: true, description: 'When the transport took it.' }),
    lastError: t.exposeString('lastError', { nullable: true, description: 'The class of the last failure, such as an SMTP code.' }),
  }),
});

EnrolmentRef.implement({
  description: 'One attempt to give a key to a person.',
  interfaces: [Node],
  fields: (t) => ({
    status: t.expose('status', { type: EnrolmentStatus, description: 'How it stands.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it began.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when its link works.' }),
    openedAt: t.expose('openedAt', { type: 'DateTime', nullable: true, description: 'When the person first opened the link.' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When it was activated, expired or was cancelled.' }),
    user: t.field({
      type: UserRef,
      nullable: true,
      description: 'Who is to have the key; null where the caller may not read people.',
      resolve: (enrolment, _, ctx) => (may(ctx, 'user.read') ? findUser(ctx, enrolment.userId) : null),
    }),
    securityKey: t.field({
      type: SecurityKeyRef,
      nullable: true,
      description: 'The key that is given; null where the caller may not read keys.',
      resolve: (enrolment, _, ctx) => (may(ctx, 'key.read') ? ctx.loaders.of(enrolment.workspaceId).key.load(enrolment.keyId) : null),
    }),
    createdBy: t.field({
      type: UserRef,
      nullable: true,
      description: 'The person who started it; null where a token, the operator or nobody there any more did.',
      resolve: (enrolment, _, ctx) => (may(ctx, 'user.read') ? findUser(ctx, enrolment.createdBy) : null),
    }),
    mail: t.field({
      type: MailRef,
      nullable: true,
      description: 'The newest mail with a link; null where none was needed.',
      resolve: (enrolment, _, ctx) => ctx.loaders.of(enrolment.workspaceId).mailOfEnrolment.load(enrolment.id),
    }),
  }),
});

builder.interfaceField(SecurityKeyRef, 'enrolment', (t) =>
  t.field({
    type: EnrolmentRef,
    nullable: true,
    description: 'The newest enrolment of the key; null where the caller may not read enrolments.',
    resolve: (key, _, ctx) => (may(ctx, 'enrolment.read') ? ctx.loaders.of(key.workspaceId).enrolmentOfKey.load(key.id) : null),
  }),
);

builder.queryField('enrolment', (t) =>
  t.field({
    type: EnrolmentRef,
    nullable: true,
    description: 'One enrolment; null where there is none with that id. Errors: SIGN_IN_REQUIRED, FORBIDDEN.',
    args: { id: t.arg.id({ description: 'The enrolment’s id, `enr_…`.' }) },
    resolve: (_, { id }, ctx) => ctx.loaders.of(require(ctx, 'enrolment.read')).enrolment.load(id),
  }),
);

const EnrolmentFilterInput = builder.inputType('EnrolmentFilter', {
  description: 'Which enrolments: all that is given must fit.',
  fields: (t) => ({
    statuses: t.field({ type: [EnrolmentStatus], required: false, description: 'Enrolments in one of these statuses.' }),
    userId: t.id({ required: false, description: 'Enrolments of this person.' }),
    keyId: t.id({ required: false, description: 'Enrolments of this key.' }),
    expiresBefore: t.field({ type: 'DateTime', required: false, description: 'Enrolments whose link works, or worked, until before this moment.' }),
  }),
});

builder.queryField('enrolments', (t) =>
  t.connection(
    {
      type: EnrolmentRef,
      description: 'The enrolments of the organisation, newest first. Errors: SIGN_IN_REQUIRED, FORBIDDEN, INVALID_INPUT for a bad page.',
      args: { filter: t.arg({ type: EnrolmentFilterInput, required: false, description: 'Which enrolments; all unless given.' }) },
      resolve: async (_, { filter, ...page }, ctx) => ({
        ...toConnection(await listEnrolments(ctx, filter ?? {}, page)),
        filter: filter ?? {},
      }),
    },
    {
      name: 'EnrolmentConnection',
      description: 'A page of enrolments.',
      fields: (t) => ({
        totalCount: t.int({
          description: 'How many enrolments the filter fits in all. It costs a count of its own.',
          complexity: 5,
          resolve: ({ filter }, _, ctx) => countEnrolments(ctx, filter),
        }),
      }),
    },
    { name: 'EnrolmentEdge' },
  ),
);

export const EnrolmentSummaryRef = builder.objectRef<Record<Status, number>>('EnrolmentSummary').implement({
  description: 'How many enrolments are in each status.',
  fields: (t) => ({
    pending: t.exposeInt('PENDING', { description: 'The link was sent.' }),
    opened: t.exposeInt('OPENED', { description: 'The person opened the link.' }),
    activated: t.exposeInt('ACTIVATED', { description: 'The key became active.' }),
    expired: t.exposeInt('EXPIRED', { description: 'The link’s time was over first.' }),
    cancelled: t.exposeInt('CANCELLED', { description: 'An administrator cancelled it.' }),
  }),
});

builder.queryField('enrolmentSummary', (t) =>
  t.field({
    type: EnrolmentSummaryRef,
    description: 'How many enrolments are in each status now. Errors: SIGN_IN_REQUIRED, FORBIDDEN.',
    complexity: 50,
    resolve: (_, __, ctx) => enrolmentSummary(ctx),
  }),
);

builder.queryField('activationCounts', (t) =>
  t.field({
    type: ['Int'],
    description:
      'How many keys were activated from each moment to the next, and from the last one on: for a chart by day, give where each day begins, 100 at most. Errors: SIGN_IN_REQUIRED, FORBIDDEN, INVALID_INPUT.',
    complexity: 50,
    args: { from: t.arg({ type: ['DateTime'], description: 'Where each span begins: 1 to 100 moments in their order.' }) },
    resolve: (_, { from }, ctx) => activationCounts(ctx, from),
  }),
);
