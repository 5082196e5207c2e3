import type { Role, UserStatus } from '../../db/tables/directory.ts';
import type { EnrolmentStatus } from '../../db/tables/enrolment.ts';
import type { TokenScope } from '../../db/tables/identity.ts';
import type { KeyKind, KeyStatus, SmartphoneSettings } from '../../db/tables/keys.ts';
import type { ReaderAdapter, ReaderAgentKind, ReaderAgentRadio, TapFailure, TapJobStatus, TapPurpose } from '../../db/tables/readers.ts';
import type { Proximity } from '../../db/tables/signIn.ts';

/** Every type of event and what it carries. No secret and no personal text: ids, states, names of fields. */
export interface EventPayloads {
  'workspace.created': Record<never, never>;
  'workspace.policies_changed': { activationProof: string };
  'user.created': Record<never, never>;
  'user.updated': { fields: string[] };
  'user.status_changed': { from: UserStatus; to: UserStatus };
  'user.suspended': Record<never, never>;
  'user.resumed': Record<never, never>;
  'user.deleted': Record<never, never>;
  'user.role_changed': { from: Role | null; to: Role | null };
  'user.groups_changed': { groupIds: string[] };
  'group.created': { groupId: string };
  'group.updated': { groupId: string; fields: string[] };
  'group.deleted': { groupId: string };
  'security_key.assigned': { kind: KeyKind; smartphone: SmartphoneSettings | null };
  'security_key.renamed': Record<never, never>;
  'security_key.requested': { kind: KeyKind };
  'security_key.status_changed': { from: KeyStatus; to: KeyStatus };
  'security_key.pin_reset': Record<never, never>;
  'security_key.pin_locked': Record<never, never>;
  'security_key.pin_unlocked': Record<never, never>;
  'enrolment.status_changed': { kind: KeyKind; from: EnrolmentStatus | null; to: EnrolmentStatus };
  'enrolment.link_sent': { again: boolean };
  'enrolment.link_shown': Record<never, never>;
  'enrolment.code_failed': { triesLeft: number };
  'pairing_code.created': { kind: ReaderAgentKind };
  'reader_agent.paired': { agentId: string; kind: ReaderAgentKind };
  'reader_agent.renamed': { agentId: string };
  'reader_agent.radio_changed': { agentId: string; radio: ReaderAgentRadio };
  'reader_agent.revoked': { agentId: string };
  'reader_agent.online': { agentId: string };
  'reader_agent.offline': { agentId: string };
  'reader.connected': { agentId: string; readerId: string; adapter: ReaderAdapter };
  'reader.disconnected': { agentId: string; readerId: string };
  'tap_job.status_changed': {
    tapJobId: string;
    agentId: string;
    purpose: TapPurpose;
    from: TapJobStatus | null;
    to: TapJobStatus;
    failure: TapFailure | null;
  };
  'mail.sent': { mailId: string; transport: string };
  'mail.failed': { mailId: string; transport: string; reason: string };
  'mailbox.read': { mails: number };
  'session.started': {
    sessionId: string;
    proximity: Proximity | null;
    agentId: string | null;
    applicationId: string | null;
    address: string;
    demo?: boolean;
  };
  'session.ended': { sessionId: string };
  'sign_in.refused': { reason: string; agentId: string | null; applicationId: string | null; address: string };
  'application.created': { applicationId: string };
  'application.updated': { applicationId: string; fields: string[] };
  'application.secret_rotated': { applicationId: string };
  'application.deleted': { applicationId: string };
  'application.signed_in': { applicationId: string; sessionId: string };
  'application.refused': { applicationId: string; reason: ApplicationRefusal };
  'signing_keys.rotated': { keyIds: string[] };
  'offline.granted': { agentId: string };
  'offline.signed_in': { agentId: string; number: number; occurredAt: string };
  'offline.refused': { agentId: string; number: number; occurredAt: string; reason: string };
  'offline.journal_broken': { agentId: string; number: number };
  'api_token.created': { tokenId: string; scopes: TokenScope[] };
  'api_token.revoked': { tokenId: string };
  'models.imported': { blobNumber: number; models: number };
  'secret.rotated': Record<never, never>;
}

/** Why a person was not let into an application. */
export type ApplicationRefusal = 'NOT_IN_GROUP' | 'OTHER_PERSON';

export type EventType = keyof EventPayloads;

