import type { Role, UserStatus } from '../../db/tables/directory.ts';
import type { EnrolmentStatus } from '../../db/tables/enrolment.ts';
import type { TokenScope } from '../../db/tables/identity.ts';
import type { KeyKind, KeyStatus, SmartphoneSettings } from '../../db/tables/keys.ts';

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
  'enrolment.status_changed': { kind: KeyKind; from: EnrolmentStatus | null; to: EnrolmentStatus };
  'enrolment.link_sent': { again: boolean };
  'enrolment.code_failed': { triesLeft: number };
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
