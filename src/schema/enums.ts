import { builder } from './builder.ts';

export const UserStatus = builder.enumType('UserStatus', {
  description: 'How a person stands, from their keys and whether they are suspended.',
  values: {
    NO_KEY: { description: 'The person has no key.' },
    PENDING: { description: 'A key waits to be activated, and none is active.' },
    ACTIVE: { description: 'At least one key is active.' },
    SUSPENDED: { description: 'The person is suspended, or all their keys are.' },
  } as const,
});

export const Role = builder.enumType('Role', {
  description: 'What an administrator may do. People without a role administer nothing.',
  values: {
    AUDITOR: { description: 'Reads people, groups, keys, enrolments and the log; changes nothing.' },
    HELPDESK: { description: 'Adds people and gives, suspends and renews keys of people without a role.' },
    ADMIN: { description: 'Manages people, groups and keys.' },
    OWNER: { description: 'An admin who also sets roles, tokens and policies.' },
  } as const,
});

export const KeyKind = builder.enumType('KeyKind', {
  description: 'What kind of device a security key is.',
  values: {
    SMARTPHONE: { description: 'The person’s phone.' },
    CONTACTLESS_CARD: { description: 'A contactless card, with a PIN.' },
    HARDWARE_KEY: { description: 'A FIDO2 hardware security key.' },
  } as const,
});

export const KeyStatus = builder.enumType('KeyStatus', {
  description: 'How a key stands: `PENDING → ACTIVE ⇄ SUSPENDED`; `ACTIVE|SUSPENDED → LOST`; any but REVOKED `→ REVOKED`.',
  values: {
    PENDING: { description: 'Waits to be activated.' },
    ACTIVE: { description: 'Signs its person in.' },
    SUSPENDED: { description: 'Stopped for a while.' },
    LOST: { description: 'Reported lost: it works no more.' },
    REVOKED: { description: 'Taken away for good.' },
  } as const,
});

export const Verification = builder.enumType('Verification', {
  description: 'How a smartphone verifies its user.',
  values: {
    BIOMETRIC: { description: 'By fingerprint or face; the phone may take its passcode instead.' },
    PIN: { description: 'By a PIN that the person chooses and this server checks.' },
  } as const,
});

export const DeviceEvidence = builder.enumType('DeviceEvidence', {
  description: 'How it is known that a phone answered.',
  values: {
    CLAIMED: { description: 'The client says so: phones rarely attest.' },
    ATTESTED: { description: 'An attestation whose chain ends at a root configured for its model.' },
  } as const,
});

export const EnrolmentStatus = builder.enumType('EnrolmentStatus', {
  description: 'How an enrolment stands: `PENDING → OPENED → ACTIVATED`; from PENDING or OPENED also EXPIRED and CANCELLED.',
  values: {
    PENDING: { description: 'The link was sent.' },
    OPENED: { description: 'The person opened the link.' },
    ACTIVATED: { description: 'The key is active.' },
    EXPIRED: { description: 'The link’s time was over first.' },
    CANCELLED: { description: 'An administrator cancelled it.' },
  } as const,
});

export const ActivationProof = builder.enumType('ActivationProof', {
  description: 'What proves that whoever opens an activation link is the person.',
  values: {
    LINK: { description: 'The link alone.' },
    LINK_AND_CODE: { description: 'The link, and a code of 8 characters that the administrator passes on by another way.' },
  } as const,
});

export const MailStatus = builder.enumType('MailStatus', {
  description: 'What became of a mail.',
  values: {
    QUEUED: { description: 'Waits to be sent, or to be tried again.' },
    SENT: { description: 'The transport took it.' },
    FAILED: { description: 'Given up, after a final answer or a day of tries.' },
    KEPT: { description: 'Lies in the trial mailbox.' },
    ERASED: { description: 'Lay in the trial mailbox, until its link had done its work or 7 days were over.' },
    CANCELLED: { description: 'Taken back: its link works no more.' },
  } as const,
});

export const TokenScope = builder.enumType('TokenScope', {
  description: 'What an API token may do.',
  values: {
    READ: { description: 'Read people, groups, keys and enrolments.' },
    DIRECTORY: { description: 'Change people without a role, and groups.' },
    ENROLMENT: { description: 'Give keys to people without a role, and manage them.' },
    EVENTS: { description: 'Read the log.' },
  } as const,
});
