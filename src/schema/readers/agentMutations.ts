import { completeTap } from '../../modules/enrolment/tap.ts';
import { createAgentCode } from '../../modules/readers/agentCode.ts';
import { claimTapJob, failTapJob, type HeldTapJob, renewTapJob } from '../../modules/readers/claims.ts';
import { pairReaderAgent } from '../../modules/readers/pairing.ts';
import { reportReaders } from '../../modules/readers/readers.ts';
import type { TapJob } from '../../modules/readers/tapJobs.ts';
import { findHeardJob, type HeardTap } from '../../modules/readers/tapResult.ts';
import { completeSignInTap } from '../../modules/signin/card.ts';
import { builder } from '../builder.ts';
import type { SchemaContext } from '../context.ts';
import { CardTechnology, ReaderAdapter, ReaderFailure } from '../enums.ts';
import type { OutputBuilder } from '../outputs.ts';
import { ReaderRef, TapJobRef } from './refs.ts';

const platformText = 'The PC’s operating system, 1 to 100 characters.';
const versionText = 'The agent’s version, 1 to 50 characters.';
const tapJobIdText = 'Which request, `tap_…`.';
const claimKeyText = 'Names this run of the agent, 1 to 100 characters.';
const resultKeyText = 'Names this result, 1 to 100 characters: the same one again gives the same answer.';
const resultErrors = 'TAP_JOB_ENDED, TAP_JOB_NOT_CLAIMED';

builder.relayMutationField(
  'pairReaderAgent',
  {
    inputFields: (t) => ({
      code: t.string({ description: 'The pairing code; case, spaces and dashes do not count.' }),
      publicKey: t.string({
        description: 'The 32 bytes of the agent’s Ed25519 public key (RFC 8032), base64url. The private half never leaves the PC.',
      }),
      name: t.string({ required: false, description: 'What the agent calls itself, where the code names it nothing else.' }),
      platform: t.string({ description: platformText }),
      version: t.string({ description: versionText }),
    }),
  },
  {
    description:
      'Pairs a reader agent by a code, which is spent by it. Anybody who has a code may call this. Errors: PAIRING_CODE_WRONG, RATE_LIMITED.',
    resolve: async (_, { input }, ctx) => {
      const { agent, organisation } = await pairReaderAgent(ctx, input);
      return { agentId: agent.id, name: agent.name, organisation };
    },
  },
  {
    outputFields: (t) => ({
      agentId: t.exposeID('agentId', { description: 'The agent’s id, `agt_…`: the `kid` and `iss` of its tokens.' }),
      name: t.exposeString('name', { description: 'The agent’s name.' }),
      organisation: t.exposeString('organisation', { description: 'The organisation’s name.' }),
    }),
  },
);

const ReportedReaderInput = builder.inputType('ReportedReader', {
  description: 'A reader that is plugged in.',
  fields: (t) => ({
    name: t.string({ description: 'Its name, 1 to 200 characters, which no other reader of the agent has.' }),
    adapter: t.field({ type: ReaderAdapter, description: 'How the agent reaches it.' }),
  }),
});

builder.relayMutationField(
  'reportReaders',
  {
    inputFields: (t) => ({
      readers: t.field({ type: [ReportedReaderInput], description: 'All readers that are plugged in, 20 at most: what is missing is not.' }),
      platform: t.string({ description: platformText }),
      version: t.string({ description: versionText }),
    }),
  },
  {
    description: 'Reports an agent’s readers. Reader agents alone.',
    resolve: async (_, { input }, ctx) => ({ readers: await reportReaders(ctx, input) }),
  },
  {
    outputFields: (t) => ({
      readers: t.expose('readers', { type: [ReaderRef], description: 'The agent’s readers, also those that are not plugged in now.' }),
    }),
  },
);

