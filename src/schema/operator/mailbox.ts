import { type KeptMail, readTrialMailbox } from '../../modules/mail/mailbox.ts';
import { builder } from '../builder.ts';

const TrialMail = builder.objectRef<KeptMail>('TrialMail').implement({
  description: 'A mail in the trial mailbox. Its link is a secret.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The mail’s id, `eml_…`.' }),
    to: t.exposeString('to', { description: 'The address that it is for.' }),
    toName: t.exposeString('toName', { description: 'Whom it is for.' }),
    subject: t.exposeString('subject', { description: 'Its subject.' }),
    text: t.exposeString('text', { description: 'What it says, as plain text.' }),
    html: t.exposeString('html', { description: 'What it says, as HTML.' }),
    enrolmentId: t.exposeID('enrolmentId', { nullable: true, description: 'The enrolment that its link stands for, `enr_…`.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was written.' }),
  }),
});

builder.relayMutationField(
  'readTrialMailbox',
  {
    inputFields: (t) => ({
      token: t.string({
        required: false,
        description: 'The token in the mailbox link’s fragment, which the server printed; the operator needs none.',
      }),
    }),
  },
  {
    description:
      'The newest 100 mails of the trial mailbox, which is there until a real transport is set. A mutation, as each look is logged. Errors: NOT_FOUND, SIGN_IN_REQUIRED, RATE_LIMITED.',
    resolve: async (_, { input }, ctx) => ({ mails: await readTrialMailbox(ctx, input.token ?? null) }),
  },
  { outputFields: (t) => ({ mails: t.expose('mails', { type: [TrialMail], description: 'The mails, newest first.' }) }) },
);
