import { activationOf, activationOfSession } from '../../modules/enrolment/activation.ts';
import { agentOfEnrolment } from '../../modules/enrolment/holderAgent.ts';
import { previewActivation } from '../../modules/enrolment/open.ts';
import { watchActivation } from '../../modules/enrolment/watch.ts';
import { newestTapJobOfEnrolment } from '../../modules/readers/readAgents.ts';
import { builder } from '../builder.ts';
import { EnrolmentStatus, KeyKind } from '../enums.ts';
import { SmartphoneSettingsRef } from '../keys/refs.ts';
import { payloadsOf } from '../payloads.ts';
import { TapJobRef } from '../readers/refs.ts';
import { ActivationAgentRef } from './activationAgent.ts';
import { ActivationRef } from './refs.ts';

ActivationRef.implement({
  description: 'An enrolment as the link’s holder sees it.',
  fields: (t) => ({
    id: t.exposeID('enrolmentId', { description: 'The enrolment’s id, `enr_…`.' }),
    organisation: t.exposeString('organisation', { description: 'The organisation’s name.' }),
    personName: t.exposeString('personName', { description: 'Whom the key is for.' }),
    inviterName: t.exposeString('inviterName', { nullable: true, description: 'Who sent the link; null where no person did.' }),
    kind: t.expose('kind', { type: KeyKind, description: 'What kind of key is activated.' }),
    keyName: t.exposeString('keyName', { description: 'The key’s name.' }),
    smartphone: t.expose('smartphone', {
      type: SmartphoneSettingsRef,
      nullable: true,
      description: 'A smartphone’s four settings; null for the other kinds.',
    }),
    offlineReady: t.exposeBoolean('offlineReady', {
      nullable: true,
      description: 'Whether the phone can sign in offline; null until it is activated, and where offline login is off.',
    }),
    activationCodeRequired: t.boolean({
      description: 'Whether the activation code is asked for too.',
      resolve: (activation) => activation.proof === 'LINK_AND_CODE',
    }),
    status: t.expose('status', { type: EnrolmentStatus, description: 'How the enrolment stands.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when the link works.' }),
    readerAgent: t.field({
      type: ActivationAgentRef,
      nullable: true,
      description:
        'The reader agent at which the card is tapped: the one that the page connected, or else the person’s own. Null while there is none, and for who has not opened the link.',
      resolve: ({ opened, workspaceId, enrolmentId: id }, _, ctx) => (opened ? agentOfEnrolment(ctx, { workspaceId, id }) : null),
    }),
    cardTap: t.field({
      type: TapJobRef,
      nullable: true,
      description:
        'The newest request for a tap of this enrolment, whatever became of it; null before the first, and for who has not opened the link.',
      resolve: ({ opened, workspaceId, enrolmentId }, _, ctx) => (opened ? newestTapJobOfEnrolment(ctx.db, workspaceId, enrolmentId) : null),
    }),
  }),
});

const linkErrors = 'LINK_UNKNOWN, LINK_SPENT, LINK_EXPIRED, LINK_CANCELLED, LINK_REPLACED, RATE_LIMITED';

builder.queryField('activationPreview', (t) =>
  t.field({
    type: ActivationRef,
    description: `What a link is for. Looking changes nothing. Errors: ${linkErrors}.`,
    args: { token: t.arg.string({ description: 'The token in the link’s fragment.' }) },
    resolve: (_, { token }, ctx) => previewActivation(ctx, token),
  }),
);

builder.queryField('currentActivation', (t) =>
  t.field({
    type: ActivationRef,
    nullable: true,
    description: 'The activation that this browser opened within the last 15 minutes, whatever became of it; null where it opened none.',
    resolve: async (_, __, ctx) => {
      const enrolment = await activationOfSession(ctx);
      return enrolment && activationOf(ctx, enrolment);
    },
  }),
);

builder.subscriptionField('activationChanged', (t) =>
  t.field({
    type: ActivationRef,
    description: `A link’s enrolment as it is now, then after each change; completes once it has ended. For a card also after each change of the reader agent, its readers, and the request for a tap. Errors: ${linkErrors}, ACTIVATION_SESSION_ENDED, TOO_MANY_STREAMS.`,
    args: {
      token: t.arg.string({ required: false, description: 'The token in the link’s fragment; without it, the link that this browser opened.' }),
    },
    subscribe: async (_, { token }, ctx) => payloadsOf(ctx, await watchActivation(ctx, token ?? null), (activation) => activation),
    resolve: (activation) => activation,
  }),
);
