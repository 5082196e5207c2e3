import { assignSecurityKey, createUser } from '../../modules/enrolment/assign.ts';
import { cancelEnrolment, resendActivationLink } from '../../modules/enrolment/manage.ts';
import { builder } from '../builder.ts';
import { UserRef } from '../directory/refs.ts';
import { UserDetailsInput } from '../directory/userInputs.ts';
import { idempotencyKeyText } from '../idempotency.ts';
import { SecurityKeyInput } from '../keys/input.ts';
import type { OutputBuilder } from '../outputs.ts';
import { EnrolmentRef } from './refs.ts';

/** What an answer shows once. */
export const shownOnce = (t: OutputBuilder<{ activationCode: string | null; activationLink: string | null }>) => ({
  activationCode: t.exposeString('activationCode', {
    nullable: true,
    description:
      'The code of 8 characters to pass on by another way, where the workspace asks for one; shown this once, and null in a repeated answer.',
  }),
  activationLink: t.exposeString('activationLink', {
    nullable: true,
    description:
      'The link that was mailed, where the workspace lets administrators see it; for people who are signed in, never the link of somebody with a role. Shown this once, and null in a repeated answer.',
  }),
});

const noteText = 'Words of yours in the mail with the link, up to 1,000 characters; none for a card that is activated now.';
const resendNoteText = 'Words of yours in the mail, up to 1,000 characters.';

builder.relayMutationField(
  'createUser',
  {
    inputFields: (t) => ({
      details: t.field({ type: UserDetailsInput, description: 'Who the person is.' }),
      groupIds: t.idList({ required: false, description: 'The groups that the person joins, `grp_…`; none unless given, 200 at most.' }),
      securityKey: t.field({ type: SecurityKeyInput, required: false, description: 'The key to give now; none unless given.' }),
      note: t.string({ required: false, description: noteText }),
      idempotencyKey: t.string({ required: false, description: idempotencyKeyText }),
    }),
  },
  {
    description:
      'Adds a person, with groups and a key where asked: the wizard in one call. A card that is activated now waits for assignContactlessCard. Errors: KEY_KIND_NOT_ALLOWED.',
    resolve: (_, { input }, ctx) => createUser(ctx, input),
  },
  {
    outputFields: (t) => ({
      user: t.expose('user', { type: UserRef, description: 'The new person.' }),
      enrolment: t.expose('enrolment', {
        type: EnrolmentRef,
        nullable: true,
        description: 'The enrolment of the key; null where none was asked for.',
      }),
      ...shownOnce(t),
    }),
  },
);

builder.relayMutationField(
  'assignSecurityKey',
  {
    inputFields: (t) => ({
      userId: t.id({ description: 'Who is to have the key, `usr_…`.' }),
      securityKey: t.field({ type: SecurityKeyInput, description: 'The key to give.' }),
      note: t.string({ required: false, description: noteText }),
      idempotencyKey: t.string({ required: false, description: idempotencyKeyText }),
    }),
  },
  {
    description:
      'Gives a key to a person who is there already. A card that is activated now waits for assignContactlessCard. Errors: KEY_KIND_NOT_ALLOWED.',
    resolve: (_, { input }, ctx) => assignSecurityKey(ctx, input),
  },
  {
    outputFields: (t) => ({
      enrolment: t.expose('enrolment', { type: EnrolmentRef, description: 'The enrolment of the key.' }),
      ...shownOnce(t),
    }),
  },
);

builder.relayMutationField(
  'resendActivationLink',
  {
    inputFields: (t) => ({
      enrolmentId: t.id({ description: 'Which enrolment, `enr_…`.' }),
      note: t.string({ required: false, description: resendNoteText }),
    }),
  },
  {
    description:
      'Mails a new link and kills the older ones; the enrolment’s status stays. One that expired is started anew for the same key, as a new enrolment. Errors: ENROLMENT_ENDED, ADMIN_ACTIVATES.',
    resolve: (_, { input }, ctx) => resendActivationLink(ctx, input.enrolmentId, input.note ?? null),
  },
  {
    outputFields: (t) => ({
      enrolment: t.expose('enrolment', { type: EnrolmentRef, description: 'The enrolment that the new link stands for.' }),
      ...shownOnce(t),
    }),
  },
);

builder.relayMutationField(
  'cancelEnrolment',
  { inputFields: (t) => ({ enrolmentId: t.id({ description: 'Which enrolment, `enr_…`.' }) }) },
  {
    description: 'Ends an enrolment: its link stops, and its key is revoked. Errors: ENROLMENT_ENDED.',
    resolve: async (_, { input }, ctx) => ({ enrolment: await cancelEnrolment(ctx, input.enrolmentId) }),
  },
  { outputFields: (t) => ({ enrolment: t.expose('enrolment', { type: EnrolmentRef, description: 'The enrolment as it is now.' }) }) },
);
