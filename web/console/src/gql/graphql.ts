/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What proves that whoever opens an activation link is the person. */
export type ActivationProof =
  /** The link alone. */
  | 'LINK'
  /** The link, and a code of 8 characters that the administrator passes on by another way. */
  | 'LINK_AND_CODE';

/** What the mutation takes. */
export type AddGroupMemberInput = {
  /** Which group, `grp_…`. */
  groupId: string;
  /** Who, `usr_…`. */
  userId: string;
};

/** What an application may learn of a person, where it asks by the scope. */
export type ApplicationClaim =
  /** `email`, by the scope `email`; with `email_verified` where the person activated a key by a link that was mailed there. */
  | 'EMAIL'
  /** `employee_number` and `department`, by the scope `profile`. */
  | 'EMPLOYMENT'
  /** `groups`, by the scope `groups`: those of the person’s groups that let them in. */
  | 'GROUPS'
  /** `name`, by the scope `profile`. */
  | 'NAME'
  /** `phone_number`, by the scope `phone`. */
  | 'PHONE'
  /** `preferred_username`, by the scope `profile`. */
  | 'USERNAME';

/** A group whose members may sign in to an application. */
export type ApplicationGroupInput = {
  /** What the application may learn of its members; who is in several groups is told all of it. */
  claims: Array<ApplicationClaim>;
  /** Which group, `grp_…`. */
  groupId: string;
};

/** Whether an application can keep a secret. */
export type ApplicationType =
  /** It runs on a server, and has a client secret. */
  | 'CONFIDENTIAL'
  /** It runs in the browser or on the person’s device, and has none. */
  | 'PUBLIC';

/** What the mutation takes. */
export type AssignContactlessCardInput = {
  /** At which reader, `rdr_…`. */
  readerId: string;
  /** What the card is for. */
  target: TapTarget;
};

/** What the mutation takes. */
export type AssignSecurityKeyInput = {
  /** For 24 hours the same key with the same input gives the same answer, and has one effect; up to 200 characters. Errors: IDEMPOTENCY_KEY_REUSED. */
  idempotencyKey?: string | null | undefined;
  /** Words of yours in the mail with the link, up to 1,000 characters; none for a card that is activated now. */
  note?: string | null | undefined;
  /** The key to give. */
  securityKey: SecurityKeyInput;
  /** Who is to have the key, `usr_…`. */
  userId: string;
};

/** What the mutation takes. */
export type CancelEnrolmentInput = {
  /** Which enrolment, `enr_…`. */
  enrolmentId: string;
};

/** What the mutation takes. */
export type CancelTapJobInput = {
  /** Which request, `tap_…`. */
  tapJobId: string;
};

/** Who activates a contactless card. */
export type CardActivation =
  /** An administrator, who has the card in hand and taps it now. */
  | 'ADMIN_NOW'
  /** The person, by a link that is mailed, at their own reader. */
  | 'BY_USER';

/** What a card proves by itself. */
export type CardAssurance =
  /** A key of its own, which cannot. */
  | 'CRYPTOGRAPHIC'
  /** Its number alone, which can be copied: it counts only together with its PIN. */
  | 'UID_ONLY';

/** How a reader that types like a keyboard spells a card’s number. */
export type CardNumberFormat =
  /** One decimal number, the first byte weighing most. */
  | 'DECIMAL'
  /** One decimal number, the first byte weighing least. */
  | 'DECIMAL_REVERSED'
  /** Hexadecimal digits, in the order of ISO/IEC 14443-3. */
  | 'HEX'
  /** Hexadecimal digits, the bytes from last to first. */
  | 'HEX_REVERSED';

/** What kind of contactless card it is, as far as the reader can tell. */
export type CardTechnology =
  /** MIFARE DESFire. */
  | 'DESFIRE'
  /** A card with a processor of another make (ISO/IEC 14443-4). */
  | 'ISO_14443_4'
  /** MIFARE Classic. */
  | 'MIFARE_CLASSIC'
  /** MIFARE Ultralight. */
  | 'MIFARE_ULTRALIGHT'
  /** An NTAG of NXP. */
  | 'NTAG'
  /** Nobody can tell. */
  | 'UNKNOWN';

/** What the mutation takes. */
export type ConfirmUserWizardInput = {
  /** Words of yours in the mail, up to 1,000 characters. */
  note?: string | null | undefined;
  /** Which wizard, `wiz_…`. */
  wizardId: string;
};

/** A contactless card, with a PIN that this server makes and mails. */
export type ContactlessCardInput = {
  /** Who activates it. */
  activation: CardActivation;
  /** The card’s name, 1 to 100 characters, to tell it apart later. */
  name: string;
};

/** What the mutation takes. */
export type CreateApiTokenInput = {
  /** How many days it lives, 1 to 366; 90 unless given. */
  days?: number | null | undefined;
  /** What it is for, 1 to 100 characters. */
  name: string;
  /** What it may do; at least one. */
  scopes: Array<TokenScope>;
};

/** What the mutation takes. */
export type CreateApplicationInput = {
  /** By what it is told groups; NAMES unless given. */
  groupsClaim?: GroupsClaim | null | undefined;
  /** How its ID tokens are signed; RS256 unless given. */
  idTokenAlgorithm?: SigningAlgorithm | null | undefined;
  /** Its name, 1 to 100 characters. */
  name: string;
  /** Where browsers are sent back to after a sign-out, 20 at most. */
  postLogoutRedirectUris?: Array<string> | null | undefined;
  /** Where browsers are sent back to with a code, 1 to 20: https, or http on localhost and 127.0.0.1; compared letter by letter. */
  redirectUris: Array<string>;
  /** Whether it can keep a secret. It stays so. */
  type: ApplicationType;
};

/** What the mutation takes. */
export type CreateGroupInput = {
  /** The kinds of key that members may be given; null means any. */
  allowedKeyKinds?: Array<KeyKind> | null | undefined;
  /** What the group is for, up to 1,000 characters. */
  description?: string | null | undefined;
  /** For 24 hours the same key with the same input gives the same answer, and has one effect; up to 200 characters. Errors: IDEMPOTENCY_KEY_REUSED. */
  idempotencyKey?: string | null | undefined;
  /** The group’s name, 1 to 100 characters; unique without regard to case. */
  name: string;
};

/** What the mutation takes. */
export type CreatePairingCodeInput = {
  /** What the agent will be called, 1 to 100 characters; its own name for itself unless given. */
  name?: string | null | undefined;
};

/** What the mutation takes. */
export type DeleteApplicationInput = {
  /** Which application, `app_…`. */
  applicationId: string;
};

/** What the mutation takes. */
export type DeleteGroupInput = {
  /** Which group, `grp_…`. */
  groupId: string;
};

/** What the mutation takes. */
export type DeleteUserInput = {
  /** Whom to delete, `usr_…`. */
  userId: string;
};

/** A card of the demo’s simulated reader. */
export type DemoCard =
  /** One that nobody has: another one each time. */
  | 'NEW'
  /** One that somebody has. */
  | 'TAKEN';

/** How it is known that a phone answered. */
export type DeviceEvidence =
  /** An attestation whose chain ends at a root configured for its model. */
  | 'ATTESTED'
  /** The client says so: phones rarely attest. */
  | 'CLAIMED';

/** What the mutation takes. */
export type DiscardUserWizardInput = {
  /** Which wizard, `wiz_…`. */
  wizardId: string;
};

/** Which enrolments: all that is given must fit. */
export type EnrolmentFilter = {
  /** Enrolments whose link works, or worked, until before this moment. */
  expiresBefore?: string | null | undefined;
  /** Enrolments of this key. */
  keyId?: string | null | undefined;
  /** Enrolments in one of these statuses. */
  statuses?: Array<EnrolmentStatus> | null | undefined;
  /** Enrolments of this person. */
  userId?: string | null | undefined;
};

/** How an enrolment stands: `PENDING → OPENED → ACTIVATED`; from PENDING or OPENED also EXPIRED and CANCELLED. */
export type EnrolmentStatus =
  /** The key is active. */
  | 'ACTIVATED'
  /** An administrator cancelled it. */
  | 'CANCELLED'
  /** The link’s time was over first. */
  | 'EXPIRED'
  /** The person opened the link, or the card was tapped. */
  | 'OPENED'
  /** The link was sent, or a card waits for its tap. */
  | 'PENDING';

/** What went wrong, for programs. Failures of queries and subscriptions carry the same codes in `extensions.code`. */
export type ErrorCode =
  /** The session or token that this subscription lived by has ended. */
  | 'ACCESS_ENDED'
  /** Five wrong codes: an administrator has to send a new link. */
  | 'ACTIVATION_CODE_LOCKED'
  /** The workspace asks for the activation code too. */
  | 'ACTIVATION_CODE_REQUIRED'
  /** The activation code is not the right one. */
  | 'ACTIVATION_CODE_WRONG'
  /** The activation was not opened in this browser, was opened in another one since, or took over 15 minutes. */
  | 'ACTIVATION_SESSION_ENDED'
  /** This card is activated by an administrator’s tap; no link is sent for it. */
  | 'ADMIN_ACTIVATES'
  /** The reader agent is not connected. */
  | 'AGENT_AWAY'
  /** No agent shows that code now. */
  | 'AGENT_CODE_WRONG'
  /** The agent’s token does not verify, is over 60 seconds old, was used, or its agent was shut out. */
  | 'AGENT_TOKEN_INVALID'
  /** That is no card’s number: 4, 7 or 10 bytes, and none that a phone makes up anew each time. */
  | 'CARD_NUMBER_INVALID'
  /** Another wizard has the card. */
  | 'CARD_RESERVED'
  /** The card belongs to a key already. */
  | 'CARD_TAKEN'
  /** The challenge was used, is over 5 minutes old, or belongs to somebody else. */
  | 'CHALLENGE_SPENT'
  /** This sets a cookie, and a WebSocket cannot: send it over HTTP. */
  | 'COOKIES_NEED_HTTP'
  /** This device is registered already. */
  | 'CREDENTIAL_REGISTERED'
  /** The cursor is past the log’s end. */
  | 'CURSOR_AHEAD'
  /** The cursor is before the log’s retained start: read everything anew. */
  | 'CURSOR_EXPIRED'
  /** That is no cursor of this log. */
  | 'CURSOR_INVALID'
  /** The enrolment has ended already. */
  | 'ENROLMENT_ENDED'
  /** The caller is known, but may not do this. */
  | 'FORBIDDEN'
  /** The last sign-in is more than 5 minutes old, and this change asks for a new one. */
  | 'FRESH_SIGN_IN_REQUIRED'
  /** This idempotency key was used for another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** What an application asked for was done already, took over 15 minutes, or its application is gone: start again there. */
  | 'INTERACTION_ENDED'
  /** The input does not fit; `issues` says where and why. */
  | 'INVALID_INPUT'
  /** A group of the person’s does not allow this kind of key. */
  | 'KEY_KIND_NOT_ALLOWED'
  /** The device could not keep a discoverable credential. */
  | 'KEY_NOT_DISCOVERABLE'
  /** The key’s present status does not allow this. */
  | 'KEY_STATE'
  /** A workspace keeps at least one owner. */
  | 'LAST_OWNER'
  /** The enrolment was cancelled by an administrator. */
  | 'LINK_CANCELLED'
  /** The link’s time is over; ask for a new one. */
  | 'LINK_EXPIRED'
  /** A newer link was sent; only that one works. */
  | 'LINK_REPLACED'
  /** The link has done its work: the key is active. */
  | 'LINK_SPENT'
  /** No such activation link: it is incomplete, or was never given out. */
  | 'LINK_UNKNOWN'
  /** The FIDO metadata BLOB is not there, does not verify, or is older than the one that is known. */
  | 'METADATA_INVALID'
  /** There is nothing with that id, or it is not the caller’s to see: the two are never told apart. */
  | 'NOT_FOUND'
  /** Nobody may do this to themselves: somebody else has to. */
  | 'NOT_ONESELF'
  /** The agent’s journal of offline sign-ins was cut or changed: nobody may sign in offline there until it is paired anew. */
  | 'OFFLINE_JOURNAL_BROKEN'
  /** That is no pairing code, or it was used, burnt by wrong tries, or is over 10 minutes old. */
  | 'PAIRING_CODE_WRONG'
  /** The person is suspended, and gets no key meanwhile. */
  | 'PERSON_SUSPENDED'
  /** Too many wrong PINs: an administrator has to unlock it, or to reset that of a card. */
  | 'PIN_LOCKED'
  /** Three wrong PINs in a row: tap the card, or confirm on the phone, once more first. */
  | 'PIN_NEEDS_TAP'
  /** No key was tapped or has signed yet, so no PIN is asked for. */
  | 'PIN_NOT_WANTED'
  /** The PIN is not the right one. */
  | 'PIN_WRONG'
  /** The phone has to be near the PC, and nothing shows that it is. */
  | 'PROXIMITY_REQUIRED'
  /** Too many tries; `retryAfterSeconds` says when to come back. */
  | 'RATE_LIMITED'
  /** The reader is not plugged in, or its agent is not connected. */
  | 'READER_AWAY'
  /** The device’s answer does not verify. */
  | 'REGISTRATION_INVALID'
  /** This server has its owner already, or the setup link is not the present one. */
  | 'SETUP_DONE'
  /** The sign-in was done already, or took over 10 minutes. */
  | 'SIGN_IN_ENDED'
  /** The sign-in does not verify, or the key may not sign in. */
  | 'SIGN_IN_REFUSED'
  /** The caller is nobody known: sign in, or send a token. */
  | 'SIGN_IN_REQUIRED'
  /** The subscriber did not keep up; subscribe again with `after`. */
  | 'SLOW_CONSUMER'
  /** The request for a tap has ended; its status says how. */
  | 'TAP_JOB_ENDED'
  /** The caller does not hold this request for a tap: it was never claimed, its lease ran out, or another run of the agent has it. */
  | 'TAP_JOB_NOT_CLAIMED'
  /** The caller has as many subscriptions of this kind open as one may have: end one first. */
  | 'TOO_MANY_STREAMS'
  /** The server is busy or its database is away: try again. Where the line broke at the very commit, the change may be there already. */
  | 'TRY_AGAIN'
  /** The device did not verify its user. */
  | 'USER_VERIFICATION_MISSING'
  /** The witness is none: its signature, its times or what it claims do not hold. */
  | 'WITNESS_INVALID'
  /** The sign-in has ended, or is over 5 minutes old, or the phone was not heard during it. */
  | 'WITNESS_LATE'
  /** Another agent was asked to listen for that sign-in. */
  | 'WITNESS_NOT_ASKED'
  /** A phone was reported for that sign-in already: a witness counts once. */
  | 'WITNESS_SPENT'
  /** The wizard was confirmed, discarded, or is over 7 days old. */
  | 'WIZARD_ENDED'
  /** This server has several workspaces, and the call names none. */
  | 'WORKSPACE_UNCLEAR'
  /** Another kind of device answered than the one that is being activated. */
  | 'WRONG_DEVICE';

