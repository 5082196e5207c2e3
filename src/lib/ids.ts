import { typeid } from 'typeid-js';

/** The prefix of each kind of id; an id reads `usr_01j…` everywhere: API, log, URL. */
export const prefixes = {
  workspace: 'wsp',
  user: 'usr',
  group: 'grp',
  securityKey: 'key',
  credential: 'crd',
  enrolment: 'enr',
  activationLink: 'lnk',
  activationSession: 'acs',
  challenge: 'chl',
  wizard: 'wiz',
  session: 'ses',
  signIn: 'sgn',
  apiToken: 'tok',
  application: 'app',
  card: 'cad',
  readerAgent: 'agt',
  reader: 'rdr',
  pairingCode: 'pco',
  tapJob: 'tap',
  mail: 'eml',
} as const;

export type IdKind = keyof typeof prefixes;

/** A new id: a TypeID over UUIDv7, so that ids sort by the time of their making. */
export const newId = (kind: IdKind): string => typeid(prefixes[kind]).toString();

const shape = /^([a-z]{3})_([0-7][0-9a-hjkmnp-tv-z]{25})$/;

/** The kind of an id, or undefined where the text is not one of ours. */
export function idKind(id: string): IdKind | undefined {
  const prefix = shape.exec(id)?.[1];
  return (Object.keys(prefixes) as IdKind[]).find((kind) => prefixes[kind] === prefix);
}
