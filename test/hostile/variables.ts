import fc from 'fast-check';
import {
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';

type Arb = fc.Arbitrary<unknown>;

/** What a field of this name can hold, so that not all is refused for its first field. */
export type Plausible = Record<string, readonly unknown[]>;

const texts = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    'x\udfff',
    '\uffff\ufffe',
    '🔑🗝️👩‍👩‍👧',
    '\u202eevil\u202c',
    '\u200f\u200b\u2066',
    'e\u0301'.repeat(300),
    '%',
    '%%_\\',
    '\\',
    "'",
    "'; drop table users; --",
    '"$1"',
    '{{x}}',
    '\r\nBcc: all@example.org',
    '<script>alert(1)</script>',
    '__proto__',
    'constructor',
    'null',
    'NaN',
    '-1',
    '9223372036854775808',
    '1e999',
    '../../etc/passwd',
    'AAAA',
    '{"challenge":1}',
    Buffer.from('null').toString('base64url'),
    Buffer.from('{"challenge":"\\u0000","type":[]}').toString('base64url'),
    Buffer.from('["a\\u0000"]').toString('base64url'),
    'x'.repeat(10_000),
    '💥'.repeat(2_500),
  ),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const ids = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('usr_', 'evt_0', `usr_${'z'.repeat(26)}`, `usr_${'0'.repeat(26)}`, `key_01h2xcejqtf2nbrexx3vqjhp41`, '0', '-0'),
  },
  { weight: 1, arbitrary: texts },
  { weight: 1, arbitrary: fc.integer() },
);
const ints = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 200, 201, 366, 2_147_483_647, -2_147_483_648, 2_147_483_648, 1.5, 1e308, Number.MAX_SAFE_INTEGER),
  fc.integer(),
);
const dates = fc.oneof(
  fc.constantFrom(
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999999999Z',
    '1970-01-01T00:00:00+14:00',
    '2026-02-30T00:00:00Z',
    '',
    '275760-09-13T00:00:00Z',
  ),
  fc.date({ noInvalidDate: true, min: new Date('0001-01-02'), max: new Date('9999-12-30') }).map((date) => date.toISOString()),
);
const scalars: Record<string, Arb> = { String: texts, ID: ids, Int: ints, Float: ints, DateTime: dates, Boolean: fc.boolean() };
const misfits = fc.constantFrom<unknown>(null, {}, [], 7, true, 'x', [[null]], { __proto__x: 1 });

/** Variables for one root field, by the types of its arguments: mostly of the right type, with hostile values. */
export function variablesFor(field: GraphQLField<unknown, unknown>, plausible: Plausible): fc.Arbitrary<Record<string, unknown>> {
  return recordOf(field.args, plausible) as fc.Arbitrary<Record<string, unknown>>;
}

type Named = Pick<GraphQLInputField, 'name' | 'type'>;

function recordOf(fields: readonly Named[], plausible: Plausible): Arb {
  const required = fields.filter(({ type }) => isNonNullType(type)).map(({ name }) => name);
  const arbs = Object.fromEntries(fields.map(({ name, type }) => [name, valueFor(type, name, plausible)]));
  return fc.record(arbs, { requiredKeys: required });
}

function valueFor(type: GraphQLInputType, name: string, plausible: Plausible): Arb {
  if (!isNonNullType(type)) return fc.option(ofNullable(type, name, plausible), { freq: 8, nil: null });
  // Now and then what its type forbids.
  return fc.oneof({ weight: 60, arbitrary: ofNullable(type.ofType, name, plausible) }, { weight: 1, arbitrary: misfits });
}

function ofNullable(type: GraphQLInputType, name: string, plausible: Plausible): Arb {
  if (isListType(type)) return listOf(valueFor(type.ofType, name, plausible));
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    if (!type.isOneOf) return recordOf(fields, plausible);
    const members = fields.map((field) => ofNullable(field.type, field.name, plausible).map((value) => ({ [field.name]: value })));
    return fc.oneof(
      { weight: 12, arbitrary: fc.oneof(...members) },
      { weight: 1, arbitrary: fc.constant({}) },
      { weight: 1, arbitrary: fc.tuple(...members).map((all) => Object.assign({}, ...all)) },
      { weight: 1, arbitrary: fc.constant({ [fields[0]?.name ?? '']: null }) },
    );
  }
  if (isEnumType(type)) {
    const values = type.getValues().map((value) => value.name);
    return fc.oneof({ weight: 40, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: fc.constantFrom('', 'NONE', values.join('|')) });
  }
  const hostile = scalars[getNamedType(type).name];
  if (!hostile) throw new Error(`No values are made for ${type}`);
  const fits = plausible[name];
  return fits ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...fits) }, { weight: 1, arbitrary: hostile }) : hostile;
}

const listOf = (item: Arb): Arb =>
  fc.oneof(
    { weight: 8, arbitrary: fc.array(item, { maxLength: 3 }) },
    { weight: 1, arbitrary: item.map((value) => Array(500).fill(typeof value === 'string' ? value.slice(0, 100) : value)) },
  );

/** A document for one root field that takes all of its arguments by variable and asks for what it gives. */
export function documentFor(operation: string, field: GraphQLField<unknown, unknown>): string {
  const declared = field.args.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const given = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  const parens = (text: string) => (text ? `(${text})` : '');
  return `${operation} ${parens(declared)} { ${field.name}${parens(given)} ${selectionOf(field.type, 3)} }`;
}

function selectionOf(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (isUnionType(named)) {
    if (!named.name.endsWith('Result')) return '{ __typename }';
    const members = named.getTypes().filter(({ name }) => name.endsWith('Payload'));
    return `{ __typename ... on Error { code message } ${members.map((member) => `... on ${member.name} ${selectionOf(member, depth)}`).join(' ')} }`;
  }
  if (!isObjectType(named) && !isInterfaceType(named)) return '{ __typename }';
  const inner = Object.values(named.getFields()).filter(({ args, type }) => args.length === 0 && (isLeafType(getNamedType(type)) || depth > 1));
  return `{ __typename ${inner.map((field) => `${field.name} ${selectionOf(field.type, depth - 1)}`).join(' ')} }`;
}
