import { eventTypes, type LoggedEvent, type EventType as Type } from '../../modules/events/catalogue.ts';
import { toCursor } from '../../modules/events/read.ts';
import { type EventFilter, type EventNews, listEvents, watchEvents } from '../../modules/events/readEvents.ts';
import { may } from '../../modules/policy/require.ts';
import { ApplicationRef } from '../applications/application.ts';
import { builder } from '../builder.ts';
import { toConnection } from '../connection.ts';
import { findUser } from '../directory/find.ts';
import { UserRef } from '../directory/refs.ts';
import { EnrolmentRef } from '../enrolment/refs.ts';
import { SecurityKeyRef } from '../keys/refs.ts';
import { ReaderAgentRef } from '../readers/refs.ts';
import { watching } from '../watching.ts';
import { agentOf, applicationOf } from './told.ts';

const enumName = (type: Type) => type.replaceAll('.', '_').toUpperCase();

const EventType = builder.enumType('EventType', {
  description: 'What happened.',
  values: Object.fromEntries(Object.entries(eventTypes).map(([type, description]) => [enumName(type as Type), { value: type as Type, description }])),
});

const EventDetail = builder.objectRef<[string, unknown]>('EventDetail').implement({
  description: 'One thing that an event tells.',
  fields: (t) => ({
    name: t.string({ description: 'Its name, as in `from`, `to`, `fields`.', resolve: ([name]) => name }),
    value: t.string({
      nullable: true,
      description: 'Its value as text; what is no text or number, as JSON.',
      resolve: ([, value]) => (value === null || typeof value === 'string' ? value : JSON.stringify(value)),
    }),
  }),
});

const EventRef = builder.objectRef<LoggedEvent>('Event').implement({
  description: 'Something that happened, as the log keeps it: numbered without a gap, chained.',
  fields: (t) => ({
    cursor: t.string({ description: 'Its place in the log, for `after`.', resolve: (event) => toCursor(event.number) }),
    number: t.exposeInt('number', { description: 'Its number in the organisation’s log, from 1 on.' }),
    type: t.field({ type: EventType, description: 'What happened.', resolve: (event) => event.type }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When it happened.' }),
    actor: t.exposeString('actor', {
      description: 'Who did it: the id of a person or token, or `holder` (of an activation link), `operator`, `system`, `anonymous`.',
    }),
    actorUser: t.field({
      type: UserRef,
      nullable: true,
      description: 'The person who did it; null where no person did, or they are gone.',
      resolve: (event, _, ctx) => (event.actor.startsWith('usr_') && may(ctx, 'user.read') ? findUser(ctx, event.actor) : null),
    }),
    userId: t.exposeID('userId', { nullable: true, description: 'Whom it concerns; the person may be gone.' }),
    user: t.field({
      type: UserRef,
      nullable: true,
      description: 'Whom it concerns, as they are now; null where they are gone.',
      resolve: (event, _, ctx) => (event.userId && may(ctx, 'user.read') ? findUser(ctx, event.userId) : null),
    }),
    keyId: t.exposeID('keyId', { nullable: true, description: 'Which key it concerns; it may be gone.' }),
    securityKey: t.field({
      type: SecurityKeyRef,
      nullable: true,
      description: 'Which key it concerns, as it is now; null where it is gone.',
      resolve: (event, _, ctx) => (event.keyId && may(ctx, 'key.read') ? ctx.loaders.of(event.workspaceId).key.load(event.keyId) : null),
    }),
    enrolmentId: t.exposeID('enrolmentId', { nullable: true, description: 'Which enrolment it concerns; it may be gone.' }),
    enrolment: t.field({
      type: EnrolmentRef,
      nullable: true,
      description: 'Which enrolment it concerns, as it is now; null where it is gone.',
      resolve: (event, _, ctx) =>
        event.enrolmentId && may(ctx, 'enrolment.read') ? ctx.loaders.of(event.workspaceId).enrolment.load(event.enrolmentId) : null,
    }),
    application: t.field({
      type: ApplicationRef,
      nullable: true,
      description: 'Which application it concerns, as it is now; null where it is gone.',
      resolve: (event, _, ctx) => (may(ctx, 'application.read') ? applicationOf(event, ctx) : null),
    }),
    readerAgent: t.field({
      type: ReaderAgentRef,
      nullable: true,
      description: 'Which PC’s reader agent it concerns, as it is now; null where it is gone.',
      resolve: (event, _, ctx) => (may(ctx, 'reader.read') ? agentOf(event, ctx) : null),
    }),
    details: t.field({ type: [EventDetail], description: 'What the event tells, by its type.', resolve: (event) => Object.entries(event.payload) }),
  }),
});

const EventFilterInput = builder.inputType('EventFilter', {
  description: 'Which events: all that is given must fit.',
  fields: (t) => ({
    types: t.field({ type: [EventType], required: false, description: 'Events of one of these types.' }),
    userId: t.id({ required: false, description: 'Events that concern this person.' }),
    keyId: t.id({ required: false, description: 'Events that concern this key.' }),
    enrolmentId: t.id({ required: false, description: 'Events that concern this enrolment.' }),
    actor: t.string({ required: false, description: 'What this one did, as in `Event.actor`.' }),
    since: t.field({ type: 'DateTime', required: false, description: 'From this moment on.' }),
    until: t.field({ type: 'DateTime', required: false, description: 'Before this moment.' }),
  }),
});

builder.queryField('events', (t) =>
  t.connection(
    {
      type: EventRef,
      description: 'The organisation’s log, newest first. Errors: SIGN_IN_REQUIRED, FORBIDDEN, INVALID_INPUT for a bad page.',
      args: { filter: t.arg({ type: EventFilterInput, required: false, description: 'Which events; all unless given.' }) },
      resolve: async (_, { filter, ...page }, ctx) => toConnection(await listEvents(ctx, (filter ?? {}) as EventFilter, page)),
    },
    { name: 'EventConnection', description: 'A page of the log.' },
    { name: 'EventEdge' },
  ),
);

builder.objectField(UserRef, 'events', (t) =>
  t.connection(
    {
      type: EventRef,
      nullable: true,
      description: 'What happened that concerns the person, newest first; null where the caller may not read the log.',
      resolve: async (user, page, ctx) => (may(ctx, 'event.read') ? toConnection(await listEvents(ctx, { userId: user.id }, page)) : null),
    },
    { name: 'UserEventsConnection', description: 'A page of what concerns a person.' },
    { name: 'UserEventsEdge' },
  ),
);

const EventLoggedPayload = builder.objectRef<EventNews>('EventLoggedPayload').implement({
  description: 'An event that fits the filter, or, now and then, the bare place in the log.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'The place in the log: go on from here with `after`.' }),
    event: t.expose('event', { type: EventRef, nullable: true, description: 'The event; null in a payload that only moves the cursor.' }),
  }),
});

builder.subscriptionField('eventLogged', (t) =>
  t.field({
    type: EventLoggedPayload,
    description:
      'Each event as it is logged. Errors: SIGN_IN_REQUIRED, FORBIDDEN, CURSOR_INVALID, CURSOR_AHEAD, CURSOR_EXPIRED; ends with ACCESS_ENDED or SLOW_CONSUMER.',
    args: {
      filter: t.arg({ type: EventFilterInput, required: false, description: 'Which events; all unless given.' }),
      after: t.arg.string({ required: false, description: 'Begin after this cursor; from now on unless given.' }),
    },
    ...watching(({ filter }: { filter?: unknown }, ctx) => watchEvents(ctx, (filter ?? {}) as EventFilter)),
  }),
);