builder.relayMutationField(
  'createAgentCode',
  null,
  {
    description: 'A code for the agent to show on its PC, by which the link’s holder finds it; the one before works no more. Reader agents alone.',
    resolve: (_, __, ctx) => createAgentCode(ctx),
  },
  {
    outputFields: (t) => ({
      agentCode: t.exposeString('code', { description: 'The code, 6 characters.' }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it works: 5 minutes.' }),
    }),
  },
);

const heldOutput = {
  outputFields: (t: OutputBuilder<HeldTapJob>) => ({
    tapJob: t.expose('tapJob', { type: TapJobRef, description: 'The request for a tap.' }),
    leaseUntil: t.expose('leaseUntil', { type: 'DateTime', description: 'Until when the claim holds: renew it before.' }),
  }),
};

builder.relayMutationField(
  'claimTapJob',
  { inputFields: (t) => ({ tapJobId: t.id({ description: tapJobIdText }), claimKey: t.string({ description: claimKeyText }) }) },
  {
    description: `Claims a request for a tap for 30 seconds. The same key again renews; another one takes over from an older run of the agent. A reader has one at a time. Reader agents alone. Errors: ${resultErrors}.`,
    resolve: (_, { input }, ctx) => claimTapJob(ctx, input),
  },
  heldOutput,
);

builder.relayMutationField(
  'renewTapJob',
  { inputFields: (t) => ({ tapJobId: t.id({ description: tapJobIdText }), claimKey: t.string({ description: claimKeyText }) }) },
  {
    description: `Holds a claimed request for a tap for 30 seconds more. Reader agents alone. Errors: ${resultErrors}.`,
    resolve: (_, { input }, ctx) => renewTapJob(ctx, input),
  },
  heldOutput,
);

const ReadCardInput = builder.inputType('ReadCard', {
  description: 'A card as the reader read it.',
  fields: (t) => ({
    uid: t.string({ description: 'Its number, hexadecimal digits in the order of ISO/IEC 14443-3; kept nowhere.' }),
    atr: t.string({ required: false, description: 'Its answer to reset, hexadecimal digits; null where the reader gives none.' }),
    technology: t.field({ type: CardTechnology, description: 'What kind of card it is.' }),
    fido2Applet: t.boolean({ description: 'Whether it has a FIDO2 applet.' }),
  }),
});

const endedOutput = {
  outputFields: (t: OutputBuilder<{ tapJob: TapJob }>) => ({
    tapJob: t.expose('tapJob', { type: TapJobRef, description: 'The request as it ended.' }),
  }),
};

/** A card is for an enrolment or a sign-in, and neither knows of the other. */
async function completeAnyTap(ctx: SchemaContext, heard: HeardTap): Promise<TapJob> {
  const { purpose } = await findHeardJob(ctx, heard.tapJobId);
  return purpose === 'SIGN_IN' ? completeSignInTap(ctx, heard) : completeTap(ctx, heard);
}

builder.relayMutationField(
  'completeTapJob',
  {
    inputFields: (t) => ({
      tapJobId: t.id({ description: tapJobIdText }),
      claimKey: t.string({ description: claimKeyText }),
      resultKey: t.string({ description: resultKeyText }),
      card: t.field({ type: ReadCardInput, description: 'The card.' }),
    }),
  },
  {
    description: `Tells the card that was tapped. One that cannot be had ends the request as FAILED, which is the answer and no error. Reader agents alone. Errors: ${resultErrors}, TRY_AGAIN.`,
    resolve: async (_, { input: { card, ...claim } }, ctx) => ({
      tapJob: await completeAnyTap(ctx, { ...claim, card: { ...card, atr: card.atr ?? null } }),
    }),
  },
  endedOutput,
);

builder.relayMutationField(
  'failTapJob',
  {
    inputFields: (t) => ({
      tapJobId: t.id({ description: tapJobIdText }),
      claimKey: t.string({ description: claimKeyText }),
      resultKey: t.string({ description: resultKeyText }),
      failure: t.field({ type: ReaderFailure, description: 'What went wrong.' }),
    }),
  },
  {
    description: `Tells that a tap gave no card. Reader agents alone. Errors: ${resultErrors}.`,
    resolve: async (_, { input }, ctx) => ({ tapJob: await failTapJob(ctx, input) }),
  },
  endedOutput,
);
