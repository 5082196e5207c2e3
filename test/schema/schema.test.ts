import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLNamedType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../src/schema/index.ts';

const printed = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');
const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));

test('schema.graphql is what the code prints: run `npm run schema` after a change', () => {
  expect(printed.trim()).toBe(printSchema(schema).trim());
});

test('schema.graphql is a schema by itself', () => {
  expect(printSchema(lexicographicSortSchema(buildSchema(printed)))).toBe(printSchema(lexicographicSortSchema(schema)));
});

/** What of a type lacks a description. */
function* undescribed(type: GraphQLNamedType): Generator<string> {
  const lacks = (text: string | null | undefined) => !text?.trim();
  if (!isSpecifiedScalarType(type) && lacks(type.description)) yield type.name;
  if (isEnumType(type)) for (const value of type.getValues()) if (lacks(value.description)) yield `${type.name}.${value.name}`;
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return;
  for (const field of Object.values(type.getFields())) {
    if (lacks(field.description)) yield `${type.name}.${field.name}`;
    for (const arg of 'args' in field ? field.args : []) if (lacks(arg.description)) yield `${type.name}.${field.name}(${arg.name})`;
  }
}

test('every type, field, argument, enum value and input field has a description', () => {
  expect(types.flatMap((type) => [...undescribed(type)])).toEqual([]);
});

describe('a mutation', () => {
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});

  test.each(mutations.map((field) => [field.name, field] as const))(
    '%s answers with a union of its payload and errors, and takes one input',
    (name, field) => {
      const result = getNamedType(field.type);
      expect(isNonNullType(field.type) && isUnionType(result)).toBe(true);
      const members = isUnionType(result) ? result.getTypes() : [];
      const errors = members.filter((member) => member.getInterfaces().some((implemented) => implemented.name === 'Error'));
      const payloads = members.filter((member) => !errors.includes(member));
      const pascal = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
      expect(result.name).toBe(`${pascal}Result`);
      expect(payloads.map((payload) => payload.name)).toEqual([`${pascal}Payload`]);
      expect(errors.map((error) => error.name).sort()).toEqual([
        'AccessDeniedError',
        'NotFoundError',
        'RateLimitedError',
        'RefusedError',
        'ValidationError',
      ]);
      expect(field.args.map((arg) => `${arg.name}: ${arg.type}`)).toEqual(field.args.length ? [`input: ${pascal}Input!`] : []);
    },
  );
});

test('a query’s list is a connection, or its description says how long it can be', () => {
  const unbounded = Object.values(schema.getQueryType()?.getFields() ?? {}).filter((field) => {
    const type = isNonNullType(field.type) ? field.type.ofType : field.type;
    const args = field.args.map(({ name }) => name);
    if (getNamedType(field.type).name.endsWith('Connection')) return !['first', 'after', 'last', 'before'].every((name) => args.includes(name));
    // One row an organisation: there are as many as the operator made.
    return isListType(type) && !/\d+ at most|every organisation/.test(field.description ?? '');
  });
  expect(unbounded.map(({ name }) => name)).toEqual([]);
});

test('a code that a description names is one of ErrorCode', () => {
  const known = schema.getType('ErrorCode');
  const codes = isEnumType(known) ? known.getValues().map(({ name }) => name) : [];
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const named = roots
    .flatMap((root) => Object.values(root?.getFields() ?? {}))
    .flatMap((field) => field.description?.match(/(?<=Errors: .*)\b[A-Z]{3,}(?:_[A-Z]+)+\b/g) ?? []);
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((code) => !codes.includes(code))).toEqual([]);
});

test('the four settings, the kinds of key and the statuses are those of the mission', () => {
  const namesOf = (name: string) => {
    const type = schema.getType(name);
    if (isEnumType(type)) return type.getValues().map((value) => value.name);
    return isObjectType(type) ? Object.keys(type.getFields()) : [];
  };
  expect(namesOf('KeyKind')).toEqual(['SMARTPHONE', 'CONTACTLESS_CARD', 'HARDWARE_KEY']);
  expect(namesOf('SmartphoneSettings')).toEqual(['auditable', 'bluetoothProximity', 'offlineLogin', 'verification']);
  expect(namesOf('Verification')).toEqual(['BIOMETRIC', 'PIN']);
  expect(namesOf('EnrolmentStatus')).toEqual(['PENDING', 'OPENED', 'ACTIVATED', 'EXPIRED', 'CANCELLED']);
  expect(namesOf('UserWizardStep')).toEqual(['DETAILS', 'GROUPS', 'SECURITY_KEY', 'CONFIRM']);
});

test('no text that is answered is named like a secret, save for those that are shown once', () => {
  const texts = types.flatMap((type) =>
    isObjectType(type)
      ? Object.values(type.getFields()).flatMap((field) => (getNamedType(field.type).name === 'String' ? [`${type.name}.${field.name}`] : []))
      : [],
  );
  expect(texts.filter((name) => /(hash|secret|password|pin|token|link|code)$/i.test(name) && !/\.code$/.test(name)).sort()).toEqual([
    'AssignSecurityKeyPayload.activationCode',
    'AssignSecurityKeyPayload.activationLink',
    'BeginSignInPayload.signInToken',
    'ConfirmUserWizardPayload.activationCode',
    'ConfirmUserWizardPayload.activationLink',
    'CreateAgentCodePayload.agentCode',
    'CreateApiTokenPayload.token',
    'CreateApplicationPayload.clientSecret',
    'CreatePairingCodePayload.pairingCode',
    'CreatePersonalPairingCodePayload.pairingCode',
    'CreateUserPayload.activationCode',
    'CreateUserPayload.activationLink',
    'InviteOwnerPayload.link',
    'RecoverOwnerPayload.link',
    'ResendActivationLinkPayload.activationCode',
    'ResendActivationLinkPayload.activationLink',
    'RotateApplicationSecretPayload.clientSecret',
  ]);
});

test('scalars are GraphQL’s own and DateTime', () => {
  const own = types.filter((type) => isScalarType(type) && !isSpecifiedScalarType(type));
  expect(own.map(({ name }) => name)).toEqual(['DateTime']);
});