/** What each type of event means, in words. */
export const eventTypes = {
  'workspace.created': 'The organisation was made.',
  'workspace.policies_changed': 'The organisation’s name or policies changed.',
  'user.created': 'A person was added.',
  'user.updated': 'A person’s details changed; `fields` says which.',
  'user.status_changed': 'A person’s status changed.',
  'user.suspended': 'A person was suspended.',
  'user.resumed': 'A suspended person was let in again.',
  'user.deleted': 'A person was deleted.',
  'user.role_changed': 'A person’s role changed.',
  'user.groups_changed': 'The groups that a person is in changed.',
  'group.created': 'A group was added.',
  'group.updated': 'A group changed; `fields` says what.',
  'group.deleted': 'A group was deleted.',
  'security_key.assigned': 'A key was assigned to a person.',
  'security_key.renamed': 'A key was renamed.',
  'security_key.requested': 'A person asked for another key.',
  'security_key.status_changed': 'A key’s status changed.',
  'security_key.pin_reset': 'A key got a new PIN, by mail.',
  'security_key.pin_locked': 'Too many wrong PINs locked a key’s PIN.',
  'security_key.pin_unlocked': 'A locked PIN was unlocked.',
  'enrolment.status_changed': 'An enrolment’s status changed.',
  'enrolment.link_sent': 'An activation link was mailed.',
  'enrolment.link_shown': 'An activation link was shown to the administrator who sent it.',
  'enrolment.code_failed': 'A wrong activation code was typed.',
  'pairing_code.created': 'A code to pair a reader agent was made.',
  'reader_agent.paired': 'A reader agent was paired.',
  'reader_agent.renamed': 'A reader agent was renamed.',
  'reader_agent.radio_changed': 'A reader agent can hear phones near its PC now, or cannot any more; `radio` says by what.',
  'reader_agent.revoked': 'A reader agent was shut out.',
  'reader_agent.online': 'A reader agent connected.',
  'reader_agent.offline': 'A reader agent left.',
  'reader.connected': 'A reader was plugged in.',
  'reader.disconnected': 'A reader was unplugged, or its agent left it out.',
  'tap_job.status_changed': 'A request to tap a card changed its status.',
  'mail.sent': 'A mail was taken by the transport.',
  'mail.failed': 'A mail was given up.',
  'mailbox.read': 'Somebody looked into the trial mailbox.',
  'session.started':
    'Somebody signed in: from which address, for which application, at which PC’s agent, and how near the phone was; `demo` where it was by a demo’s link, without a key.',
  'session.ended': 'A session ended before its time.',
  'sign_in.refused': 'A sign-in was refused; `reason` says why.',
  'application.created': 'An application was registered.',
  'application.updated': 'An application changed; `fields` says what.',
  'application.secret_rotated': 'An application got a new client secret.',
  'application.deleted': 'An application was deleted.',
  'application.signed_in': 'Somebody signed in to an application.',
  'application.refused': 'Somebody was not let into an application; `reason` says why.',
  'signing_keys.rotated': 'The keys that ID tokens are signed by were renewed.',
  'offline.granted': 'A key may sign in offline at a PC from now on, as it signed in online there.',
  'offline.signed_in': 'Somebody signed in at a PC while it had no network: `occurredAt` is that PC’s time, `number` the place in its journal.',
  'offline.refused': 'A sign-in at a PC without a network was refused; `reason` says why.',
  'offline.journal_broken':
    'The journal of a PC’s offline sign-ins was cut or changed after the entry `number`: nobody may sign in offline there any more.',
  'api_token.created': 'An API token was made.',
  'api_token.revoked': 'An API token was ended.',
  'models.imported': 'Metadata of authenticator models was imported.',
  'secret.rotated': 'The server’s secret was rotated.',
} as const satisfies Record<EventType, string>;

/** Something that happened, as a use case tells it. */
export type NewEvent<T extends EventType = EventType> = {
  [K in T]: {
    type: K;
    payload: EventPayloads[K];
    userId?: string;
    keyId?: string;
    enrolmentId?: string;
  };
}[T];

/** An event in the log: numbered, and told in whole by its canonical text. */
export interface LoggedEvent {
  workspaceId: string;
  number: number;
  type: EventType;
  actor: string;
  userId: string | null;
  keyId: string | null;
  enrolmentId: string | null;
  occurredAt: Date;
  payload: Record<string, unknown>;
}
