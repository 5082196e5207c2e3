import { document, failures } from '../shared/document.ts';
import type { KeyKind } from '../shared/documents.ts';

/** A key of the person's own. */
export interface OwnKey {
  id: string;
  name: string;
  kind: KeyKind;
  status: 'PENDING' | 'ACTIVE' | 'SUSPENDED' | 'LOST' | 'REVOKED';
  lastUsedAt: string | null;
  /** A phone's. */
  settings?: { auditable: boolean; bluetoothProximity: boolean; offlineLogin: boolean; verification: 'BIOMETRIC' | 'PIN' };
  offlineReady?: boolean | null;
  /** A phone's, or a card's. */
  pinStatus?: 'NONE' | 'SET' | 'LOCKED';
  /** A card's. */
  uidSuffix?: string | null;
}

/** A sign-in of the person's own, as the log tells it. */
export interface OwnSignIn {
  occurredAt: string;
  refusal: string | null;
  offline: boolean;
  securityKey: { name: string } | null;
  applicationName: string | null;
  readerAgentName: string | null;
  proximity: 'CLIENT_CLAIMED' | 'AGENT_OBSERVED' | null;
  address: string | null;
}

/** Where the person is signed in. The times and the browser are null where the key is not auditable. */
export interface OwnSession {
  id: string;
  current: boolean;
  createdAt: string | null;
  userAgent: string | null;
}

export interface KeyRequest {
  kind: KeyKind;
  requestedAt: string;
}

export interface Me {
  user: { displayName: string; username: string; role: string | null; keyRequest: KeyRequest | null } | null;
  securityKeys: OwnKey[];
  signIns: { edges: { cursor: string; node: OwnSignIn }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
  sessions: OwnSession[];
}

const signIns = /* GraphQL */ `{
  edges { cursor node { occurredAt refusal offline securityKey { name } applicationName readerAgentName proximity address } }
  pageInfo { hasNextPage endCursor }
}`;

export const me = document<{ me: Me | null }>(/* GraphQL */ `
  query me {
    me {
      user { displayName username role keyRequest { kind requestedAt } }
      securityKeys {
        id name kind status lastUsedAt
        ... on Smartphone { settings { auditable bluetoothProximity offlineLogin verification } offlineReady pinStatus }
        ... on ContactlessCard { uidSuffix pinStatus }
      }
      signIns(first: 10) ${signIns}
      sessions { id current createdAt userAgent }
    }
  }
`);

export const moreSignIns = document<{ me: Pick<Me, 'signIns'> | null }, { after: string | null }>(/* GraphQL */ `
  query moreSignIns($after: String) { me { signIns(first: 10, after: $after) ${signIns} } }
`);

export const renameOwnKey = document<{ securityKey: { id: string } }, { input: { keyId: string; name: string } }>(/* GraphQL */ `
  mutation renameOwnKey($input: RenameOwnKeyInput!) {
    renameOwnKey(input: $input) { ... on RenameOwnKeyPayload { securityKey { id } } ${failures} }
  }
`);

export const reportOwnKeyLost = document<{ securityKey: { id: string } }, { input: { keyId: string } }>(/* GraphQL */ `
  mutation reportOwnKeyLost($input: ReportOwnKeyLostInput!) {
    reportOwnKeyLost(input: $input) { ... on ReportOwnKeyLostPayload { securityKey { id } } ${failures} }
  }
`);

export const requestKey = document<{ keyRequest: KeyRequest }, { input: { kind: KeyKind } }>(/* GraphQL */ `
  mutation requestKey($input: RequestKeyInput!) {
    requestKey(input: $input) { ... on RequestKeyPayload { keyRequest { kind requestedAt } } ${failures} }
  }
`);

export const endOwnSession = document<{ sessionId: string }, { input: { sessionId: string } }>(/* GraphQL */ `
  mutation endOwnSession($input: EndOwnSessionInput!) {
    endOwnSession(input: $input) { ... on EndOwnSessionPayload { sessionId } ${failures} }
  }
`);

export const signOut = document<{ signedOut: boolean }>(/* GraphQL */ `
  mutation signOut { signOut { ... on SignOutPayload { signedOut } ${failures} } }
`);