/** Which events: all that is given must fit. */
export type EventFilter = {
  /** What this one did, as in `Event.actor`. */
  actor?: string | null | undefined;
  /** Events that concern this enrolment. */
  enrolmentId?: string | null | undefined;
  /** Events that concern this key. */
  keyId?: string | null | undefined;
  /** From this moment on. */
  since?: string | null | undefined;
  /** Events of one of these types. */
  types?: Array<EventType> | null | undefined;
  /** Before this moment. */
  until?: string | null | undefined;
  /** Events that concern this person. */
  userId?: string | null | undefined;
};

/** What happened. */
export type EventType =
  /** An API token was made. */
  | 'API_TOKEN_CREATED'
  /** An API token was ended. */
  | 'API_TOKEN_REVOKED'
  /** An application was registered. */
  | 'APPLICATION_CREATED'
  /** An application was deleted. */
  | 'APPLICATION_DELETED'
  /** Somebody was not let into an application; `reason` says why. */
  | 'APPLICATION_REFUSED'
  /** An application got a new client secret. */
  | 'APPLICATION_SECRET_ROTATED'
  /** Somebody signed in to an application. */
  | 'APPLICATION_SIGNED_IN'
  /** An application changed; `fields` says what. */
  | 'APPLICATION_UPDATED'
  /** A wrong activation code was typed. */
  | 'ENROLMENT_CODE_FAILED'
  /** An activation link was mailed. */
  | 'ENROLMENT_LINK_SENT'
  /** An activation link was shown to the administrator who sent it. */
  | 'ENROLMENT_LINK_SHOWN'
  /** An enrolment’s status changed. */
  | 'ENROLMENT_STATUS_CHANGED'
  /** A group was added. */
  | 'GROUP_CREATED'
  /** A group was deleted. */
  | 'GROUP_DELETED'
  /** A group changed; `fields` says what. */
  | 'GROUP_UPDATED'
  /** Somebody looked into the trial mailbox. */
  | 'MAILBOX_READ'
  /** A mail was given up. */
  | 'MAIL_FAILED'
  /** A mail was taken by the transport. */
  | 'MAIL_SENT'
  /** Metadata of authenticator models was imported. */
  | 'MODELS_IMPORTED'
  /** A key may sign in offline at a PC from now on, as it signed in online there. */
  | 'OFFLINE_GRANTED'
  /** The journal of a PC’s offline sign-ins was cut or changed after the entry `number`: nobody may sign in offline there any more. */
  | 'OFFLINE_JOURNAL_BROKEN'
  /** A sign-in at a PC without a network was refused; `reason` says why. */
  | 'OFFLINE_REFUSED'
  /** Somebody signed in at a PC while it had no network: `occurredAt` is that PC’s time, `number` the place in its journal. */
  | 'OFFLINE_SIGNED_IN'
  /** A code to pair a reader agent was made. */
  | 'PAIRING_CODE_CREATED'
  /** A reader agent left. */
  | 'READER_AGENT_OFFLINE'
  /** A reader agent connected. */
  | 'READER_AGENT_ONLINE'
  /** A reader agent was paired. */
  | 'READER_AGENT_PAIRED'
  /** A reader agent can hear phones near its PC now, or cannot any more; `radio` says by what. */
  | 'READER_AGENT_RADIO_CHANGED'
  /** A reader agent was renamed. */
  | 'READER_AGENT_RENAMED'
  /** A reader agent was shut out. */
  | 'READER_AGENT_REVOKED'
  /** A reader was plugged in. */
  | 'READER_CONNECTED'
  /** A reader was unplugged, or its agent left it out. */
  | 'READER_DISCONNECTED'
  /** The server’s secret was rotated. */
  | 'SECRET_ROTATED'
  /** A key was assigned to a person. */
  | 'SECURITY_KEY_ASSIGNED'
  /** Too many wrong PINs locked a key’s PIN. */
  | 'SECURITY_KEY_PIN_LOCKED'
  /** A key got a new PIN, by mail. */
  | 'SECURITY_KEY_PIN_RESET'
  /** A locked PIN was unlocked. */
  | 'SECURITY_KEY_PIN_UNLOCKED'
  /** A key was renamed. */
  | 'SECURITY_KEY_RENAMED'
  /** A person asked for another key. */
  | 'SECURITY_KEY_REQUESTED'
  /** A key’s status changed. */
  | 'SECURITY_KEY_STATUS_CHANGED'
  /** A session ended before its time. */
  | 'SESSION_ENDED'
  /** Somebody signed in: from which address, for which application, at which PC’s agent, and how near the phone was; `demo` where it was by a demo’s link, without a key. */
  | 'SESSION_STARTED'
  /** The keys that ID tokens are signed by were renewed. */
  | 'SIGNING_KEYS_ROTATED'
  /** A sign-in was refused; `reason` says why. */
  | 'SIGN_IN_REFUSED'
  /** A request to tap a card changed its status. */
  | 'TAP_JOB_STATUS_CHANGED'
  /** A person was added. */
  | 'USER_CREATED'
  /** A person was deleted. */
  | 'USER_DELETED'
  /** The groups that a person is in changed. */
  | 'USER_GROUPS_CHANGED'
  /** A suspended person was let in again. */
  | 'USER_RESUMED'
  /** A person’s role changed. */
  | 'USER_ROLE_CHANGED'
  /** A person’s status changed. */
  | 'USER_STATUS_CHANGED'
  /** A person was suspended. */
  | 'USER_SUSPENDED'
  /** A person’s details changed; `fields` says which. */
  | 'USER_UPDATED'
  /** The organisation was made. */
  | 'WORKSPACE_CREATED'
  /** The organisation’s name or policies changed. */
  | 'WORKSPACE_POLICIES_CHANGED';

/** In which order groups come. */
export type GroupOrder = {
  /** From the end: Z to A, newest first. False unless given. */
  descending?: boolean | null | undefined;
  /** By what. */
  field: GroupOrderField;
};

/** By what groups are ordered. */
export type GroupOrderField =
  /** By when they were made. */
  | 'CREATED_AT'
  /** By name, without regard to case. */
  | 'NAME';

/** By what an application is told a person’s groups. */
export type GroupsClaim =
  /** By their ids, which cannot. */
  | 'IDS'
  /** By their names, which can change. */
  | 'NAMES';

/** A FIDO2 hardware security key. */
export type HardwareKeyInput = {
  /** The key’s name, 1 to 100 characters; “Security key” unless given. */
  name?: string | null | undefined;
};

/** What kind of device a security key is. */
export type KeyKind =
  /** A contactless card, with a PIN. */
  | 'CONTACTLESS_CARD'
  /** A FIDO2 hardware security key. */
  | 'HARDWARE_KEY'
  /** The person’s phone. */
  | 'SMARTPHONE';

/** How a key stands: `PENDING → ACTIVE ⇄ SUSPENDED`; `ACTIVE|SUSPENDED → LOST`; any but REVOKED `→ REVOKED`. */
export type KeyStatus =
  /** Signs its person in. */
  | 'ACTIVE'
  /** Reported lost: it works no more. */
  | 'LOST'
  /** Waits to be activated. */
  | 'PENDING'
  /** Taken away for good. */
  | 'REVOKED'
  /** Stopped for a while. */
  | 'SUSPENDED';

/** What is wrong with a log. */
export type LogProblem =
  /** An event is not what was written. */
  | 'CHANGED'
  /** A checkpoint’s signature does not verify. */
  | 'CHECKPOINT_FORGED'
  /** A column says something else than the signed text. */
  | 'COLUMNS_DIFFER'
  /** Events were cut from the end. */
  | 'CUT_OFF'
  /** An event was taken out. */
  | 'MISSING';

/** What became of a mail. */
export type MailStatus =
  /** Taken back: its link works no more. */
  | 'CANCELLED'
  /** Lay in the trial mailbox, until its link had done its work or 7 days were over. */
  | 'ERASED'
  /** Given up, after a final answer or a day of tries. */
  | 'FAILED'
  /** Lies in the trial mailbox. */
  | 'KEPT'
  /** Waits to be sent, or to be tried again. */
  | 'QUEUED'
  /** The transport took it. */
  | 'SENT';

/** How a card’s PIN stands. */
export type PinStatus =
  /** Locked by eight wrong tries, until an administrator unlocks it, or resets that of a card. */
  | 'LOCKED'
  /** There is none yet: it is made when the card is activated. */
  | 'NONE'
  /** It was mailed to the person, and works. */
  | 'SET';

/** How near a phone was known to be to the PC that it signed in. */
export type Proximity =
  /** The PC’s reader agent heard a phone meanwhile. It says that one was near, not whose. */
  | 'AGENT_OBSERVED'
  /** The browser’s word: phone and PC met over Bluetooth before the phone signed. */
  | 'CLIENT_CLAIMED';

/** How an agent reaches a reader. */
export type ReaderAdapter =
  /** By PC/SC, the system’s service for smart card readers. */
  | 'PCSC'
  /** There is none: its cards are made up, for trying out. */
  | 'SIMULATED'
  /** It types a card’s number like a keyboard. */
  | 'WEDGE';

/** Which agents: all that is given must fit. */
export type ReaderAgentFilter = {
  /** Agents of one of these kinds. */
  kinds?: Array<ReaderAgentKind> | null | undefined;
  /** Those that are connected now, or those that are not. */
  online?: boolean | null | undefined;
  /** Those that were shut out, or those that were not. */
  revoked?: boolean | null | undefined;
  /** Part of the name, at most 200 characters. */
  search?: string | null | undefined;
};

/** Whom a reader agent serves. */
export type ReaderAgentKind =
  /** The one person who paired it by their activation link. */
  | 'PERSONAL'
  /** Everybody at its PC. */
  | 'SHARED';

/** By what an agent hears phones near its PC. */
export type ReaderAgentRadio =
  /** By Bluetooth, which is on. */
  | 'BLUEZ'
  /** By nothing: the PC has no Bluetooth that can be used, or it is off. */
  | 'NONE'
  /** There is none: phones are made up, for trying out. */
  | 'SIMULATED';

/** What a PC with a reader needs. */
export type ReaderDriverKind =
  /** The reader agent: a program for Node.js 20 or newer, given out by this server. */
  | 'AGENT'
  /** The add-on by which Node.js speaks PC/SC: only for readers that do not type like a keyboard. */
  | 'PCSC_ADDON'
  /** PC/SC, the system’s service for smart card readers. */
  | 'PCSC_SERVICE';

/** An operating system of a PC with a reader. */
export type ReaderPlatform =
  /** Linux. */
  | 'LINUX'
  /** macOS. */
  | 'MACOS'
  /** Windows. */
  | 'WINDOWS';

/** What the mutation takes. */
export type RemoveGroupMemberInput = {
  /** Which group, `grp_…`. */
  groupId: string;
  /** Who, `usr_…`. */
  userId: string;
};

/** What the mutation takes. */
export type RenameReaderAgentInput = {
  /** Which agent, `agt_…`. */
  agentId: string;
  /** Its new name, 1 to 100 characters. */
  name: string;
};

/** What the mutation takes. */
export type RenameSecurityKeyInput = {
  /** Which key, `key_…`. */
  keyId: string;
  /** Its new name, 1 to 100 characters. */
  name: string;
};

/** What the mutation takes. */
export type ReportSecurityKeyLostInput = {
  /** Which key, `key_…`. */
  keyId: string;
};

/** What the mutation takes. */
export type RequestTestTapInput = {
  /** At which reader, `rdr_…`. */
  readerId: string;
};

/** What the mutation takes. */
export type ResendActivationLinkInput = {
  /** Which enrolment, `enr_…`. */
  enrolmentId: string;
  /** Words of yours in the mail, up to 1,000 characters. */
  note?: string | null | undefined;
};

/** What the mutation takes. */
export type ResetCardPinInput = {
  /** Which key, `key_…`. */
  keyId: string;
};

/** What the mutation takes. */
export type ResumeSecurityKeyInput = {
  /** Which key, `key_…`. */
  keyId: string;
};

/** What the mutation takes. */
export type ResumeUserInput = {
  /** Whom to let in again, `usr_…`. */
  userId: string;
};

/** What the mutation takes. */
export type RevokeApiTokenInput = {
  /** Which token, `tok_…`. */
  tokenId: string;
};

/** What the mutation takes. */
export type RevokeReaderAgentInput = {
  /** Which agent, `agt_…`. */
  agentId: string;
};

/** What the mutation takes. */
export type RevokeSecurityKeyInput = {
  /** Which key, `key_…`. */
  keyId: string;
};

/** What the mutation takes. */
export type RevokeSessionInput = {
  /** Which session, `ses_…`. */
  sessionId: string;
};

/** What an administrator may do. People without a role administer nothing. */
export type Role =
  /** Manages people, groups and keys. */
  | 'ADMIN'
  /** Reads people, groups, keys, enrolments and the log; changes nothing. */
  | 'AUDITOR'
  /** Adds people and gives, suspends and renews keys of people without a role. */
  | 'HELPDESK'
  /** An admin who also sets roles, tokens and policies. */
  | 'OWNER';

/** What the mutation takes. */
export type RotateApplicationSecretInput = {
  /** Which application, `app_…`. */
  applicationId: string;
};

/** Which keys: all that is given must fit. */
export type SecurityKeyFilter = {
  /** Keys of one of these kinds. */
  kinds?: Array<KeyKind> | null | undefined;
  /** Part of the key’s name, or of its person’s name, email, username or employee number; without regard to case, 200 characters at most. */
  search?: string | null | undefined;
  /** Keys in one of these statuses. */
  statuses?: Array<KeyStatus> | null | undefined;
  /** Keys of this person. */
  userId?: string | null | undefined;
};

/** The key to give: exactly one of the kinds. */
export type SecurityKeyInput =
  {   /** A contactless card. */
  contactlessCard: ContactlessCardInput; hardwareKey?: never; smartphone?: never; }
  |  { contactlessCard?: never;   /** A FIDO2 hardware security key. */
  hardwareKey: HardwareKeyInput; smartphone?: never; }
  |  { contactlessCard?: never; hardwareKey?: never;   /** A smartphone. */
  smartphone: SmartphoneInput; };

/** What the mutation takes. */
export type SetApplicationGroupsInput = {
  /** Which application, `app_…`. */
  applicationId: string;
  /** Exactly these; nobody may sign in where there are none. */
  groups: Array<ApplicationGroupInput>;
};

/** What the mutation takes. */
export type SetUserGroupsInput = {
  /** All the groups that the person is in from now on, `grp_…`; none is fine, 200 at most. */
  groupIds: Array<string>;
  /** Whose groups, `usr_…`. */
  userId: string;
};

/** What the mutation takes. */
export type SetUserRoleInput = {
  /** The role; null takes it away. */
  role?: Role | null | undefined;
  /** Whose role, `usr_…`. */
  userId: string;
};

/** What the mutation takes. */
export type SetUserWizardDetailsInput = {
  /** Who the person is. */
  details: UserDetailsInput;
  /** Which wizard, `wiz_…`. */
  wizardId: string;
};

/** What the mutation takes. */
export type SetUserWizardGroupsInput = {
  /** The groups that the person joins, `grp_…`; none is fine, 200 at most. */
  groupIds: Array<string>;
  /** Which wizard, `wiz_…`. */
  wizardId: string;
};

