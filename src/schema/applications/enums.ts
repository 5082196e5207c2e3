import { builder } from '../builder.ts';

export const ApplicationType = builder.enumType('ApplicationType', {
  description: 'Whether an application can keep a secret.',
  values: {
    CONFIDENTIAL: { description: 'It runs on a server, and has a client secret.' },
    PUBLIC: { description: 'It runs in the browser or on the person’s device, and has none.' },
  } as const,
});

export const ApplicationClaim = builder.enumType('ApplicationClaim', {
  description: 'What an application may learn of a person, where it asks by the scope.',
  values: {
    NAME: { description: '`name`, by the scope `profile`.' },
    USERNAME: { description: '`preferred_username`, by the scope `profile`.' },
    EMPLOYMENT: { description: '`employee_number` and `department`, by the scope `profile`.' },
    EMAIL: { description: '`email`, by the scope `email`; with `email_verified` where the person activated a key by a link that was mailed there.' },
    PHONE: { description: '`phone_number`, by the scope `phone`.' },
    GROUPS: { description: '`groups`, by the scope `groups`: those of the person’s groups that let them in.' },
  } as const,
});

export const GroupsClaim = builder.enumType('GroupsClaim', {
  description: 'By what an application is told a person’s groups.',
  values: {
    NAMES: { description: 'By their names, which can change.' },
    IDS: { description: 'By their ids, which cannot.' },
  } as const,
});

export const SigningAlgorithm = builder.enumType('SigningAlgorithm', {
  description: 'How ID tokens are signed.',
  values: {
    RS256: { description: 'RSA, which every client knows.' },
    ES256: { description: 'ECDSA on P-256: shorter, and not known everywhere.' },
  } as const,
});
