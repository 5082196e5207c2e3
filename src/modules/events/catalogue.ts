import type { Role, UserStatus } from '../../db/tables/directory.ts';
import type { EnrolmentStatus } from '../../db/tables/enrolment.ts';
import type { TokenScope } from '../../db/tables/identity.ts';
import type { KeyKind, KeyStatus, SmartphoneSettings } from '../../db/tables/keys.ts';
import type { ReaderAdapter, ReaderAgentKind, TapFailure, TapJobStatus, TapPurpose } from '../../db/tables/readers.ts';

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
  'security_key.status_changed': { from: KeyStatus; to: KeyStatus };
  'security_key.pin_reset': Record<never, never>;
  'security_key.pin_locked': Record<never, never>;
  'security_key.pin_unlocked': Record<never, never>;
  'enrolment.status_changed': { kind: KeyKind; from: EnrolmentStatus | null; to: EnrolmentStatus };
  'enrolment.link_sent': { again: boolean };
  'enrolment.code_failed': { triesLeft: number };
  'pairing_code.created': { kind: ReaderAgentKind };
  'reader_agent.paired': { agentId: string; kind: ReaderAgentKind };
  'reader_agent.renamed': { agentId: string };
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
  'session.started': { sessionId: string };
  'session.ended': { sessionId: string };
  'sign_in.refused': { reason: string };
  'api_token.created': { tokenId: string; scopes: TokenScope[] };
  'api_token.revoked': { tokenId: string };
  'models.imported': { blobNumber: number; models: number };
  'secret.rotated': Record<never, never>;
}

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
  'security_key.status_changed': 'A key’s status changed.',
  'security_key.pin_reset': 'A key got a new PIN, by mail.',
  'security_key.pin_locked': 'Too many wrong PINs locked a key’s PIN.',
  'security_key.pin_unlocked': 'A locked PIN was unlocked.',
  'enrolment.status_changed': 'An enrolment’s status changed.',
  'enrolment.link_sent': 'An activation link was mailed.',
  'enrolment.code_failed': 'A wrong activation code was typed.',
  'pairing_code.created': 'A code to pair a reader agent was made.',
  'reader_agent.paired': 'A reader agent was paired.',
  'reader_agent.renamed': 'A reader agent was renamed.',
  'reader_agent.revoked': 'A reader agent was shut out.',
  'reader_agent.online': 'A reader agent connected.',
  'reader_agent.offline': 'A reader agent left.',
  'reader.connected': 'A reader was plugged in.',
  'reader.disconnected': 'A reader was unplugged, or its agent left it out.',
  'tap_job.status_changed': 'A request to tap a card changed its status.',
  'mail.sent': 'A mail was taken by the transport.',
  'mail.failed': 'A mail was given up.',
  'mailbox.read': 'Somebody looked into the trial mailbox.',
  'session.started': 'Somebody signed in.',
  'session.ended': 'A session ended before its time.',
  'sign_in.refused': 'A sign-in was refused.',
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