/** What the mutation takes. */
export type SetUserWizardSecurityKeyInput = {
  /** The key; null for none now. */
  securityKey?: SecurityKeyInput | null | undefined;
  /** Which wizard, `wiz_…`. */
  wizardId: string;
};

/** How ID tokens are signed. */
export type SigningAlgorithm =
  /** ECDSA on P-256: shorter, and not known everywhere. */
  | 'ES256'
  /** RSA, which every client knows. */
  | 'RS256';

/** A smartphone, with its four settings. */
export type SmartphoneInput = {
  /** Whether sign-ins are recorded; true unless given. */
  auditable?: boolean | null | undefined;
  /** Whether a sign-in on a PC counts only while the phone is near; false unless given. */
  bluetoothProximity?: boolean | null | undefined;
  /** The key’s name, 1 to 100 characters; “Smartphone” unless given. */
  name?: string | null | undefined;
  /** Whether the person can sign in on their PC without a network; false unless given. */
  offlineLogin?: boolean | null | undefined;
  /** How the phone verifies its user; BIOMETRIC unless given. */
  verification?: Verification | null | undefined;
};

/** What the mutation takes. */
export type StartUserWizardInput = {
  /** For 24 hours the same key with the same input gives the same answer, and has one effect; up to 200 characters. Errors: IDEMPOTENCY_KEY_REUSED. */
  idempotencyKey?: string | null | undefined;
};

/** What the mutation takes. */
export type SuspendSecurityKeyInput = {
  /** Which key, `key_…`. */
  keyId: string;
};

/** What the mutation takes. */
export type SuspendUserInput = {
  /** Whom to suspend, `usr_…`. */
  userId: string;
};

/** What the mutation takes. */
export type TapDemoCardInput = {
  /** Which card; a new one unless given. */
  card?: DemoCard | null | undefined;
  /** The request that waits for a card, `tap_…`. */
  tapJobId: string;
};

/** Why a tap gave no card: the reader’s reasons, and the server’s. */
export type TapFailure =
  /** Another wizard has the card. */
  | 'CARD_RESERVED'
  /** The card belongs to a key already. */
  | 'CARD_TAKEN'
  /** The card signs nobody in. */
  | 'CARD_UNKNOWN'
  /** What the card was for is over. */
  | 'NOT_WANTED'
  /** The number is made up anew for each tap, as phones do. */
  | 'RANDOM_UID'
  /** The reader was unplugged. */
  | 'READER_GONE'
  /** There was more than one card on the reader. */
  | 'TWO_CARDS'
  /** The number is not of 4, 7 or 10 bytes. */
  | 'UID_LENGTH'
  /** The card did not answer, or left too soon. */
  | 'UNREADABLE';

/** How a request for a tap stands: `QUEUED → CLAIMED → COMPLETED|FAILED`; `CLAIMED → QUEUED` when the claim’s lease ends; from QUEUED or CLAIMED also EXPIRED and CANCELLED. */
export type TapJobStatus =
  /** It was taken back. */
  | 'CANCELLED'
  /** The agent waits for a card on the reader. */
  | 'CLAIMED'
  /** A card was tapped, and taken. */
  | 'COMPLETED'
  /** No card was tapped within two minutes. */
  | 'EXPIRED'
  /** A tap gave no card; `failure` says why. */
  | 'FAILED'
  /** Waits for the reader’s agent. */
  | 'QUEUED';

/** What a card is tapped for: exactly one. */
export type TapTarget =
  {   /** A key, `key_…`, that waits for an administrator’s tap: it is active at once. An enrolment that expired is begun anew. */
  keyId: string; wizardId?: never; }
  |  { keyId?: never;   /** A wizard of the caller’s own, `wiz_…`, whose third step chose a card that is activated now: it keeps the card until the confirm. */
  wizardId: string; };

/** What an API token may do. */
export type TokenScope =
  /** Change people without a role, and groups. */
  | 'DIRECTORY'
  /** Give keys to people without a role, and manage them. */
  | 'ENROLMENT'
  /** Read the log. */
  | 'EVENTS'
  /** Read people, groups, keys and enrolments. */
  | 'READ';

/** What the mutation takes. */
export type UnlockCardPinInput = {
  /** Which key, `key_…`. */
  keyId: string;
};

/** What to change; what is left out stays. */
export type UpdateApplicationInput = {
  /** Which application, `app_…`. */
  applicationId: string;
  /** By what it is told groups. */
  groupsClaim?: GroupsClaim | null | undefined;
  /** How its ID tokens are signed. */
  idTokenAlgorithm?: SigningAlgorithm | null | undefined;
  /** Its name, 1 to 100 characters. */
  name?: string | null | undefined;
  /** Where browsers are sent back to after a sign-out, 20 at most. */
  postLogoutRedirectUris?: Array<string> | null | undefined;
  /** Where browsers are sent back to with a code, 1 to 20: https, or http on localhost and 127.0.0.1; compared letter by letter. */
  redirectUris?: Array<string> | null | undefined;
};

/** What to change; what is left out stays. */
export type UpdateGroupInput = {
  /** The kinds of key that members may be given; null means any. */
  allowedKeyKinds?: Array<KeyKind> | null | undefined;
  /** What the group is for; null empties it. */
  description?: string | null | undefined;
  /** Which group, `grp_…`. */
  groupId: string;
  /** The group’s name, 1 to 100 characters. */
  name?: string | null | undefined;
};

/** What the mutation takes. */
export type UpdateUserInput = {
  /** What to change. */
  changes: UserChangesInput;
  /** Whom to change, `usr_…`. */
  userId: string;
};

/** What to change; what is left out stays. */
export type UpdateWorkspaceInput = {
  /** Whether an administrator who sends an activation link is shown it. Whoever sees a link can use it in the person’s place. */
  activationLinkVisible?: boolean | null | undefined;
  /** What proves that whoever opens a link is the person. */
  activationProof?: ActivationProof | null | undefined;
  /** What a sign-in by a phone that has to be near must show at least. */
  minimumProximity?: Proximity | null | undefined;
  /** The organisation’s name, 1 to 100 characters. */
  name?: string | null | undefined;
  /** How readers that type like a keyboard spell a card’s number. */
  typedCardFormat?: CardNumberFormat | null | undefined;
};

/** What to change of a person: what is left out stays, null empties an optional field. */
export type UserChangesInput = {
  /** Where the person works, up to 200 characters. */
  department?: string | null | undefined;
  /** The name as people write it, 1 to 200 characters. */
  displayName?: string | null | undefined;
  /** Where mail to the person goes; unique without regard to case. */
  email?: string | null | undefined;
  /** The organisation’s own number for the person, up to 64 characters. */
  employeeNumber?: string | null | undefined;
  /** A telephone number, up to 40 characters. */
  phone?: string | null | undefined;
  /** What the person signs in as, 1 to 64 characters without spaces. */
  username?: string | null | undefined;
};

/** Who a person is. */
export type UserDetailsInput = {
  /** Where the person works, up to 200 characters. */
  department?: string | null | undefined;
  /** The name as people write it, 1 to 200 characters. */
  displayName: string;
  /** Where mail to the person goes; unique without regard to case. */
  email: string;
  /** The organisation’s own number for the person, up to 64 characters. */
  employeeNumber?: string | null | undefined;
  /** A telephone number, up to 40 characters. */
  phone?: string | null | undefined;
  /** What the person signs in as, 1 to 64 characters without spaces; unique without regard to case. */
  username: string;
};

/** Which people: all that is given must fit. */
export type UserFilter = {
  /** Members of this group. */
  groupId?: string | null | undefined;
  /** People who have, or had, a key of this kind. */
  keyKind?: KeyKind | null | undefined;
  /** People with one of these roles. */
  roles?: Array<Role> | null | undefined;
  /** Part of the name, email, username or employee number, up to 200 characters, without regard to case. */
  search?: string | null | undefined;
  /** People with one of these statuses. */
  statuses?: Array<UserStatus> | null | undefined;
};

/** In which order people come. */
export type UserOrder = {
  /** From the end: Z to A, newest first. False unless given. */
  descending?: boolean | null | undefined;
  /** By what. */
  field: UserOrderField;
};

/** By what people are ordered. */
export type UserOrderField =
  /** By when they were added. */
  | 'CREATED_AT'
  /** By email, without regard to case. */
  | 'EMAIL'
  /** By name, without regard to case. */
  | 'NAME';

/** How a person stands, from their keys and whether they are suspended. */
export type UserStatus =
  /** At least one key is active. */
  | 'ACTIVE'
  /** The person has no key. */
  | 'NO_KEY'
  /** A key waits to be activated, and none is active. */
  | 'PENDING'
  /** The person is suspended, or all their keys are. */
  | 'SUSPENDED';

/** How a wizard stands. */
export type UserWizardStatus =
  /** Done: the person is there. */
  | 'CONFIRMED'
  /** Given up. */
  | 'DISCARDED'
  /** Being filled in. */
  | 'OPEN';

/** A step of the wizard. Steps may be set in any order, and again. */
export type UserWizardStep =
  /** Everything is set: look it over and confirm. */
  | 'CONFIRM'
  /** Who the person is. */
  | 'DETAILS'
  /** The groups that the person joins. */
  | 'GROUPS'
  /** Whether the person gets a key now, and which. */
  | 'SECURITY_KEY';

/** How a smartphone verifies its user. */
export type Verification =
  /** By fingerprint or face; the phone may take its passcode instead. */
  | 'BIOMETRIC'
  /** By a PIN that the person chooses and this server checks. */
  | 'PIN';

type Failure_AccessDeniedError_Fragment = { code: ErrorCode, message: string };

type Failure_NotFoundError_Fragment = { code: ErrorCode, message: string };

type Failure_RateLimitedError_Fragment = { retryAfterSeconds: number, code: ErrorCode, message: string };

type Failure_RefusedError_Fragment = { code: ErrorCode, message: string };

type Failure_ValidationError_Fragment = { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> };

export type FailureFragment =
  | Failure_AccessDeniedError_Fragment
  | Failure_NotFoundError_Fragment
  | Failure_RateLimitedError_Fragment
  | Failure_RefusedError_Fragment
  | Failure_ValidationError_Fragment
;

export type EventLoggedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type EventLoggedSubscription = { eventLogged: { cursor: string, event: { type: EventType, userId: string | null } | null } };

export type EnrolmentStatusChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type EnrolmentStatusChangedSubscription = { enrolmentStatusChanged: { cursor: string, change: { enrolment: { user: { id: string } | null } | null } | null } };

export type ReaderAgentChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ReaderAgentChangedSubscription = { readerAgentChanged: { cursor: string, readerAgent: { id: string } | null } };

export type LogEndQueryVariables = Exact<{ [key: string]: never; }>;


export type LogEndQuery = { events: { edges: Array<{ node: { cursor: string } }> } };

export type BootQueryVariables = Exact<{ [key: string]: never; }>;


export type BootQuery = { setupOpen: boolean, demo: boolean, viewer:
    | { __typename: 'ApiToken' }
    | { __typename: 'ReaderAgent' }
    | { __typename: 'User', id: string, displayName: string, email: string, role: Role | null }
   | null };

export type OrganisationQueryVariables = Exact<{ [key: string]: never; }>;


export type OrganisationQuery = { workspace: { id: string, name: string } };

export type SignOutMutationVariables = Exact<{ [key: string]: never; }>;


