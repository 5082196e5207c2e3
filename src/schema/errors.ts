import { AccessDenied, type DomainError, errorCodes, InvalidInput, type Issue, NotFound, RateLimited } from '../modules/errors.ts';
import { AnyDomainError, builder } from './builder.ts';

const ErrorCode = builder.enumType('ErrorCode', {
  description: 'What went wrong, for programs. Failures of queries and subscriptions carry the same codes in `extensions.code`.',
  values: Object.fromEntries(Object.entries(errorCodes).map(([code, description]) => [code, { description }])),
});

const ErrorInterface = builder.interfaceRef<DomainError>('Error').implement({
  description: 'An expected failure: nothing was changed.',
  fields: (t) => ({
    code: t.field({ type: ErrorCode, description: 'What went wrong, for programs.', resolve: (error) => error.code }),
    message: t.exposeString('message', { description: 'What was expected and what came, for people.' }),
  }),
});

const IssueType = builder.objectRef<Issue>('Issue').implement({
  description: 'One thing that is wrong with an input.',
  fields: (t) => ({
    path: t.stringList({ description: 'The way to the field, as in `["details", "email"]`.', resolve: (issue) => issue.path.map(String) }),
    code: t.exposeString('code', { description: 'The kind of problem, for programs: `REQUIRED`, `TOO_LONG`, `EMAIL_TAKEN`, …' }),
    message: t.exposeString('message', { description: 'What was expected and what came, for people.' }),
  }),
});

builder.objectType(InvalidInput, {
  name: 'ValidationError',
  description: 'The input does not fit: every problem at once.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    issues: t.field({ type: [IssueType], description: 'Every problem, each with its path.', resolve: (error) => error.issues }),
  }),
});

builder.objectType(NotFound, {
  name: 'NotFoundError',
  description: 'There is no such thing, or it is not the caller’s to see: the two are never told apart.',
  interfaces: [ErrorInterface],
});

builder.objectType(AccessDenied, {
  name: 'AccessDeniedError',
  description: 'The caller may not do this: not signed in, not allowed, or not signed in lately.',
  interfaces: [ErrorInterface],
});

builder.objectType(RateLimited, {
  name: 'RateLimitedError',
  description: 'Too many tries.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    retryAfterSeconds: t.exposeInt('retryAfterSeconds', { description: 'When to come back, in seconds.' }),
  }),
});

builder.objectType(AnyDomainError, {
  name: 'RefusedError',
  description: 'The state of things says no; the code says why.',
  interfaces: [ErrorInterface],
});
