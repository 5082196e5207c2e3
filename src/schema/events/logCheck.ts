import { checkLog } from '../../modules/events/logCheck.ts';
import type { LogVerification } from '../../modules/events/verify.ts';
import { builder } from '../builder.ts';

export const LogProblem = builder.enumType('LogProblem', {
  description: 'What is wrong with a log.',
  values: {
    CHANGED: { description: 'An event is not what was written.' },
    MISSING: { description: 'An event was taken out.' },
    CUT_OFF: { description: 'Events were cut from the end.' },
    CHECKPOINT_FORGED: { description: 'A checkpoint’s signature does not verify.' },
    COLUMNS_DIFFER: { description: 'A column says something else than the signed text.' },
  } as const,
});

const LogCheckRef = builder.objectRef<LogVerification>('LogCheck').implement({
  description: 'What a walk over the organisation’s whole log found.',
  fields: (t) => ({
    events: t.exposeInt('events', { description: 'How many events are good, from the first one on: all of them, or those before the problem.' }),
    checkpoints: t.exposeInt('checkpoints', { description: 'How many checkpoints there are.' }),
    problem: t.field({
      type: LogProblem,
      nullable: true,
      description: 'What is wrong first; null where all is well.',
      resolve: ({ problem }) => problem?.what ?? null,
    }),
    problemNumber: t.int({ nullable: true, description: 'At which number.', resolve: ({ problem }) => problem?.number ?? null }),
  }),
});

builder.queryField('logCheck', (t) =>
  t.field({
    type: LogCheckRef,
    description:
      'Walks the organisation’s whole log and its checkpoints, and says whether it is as it was written. 10 times a minute at most. Errors: SIGN_IN_REQUIRED, FORBIDDEN, RATE_LIMITED.',
    complexity: 500,
    resolve: (_, __, ctx) => checkLog(ctx),
  }),
);
