import { enrolmentSummary } from '../../modules/enrolment/readEnrolments.ts';
import { type StatusChange, type StatusChangeFilter, watchEnrolments } from '../../modules/enrolment/watch.ts';
import { builder } from '../builder.ts';
import { EnrolmentStatus, KeyKind } from '../enums.ts';
import { watching } from '../watching.ts';
import { EnrolmentSummaryRef } from './enrolment.ts';
import { EnrolmentRef } from './refs.ts';

const ChangeRef = builder.objectRef<NonNullable<StatusChange['change']>>('EnrolmentStatusChange').implement({
  description: 'A change of an enrolment’s status: what changed is as it was, what it points to is as it is now.',
  fields: (t) => ({
    enrolmentId: t.exposeID('enrolmentId', { description: 'Which enrolment.' }),
    kind: t.field({ type: KeyKind, description: 'What kind of key it gives.', resolve: (change) => change.kind }),
    from: t.expose('from', { type: EnrolmentStatus, nullable: true, description: 'The status before; null where it began.' }),
    to: t.expose('to', { type: EnrolmentStatus, description: 'The status after.' }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When it changed.' }),
    enrolment: t.field({
      type: EnrolmentRef,
      nullable: true,
      description: 'The enrolment as it is now; null where it is gone.',
      resolve: (change, _, ctx) => ctx.loaders.of(change.workspaceId).enrolment.load(change.enrolmentId),
    }),
  }),
});

const PayloadRef = builder.objectRef<StatusChange>('EnrolmentStatusChangedPayload').implement({
  description: 'A change that fits the filter, or, now and then, the bare place in the log.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'The place in the log: go on from here with `after`.' }),
    change: t.expose('change', { type: ChangeRef, nullable: true, description: 'The change; null in a payload that only moves the cursor.' }),
    summary: t.field({
      type: EnrolmentSummaryRef,
      description: 'How many enrolments are in each status now.',
      complexity: 50,
      resolve: (_, __, ctx) => enrolmentSummary(ctx),
    }),
  }),
});

const FilterInput = builder.inputType('EnrolmentStatusFilter', {
  description: 'Which changes: all that is given must fit.',
  fields: (t) => ({
    enrolmentId: t.id({ required: false, description: 'Changes of this enrolment.' }),
    userId: t.id({ required: false, description: 'Changes of this person’s enrolments.' }),
    statuses: t.field({ type: [EnrolmentStatus], required: false, description: 'Changes to one of these statuses.' }),
  }),
});

builder.subscriptionField('enrolmentStatusChanged', (t) =>
  t.field({
    type: PayloadRef,
    description:
      'Each change of an enrolment’s status. Errors: SIGN_IN_REQUIRED, FORBIDDEN, CURSOR_INVALID, CURSOR_AHEAD, CURSOR_EXPIRED; ends with ACCESS_ENDED or SLOW_CONSUMER.',
    args: {
      filter: t.arg({ type: FilterInput, required: false, description: 'Which changes; all unless given.' }),
      after: t.arg.string({ required: false, description: 'Begin after this cursor; from now on unless given.' }),
    },
    ...watching(({ filter }: { filter?: StatusChangeFilter | null | undefined }, ctx) => watchEnrolments(ctx, filter ?? {})),
  }),
);
