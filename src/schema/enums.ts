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

export const CardActivation = builder.enumType('CardActivation', {
  description: 'Who activates a contactless card.',
  values: {
    ADMIN_NOW: { description: 'An administrator, who has the card in hand and taps it now.' },
    BY_USER: { description: 'The person, by a link that is mailed, at their own reader.' },
  } as const,
});

export const CardTechnology = builder.enumType('CardTechnology', {
  description: 'What kind of contactless card it is, as far as the reader can tell.',
  values: {
    MIFARE_CLASSIC: { description: 'MIFARE Classic.' },
    MIFARE_ULTRALIGHT: { description: 'MIFARE Ultralight.' },
    NTAG: { description: 'An NTAG of NXP.' },
    DESFIRE: { description: 'MIFARE DESFire.' },
    ISO_14443_4: { description: 'A card with a processor of another make (ISO/IEC 14443-4).' },
    UNKNOWN: { description: 'Nobody can tell.' },
  } as const,
});

export const CardAssurance = builder.enumType('CardAssurance', {
  description: 'What a card proves by itself.',
  values: {
    UID_ONLY: { description: 'Its number alone, which can be copied: it counts only together with its PIN.' },
    CRYPTOGRAPHIC: { description: 'A key of its own, which cannot.' },
  } as const,
});

export const PinStatus = builder.enumType('PinStatus', {
  description: 'How a card’s PIN stands.',
  values: {
    NONE: { description: 'There is none yet: it is made when the card is activated.' },
    SET: { description: 'It was mailed to the person, and works.' },
    LOCKED: { description: 'Locked by eight wrong tries, until an administrator unlocks it, or resets that of a card.' },
  } as const,
});

export const CardNumberFormat = builder.enumType('CardNumberFormat', {
  description: 'How a reader that types like a keyboard spells a card’s number.',
  values: {
    HEX: { description: 'Hexadecimal digits, in the order of ISO/IEC 14443-3.' },
    HEX_REVERSED: { description: 'Hexadecimal digits, the bytes from last to first.' },
    DECIMAL: { description: 'One decimal number, the first byte weighing most.' },
    DECIMAL_REVERSED: { description: 'One decimal number, the first byte weighing least.' },
  } as const,
});

export const ReaderAgentKind = builder.enumType('ReaderAgentKind', {
  description: 'Whom a reader agent serves.',
  values: {
    SHARED: { description: 'Everybody at its PC.' },
    PERSONAL: { description: 'The one person who paired it by their activation link.' },
  } as const,
});

export const ReaderAgentRadio = builder.enumType('ReaderAgentRadio', {
  description: 'By what an agent hears phones near its PC.',
  values: {
    BLUEZ: { description: 'By Bluetooth, which is on.' },
    SIMULATED: { description: 'There is none: phones are made up, for trying out.' },
    NONE: { description: 'By nothing: the PC has no Bluetooth that can be used, or it is off.' },
  } as const,
});

export const ReaderAdapter = builder.enumType('ReaderAdapter', {
  description: 'How an agent reaches a reader.',
  values: {
    PCSC: { description: 'By PC/SC, the system’s service for smart card readers.' },
    WEDGE: { description: 'It types a card’s number like a keyboard.' },
    SIMULATED: { description: 'There is none: its cards are made up, for trying out.' },
  } as const,
});

export const TapJobStatus = builder.enumType('TapJobStatus', {
  description:
    'How a request for a tap stands: `QUEUED → CLAIMED → COMPLETED|FAILED`; `CLAIMED → QUEUED` when the claim’s lease ends; from QUEUED or CLAIMED also EXPIRED and CANCELLED.',
  values: {
    QUEUED: { description: 'Waits for the reader’s agent.' },
    CLAIMED: { description: 'The agent waits for a card on the reader.' },
    COMPLETED: { description: 'A card was tapped, and taken.' },
    FAILED: { description: 'A tap gave no card; `failure` says why.' },
    EXPIRED: { description: 'No card was tapped within two minutes.' },
    CANCELLED: { description: 'It was taken back.' },
  } as const,
});

export const Proximity = builder.enumType('Proximity', {
  description: 'How near a phone was known to be to the PC that it signed in.',
  values: {
    CLIENT_CLAIMED: { description: 'The browser’s word: phone and PC met over Bluetooth before the phone signed.' },
    AGENT_OBSERVED: { description: 'The PC’s reader agent heard a phone meanwhile. It says that one was near, not whose.' },
  } as const,
});

export const TapPurpose = builder.enumType('TapPurpose', {
  description: 'What a tap is for.',
  values: {
    ASSIGN: { description: 'An administrator assigns a card.' },
    ACTIVATE: { description: 'A person activates their card.' },
    SIGN_IN: { description: 'A person signs in.' },
    TEST: { description: 'Somebody tries a reader out; nothing is kept.' },
  } as const,
});

export const ReaderFailure = builder.enumType('ReaderFailure', {
  description: 'What a reader’s agent can say went wrong.',
  values: {
    TWO_CARDS: { description: 'There was more than one card on the reader.' },
    UNREADABLE: { description: 'The card did not answer, or left too soon.' },
    READER_GONE: { description: 'The reader was unplugged.' },
  } as const,
});

export const TapFailure = builder.enumType('TapFailure', {
  description: 'Why a tap gave no card: the reader’s reasons, and the server’s.',
  values: {
    TWO_CARDS: { description: 'There was more than one card on the reader.' },
    UNREADABLE: { description: 'The card did not answer, or left too soon.' },
    READER_GONE: { description: 'The reader was unplugged.' },
    UID_LENGTH: { description: 'The number is not of 4, 7 or 10 bytes.' },
    RANDOM_UID: { description: 'The number is made up anew for each tap, as phones do.' },
    CARD_TAKEN: { description: 'The card belongs to a key already.' },
    CARD_RESERVED: { description: 'Another wizard has the card.' },
    CARD_UNKNOWN: { description: 'The card signs nobody in.' },
    NOT_WANTED: { description: 'What the card was for is over.' },
  } as const,
});

export const ReaderPlatform = builder.enumType('ReaderPlatform', {
  description: 'An operating system of a PC with a reader.',
  values: {
    LINUX: { description: 'Linux.' },
    MACOS: { description: 'macOS.' },
    WINDOWS: { description: 'Windows.' },
  } as const,
});

export const ReaderDriverKind = builder.enumType('ReaderDriverKind', {
  description: 'What a PC with a reader needs.',
  values: {
    AGENT: { description: 'The reader agent: a program for Node.js 20 or newer, given out by this server.' },
    PCSC_SERVICE: { description: 'PC/SC, the system’s service for smart card readers.' },
    PCSC_ADDON: { description: 'The add-on by which Node.js speaks PC/SC: only for readers that do not type like a keyboard.' },
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
    PENDING: { description: 'The link was sent, or a card waits for its tap.' },
    OPENED: { description: 'The person opened the link, or the card was tapped.' },
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