export type SignOutMutation = { signOut:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { signedOut: boolean }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type EventFieldsFragment = { cursor: string, number: number, type: EventType, occurredAt: string, actor: string, userId: string | null, keyId: string | null, enrolmentId: string | null, actorUser: { id: string, displayName: string } | null, user: { id: string, displayName: string } | null, securityKey:
    | { id: string, name: string, kind: KeyKind }
    | { id: string, name: string, kind: KeyKind }
    | { id: string, name: string, kind: KeyKind }
   | null, application: { id: string, name: string } | null, readerAgent: { id: string, name: string } | null, details: Array<{ name: string, value: string | null }> };

export type PageInfoFieldsFragment = { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null };

export type PeopleChoicesQueryVariables = Exact<{
  search?: string | null | undefined;
}>;


export type PeopleChoicesQuery = { users: { edges: Array<{ node: { id: string, displayName: string, email: string, role: Role | null } }> } };

export type PersonChoiceQueryVariables = Exact<{
  id: string;
}>;


export type PersonChoiceQuery = { user: { id: string, displayName: string, email: string, role: Role | null } | null };

export type ActivityQueryVariables = Exact<{
  filter?: EventFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type ActivityQuery = { events: { edges: Array<{ node: { cursor: string, number: number, type: EventType, occurredAt: string, actor: string, userId: string | null, keyId: string | null, enrolmentId: string | null, actorUser: { id: string, displayName: string } | null, user: { id: string, displayName: string } | null, securityKey:
          | { id: string, name: string, kind: KeyKind }
          | { id: string, name: string, kind: KeyKind }
          | { id: string, name: string, kind: KeyKind }
         | null, application: { id: string, name: string } | null, readerAgent: { id: string, name: string } | null, details: Array<{ name: string, value: string | null }> } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type LogCheckQueryVariables = Exact<{ [key: string]: never; }>;


export type LogCheckQuery = { logCheck: { events: number, checkpoints: number, problem: LogProblem | null, problemNumber: number | null } };

export type ApplicationFieldsFragment = { id: string, name: string, type: ApplicationType, redirectUris: Array<string>, postLogoutRedirectUris: Array<string>, idTokenAlgorithm: SigningAlgorithm, groupsClaim: GroupsClaim, createdAt: string, groups: Array<{ claims: Array<ApplicationClaim>, group: { id: string, name: string, allowedKeyKinds: Array<KeyKind> | null } }> };

export type ApplicationsQueryVariables = Exact<{ [key: string]: never; }>;


export type ApplicationsQuery = { applications: Array<{ id: string, name: string, type: ApplicationType, redirectUris: Array<string>, postLogoutRedirectUris: Array<string>, idTokenAlgorithm: SigningAlgorithm, groupsClaim: GroupsClaim, createdAt: string, groups: Array<{ claims: Array<ApplicationClaim>, group: { id: string, name: string, allowedKeyKinds: Array<KeyKind> | null } }> }> };

export type ApplicationPageQueryVariables = Exact<{
  id: string;
}>;


export type ApplicationPageQuery = { application: { id: string, name: string, type: ApplicationType, redirectUris: Array<string>, postLogoutRedirectUris: Array<string>, idTokenAlgorithm: SigningAlgorithm, groupsClaim: GroupsClaim, createdAt: string, groups: Array<{ claims: Array<ApplicationClaim>, group: { id: string, name: string, allowedKeyKinds: Array<KeyKind> | null } }> } | null, openIdProvider: { issuer: string, discoveryUrl: string, authorizationUrl: string, tokenUrl: string, userinfoUrl: string, jwksUrl: string, endSessionUrl: string } };

export type CreateApplicationMutationVariables = Exact<{
  input: CreateApplicationInput;
}>;


export type CreateApplicationMutation = { createApplication:
    | { code: ErrorCode, message: string }
    | { clientSecret: string | null, application: { id: string } }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type UpdateApplicationMutationVariables = Exact<{
  input: UpdateApplicationInput;
}>;


export type UpdateApplicationMutation = { updateApplication:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { application: { id: string, name: string, type: ApplicationType, redirectUris: Array<string>, postLogoutRedirectUris: Array<string>, idTokenAlgorithm: SigningAlgorithm, groupsClaim: GroupsClaim, createdAt: string, groups: Array<{ claims: Array<ApplicationClaim>, group: { id: string, name: string, allowedKeyKinds: Array<KeyKind> | null } }> } }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type RotateApplicationSecretMutationVariables = Exact<{
  input: RotateApplicationSecretInput;
}>;


export type RotateApplicationSecretMutation = { rotateApplicationSecret:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { clientSecret: string | null }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type DeleteApplicationMutationVariables = Exact<{
  input: DeleteApplicationInput;
}>;


export type DeleteApplicationMutation = { deleteApplication:
    | { code: ErrorCode, message: string }
    | { applicationId: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type SetApplicationGroupsMutationVariables = Exact<{
  input: SetApplicationGroupsInput;
}>;


export type SetApplicationGroupsMutation = { setApplicationGroups:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { application: { id: string, name: string, type: ApplicationType, redirectUris: Array<string>, postLogoutRedirectUris: Array<string>, idTokenAlgorithm: SigningAlgorithm, groupsClaim: GroupsClaim, createdAt: string, groups: Array<{ claims: Array<ApplicationClaim>, group: { id: string, name: string, allowedKeyKinds: Array<KeyKind> | null } }> } }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type SigningKeysQueryVariables = Exact<{ [key: string]: never; }>;


export type SigningKeysQuery = { openIdProvider: { signingKeys: Array<{ kid: string, algorithm: SigningAlgorithm, createdAt: string, retiredAt: string | null }> } };

export type RotateSigningKeysMutationVariables = Exact<{ [key: string]: never; }>;


export type RotateSigningKeysMutation = { rotateSigningKeys:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { signingKeys: Array<{ kid: string }> }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type DashboardNumbersQueryVariables = Exact<{
  midnight: string;
}>;


export type DashboardNumbersQuery = { enrolmentSummary: { pending: number, opened: number, activated: number }, enrolments: { totalCount: number } };

export type ActivationCountsQueryVariables = Exact<{
  from: Array<string> | string;
}>;


export type ActivationCountsQuery = { activationCounts: Array<number> };

export type LastEventsQueryVariables = Exact<{ [key: string]: never; }>;


export type LastEventsQuery = { events: { edges: Array<{ node: { cursor: string, number: number, type: EventType, occurredAt: string, actor: string, userId: string | null, keyId: string | null, enrolmentId: string | null, actorUser: { id: string, displayName: string } | null, user: { id: string, displayName: string } | null, securityKey:
          | { id: string, name: string, kind: KeyKind }
          | { id: string, name: string, kind: KeyKind }
          | { id: string, name: string, kind: KeyKind }
         | null, application: { id: string, name: string } | null, readerAgent: { id: string, name: string } | null, details: Array<{ name: string, value: string | null }> } }> } };

export type FirstThingsQueryVariables = Exact<{ [key: string]: never; }>;


export type FirstThingsQuery = { groups: { edges: Array<{ node: { id: string } }> }, users: { edges: Array<{ node: { id: string } }> }, readerAgents: { edges: Array<{ node: { id: string } }> } };

export type ResendActivationLinkMutationVariables = Exact<{
  input: ResendActivationLinkInput;
}>;


export type ResendActivationLinkMutation = { resendActivationLink:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { activationCode: string | null, activationLink: string | null, enrolment: { id: string } }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type CancelEnrolmentMutationVariables = Exact<{
  input: CancelEnrolmentInput;
}>;


export type CancelEnrolmentMutation = { cancelEnrolment:
    | { code: ErrorCode, message: string }
    | { enrolment: { id: string, status: EnrolmentStatus } }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type EnrolmentsQueryVariables = Exact<{
  filter?: EnrolmentFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type EnrolmentsQuery = { enrolments: { edges: Array<{ node: { id: string, status: EnrolmentStatus, createdAt: string, expiresAt: string, endedAt: string | null, user: { id: string, displayName: string, role: Role | null } | null, securityKey:
          | { activation: CardActivation, id: string, name: string, kind: KeyKind, status: KeyStatus }
          | { id: string, name: string, kind: KeyKind, status: KeyStatus }
          | { id: string, name: string, kind: KeyKind, status: KeyStatus }
         | null, createdBy: { id: string, displayName: string } | null, mail: { status: MailStatus, sentAt: string | null, lastError: string | null } | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type EnrolmentCountQueryVariables = Exact<{
  filter?: EnrolmentFilter | null | undefined;
}>;


export type EnrolmentCountQuery = { enrolments: { totalCount: number } };

export type GroupFieldsFragment = { id: string, name: string, description: string | null, allowedKeyKinds: Array<KeyKind> | null, createdAt: string, memberCount: number };

export type GroupsQueryVariables = Exact<{
  search?: string | null | undefined;
  orderBy?: GroupOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type GroupsQuery = { groups: { edges: Array<{ node: { id: string, name: string, description: string | null, allowedKeyKinds: Array<KeyKind> | null, createdAt: string, memberCount: number } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type GroupPageQueryVariables = Exact<{
  id: string;
}>;


export type GroupPageQuery = { group: { id: string, name: string, description: string | null, allowedKeyKinds: Array<KeyKind> | null, createdAt: string, memberCount: number } | null };

export type GroupMembersQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type GroupMembersQuery = { group: { id: string, members: { edges: Array<{ node: { id: string, displayName: string, email: string, department: string | null, status: UserStatus, role: Role | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type AddGroupMemberMutationVariables = Exact<{
  input: AddGroupMemberInput;
}>;


export type AddGroupMemberMutation = { addGroupMember:
    | { code: ErrorCode, message: string }
    | { user: { id: string } }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type RemoveGroupMemberMutationVariables = Exact<{
  input: RemoveGroupMemberInput;
}>;


export type RemoveGroupMemberMutation = { removeGroupMember:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { user: { id: string } }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type CreateGroupMutationVariables = Exact<{
  input: CreateGroupInput;
}>;


export type CreateGroupMutation = { createGroup:
    | { code: ErrorCode, message: string }
    | { group: { id: string } }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type UpdateGroupMutationVariables = Exact<{
  input: UpdateGroupInput;
}>;


export type UpdateGroupMutation = { updateGroup:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { group: { id: string, name: string, description: string | null, allowedKeyKinds: Array<KeyKind> | null, createdAt: string, memberCount: number } }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type DeleteGroupMutationVariables = Exact<{
  input: DeleteGroupInput;
}>;


export type DeleteGroupMutation = { deleteGroup:
    | { code: ErrorCode, message: string }
    | { groupId: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type RenameSecurityKeyMutationVariables = Exact<{
  input: RenameSecurityKeyInput;
}>;


export type RenameSecurityKeyMutation = { renameSecurityKey:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { securityKey:
        | { id: string, name: string }
        | { id: string, name: string }
        | { id: string, name: string }
       }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type SuspendSecurityKeyMutationVariables = Exact<{
  input: SuspendSecurityKeyInput;
}>;


export type SuspendSecurityKeyMutation = { suspendSecurityKey:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { securityKey:
        | { id: string, status: KeyStatus }
        | { id: string, status: KeyStatus }
        | { id: string, status: KeyStatus }
       }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type ResumeSecurityKeyMutationVariables = Exact<{
  input: ResumeSecurityKeyInput;
}>;


export type ResumeSecurityKeyMutation = { resumeSecurityKey:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { securityKey:
        | { id: string, status: KeyStatus }
        | { id: string, status: KeyStatus }
        | { id: string, status: KeyStatus }
       }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type ReportSecurityKeyLostMutationVariables = Exact<{
  input: ReportSecurityKeyLostInput;
}>;


export type ReportSecurityKeyLostMutation = { reportSecurityKeyLost:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { securityKey:
        | { id: string, status: KeyStatus }
        | { id: string, status: KeyStatus }
        | { id: string, status: KeyStatus }
       }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type RevokeSecurityKeyMutationVariables = Exact<{
  input: RevokeSecurityKeyInput;
}>;


export type RevokeSecurityKeyMutation = { revokeSecurityKey:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { securityKey:
        | { id: string, status: KeyStatus }
        | { id: string, status: KeyStatus }
        | { id: string, status: KeyStatus }
       }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type ResetCardPinMutationVariables = Exact<{
  input: ResetCardPinInput;
}>;


export type ResetCardPinMutation = { resetCardPin:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { securityKey:
        | { id: string }
        | { id: string }
        | { id: string }
       }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type UnlockCardPinMutationVariables = Exact<{
  input: UnlockCardPinInput;
}>;


export type UnlockCardPinMutation = { unlockCardPin:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { securityKey:
        | { id: string }
        | { id: string }
        | { id: string }
       }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type SecurityKeysQueryVariables = Exact<{
  filter?: SecurityKeyFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type SecurityKeysQuery = { securityKeys: { edges: Array<{ node:
        | { uidSuffix: string | null, pinStatus: PinStatus, id: string, name: string, kind: KeyKind, status: KeyStatus, createdAt: string, activatedAt: string | null, lastUsedAt: string | null, user: { id: string, displayName: string, role: Role | null } | null }
        | { id: string, name: string, kind: KeyKind, status: KeyStatus, createdAt: string, activatedAt: string | null, lastUsedAt: string | null, user: { id: string, displayName: string, role: Role | null } | null }
        | { pinStatus: PinStatus, id: string, name: string, kind: KeyKind, status: KeyStatus, createdAt: string, activatedAt: string | null, lastUsedAt: string | null, user: { id: string, displayName: string, role: Role | null } | null }
       }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type AgentFieldsFragment = { id: string, name: string, kind: ReaderAgentKind, platform: string, version: string, radio: ReaderAgentRadio, online: boolean, lastSeenAt: string | null, createdAt: string, revokedAt: string | null, user: { id: string, displayName: string } | null, readers: Array<{ id: string, name: string, adapter: ReaderAdapter, connected: boolean, changedAt: string }> };

export type ReaderAgentsQueryVariables = Exact<{
  filter?: ReaderAgentFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type ReaderAgentsQuery = { readerAgents: { edges: Array<{ node: { id: string, name: string, kind: ReaderAgentKind, platform: string, version: string, radio: ReaderAgentRadio, online: boolean, lastSeenAt: string | null, createdAt: string, revokedAt: string | null, user: { id: string, displayName: string } | null, readers: Array<{ id: string, name: string, adapter: ReaderAdapter, connected: boolean, changedAt: string }> } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type NewestAgentsQueryVariables = Exact<{ [key: string]: never; }>;


export type NewestAgentsQuery = { readerAgents: { edges: Array<{ node: { id: string, name: string } }> } };

export type CreatePairingCodeMutationVariables = Exact<{
  input: CreatePairingCodeInput;
}>;


export type CreatePairingCodeMutation = { createPairingCode:
    | { code: ErrorCode, message: string }
    | { pairingCode: string, expiresAt: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type RenameReaderAgentMutationVariables = Exact<{
  input: RenameReaderAgentInput;
}>;


export type RenameReaderAgentMutation = { renameReaderAgent:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { readerAgent: { id: string, name: string } }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type RevokeReaderAgentMutationVariables = Exact<{
  input: RevokeReaderAgentInput;
}>;


export type RevokeReaderAgentMutation = { revokeReaderAgent:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { readerAgent: { id: string, revokedAt: string | null } }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type RequestTestTapMutationVariables = Exact<{
  input: RequestTestTapInput;
}>;


export type RequestTestTapMutation = { requestTestTap:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { tapJob: { id: string, status: TapJobStatus, createdAt: string, expiresAt: string, failure: TapFailure | null, message: string | null, reader: { id: string, name: string, adapter: ReaderAdapter, agent: { id: string, name: string } | null } | null, card: { uidSuffix: string, technology: CardTechnology, fido2Applet: boolean, assurance: CardAssurance } | null, takenBy:
          | { id: string, name: string, user: { id: string, displayName: string } | null }
          | { id: string, name: string, user: { id: string, displayName: string } | null }
          | { id: string, name: string, user: { id: string, displayName: string } | null }
         | null } }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type WorkspaceSettingsQueryVariables = Exact<{ [key: string]: never; }>;


export type WorkspaceSettingsQuery = { workspace: { id: string, name: string, activationProof: ActivationProof, typedCardFormat: CardNumberFormat, activationLinkVisible: boolean, minimumProximity: Proximity } };

export type WorkspaceFieldsFragment = { id: string, name: string, activationProof: ActivationProof, typedCardFormat: CardNumberFormat, activationLinkVisible: boolean, minimumProximity: Proximity };

export type UpdateWorkspaceMutationVariables = Exact<{
  input: UpdateWorkspaceInput;
}>;


export type UpdateWorkspaceMutation = { updateWorkspace:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { workspace: { id: string, name: string, activationProof: ActivationProof, typedCardFormat: CardNumberFormat, activationLinkVisible: boolean, minimumProximity: Proximity } }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type ApiTokensQueryVariables = Exact<{ [key: string]: never; }>;


export type ApiTokensQuery = { apiTokens: Array<{ id: string, name: string, scopes: Array<TokenScope>, createdAt: string, expiresAt: string, revokedAt: string | null }> };

export type CreateApiTokenMutationVariables = Exact<{
  input: CreateApiTokenInput;
}>;


export type CreateApiTokenMutation = { createApiToken:
    | { code: ErrorCode, message: string }
    | { token: string, apiToken: { id: string } }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type RevokeApiTokenMutationVariables = Exact<{
  input: RevokeApiTokenInput;
}>;


export type RevokeApiTokenMutation = { revokeApiToken:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { apiToken: { id: string, revokedAt: string | null } }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type SessionsQueryVariables = Exact<{ [key: string]: never; }>;


export type SessionsQuery = { sessions: Array<{ id: string, createdAt: string | null, expiresAt: string | null, userAgent: string | null, current: boolean, user: { id: string, displayName: string, role: Role | null } | null }> };

export type RevokeSessionMutationVariables = Exact<{
  input: RevokeSessionInput;
}>;


export type RevokeSessionMutation = { revokeSession:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { sessionId: string }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type PersonQueryVariables = Exact<{
  id: string;
}>;


export type PersonQuery = { user: { id: string, displayName: string, email: string, username: string, employeeNumber: string | null, department: string | null, phone: string | null, status: UserStatus, role: Role | null, suspendedAt: string | null, createdAt: string, updatedAt: string, groups: Array<{ id: string, name: string, allowedKeyKinds: Array<KeyKind> | null }> | null, securityKeys: Array<
      | { activation: CardActivation, uidSuffix: string | null, technology: CardTechnology | null, assurance: CardAssurance | null, pinStatus: PinStatus, id: string, name: string, kind: KeyKind, status: KeyStatus, createdAt: string, activatedAt: string | null, lastUsedAt: string | null, enrolment: { id: string, status: EnrolmentStatus, createdAt: string, expiresAt: string, openedAt: string | null, endedAt: string | null, mail: { status: MailStatus, sentAt: string | null, lastError: string | null } | null } | null }
      | { id: string, name: string, kind: KeyKind, status: KeyStatus, createdAt: string, activatedAt: string | null, lastUsedAt: string | null, credential: { transports: Array<string>, attested: boolean, model: string | null, backupEligible: boolean, backedUp: boolean } | null, enrolment: { id: string, status: EnrolmentStatus, createdAt: string, expiresAt: string, openedAt: string | null, endedAt: string | null, mail: { status: MailStatus, sentAt: string | null, lastError: string | null } | null } | null }
      | { pinStatus: PinStatus, offlineReady: boolean | null, offlineUntil: string | null, deviceEvidence: DeviceEvidence | null, deviceBound: boolean | null, id: string, name: string, kind: KeyKind, status: KeyStatus, createdAt: string, activatedAt: string | null, lastUsedAt: string | null, settings: { auditable: boolean, bluetoothProximity: boolean, offlineLogin: boolean, verification: Verification }, credential: { transports: Array<string>, attested: boolean, model: string | null, backupEligible: boolean, backedUp: boolean } | null, enrolment: { id: string, status: EnrolmentStatus, createdAt: string, expiresAt: string, openedAt: string | null, endedAt: string | null, mail: { status: MailStatus, sentAt: string | null, lastError: string | null } | null } | null }
    > | null, keyRequest: { kind: KeyKind, requestedAt: string } | null } | null };

export type PersonFieldsFragment = { id: string, displayName: string, email: string, username: string, employeeNumber: string | null, department: string | null, phone: string | null, status: UserStatus, role: Role | null, suspendedAt: string | null, createdAt: string, updatedAt: string };

type KeyFields_ContactlessCard_Fragment = { activation: CardActivation, uidSuffix: string | null, technology: CardTechnology | null, assurance: CardAssurance | null, pinStatus: PinStatus, id: string, name: string, kind: KeyKind, status: KeyStatus, createdAt: string, activatedAt: string | null, lastUsedAt: string | null, enrolment: { id: string, status: EnrolmentStatus, createdAt: string, expiresAt: string, openedAt: string | null, endedAt: string | null, mail: { status: MailStatus, sentAt: string | null, lastError: string | null } | null } | null };

type KeyFields_HardwareKey_Fragment = { id: string, name: string, kind: KeyKind, status: KeyStatus, createdAt: string, activatedAt: string | null, lastUsedAt: string | null, credential: { transports: Array<string>, attested: boolean, model: string | null, backupEligible: boolean, backedUp: boolean } | null, enrolment: { id: string, status: EnrolmentStatus, createdAt: string, expiresAt: string, openedAt: string | null, endedAt: string | null, mail: { status: MailStatus, sentAt: string | null, lastError: string | null } | null } | null };

type KeyFields_Smartphone_Fragment = { pinStatus: PinStatus, offlineReady: boolean | null, offlineUntil: string | null, deviceEvidence: DeviceEvidence | null, deviceBound: boolean | null, id: string, name: string, kind: KeyKind, status: KeyStatus, createdAt: string, activatedAt: string | null, lastUsedAt: string | null, settings: { auditable: boolean, bluetoothProximity: boolean, offlineLogin: boolean, verification: Verification }, credential: { transports: Array<string>, attested: boolean, model: string | null, backupEligible: boolean, backedUp: boolean } | null, enrolment: { id: string, status: EnrolmentStatus, createdAt: string, expiresAt: string, openedAt: string | null, endedAt: string | null, mail: { status: MailStatus, sentAt: string | null, lastError: string | null } | null } | null };

export type KeyFieldsFragment =
  | KeyFields_ContactlessCard_Fragment
  | KeyFields_HardwareKey_Fragment
  | KeyFields_Smartphone_Fragment
;

export type CredentialFieldsFragment = { transports: Array<string>, attested: boolean, model: string | null, backupEligible: boolean, backedUp: boolean };

export type PersonEnrolmentsQueryVariables = Exact<{
  filter?: EnrolmentFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type PersonEnrolmentsQuery = { enrolments: { edges: Array<{ node: { id: string, status: EnrolmentStatus, createdAt: string, expiresAt: string, openedAt: string | null, endedAt: string | null, createdBy: { id: string, displayName: string } | null, securityKey:
          | { id: string, name: string, kind: KeyKind }
          | { id: string, name: string, kind: KeyKind }
          | { id: string, name: string, kind: KeyKind }
         | null, mail: { status: MailStatus, sentAt: string | null, lastError: string | null } | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type PersonEventsQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type PersonEventsQuery = { user: { id: string, events: { edges: Array<{ node: { cursor: string, number: number, type: EventType, occurredAt: string, actor: string, userId: string | null, keyId: string | null, enrolmentId: string | null, actorUser: { id: string, displayName: string } | null, user: { id: string, displayName: string } | null, securityKey:
            | { id: string, name: string, kind: KeyKind }
            | { id: string, name: string, kind: KeyKind }
            | { id: string, name: string, kind: KeyKind }
           | null, application: { id: string, name: string } | null, readerAgent: { id: string, name: string } | null, details: Array<{ name: string, value: string | null }> } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null } | null };

export type UpdateUserMutationVariables = Exact<{
  input: UpdateUserInput;
}>;


export type UpdateUserMutation = { updateUser:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { user: { id: string, displayName: string, email: string, username: string, employeeNumber: string | null, department: string | null, phone: string | null, status: UserStatus, role: Role | null, suspendedAt: string | null, createdAt: string, updatedAt: string } }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type SetUserGroupsMutationVariables = Exact<{
  input: SetUserGroupsInput;
}>;


export type SetUserGroupsMutation = { setUserGroups:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { user: { id: string } }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type SetUserRoleMutationVariables = Exact<{
  input: SetUserRoleInput;
}>;


export type SetUserRoleMutation = { setUserRole:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { user: { id: string, role: Role | null } }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type SuspendUserMutationVariables = Exact<{
  input: SuspendUserInput;
}>;


export type SuspendUserMutation = { suspendUser:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { user: { id: string } }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type ResumeUserMutationVariables = Exact<{
  input: ResumeUserInput;
}>;


export type ResumeUserMutation = { resumeUser:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { user: { id: string } }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type DeleteUserMutationVariables = Exact<{
  input: DeleteUserInput;
}>;


export type DeleteUserMutation = { deleteUser:
    | { code: ErrorCode, message: string }
    | { userId: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type AssignSecurityKeyMutationVariables = Exact<{
  input: AssignSecurityKeyInput;
}>;


export type AssignSecurityKeyMutation = { assignSecurityKey:
    | { code: ErrorCode, message: string }
    | { activationCode: string | null, activationLink: string | null, enrolment: { id: string, securityKey:
          | { id: string }
          | { id: string }
          | { id: string }
         | null } }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type UsersQueryVariables = Exact<{
  filter?: UserFilter | null | undefined;
  orderBy?: UserOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type UsersQuery = { users: { edges: Array<{ node: { id: string, displayName: string, email: string, username: string, department: string | null, status: UserStatus, role: Role | null, createdAt: string, groups: Array<{ id: string, name: string }> | null, securityKeys: Array<
          | { id: string, kind: KeyKind, status: KeyStatus }
          | { id: string, kind: KeyKind, status: KeyStatus }
          | { id: string, kind: KeyKind, status: KeyStatus }
        > | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type UserCountQueryVariables = Exact<{
  filter?: UserFilter | null | undefined;
}>;


export type UserCountQuery = { users: { totalCount: number } };

export type GroupChoicesQueryVariables = Exact<{
  search?: string | null | undefined;
}>;


export type GroupChoicesQuery = { groups: { edges: Array<{ node: { id: string, name: string, allowedKeyKinds: Array<KeyKind> | null } }>, pageInfo: { hasNextPage: boolean } } };

export type OpenWizardsQueryVariables = Exact<{ [key: string]: never; }>;


export type OpenWizardsQuery = { userWizards: { edges: Array<{ node: { id: string, nextStep: UserWizardStep | null, createdAt: string, expiresAt: string, details: { displayName: string } | null } }> } };

export type StartUserWizardMutationVariables = Exact<{
  input: StartUserWizardInput;
}>;


export type StartUserWizardMutation = { startUserWizard:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { wizard: { id: string, status: UserWizardStatus, nextStep: UserWizardStep | null, missingSteps: Array<UserWizardStep>, expiresAt: string, details: { displayName: string, email: string, username: string, employeeNumber: string | null, department: string | null, phone: string | null } | null, groups: Array<{ id: string, name: string, allowedKeyKinds: Array<KeyKind> | null }> | null, securityKey: { kind: KeyKind | null, name: string | null, activation: CardActivation | null, smartphone: { auditable: boolean, bluetoothProximity: boolean, offlineLogin: boolean, verification: Verification } | null } | null, card: { uidSuffix: string, technology: CardTechnology, fido2Applet: boolean, assurance: CardAssurance } | null, user: { id: string } | null } }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type DiscardUserWizardMutationVariables = Exact<{
  input: DiscardUserWizardInput;
}>;


export type DiscardUserWizardMutation = { discardUserWizard:
    | { code: ErrorCode, message: string }
    | { wizard: { id: string, status: UserWizardStatus } }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type TapJobFieldsFragment = { id: string, status: TapJobStatus, createdAt: string, expiresAt: string, failure: TapFailure | null, message: string | null, reader: { id: string, name: string, adapter: ReaderAdapter, agent: { id: string, name: string } | null } | null, card: { uidSuffix: string, technology: CardTechnology, fido2Applet: boolean, assurance: CardAssurance } | null, takenBy:
    | { id: string, name: string, user: { id: string, displayName: string } | null }
    | { id: string, name: string, user: { id: string, displayName: string } | null }
    | { id: string, name: string, user: { id: string, displayName: string } | null }
   | null };

export type TapReadersQueryVariables = Exact<{ [key: string]: never; }>;


export type TapReadersQuery = { readerAgents: { edges: Array<{ node: { id: string, name: string, kind: ReaderAgentKind, readers: Array<{ id: string, name: string, adapter: ReaderAdapter, connected: boolean }> } }> } };

export type ReaderDriversQueryVariables = Exact<{ [key: string]: never; }>;


export type ReaderDriversQuery = { readerDrivers: Array<{ platform: ReaderPlatform, kind: ReaderDriverKind, required: boolean, included: boolean, packages: Array<string>, version: string | null, address: string | null, bytes: number | null, sha256: string | null }> };

export type AssignContactlessCardMutationVariables = Exact<{
  input: AssignContactlessCardInput;
}>;


export type AssignContactlessCardMutation = { assignContactlessCard:
    | { code: ErrorCode, message: string }
    | { tapJob: { id: string, status: TapJobStatus, createdAt: string, expiresAt: string, failure: TapFailure | null, message: string | null, reader: { id: string, name: string, adapter: ReaderAdapter, agent: { id: string, name: string } | null } | null, card: { uidSuffix: string, technology: CardTechnology, fido2Applet: boolean, assurance: CardAssurance } | null, takenBy:
          | { id: string, name: string, user: { id: string, displayName: string } | null }
          | { id: string, name: string, user: { id: string, displayName: string } | null }
          | { id: string, name: string, user: { id: string, displayName: string } | null }
         | null } }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type TapDemoCardMutationVariables = Exact<{
  input: TapDemoCardInput;
}>;


export type TapDemoCardMutation = { tapDemoCard:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { tapJob: { id: string, status: TapJobStatus } }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type CancelTapJobMutationVariables = Exact<{
  input: CancelTapJobInput;
}>;


export type CancelTapJobMutation = { cancelTapJob:
    | { code: ErrorCode, message: string }
    | { tapJob: { id: string, status: TapJobStatus } }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type TapJobChangedSubscriptionVariables = Exact<{
  tapJobId: string;
}>;


export type TapJobChangedSubscription = { tapJobChanged: { id: string, status: TapJobStatus, createdAt: string, expiresAt: string, failure: TapFailure | null, message: string | null, reader: { id: string, name: string, adapter: ReaderAdapter, agent: { id: string, name: string } | null } | null, card: { uidSuffix: string, technology: CardTechnology, fido2Applet: boolean, assurance: CardAssurance } | null, takenBy:
      | { id: string, name: string, user: { id: string, displayName: string } | null }
      | { id: string, name: string, user: { id: string, displayName: string } | null }
      | { id: string, name: string, user: { id: string, displayName: string } | null }
     | null } };

export type WizardFieldsFragment = { id: string, status: UserWizardStatus, nextStep: UserWizardStep | null, missingSteps: Array<UserWizardStep>, expiresAt: string, details: { displayName: string, email: string, username: string, employeeNumber: string | null, department: string | null, phone: string | null } | null, groups: Array<{ id: string, name: string, allowedKeyKinds: Array<KeyKind> | null }> | null, securityKey: { kind: KeyKind | null, name: string | null, activation: CardActivation | null, smartphone: { auditable: boolean, bluetoothProximity: boolean, offlineLogin: boolean, verification: Verification } | null } | null, card: { uidSuffix: string, technology: CardTechnology, fido2Applet: boolean, assurance: CardAssurance } | null, user: { id: string } | null };

export type UserWizardQueryVariables = Exact<{
  id: string;
}>;


export type UserWizardQuery = { userWizard: { id: string, status: UserWizardStatus, nextStep: UserWizardStep | null, missingSteps: Array<UserWizardStep>, expiresAt: string, details: { displayName: string, email: string, username: string, employeeNumber: string | null, department: string | null, phone: string | null } | null, groups: Array<{ id: string, name: string, allowedKeyKinds: Array<KeyKind> | null }> | null, securityKey: { kind: KeyKind | null, name: string | null, activation: CardActivation | null, smartphone: { auditable: boolean, bluetoothProximity: boolean, offlineLogin: boolean, verification: Verification } | null } | null, card: { uidSuffix: string, technology: CardTechnology, fido2Applet: boolean, assurance: CardAssurance } | null, user: { id: string } | null } | null };

export type SetUserWizardDetailsMutationVariables = Exact<{
  input: SetUserWizardDetailsInput;
}>;


export type SetUserWizardDetailsMutation = { setUserWizardDetails:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { wizard: { id: string, status: UserWizardStatus, nextStep: UserWizardStep | null, missingSteps: Array<UserWizardStep>, expiresAt: string, details: { displayName: string, email: string, username: string, employeeNumber: string | null, department: string | null, phone: string | null } | null, groups: Array<{ id: string, name: string, allowedKeyKinds: Array<KeyKind> | null }> | null, securityKey: { kind: KeyKind | null, name: string | null, activation: CardActivation | null, smartphone: { auditable: boolean, bluetoothProximity: boolean, offlineLogin: boolean, verification: Verification } | null } | null, card: { uidSuffix: string, technology: CardTechnology, fido2Applet: boolean, assurance: CardAssurance } | null, user: { id: string } | null } }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type SetUserWizardGroupsMutationVariables = Exact<{
  input: SetUserWizardGroupsInput;
}>;


export type SetUserWizardGroupsMutation = { setUserWizardGroups:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { wizard: { id: string, status: UserWizardStatus, nextStep: UserWizardStep | null, missingSteps: Array<UserWizardStep>, expiresAt: string, details: { displayName: string, email: string, username: string, employeeNumber: string | null, department: string | null, phone: string | null } | null, groups: Array<{ id: string, name: string, allowedKeyKinds: Array<KeyKind> | null }> | null, securityKey: { kind: KeyKind | null, name: string | null, activation: CardActivation | null, smartphone: { auditable: boolean, bluetoothProximity: boolean, offlineLogin: boolean, verification: Verification } | null } | null, card: { uidSuffix: string, technology: CardTechnology, fido2Applet: boolean, assurance: CardAssurance } | null, user: { id: string } | null } }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type SetUserWizardSecurityKeyMutationVariables = Exact<{
  input: SetUserWizardSecurityKeyInput;
}>;


export type SetUserWizardSecurityKeyMutation = { setUserWizardSecurityKey:
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { wizard: { id: string, status: UserWizardStatus, nextStep: UserWizardStep | null, missingSteps: Array<UserWizardStep>, expiresAt: string, details: { displayName: string, email: string, username: string, employeeNumber: string | null, department: string | null, phone: string | null } | null, groups: Array<{ id: string, name: string, allowedKeyKinds: Array<KeyKind> | null }> | null, securityKey: { kind: KeyKind | null, name: string | null, activation: CardActivation | null, smartphone: { auditable: boolean, bluetoothProximity: boolean, offlineLogin: boolean, verification: Verification } | null } | null, card: { uidSuffix: string, technology: CardTechnology, fido2Applet: boolean, assurance: CardAssurance } | null, user: { id: string } | null } }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export type ConfirmUserWizardMutationVariables = Exact<{
  input: ConfirmUserWizardInput;
}>;


export type ConfirmUserWizardMutation = { confirmUserWizard:
    | { code: ErrorCode, message: string }
    | { activationCode: string | null, activationLink: string | null, wizard: { id: string, status: UserWizardStatus, nextStep: UserWizardStep | null, missingSteps: Array<UserWizardStep>, expiresAt: string, details: { displayName: string, email: string, username: string, employeeNumber: string | null, department: string | null, phone: string | null } | null, groups: Array<{ id: string, name: string, allowedKeyKinds: Array<KeyKind> | null }> | null, securityKey: { kind: KeyKind | null, name: string | null, activation: CardActivation | null, smartphone: { auditable: boolean, bluetoothProximity: boolean, offlineLogin: boolean, verification: Verification } | null } | null, card: { uidSuffix: string, technology: CardTechnology, fido2Applet: boolean, assurance: CardAssurance } | null, user: { id: string } | null } }
    | { code: ErrorCode, message: string }
    | { retryAfterSeconds: number, code: ErrorCode, message: string }
    | { code: ErrorCode, message: string }
    | { code: ErrorCode, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const FailureFragmentDoc = new TypedDocumentString(`
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}
    `, {"fragmentName":"Failure"}) as unknown as TypedDocumentString<FailureFragment, unknown>;
export const EventFieldsFragmentDoc = new TypedDocumentString(`
    fragment EventFields on Event {
  cursor
  number
  type
  occurredAt
  actor
  actorUser {
    id
    displayName
  }
  userId
  user {
    id
    displayName
  }
  keyId
  securityKey {
    id
    name
    kind
  }
  enrolmentId
  application {
    id
    name
  }
  readerAgent {
    id
    name
  }
  details {
    name
    value
  }
}
    `, {"fragmentName":"EventFields"}) as unknown as TypedDocumentString<EventFieldsFragment, unknown>;
export const PageInfoFieldsFragmentDoc = new TypedDocumentString(`
    fragment PageInfoFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
    `, {"fragmentName":"PageInfoFields"}) as unknown as TypedDocumentString<PageInfoFieldsFragment, unknown>;
export const ApplicationFieldsFragmentDoc = new TypedDocumentString(`
    fragment ApplicationFields on Application {
  id
  name
  type
  redirectUris
  postLogoutRedirectUris
  idTokenAlgorithm
  groupsClaim
  createdAt
  groups {
    group {
      id
      name
      allowedKeyKinds
    }
    claims
  }
}
    `, {"fragmentName":"ApplicationFields"}) as unknown as TypedDocumentString<ApplicationFieldsFragment, unknown>;
export const GroupFieldsFragmentDoc = new TypedDocumentString(`
    fragment GroupFields on Group {
  id
  name
  description
  allowedKeyKinds
  createdAt
  memberCount
}
    `, {"fragmentName":"GroupFields"}) as unknown as TypedDocumentString<GroupFieldsFragment, unknown>;
export const AgentFieldsFragmentDoc = new TypedDocumentString(`
    fragment AgentFields on ReaderAgent {
  id
  name
  kind
  platform
  version
  radio
  online
  lastSeenAt
  createdAt
  revokedAt
  user {
    id
    displayName
  }
  readers {
    id
    name
    adapter
    connected
    changedAt
  }
}
    `, {"fragmentName":"AgentFields"}) as unknown as TypedDocumentString<AgentFieldsFragment, unknown>;
export const WorkspaceFieldsFragmentDoc = new TypedDocumentString(`
    fragment WorkspaceFields on Workspace {
  id
  name
  activationProof
  typedCardFormat
  activationLinkVisible
  minimumProximity
}
    `, {"fragmentName":"WorkspaceFields"}) as unknown as TypedDocumentString<WorkspaceFieldsFragment, unknown>;
export const PersonFieldsFragmentDoc = new TypedDocumentString(`
    fragment PersonFields on User {
  id
  displayName
  email
  username
  employeeNumber
  department
  phone
  status
  role
  suspendedAt
  createdAt
  updatedAt
}
    `, {"fragmentName":"PersonFields"}) as unknown as TypedDocumentString<PersonFieldsFragment, unknown>;
export const CredentialFieldsFragmentDoc = new TypedDocumentString(`
    fragment CredentialFields on WebAuthnCredential {
  transports
  attested
  model
  backupEligible
  backedUp
}
    `, {"fragmentName":"CredentialFields"}) as unknown as TypedDocumentString<CredentialFieldsFragment, unknown>;
export const KeyFieldsFragmentDoc = new TypedDocumentString(`
    fragment KeyFields on SecurityKey {
  id
  name
  kind
  status
  createdAt
  activatedAt
  lastUsedAt
  enrolment {
    id
    status
    createdAt
    expiresAt
    openedAt
    endedAt
    mail {
      status
      sentAt
      lastError
    }
  }
  ... on Smartphone {
    settings {
      auditable
      bluetoothProximity
      offlineLogin
      verification
    }
    pinStatus
    offlineReady
    offlineUntil
    deviceEvidence
    deviceBound
    credential {
      ...CredentialFields
    }
  }
  ... on ContactlessCard {
    activation
    uidSuffix
    technology
    assurance
    pinStatus
  }
  ... on HardwareKey {
    credential {
      ...CredentialFields
    }
  }
}
    fragment CredentialFields on WebAuthnCredential {
  transports
  attested
  model
  backupEligible
  backedUp
}`, {"fragmentName":"KeyFields"}) as unknown as TypedDocumentString<KeyFieldsFragment, unknown>;
export const TapJobFieldsFragmentDoc = new TypedDocumentString(`
    fragment TapJobFields on TapJob {
  id
  status
  createdAt
  expiresAt
  failure
  message
  reader {
    id
    name
    adapter
    agent {
      id
      name
    }
  }
  card {
    uidSuffix
    technology
    fido2Applet
    assurance
  }
  takenBy {
    id
    name
    user {
      id
      displayName
    }
  }
}
    `, {"fragmentName":"TapJobFields"}) as unknown as TypedDocumentString<TapJobFieldsFragment, unknown>;
export const WizardFieldsFragmentDoc = new TypedDocumentString(`
    fragment WizardFields on UserWizard {
  id
  status
  nextStep
  missingSteps
  details {
    displayName
    email
    username
    employeeNumber
    department
    phone
  }
  groups {
    id
    name
    allowedKeyKinds
  }
  securityKey {
    kind
    name
    smartphone {
      auditable
      bluetoothProximity
      offlineLogin
      verification
    }
    activation
  }
  card {
    uidSuffix
    technology
    fido2Applet
    assurance
  }
  user {
    id
  }
  expiresAt
}
    `, {"fragmentName":"WizardFields"}) as unknown as TypedDocumentString<WizardFieldsFragment, unknown>;
export const EventLoggedDocument = new TypedDocumentString(`
    subscription EventLogged($after: String) {
  eventLogged(after: $after) {
    cursor
    event {
      type
      userId
    }
  }
}
    `) as unknown as TypedDocumentString<EventLoggedSubscription, EventLoggedSubscriptionVariables>;
export const EnrolmentStatusChangedDocument = new TypedDocumentString(`
    subscription EnrolmentStatusChanged($after: String) {
  enrolmentStatusChanged(after: $after) {
    cursor
    change {
      enrolment {
        user {
          id
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<EnrolmentStatusChangedSubscription, EnrolmentStatusChangedSubscriptionVariables>;
export const ReaderAgentChangedDocument = new TypedDocumentString(`
    subscription ReaderAgentChanged($after: String) {
  readerAgentChanged(after: $after) {
    cursor
    readerAgent {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<ReaderAgentChangedSubscription, ReaderAgentChangedSubscriptionVariables>;
export const LogEndDocument = new TypedDocumentString(`
    query LogEnd {
  events(first: 1) {
    edges {
      node {
        cursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<LogEndQuery, LogEndQueryVariables>;
export const BootDocument = new TypedDocumentString(`
    query Boot {
  setupOpen
  demo
  viewer {
    __typename
    ... on User {
      id
      displayName
      email
      role
    }
  }
}
    `) as unknown as TypedDocumentString<BootQuery, BootQueryVariables>;
export const OrganisationDocument = new TypedDocumentString(`
    query Organisation {
  workspace {
    id
    name
  }
}
    `) as unknown as TypedDocumentString<OrganisationQuery, OrganisationQueryVariables>;
export const SignOutDocument = new TypedDocumentString(`
    mutation SignOut {
  signOut {
    ... on SignOutPayload {
      signedOut
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<SignOutMutation, SignOutMutationVariables>;
export const PeopleChoicesDocument = new TypedDocumentString(`
    query PeopleChoices($search: String) {
  users(filter: {search: $search}, first: 10) {
    edges {
      node {
        id
        displayName
        email
        role
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PeopleChoicesQuery, PeopleChoicesQueryVariables>;
export const PersonChoiceDocument = new TypedDocumentString(`
    query PersonChoice($id: ID!) {
  user(id: $id) {
    id
    displayName
    email
    role
  }
}
    `) as unknown as TypedDocumentString<PersonChoiceQuery, PersonChoiceQueryVariables>;
export const ActivityDocument = new TypedDocumentString(`
    query Activity($filter: EventFilter, $first: Int, $after: String, $last: Int, $before: String) {
  events(
    filter: $filter
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    edges {
      node {
        ...EventFields
      }
    }
    pageInfo {
      ...PageInfoFields
    }
  }
}
    fragment EventFields on Event {
  cursor
  number
  type
  occurredAt
  actor
  actorUser {
    id
    displayName
  }
  userId
  user {
    id
    displayName
  }
  keyId
  securityKey {
    id
    name
    kind
  }
  enrolmentId
  application {
    id
    name
  }
  readerAgent {
    id
    name
  }
  details {
    name
    value
  }
}
fragment PageInfoFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<ActivityQuery, ActivityQueryVariables>;
export const LogCheckDocument = new TypedDocumentString(`
    query LogCheck {
  logCheck {
    events
    checkpoints
    problem
    problemNumber
  }
}
    `) as unknown as TypedDocumentString<LogCheckQuery, LogCheckQueryVariables>;
export const ApplicationsDocument = new TypedDocumentString(`
    query Applications {
  applications {
    ...ApplicationFields
  }
}
    fragment ApplicationFields on Application {
  id
  name
  type
  redirectUris
  postLogoutRedirectUris
  idTokenAlgorithm
  groupsClaim
  createdAt
  groups {
    group {
      id
      name
      allowedKeyKinds
    }
    claims
  }
}`) as unknown as TypedDocumentString<ApplicationsQuery, ApplicationsQueryVariables>;
export const ApplicationPageDocument = new TypedDocumentString(`
    query ApplicationPage($id: ID!) {
  application(id: $id) {
    ...ApplicationFields
  }
  openIdProvider {
    issuer
    discoveryUrl
    authorizationUrl
    tokenUrl
    userinfoUrl
    jwksUrl
    endSessionUrl
  }
}
    fragment ApplicationFields on Application {
  id
  name
  type
  redirectUris
  postLogoutRedirectUris
  idTokenAlgorithm
  groupsClaim
  createdAt
  groups {
    group {
      id
      name
      allowedKeyKinds
    }
    claims
  }
}`) as unknown as TypedDocumentString<ApplicationPageQuery, ApplicationPageQueryVariables>;
export const CreateApplicationDocument = new TypedDocumentString(`
    mutation CreateApplication($input: CreateApplicationInput!) {
  createApplication(input: $input) {
    ... on CreateApplicationPayload {
      application {
        id
      }
      clientSecret
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<CreateApplicationMutation, CreateApplicationMutationVariables>;
export const UpdateApplicationDocument = new TypedDocumentString(`
    mutation UpdateApplication($input: UpdateApplicationInput!) {
  updateApplication(input: $input) {
    ... on UpdateApplicationPayload {
      application {
        ...ApplicationFields
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}
fragment ApplicationFields on Application {
  id
  name
  type
  redirectUris
  postLogoutRedirectUris
  idTokenAlgorithm
  groupsClaim
  createdAt
  groups {
    group {
      id
      name
      allowedKeyKinds
    }
    claims
  }
}`) as unknown as TypedDocumentString<UpdateApplicationMutation, UpdateApplicationMutationVariables>;
export const RotateApplicationSecretDocument = new TypedDocumentString(`
    mutation RotateApplicationSecret($input: RotateApplicationSecretInput!) {
  rotateApplicationSecret(input: $input) {
    ... on RotateApplicationSecretPayload {
      clientSecret
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<RotateApplicationSecretMutation, RotateApplicationSecretMutationVariables>;
export const DeleteApplicationDocument = new TypedDocumentString(`
    mutation DeleteApplication($input: DeleteApplicationInput!) {
  deleteApplication(input: $input) {
    ... on DeleteApplicationPayload {
      applicationId
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<DeleteApplicationMutation, DeleteApplicationMutationVariables>;
export const SetApplicationGroupsDocument = new TypedDocumentString(`
    mutation SetApplicationGroups($input: SetApplicationGroupsInput!) {
  setApplicationGroups(input: $input) {
    ... on SetApplicationGroupsPayload {
      application {
        ...ApplicationFields
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}
fragment ApplicationFields on Application {
  id
  name
  type
  redirectUris
  postLogoutRedirectUris
  idTokenAlgorithm
  groupsClaim
  createdAt
  groups {
    group {
      id
      name
      allowedKeyKinds
    }
    claims
  }
}`) as unknown as TypedDocumentString<SetApplicationGroupsMutation, SetApplicationGroupsMutationVariables>;
export const SigningKeysDocument = new TypedDocumentString(`
    query SigningKeys {
  openIdProvider {
    signingKeys {
      kid
      algorithm
      createdAt
      retiredAt
    }
  }
}
    `) as unknown as TypedDocumentString<SigningKeysQuery, SigningKeysQueryVariables>;
export const RotateSigningKeysDocument = new TypedDocumentString(`
    mutation RotateSigningKeys {
  rotateSigningKeys {
    ... on RotateSigningKeysPayload {
      signingKeys {
        kid
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<RotateSigningKeysMutation, RotateSigningKeysMutationVariables>;
export const DashboardNumbersDocument = new TypedDocumentString(`
    query DashboardNumbers($midnight: DateTime!) {
  enrolmentSummary {
    pending
    opened
    activated
  }
  enrolments(
    filter: {statuses: [PENDING, OPENED], expiresBefore: $midnight}
    first: 1
  ) {
    totalCount
  }
}
    `) as unknown as TypedDocumentString<DashboardNumbersQuery, DashboardNumbersQueryVariables>;
export const ActivationCountsDocument = new TypedDocumentString(`
    query ActivationCounts($from: [DateTime!]!) {
  activationCounts(from: $from)
}
    `) as unknown as TypedDocumentString<ActivationCountsQuery, ActivationCountsQueryVariables>;
export const LastEventsDocument = new TypedDocumentString(`
    query LastEvents {
  events(first: 8) {
    edges {
      node {
        ...EventFields
      }
    }
  }
}
    fragment EventFields on Event {
  cursor
  number
  type
  occurredAt
  actor
  actorUser {
    id
    displayName
  }
  userId
  user {
    id
    displayName
  }
  keyId
  securityKey {
    id
    name
    kind
  }
  enrolmentId
  application {
    id
    name
  }
  readerAgent {
    id
    name
  }
  details {
    name
    value
  }
}`) as unknown as TypedDocumentString<LastEventsQuery, LastEventsQueryVariables>;
export const FirstThingsDocument = new TypedDocumentString(`
    query FirstThings {
  groups(first: 1) {
    edges {
      node {
        id
      }
    }
  }
  users(first: 2) {
    edges {
      node {
        id
      }
    }
  }
  readerAgents(first: 1) {
    edges {
      node {
        id
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FirstThingsQuery, FirstThingsQueryVariables>;
export const ResendActivationLinkDocument = new TypedDocumentString(`
    mutation ResendActivationLink($input: ResendActivationLinkInput!) {
  resendActivationLink(input: $input) {
    ... on ResendActivationLinkPayload {
      enrolment {
        id
      }
      activationCode
      activationLink
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<ResendActivationLinkMutation, ResendActivationLinkMutationVariables>;
export const CancelEnrolmentDocument = new TypedDocumentString(`
    mutation CancelEnrolment($input: CancelEnrolmentInput!) {
  cancelEnrolment(input: $input) {
    ... on CancelEnrolmentPayload {
      enrolment {
        id
        status
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<CancelEnrolmentMutation, CancelEnrolmentMutationVariables>;
export const EnrolmentsDocument = new TypedDocumentString(`
    query Enrolments($filter: EnrolmentFilter, $first: Int, $after: String, $last: Int, $before: String) {
  enrolments(
    filter: $filter
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    edges {
      node {
        id
        status
        createdAt
        expiresAt
        endedAt
        user {
          id
          displayName
          role
        }
        securityKey {
          id
          name
          kind
          status
          ... on ContactlessCard {
            activation
          }
        }
        createdBy {
          id
          displayName
        }
        mail {
          status
          sentAt
          lastError
        }
      }
    }
    pageInfo {
      ...PageInfoFields
    }
  }
}
    fragment PageInfoFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<EnrolmentsQuery, EnrolmentsQueryVariables>;
export const EnrolmentCountDocument = new TypedDocumentString(`
    query EnrolmentCount($filter: EnrolmentFilter) {
  enrolments(filter: $filter, first: 1) {
    totalCount
  }
}
    `) as unknown as TypedDocumentString<EnrolmentCountQuery, EnrolmentCountQueryVariables>;
export const GroupsDocument = new TypedDocumentString(`
    query Groups($search: String, $orderBy: GroupOrder, $first: Int, $after: String, $last: Int, $before: String) {
  groups(
    search: $search
    orderBy: $orderBy
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    edges {
      node {
        ...GroupFields
      }
    }
    pageInfo {
      ...PageInfoFields
    }
  }
}
    fragment PageInfoFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment GroupFields on Group {
  id
  name
  description
  allowedKeyKinds
  createdAt
  memberCount
}`) as unknown as TypedDocumentString<GroupsQuery, GroupsQueryVariables>;
export const GroupPageDocument = new TypedDocumentString(`
    query GroupPage($id: ID!) {
  group(id: $id) {
    ...GroupFields
  }
}
    fragment GroupFields on Group {
  id
  name
  description
  allowedKeyKinds
  createdAt
  memberCount
}`) as unknown as TypedDocumentString<GroupPageQuery, GroupPageQueryVariables>;
export const GroupMembersDocument = new TypedDocumentString(`
    query GroupMembers($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
  group(id: $id) {
    id
    members(first: $first, after: $after, last: $last, before: $before) {
      edges {
        node {
          id
          displayName
          email
          department
          status
          role
        }
      }
      pageInfo {
        ...PageInfoFields
      }
    }
  }
}
    fragment PageInfoFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<GroupMembersQuery, GroupMembersQueryVariables>;
export const AddGroupMemberDocument = new TypedDocumentString(`
    mutation AddGroupMember($input: AddGroupMemberInput!) {
  addGroupMember(input: $input) {
    ... on AddGroupMemberPayload {
      user {
        id
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<AddGroupMemberMutation, AddGroupMemberMutationVariables>;
export const RemoveGroupMemberDocument = new TypedDocumentString(`
    mutation RemoveGroupMember($input: RemoveGroupMemberInput!) {
  removeGroupMember(input: $input) {
    ... on RemoveGroupMemberPayload {
      user {
        id
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<RemoveGroupMemberMutation, RemoveGroupMemberMutationVariables>;
export const CreateGroupDocument = new TypedDocumentString(`
    mutation CreateGroup($input: CreateGroupInput!) {
  createGroup(input: $input) {
    ... on CreateGroupPayload {
      group {
        id
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<CreateGroupMutation, CreateGroupMutationVariables>;
export const UpdateGroupDocument = new TypedDocumentString(`
    mutation UpdateGroup($input: UpdateGroupInput!) {
  updateGroup(input: $input) {
    ... on UpdateGroupPayload {
      group {
        ...GroupFields
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}
fragment GroupFields on Group {
  id
  name
  description
  allowedKeyKinds
  createdAt
  memberCount
}`) as unknown as TypedDocumentString<UpdateGroupMutation, UpdateGroupMutationVariables>;
export const DeleteGroupDocument = new TypedDocumentString(`
    mutation DeleteGroup($input: DeleteGroupInput!) {
  deleteGroup(input: $input) {
    ... on DeleteGroupPayload {
      groupId
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<DeleteGroupMutation, DeleteGroupMutationVariables>;
export const RenameSecurityKeyDocument = new TypedDocumentString(`
    mutation RenameSecurityKey($input: RenameSecurityKeyInput!) {
  renameSecurityKey(input: $input) {
    ... on RenameSecurityKeyPayload {
      securityKey {
        id
        name
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<RenameSecurityKeyMutation, RenameSecurityKeyMutationVariables>;
export const SuspendSecurityKeyDocument = new TypedDocumentString(`
    mutation SuspendSecurityKey($input: SuspendSecurityKeyInput!) {
  suspendSecurityKey(input: $input) {
    ... on SuspendSecurityKeyPayload {
      securityKey {
        id
        status
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<SuspendSecurityKeyMutation, SuspendSecurityKeyMutationVariables>;
export const ResumeSecurityKeyDocument = new TypedDocumentString(`
    mutation ResumeSecurityKey($input: ResumeSecurityKeyInput!) {
  resumeSecurityKey(input: $input) {
    ... on ResumeSecurityKeyPayload {
      securityKey {
        id
        status
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<ResumeSecurityKeyMutation, ResumeSecurityKeyMutationVariables>;
export const ReportSecurityKeyLostDocument = new TypedDocumentString(`
    mutation ReportSecurityKeyLost($input: ReportSecurityKeyLostInput!) {
  reportSecurityKeyLost(input: $input) {
    ... on ReportSecurityKeyLostPayload {
      securityKey {
        id
        status
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<ReportSecurityKeyLostMutation, ReportSecurityKeyLostMutationVariables>;
export const RevokeSecurityKeyDocument = new TypedDocumentString(`
    mutation RevokeSecurityKey($input: RevokeSecurityKeyInput!) {
  revokeSecurityKey(input: $input) {
    ... on RevokeSecurityKeyPayload {
      securityKey {
        id
        status
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<RevokeSecurityKeyMutation, RevokeSecurityKeyMutationVariables>;
export const ResetCardPinDocument = new TypedDocumentString(`
    mutation ResetCardPin($input: ResetCardPinInput!) {
  resetCardPin(input: $input) {
    ... on ResetCardPinPayload {
      securityKey {
        id
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<ResetCardPinMutation, ResetCardPinMutationVariables>;
export const UnlockCardPinDocument = new TypedDocumentString(`
    mutation UnlockCardPin($input: UnlockCardPinInput!) {
  unlockCardPin(input: $input) {
    ... on UnlockCardPinPayload {
      securityKey {
        id
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<UnlockCardPinMutation, UnlockCardPinMutationVariables>;
export const SecurityKeysDocument = new TypedDocumentString(`
    query SecurityKeys($filter: SecurityKeyFilter, $first: Int, $after: String, $last: Int, $before: String) {
  securityKeys(
    filter: $filter
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    edges {
      node {
        id
        name
        kind
        status
        createdAt
        activatedAt
        lastUsedAt
        user {
          id
          displayName
          role
        }
        ... on Smartphone {
          pinStatus
        }
        ... on ContactlessCard {
          uidSuffix
          pinStatus
        }
      }
    }
    pageInfo {
      ...PageInfoFields
    }
  }
}
    fragment PageInfoFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<SecurityKeysQuery, SecurityKeysQueryVariables>;
export const ReaderAgentsDocument = new TypedDocumentString(`
    query ReaderAgents($filter: ReaderAgentFilter, $first: Int, $after: String, $last: Int, $before: String) {
  readerAgents(
    filter: $filter
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    edges {
      node {
        ...AgentFields
      }
    }
    pageInfo {
      ...PageInfoFields
    }
  }
}
    fragment PageInfoFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment AgentFields on ReaderAgent {
  id
  name
  kind
  platform
  version
  radio
  online
  lastSeenAt
  createdAt
  revokedAt
  user {
    id
    displayName
  }
  readers {
    id
    name
    adapter
    connected
    changedAt
  }
}`) as unknown as TypedDocumentString<ReaderAgentsQuery, ReaderAgentsQueryVariables>;
export const NewestAgentsDocument = new TypedDocumentString(`
    query NewestAgents {
  readerAgents(filter: {kinds: [SHARED], revoked: false}, first: 10) {
    edges {
      node {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NewestAgentsQuery, NewestAgentsQueryVariables>;
export const CreatePairingCodeDocument = new TypedDocumentString(`
    mutation CreatePairingCode($input: CreatePairingCodeInput!) {
  createPairingCode(input: $input) {
    ... on CreatePairingCodePayload {
      pairingCode
      expiresAt
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<CreatePairingCodeMutation, CreatePairingCodeMutationVariables>;
export const RenameReaderAgentDocument = new TypedDocumentString(`
    mutation RenameReaderAgent($input: RenameReaderAgentInput!) {
  renameReaderAgent(input: $input) {
    ... on RenameReaderAgentPayload {
      readerAgent {
        id
        name
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<RenameReaderAgentMutation, RenameReaderAgentMutationVariables>;
export const RevokeReaderAgentDocument = new TypedDocumentString(`
    mutation RevokeReaderAgent($input: RevokeReaderAgentInput!) {
  revokeReaderAgent(input: $input) {
    ... on RevokeReaderAgentPayload {
      readerAgent {
        id
        revokedAt
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<RevokeReaderAgentMutation, RevokeReaderAgentMutationVariables>;
export const RequestTestTapDocument = new TypedDocumentString(`
    mutation RequestTestTap($input: RequestTestTapInput!) {
  requestTestTap(input: $input) {
    ... on RequestTestTapPayload {
      tapJob {
        ...TapJobFields
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}
fragment TapJobFields on TapJob {
  id
  status
  createdAt
  expiresAt
  failure
  message
  reader {
    id
    name
    adapter
    agent {
      id
      name
    }
  }
  card {
    uidSuffix
    technology
    fido2Applet
    assurance
  }
  takenBy {
    id
    name
    user {
      id
      displayName
    }
  }
}`) as unknown as TypedDocumentString<RequestTestTapMutation, RequestTestTapMutationVariables>;
export const WorkspaceSettingsDocument = new TypedDocumentString(`
    query WorkspaceSettings {
  workspace {
    ...WorkspaceFields
  }
}
    fragment WorkspaceFields on Workspace {
  id
  name
  activationProof
  typedCardFormat
  activationLinkVisible
  minimumProximity
}`) as unknown as TypedDocumentString<WorkspaceSettingsQuery, WorkspaceSettingsQueryVariables>;
export const UpdateWorkspaceDocument = new TypedDocumentString(`
    mutation UpdateWorkspace($input: UpdateWorkspaceInput!) {
  updateWorkspace(input: $input) {
    ... on UpdateWorkspacePayload {
      workspace {
        ...WorkspaceFields
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}
fragment WorkspaceFields on Workspace {
  id
  name
  activationProof
  typedCardFormat
  activationLinkVisible
  minimumProximity
}`) as unknown as TypedDocumentString<UpdateWorkspaceMutation, UpdateWorkspaceMutationVariables>;
export const ApiTokensDocument = new TypedDocumentString(`
    query ApiTokens {
  apiTokens {
    id
    name
    scopes
    createdAt
    expiresAt
    revokedAt
  }
}
    `) as unknown as TypedDocumentString<ApiTokensQuery, ApiTokensQueryVariables>;
export const CreateApiTokenDocument = new TypedDocumentString(`
    mutation CreateApiToken($input: CreateApiTokenInput!) {
  createApiToken(input: $input) {
    ... on CreateApiTokenPayload {
      apiToken {
        id
      }
      token
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<CreateApiTokenMutation, CreateApiTokenMutationVariables>;
export const RevokeApiTokenDocument = new TypedDocumentString(`
    mutation RevokeApiToken($input: RevokeApiTokenInput!) {
  revokeApiToken(input: $input) {
    ... on RevokeApiTokenPayload {
      apiToken {
        id
        revokedAt
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<RevokeApiTokenMutation, RevokeApiTokenMutationVariables>;
export const SessionsDocument = new TypedDocumentString(`
    query Sessions {
  sessions {
    id
    user {
      id
      displayName
      role
    }
    createdAt
    expiresAt
    userAgent
    current
  }
}
    `) as unknown as TypedDocumentString<SessionsQuery, SessionsQueryVariables>;
export const RevokeSessionDocument = new TypedDocumentString(`
    mutation RevokeSession($input: RevokeSessionInput!) {
  revokeSession(input: $input) {
    ... on RevokeSessionPayload {
      sessionId
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<RevokeSessionMutation, RevokeSessionMutationVariables>;
export const PersonDocument = new TypedDocumentString(`
    query Person($id: ID!) {
  user(id: $id) {
    ...PersonFields
    groups {
      id
      name
      allowedKeyKinds
    }
    securityKeys {
      ...KeyFields
    }
    keyRequest {
      kind
      requestedAt
    }
  }
}
    fragment PersonFields on User {
  id
  displayName
  email
  username
  employeeNumber
  department
  phone
  status
  role
  suspendedAt
  createdAt
  updatedAt
}
fragment KeyFields on SecurityKey {
  id
  name
  kind
  status
  createdAt
  activatedAt
  lastUsedAt
  enrolment {
    id
    status
    createdAt
    expiresAt
    openedAt
    endedAt
    mail {
      status
      sentAt
      lastError
    }
  }
  ... on Smartphone {
    settings {
      auditable
      bluetoothProximity
      offlineLogin
      verification
    }
    pinStatus
    offlineReady
    offlineUntil
    deviceEvidence
    deviceBound
    credential {
      ...CredentialFields
    }
  }
  ... on ContactlessCard {
    activation
    uidSuffix
    technology
    assurance
    pinStatus
  }
  ... on HardwareKey {
    credential {
      ...CredentialFields
    }
  }
}
fragment CredentialFields on WebAuthnCredential {
  transports
  attested
  model
  backupEligible
  backedUp
}`) as unknown as TypedDocumentString<PersonQuery, PersonQueryVariables>;
export const PersonEnrolmentsDocument = new TypedDocumentString(`
    query PersonEnrolments($filter: EnrolmentFilter, $first: Int, $after: String, $last: Int, $before: String) {
  enrolments(
    filter: $filter
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    edges {
      node {
        id
        status
        createdAt
        expiresAt
        openedAt
        endedAt
        createdBy {
          id
          displayName
        }
        securityKey {
          id
          name
          kind
        }
        mail {
          status
          sentAt
          lastError
        }
      }
    }
    pageInfo {
      ...PageInfoFields
    }
  }
}
    fragment PageInfoFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<PersonEnrolmentsQuery, PersonEnrolmentsQueryVariables>;
export const PersonEventsDocument = new TypedDocumentString(`
    query PersonEvents($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
  user(id: $id) {
    id
    events(first: $first, after: $after, last: $last, before: $before) {
      edges {
        node {
          ...EventFields
        }
      }
      pageInfo {
        ...PageInfoFields
      }
    }
  }
}
    fragment EventFields on Event {
  cursor
  number
  type
  occurredAt
  actor
  actorUser {
    id
    displayName
  }
  userId
  user {
    id
    displayName
  }
  keyId
  securityKey {
    id
    name
    kind
  }
  enrolmentId
  application {
    id
    name
  }
  readerAgent {
    id
    name
  }
  details {
    name
    value
  }
}
fragment PageInfoFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<PersonEventsQuery, PersonEventsQueryVariables>;
export const UpdateUserDocument = new TypedDocumentString(`
    mutation UpdateUser($input: UpdateUserInput!) {
  updateUser(input: $input) {
    ... on UpdateUserPayload {
      user {
        ...PersonFields
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}
fragment PersonFields on User {
  id
  displayName
  email
  username
  employeeNumber
  department
  phone
  status
  role
  suspendedAt
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<UpdateUserMutation, UpdateUserMutationVariables>;
export const SetUserGroupsDocument = new TypedDocumentString(`
    mutation SetUserGroups($input: SetUserGroupsInput!) {
  setUserGroups(input: $input) {
    ... on SetUserGroupsPayload {
      user {
        id
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<SetUserGroupsMutation, SetUserGroupsMutationVariables>;
export const SetUserRoleDocument = new TypedDocumentString(`
    mutation SetUserRole($input: SetUserRoleInput!) {
  setUserRole(input: $input) {
    ... on SetUserRolePayload {
      user {
        id
        role
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<SetUserRoleMutation, SetUserRoleMutationVariables>;
export const SuspendUserDocument = new TypedDocumentString(`
    mutation SuspendUser($input: SuspendUserInput!) {
  suspendUser(input: $input) {
    ... on SuspendUserPayload {
      user {
        id
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<SuspendUserMutation, SuspendUserMutationVariables>;
export const ResumeUserDocument = new TypedDocumentString(`
    mutation ResumeUser($input: ResumeUserInput!) {
  resumeUser(input: $input) {
    ... on ResumeUserPayload {
      user {
        id
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<ResumeUserMutation, ResumeUserMutationVariables>;
export const DeleteUserDocument = new TypedDocumentString(`
    mutation DeleteUser($input: DeleteUserInput!) {
  deleteUser(input: $input) {
    ... on DeleteUserPayload {
      userId
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<DeleteUserMutation, DeleteUserMutationVariables>;
export const AssignSecurityKeyDocument = new TypedDocumentString(`
    mutation AssignSecurityKey($input: AssignSecurityKeyInput!) {
  assignSecurityKey(input: $input) {
    ... on AssignSecurityKeyPayload {
      enrolment {
        id
        securityKey {
          id
        }
      }
      activationCode
      activationLink
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<AssignSecurityKeyMutation, AssignSecurityKeyMutationVariables>;
export const UsersDocument = new TypedDocumentString(`
    query Users($filter: UserFilter, $orderBy: UserOrder, $first: Int, $after: String, $last: Int, $before: String) {
  users(
    filter: $filter
    orderBy: $orderBy
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    edges {
      node {
        id
        displayName
        email
        username
        department
        status
        role
        createdAt
        groups {
          id
          name
        }
        securityKeys {
          id
          kind
          status
        }
      }
    }
    pageInfo {
      ...PageInfoFields
    }
  }
}
    fragment PageInfoFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<UsersQuery, UsersQueryVariables>;
export const UserCountDocument = new TypedDocumentString(`
    query UserCount($filter: UserFilter) {
  users(filter: $filter, first: 1) {
    totalCount
  }
}
    `) as unknown as TypedDocumentString<UserCountQuery, UserCountQueryVariables>;
export const GroupChoicesDocument = new TypedDocumentString(`
    query GroupChoices($search: String) {
  groups(search: $search, first: 200) {
    edges {
      node {
        id
        name
        allowedKeyKinds
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    `) as unknown as TypedDocumentString<GroupChoicesQuery, GroupChoicesQueryVariables>;
export const OpenWizardsDocument = new TypedDocumentString(`
    query OpenWizards {
  userWizards(first: 20) {
    edges {
      node {
        id
        nextStep
        createdAt
        expiresAt
        details {
          displayName
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<OpenWizardsQuery, OpenWizardsQueryVariables>;
export const StartUserWizardDocument = new TypedDocumentString(`
    mutation StartUserWizard($input: StartUserWizardInput!) {
  startUserWizard(input: $input) {
    ... on StartUserWizardPayload {
      wizard {
        ...WizardFields
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}
fragment WizardFields on UserWizard {
  id
  status
  nextStep
  missingSteps
  details {
    displayName
    email
    username
    employeeNumber
    department
    phone
  }
  groups {
    id
    name
    allowedKeyKinds
  }
  securityKey {
    kind
    name
    smartphone {
      auditable
      bluetoothProximity
      offlineLogin
      verification
    }
    activation
  }
  card {
    uidSuffix
    technology
    fido2Applet
    assurance
  }
  user {
    id
  }
  expiresAt
}`) as unknown as TypedDocumentString<StartUserWizardMutation, StartUserWizardMutationVariables>;
export const DiscardUserWizardDocument = new TypedDocumentString(`
    mutation DiscardUserWizard($input: DiscardUserWizardInput!) {
  discardUserWizard(input: $input) {
    ... on DiscardUserWizardPayload {
      wizard {
        id
        status
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<DiscardUserWizardMutation, DiscardUserWizardMutationVariables>;
export const TapReadersDocument = new TypedDocumentString(`
    query TapReaders {
  readerAgents(filter: {online: true, revoked: false}, first: 100) {
    edges {
      node {
        id
        name
        kind
        readers {
          id
          name
          adapter
          connected
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<TapReadersQuery, TapReadersQueryVariables>;
export const ReaderDriversDocument = new TypedDocumentString(`
    query ReaderDrivers {
  readerDrivers {
    platform
    kind
    required
    included
    packages
    version
    address
    bytes
    sha256
  }
}
    `) as unknown as TypedDocumentString<ReaderDriversQuery, ReaderDriversQueryVariables>;
export const AssignContactlessCardDocument = new TypedDocumentString(`
    mutation AssignContactlessCard($input: AssignContactlessCardInput!) {
  assignContactlessCard(input: $input) {
    ... on AssignContactlessCardPayload {
      tapJob {
        ...TapJobFields
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}
fragment TapJobFields on TapJob {
  id
  status
  createdAt
  expiresAt
  failure
  message
  reader {
    id
    name
    adapter
    agent {
      id
      name
    }
  }
  card {
    uidSuffix
    technology
    fido2Applet
    assurance
  }
  takenBy {
    id
    name
    user {
      id
      displayName
    }
  }
}`) as unknown as TypedDocumentString<AssignContactlessCardMutation, AssignContactlessCardMutationVariables>;
export const TapDemoCardDocument = new TypedDocumentString(`
    mutation TapDemoCard($input: TapDemoCardInput!) {
  tapDemoCard(input: $input) {
    ... on TapDemoCardPayload {
      tapJob {
        id
        status
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<TapDemoCardMutation, TapDemoCardMutationVariables>;
export const CancelTapJobDocument = new TypedDocumentString(`
    mutation CancelTapJob($input: CancelTapJobInput!) {
  cancelTapJob(input: $input) {
    ... on CancelTapJobPayload {
      tapJob {
        id
        status
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}`) as unknown as TypedDocumentString<CancelTapJobMutation, CancelTapJobMutationVariables>;
export const TapJobChangedDocument = new TypedDocumentString(`
    subscription TapJobChanged($tapJobId: ID!) {
  tapJobChanged(tapJobId: $tapJobId) {
    ...TapJobFields
  }
}
    fragment TapJobFields on TapJob {
  id
  status
  createdAt
  expiresAt
  failure
  message
  reader {
    id
    name
    adapter
    agent {
      id
      name
    }
  }
  card {
    uidSuffix
    technology
    fido2Applet
    assurance
  }
  takenBy {
    id
    name
    user {
      id
      displayName
    }
  }
}`) as unknown as TypedDocumentString<TapJobChangedSubscription, TapJobChangedSubscriptionVariables>;
export const UserWizardDocument = new TypedDocumentString(`
    query UserWizard($id: ID!) {
  userWizard(id: $id) {
    ...WizardFields
  }
}
    fragment WizardFields on UserWizard {
  id
  status
  nextStep
  missingSteps
  details {
    displayName
    email
    username
    employeeNumber
    department
    phone
  }
  groups {
    id
    name
    allowedKeyKinds
  }
  securityKey {
    kind
    name
    smartphone {
      auditable
      bluetoothProximity
      offlineLogin
      verification
    }
    activation
  }
  card {
    uidSuffix
    technology
    fido2Applet
    assurance
  }
  user {
    id
  }
  expiresAt
}`) as unknown as TypedDocumentString<UserWizardQuery, UserWizardQueryVariables>;
export const SetUserWizardDetailsDocument = new TypedDocumentString(`
    mutation SetUserWizardDetails($input: SetUserWizardDetailsInput!) {
  setUserWizardDetails(input: $input) {
    ... on SetUserWizardDetailsPayload {
      wizard {
        ...WizardFields
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}
fragment WizardFields on UserWizard {
  id
  status
  nextStep
  missingSteps
  details {
    displayName
    email
    username
    employeeNumber
    department
    phone
  }
  groups {
    id
    name
    allowedKeyKinds
  }
  securityKey {
    kind
    name
    smartphone {
      auditable
      bluetoothProximity
      offlineLogin
      verification
    }
    activation
  }
  card {
    uidSuffix
    technology
    fido2Applet
    assurance
  }
  user {
    id
  }
  expiresAt
}`) as unknown as TypedDocumentString<SetUserWizardDetailsMutation, SetUserWizardDetailsMutationVariables>;
export const SetUserWizardGroupsDocument = new TypedDocumentString(`
    mutation SetUserWizardGroups($input: SetUserWizardGroupsInput!) {
  setUserWizardGroups(input: $input) {
    ... on SetUserWizardGroupsPayload {
      wizard {
        ...WizardFields
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}
fragment WizardFields on UserWizard {
  id
  status
  nextStep
  missingSteps
  details {
    displayName
    email
    username
    employeeNumber
    department
    phone
  }
  groups {
    id
    name
    allowedKeyKinds
  }
  securityKey {
    kind
    name
    smartphone {
      auditable
      bluetoothProximity
      offlineLogin
      verification
    }
    activation
  }
  card {
    uidSuffix
    technology
    fido2Applet
    assurance
  }
  user {
    id
  }
  expiresAt
}`) as unknown as TypedDocumentString<SetUserWizardGroupsMutation, SetUserWizardGroupsMutationVariables>;
export const SetUserWizardSecurityKeyDocument = new TypedDocumentString(`
    mutation SetUserWizardSecurityKey($input: SetUserWizardSecurityKeyInput!) {
  setUserWizardSecurityKey(input: $input) {
    ... on SetUserWizardSecurityKeyPayload {
      wizard {
        ...WizardFields
      }
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}
fragment WizardFields on UserWizard {
  id
  status
  nextStep
  missingSteps
  details {
    displayName
    email
    username
    employeeNumber
    department
    phone
  }
  groups {
    id
    name
    allowedKeyKinds
  }
  securityKey {
    kind
    name
    smartphone {
      auditable
      bluetoothProximity
      offlineLogin
      verification
    }
    activation
  }
  card {
    uidSuffix
    technology
    fido2Applet
    assurance
  }
  user {
    id
  }
  expiresAt
}`) as unknown as TypedDocumentString<SetUserWizardSecurityKeyMutation, SetUserWizardSecurityKeyMutationVariables>;
export const ConfirmUserWizardDocument = new TypedDocumentString(`
    mutation ConfirmUserWizard($input: ConfirmUserWizardInput!) {
  confirmUserWizard(input: $input) {
    ... on ConfirmUserWizardPayload {
      wizard {
        ...WizardFields
      }
      activationCode
      activationLink
    }
    ...Failure
  }
}
    fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      code
      message
    }
  }
  ... on RateLimitedError {
    retryAfterSeconds
  }
}
fragment WizardFields on UserWizard {
  id
  status
  nextStep
  missingSteps
  details {
    displayName
    email
    username
    employeeNumber
    department
    phone
  }
  groups {
    id
    name
    allowedKeyKinds
  }
  securityKey {
    kind
    name
    smartphone {
      auditable
      bluetoothProximity
      offlineLogin
      verification
    }
    activation
  }
  card {
    uidSuffix
    technology
    fido2Applet
    assurance
  }
  user {
    id
  }
  expiresAt
}`) as unknown as TypedDocumentString<ConfirmUserWizardMutation, ConfirmUserWizardMutationVariables>;