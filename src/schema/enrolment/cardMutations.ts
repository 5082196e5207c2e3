import { assignContactlessCard } from '../../modules/enrolment/assignCard.ts';
import { beginAgentDiscovery, connectReaderAgent, createPersonalPairingCode } from '../../modules/enrolment/holderAgent.ts';
import { registerTypedCard, requestCardTap } from '../../modules/enrolment/holderTap.ts';
import { builder } from '../builder.ts';
import { AgentEvidenceInput } from '../readers/evidence.ts';
import { TapJobRef } from '../readers/refs.ts';
import { ActivationRef } from './refs.ts';

const sessionErrors = 'WRONG_DEVICE, ACTIVATION_SESSION_ENDED, PERSON_SUSPENDED, RATE_LIMITED';
const activationIdText = 'Which activation the page shows, `enr_…`.';
const tapJobText = 'The request for a tap: follow it by tapJobChanged.';

const TapTargetInput = builder.inputType('TapTarget', {
  description: 'What a card is tapped for: exactly one.',
  isOneOf: true,
  fields: (t) => ({
    wizardId: t.id({
      required: false,
      description: 'A wizard of the caller’s own, `wiz_…`, whose third step chose a card that is activated now: it keeps the card until the confirm.',
    }),
    keyId: t.id({
      required: false,
      description: 'A key, `key_…`, that waits for an administrator’s tap: it is active at once. An enrolment that expired is begun anew.',
    }),
  }),
});

builder.relayMutationField(
  'assignContactlessCard',
  {
    inputFields: (t) => ({
      target: t.field({ type: TapTargetInput, description: 'What the card is for.' }),
      readerId: t.id({ description: 'At which reader, `rdr_…`.' }),
    }),
  },
  {
    description:
      'Asks for a tap at a reader, within 2 minutes; what was asked before for the same target is taken back. Errors: READER_AWAY, WIZARD_ENDED, KEY_STATE, PERSON_SUSPENDED.',
    resolve: async (_, { input }, ctx) => ({ tapJob: await assignContactlessCard(ctx, input) }),
  },
  { outputFields: (t) => ({ tapJob: t.expose('tapJob', { type: TapJobRef, description: tapJobText }) }) },
);

builder.relayMutationField(
  'beginAgentDiscovery',
  { inputFields: (t) => ({ activationId: t.id({ description: activationIdText }) }) },
  {
    description: `A nonce for the reader agent on the page’s PC to sign, for 5 minutes and one use. Errors: ${sessionErrors}.`,
    resolve: (_, { input }, ctx) => beginAgentDiscovery(ctx, input.activationId),
  },
  { outputFields: (t) => ({ nonce: t.exposeString('nonce', { description: '32 random bytes, base64url.' }) }) },
);

builder.relayMutationField(
  'connectReaderAgent',
  {
    inputFields: (t) => ({
      activationId: t.id({ description: activationIdText }),
      by: t.field({ type: AgentEvidenceInput, description: 'How the agent is known.' }),
    }),
  },
  {
    description: `Connects the reader agent on the page’s PC with this browser’s activation. Errors: AGENT_CODE_WRONG, AGENT_TOKEN_INVALID, CHALLENGE_SPENT, ${sessionErrors}.`,
    resolve: (_, { input }, ctx) => connectReaderAgent(ctx, input),
  },
  {
    outputFields: (t) => ({
      activation: t.expose('activation', { type: ActivationRef, description: 'The activation, with its agent and readers.' }),
    }),
  },
);

builder.relayMutationField(
  'createPersonalPairingCode',
  { inputFields: (t) => ({ activationId: t.id({ description: activationIdText }) }) },
  {
    description: `A code that pairs a reader agent of the person’s own, for 10 minutes and one use. Errors: ${sessionErrors}.`,
    resolve: (_, { input }, ctx) => createPersonalPairingCode(ctx, input.activationId),
  },
  {
    outputFields: (t) => ({
      pairingCode: t.exposeString('code', { description: 'The code, as in `ABCD-EFGH`; shown this once.' }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it works.' }),
    }),
  },
);

builder.relayMutationField(
  'requestCardTap',
  {
    inputFields: (t) => ({
      activationId: t.id({ description: activationIdText }),
      readerId: t.id({ description: 'At which reader of the activation’s agent, `rdr_…`.' }),
    }),
  },
  {
    description: `Asks for the tap that activates the person’s card, within 2 minutes; an earlier request is taken back. Errors: READER_AWAY, ${sessionErrors}.`,
    resolve: async (_, { input }, ctx) => ({ tapJob: await requestCardTap(ctx, input) }),
  },
  { outputFields: (t) => ({ tapJob: t.expose('tapJob', { type: TapJobRef, description: tapJobText }) }) },
);

builder.relayMutationField(
  'registerTypedCard',
  {
    inputFields: (t) => ({
      activationId: t.id({ description: activationIdText }),
      number: t.string({ description: 'What the reader typed, as the organisation’s `typedCardFormat` has it.' }),
    }),
  },
  {
    description: `Activates the card by its number, from a reader that types like a keyboard; the link is spent by it. Errors: CARD_NUMBER_INVALID, CARD_TAKEN, CARD_RESERVED, TRY_AGAIN, ${sessionErrors}.`,
    resolve: (_, { input }, ctx) => registerTypedCard(ctx, input),
  },
  { outputFields: (t) => ({ activation: t.expose('activation', { type: ActivationRef, description: 'The activation, ended well.' }) }) },
);
