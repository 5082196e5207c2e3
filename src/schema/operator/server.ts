import type { LogVerification } from '../../modules/events/verify.ts';
import { backUp } from '../../modules/operator/backUp.ts';
import { importModels } from '../../modules/operator/importModels.ts';
import { rotateSecret } from '../../modules/operator/rotateSecret.ts';
import { type ServerStatus, serverStatus, verifyLogs } from '../../modules/operator/status.ts';
import type { Workspace } from '../../modules/workspace/workspaces.ts';
import { builder } from '../builder.ts';
import { LogProblem } from '../events/logCheck.ts';
import { WorkspaceType } from '../workspace/workspace.ts';

const WorkspaceStatus = builder.objectRef<ServerStatus['workspaces'][number]>('WorkspaceStatus').implement({
  description: 'How an organisation stands on this server.',
  fields: (t) => ({
    workspace: t.expose('workspace', { type: WorkspaceType, description: 'The organisation.' }),
    users: t.exposeInt('users', { description: 'How many people it has.' }),
    lastEvent: t.exposeInt('lastEvent', { description: 'The number of the last event in its log.' }),
    waitingEvents: t.exposeInt('waitingEvents', { description: 'How many events wait for their number.' }),
  }),
});

const MailTransport = builder.enumType('MailTransport', {
  description: 'How mail goes.',
  values: {
    RESEND: { value: 'resend', description: 'By Resend.' },
    SMTP: { value: 'smtp', description: 'By SMTP.' },
    MAILBOX: { value: 'mailbox', description: 'Nowhere: it lies in the trial mailbox.' },
  } as const,
});

const ServerStatusRef = builder.objectRef<ServerStatus>('ServerStatus').implement({
  description: 'How the server stands.',
  fields: (t) => ({
    publicUrl: t.exposeString('publicUrl', { description: 'The address that links carry.' }),
    rpId: t.exposeString('rpId', { description: 'The RP ID that credentials are bound to.' }),
    mailTransport: t.expose('mailTransport', { type: MailTransport, description: 'How mail goes.' }),
    queuedMails: t.exposeInt('queuedMails', { description: 'Mails that wait or are tried again.' }),
    subscribers: t.exposeInt('subscribers', { description: 'Subscriptions that are open on this node.' }),
    workspaces: t.expose('workspaces', { type: [WorkspaceStatus], description: 'The organisations.' }),
  }),
});

builder.queryField('serverStatus', (t) =>
  t.field({
    type: ServerStatusRef,
    description: 'How the server stands. The operator alone. Errors: SIGN_IN_REQUIRED, FORBIDDEN.',
    resolve: (_, __, ctx) => serverStatus(ctx),
  }),
);

const LogVerificationRef = builder.objectRef<{ workspace: Workspace; verification: LogVerification }>('LogVerification').implement({
  description: 'What a walk over a whole log found.',
  fields: (t) => ({
    workspace: t.expose('workspace', { type: WorkspaceType, description: 'Whose log.' }),
    events: t.int({
      description: 'How many events are good, from the first one on: all of them, or those before the problem.',
      resolve: ({ verification }) => verification.events,
    }),
    checkpoints: t.int({ description: 'How many checkpoints there are.', resolve: ({ verification }) => verification.checkpoints }),
    problem: t.field({
      type: LogProblem,
      nullable: true,
      description: 'What is wrong first; null where all is well.',
      resolve: ({ verification }) => verification.problem?.what ?? null,
    }),
    problemNumber: t.int({ nullable: true, description: 'At which number.', resolve: ({ verification }) => verification.problem?.number ?? null }),
  }),
});

builder.queryField('logVerifications', (t) =>
  t.field({
    type: [LogVerificationRef],
    description: 'Walks the log of every organisation, or of one. The operator alone. Errors: SIGN_IN_REQUIRED, FORBIDDEN, NOT_FOUND.',
    args: { workspaceId: t.arg.id({ required: false, description: 'The organisation, `wsp_…`; all unless given.' }) },
    resolve: (_, { workspaceId }, ctx) => verifyLogs(ctx, workspaceId ?? null),
  }),
);

builder.relayMutationField(
  'rotateSecret',
  null,
  {
    description: 'Wraps every data key by a new server secret; nothing that is stored under them changes. The operator alone.',
    resolve: (_, __, ctx) => rotateSecret(ctx),
  },
  { outputFields: (t) => ({ dataKeys: t.exposeInt('dataKeys', { description: 'How many data keys were wrapped anew.' }) }) },
);

builder.relayMutationField(
  'importAuthenticatorModels',
  null,
  {
    description:
      'Takes over what the FIDO Metadata Service says of models, from the file `fido-metadata.jwt` in the data folder. The operator alone. Errors: METADATA_INVALID.',
    resolve: (_, __, ctx) => importModels(ctx),
  },
  {
    outputFields: (t) => ({
      models: t.exposeInt('models', { description: 'How many models it tells.' }),
      blobNumber: t.exposeInt('blobNumber', { description: 'The BLOB’s number (FIDO MDS v3.1 §3.1.6).' }),
      nextUpdate: t.exposeString('nextUpdate', { description: 'By when FIDO publishes the next one, as a date.' }),
    }),
  },
);

builder.relayMutationField(
  'backUp',
  null,
  {
    description:
      'Writes everything into a file in the data folder, as it is at one moment, while the server works on. The secret is not in it. The operator alone.',
    resolve: (_, __, ctx) => backUp(ctx),
  },
  {
    outputFields: (t) => ({
      file: t.exposeString('file', { description: 'The file on the server’s machine, for its owner alone to read.' }),
      rows: t.exposeInt('rows', { description: 'How many rows are in it.' }),
    }),
  },
);
