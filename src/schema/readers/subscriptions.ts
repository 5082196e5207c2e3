import { holderCtx } from '../../modules/context.ts';
import { enrolmentOfTap } from '../../modules/enrolment/holderTap.ts';
import { type ReaderAgentChange, watchOwnTapJobs, watchReaderAgents, watchTapJob, watchTapJobAsAdmin } from '../../modules/readers/watch.ts';
import { builder } from '../builder.ts';
import { payloadsOf } from '../payloads.ts';
import { watching } from '../watching.ts';
import { ReaderAgentRef, TapJobRef } from './refs.ts';

builder.subscriptionField('tapJobs', (t) =>
  t.field({
    type: TapJobRef,
    description:
      'What is asked of the calling agent: each request for a tap that is open, oldest first, then each one that changes, as it is now. While it is open somewhere, the agent is online. Reader agents alone. Errors: SIGN_IN_REQUIRED, FORBIDDEN, TOO_MANY_STREAMS; ends with ACCESS_ENDED or SLOW_CONSUMER.',
    subscribe: async (_, __, ctx) => payloadsOf(ctx, await watchOwnTapJobs(ctx), (job) => job),
    resolve: (job) => job,
  }),
);

builder.subscriptionField('tapJobChanged', (t) =>
  t.field({
    type: TapJobRef,
    description:
      'A request for a tap as it is now, then after each change; completes once it has ended. Also for the link’s holder, where it is of their activation. Errors: SIGN_IN_REQUIRED, FORBIDDEN, NOT_FOUND; ends with ACCESS_ENDED or SLOW_CONSUMER.',
    args: { tapJobId: t.arg.id({ description: 'Which request, `tap_…`.' }) },
    subscribe: async (_, { tapJobId }, ctx) => {
      const held = await enrolmentOfTap(ctx, tapJobId);
      const stream = held ? watchTapJob(holderCtx(ctx, held.workspaceId), held.workspaceId, tapJobId) : watchTapJobAsAdmin(ctx, tapJobId);
      return payloadsOf(ctx, await stream, (job) => job);
    },
    resolve: (job) => job,
  }),
);

const PayloadRef = builder.objectRef<ReaderAgentChange>('ReaderAgentChangedPayload').implement({
  description: 'A change of a reader agent or its readers, or, now and then, the bare place in the log.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'The place in the log: go on from here with `after`.' }),
    readerAgent: t.expose('readerAgent', {
      type: ReaderAgentRef,
      nullable: true,
      description: 'The agent as it is now; null in a payload that only moves the cursor, and where the agent is gone.',
    }),
  }),
});

builder.subscriptionField('readerAgentChanged', (t) =>
  t.field({
    type: PayloadRef,
    description:
      'Each change of a reader agent: paired, renamed, shut out, connected, gone, a reader plugged in or out. Errors: SIGN_IN_REQUIRED, FORBIDDEN, CURSOR_INVALID, CURSOR_AHEAD, CURSOR_EXPIRED; ends with ACCESS_ENDED or SLOW_CONSUMER.',
    args: {
      agentId: t.arg.id({ required: false, description: 'Changes of this agent; of all unless given.' }),
      after: t.arg.string({ required: false, description: 'Begin after this cursor; from now on unless given.' }),
    },
    ...watching(({ agentId }: { agentId?: string | null | undefined }, ctx) => watchReaderAgents(ctx, agentId ?? null)),
  }),
);
