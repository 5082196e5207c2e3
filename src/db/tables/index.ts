export * from './ceremonies.ts';
export * from './directory.ts';
export * from './enrolment.ts';
export * from './events.ts';
export * from './identity.ts';
export * from './keys.ts';
export * from './mail.ts';
export * from './workspaces.ts';
