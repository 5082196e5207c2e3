import { constants } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { ask, CommandError, inDataDir, mutate, type Operator } from './api.ts';

/** What a command was given: its words after the name, and its options. */
export interface Given {
  words: string[];
  options: { email?: string; name?: string; organisation?: string; key?: string; scopes?: string; days?: string };
}

interface Command {
  usage: string;
  about: string;
  /** @returns what to print, and the same for programs */
  run(operator: Operator, given: Given): Promise<{ text: string; json: unknown }>;
}

const needed = (value: string | undefined, option: string): string => {
  if (!value) throw new CommandError(`${option === 'FILE' ? '' : '--'}${option} is needed.`);
  return value;
};

/** The kind of key by its short name: a smartphone unless given. */
function keyOf(name = 'smartphone'): Record<string, object> {
  if (name === 'smartphone') return { smartphone: {} };
  if (name === 'hardware') return { hardwareKey: {} };
  throw new CommandError(`--key must be smartphone or hardware, got ${name}.`);
}

interface Invited {
  workspace: { id: string; name: string };
  user: { id: string; displayName: string; email: string };
  link: string | null;
}

const invitedFields = 'workspace { id name } user { id displayName email } link';

const told = (invited: Invited) => ({
  text: `${invited.user.displayName} <${invited.user.email}> owns ${invited.workspace.name} once they open the link in their mail.\nWhere mail does not work, pass on this link: ${invited.link ?? '(it was shown before)'}`,
  json: invited,
});

interface Status {
  publicUrl: string;
  rpId: string;
  mailTransport: 'RESEND' | 'SMTP' | 'MAILBOX';
  queuedMails: number;
  subscribers: number;
  workspaces: { workspace: { id: string; name: string }; users: number; lastEvent: number; waitingEvents: number }[];
}

interface Verification {
  workspace: { id: string; name: string };
  events: number;
  checkpoints: number;
  problem: string | null;
  problemNumber: number | null;
}

/** Every command, by its two words. */
export const commands: Record<string, Command> = {
  'owner invite': {
    usage: 'owner invite --email ADDRESS --name NAME [--key smartphone|hardware] [--organisation NAME]',
    about: 'invites an owner by mail; on a new server it makes the organisation too',
    run: async (operator, { options: { email, name, key, organisation } }) => {
      const owner = { email: needed(email, 'email'), displayName: needed(name, 'name') };
      const input = { owner, securityKey: keyOf(key), organisation: organisation ?? null, workspaceId: operator.workspaceId };
      return told(await mutate<Invited>(operator, 'inviteOwner', input, invitedFields));
    },
  },
  'owner recover': {
    usage: 'owner recover --email ADDRESS [--key smartphone|hardware]',
    about: 'makes a person who is there an owner and mails them a link for a new key',
    run: async (operator, { options: { email, key } }) => {
      const input = { email: needed(email, 'email'), securityKey: keyOf(key), workspaceId: operator.workspaceId };
      return told(await mutate<Invited>(operator, 'recoverOwner', input, invitedFields));
    },
  },
  'token create': {
    usage: 'token create --name NAME --scopes READ,DIRECTORY,ENROLMENT,EVENTS [--days 90]',
    about: 'makes an API token for a script; it is shown this once',
    run: async (operator, { options: { name, scopes, days } }) => {
      const list = needed(scopes, 'scopes').toUpperCase().split(',');
      const input = { name: needed(name, 'name'), scopes: list, ...(days ? { days: Number(days) } : {}) };
      const made = await mutate<{ token: string; apiToken: { id: string; expiresAt: string } }>(
        operator,
        'createApiToken',
        input,
        'token apiToken { id expiresAt }',
      );
      return { text: made.token, json: made };
    },
  },
  'workspace create': {
    usage: 'workspace create --name NAME',
    about: 'makes another organisation on this server',
    run: async (operator, { options: { name } }) => {
      const made = await mutate<{ workspace: { id: string; name: string } }>(
        operator,
        'createWorkspace',
        { name: needed(name, 'name') },
        'workspace { id name }',
      );
      return { text: `${made.workspace.name} is ${made.workspace.id}`, json: made };
    },
  },
  'secret rotate': {
    usage: 'secret rotate',
    about: 'wraps every data key by a new server secret; nothing that is stored changes',
    run: async (operator) => {
      const done = await mutate<{ dataKeys: number }>(operator, 'rotateSecret', null, 'dataKeys');
      return { text: `${done.dataKeys} data keys were wrapped anew.`, json: done };
    },
  },
  'oidc rotate-keys': {
    usage: 'oidc rotate-keys',
    about: 'signs ID tokens by new keys from now on; the old ones stay published for a day',
    run: async (operator) => {
      const done = await mutate<{ signingKeys: { kid: string; algorithm: string; retiredAt: string | null }[] }>(
        operator,
        'rotateSigningKeys',
        null,
        'signingKeys { kid algorithm retiredAt }',
      );
      const lines = done.signingKeys.map(({ kid, algorithm, retiredAt }) => `${kid}  ${algorithm}  ${retiredAt ? 'published only' : 'signs'}`);
      return { text: lines.join('\n'), json: done };
    },
  },
  'log verify': {
    usage: 'log verify',
    about: 'walks the log of every organisation and says whether anything was changed, taken out or cut off',
    run: async (operator) => {
      const document = 'query($id: ID) { logVerifications(workspaceId: $id) { workspace { id name } events checkpoints problem problemNumber } }';
      const { logVerifications: found } = await ask<{ logVerifications: Verification[] }>(operator, document, { id: operator.workspaceId });
      const lines = found.map(({ workspace, events, checkpoints, problem, problemNumber }) =>
        problem
          ? `${workspace.name}: ${problem} at event ${problemNumber}`
          : `${workspace.name}: ${events} events and ${checkpoints} checkpoints are good`,
      );
      if (found.some(({ problem }) => problem)) throw new CommandError(lines.join('\n'));
      return { text: lines.join('\n') || 'There is no organisation yet.', json: found };
    },
  },
  'models import': {
    usage: 'models import FILE',
    about: 'takes over a FIDO Metadata Service BLOB that was downloaded elsewhere',
    run: async (operator, { words: [file] }) => {
      await copyFile(needed(file, 'FILE'), inDataDir('fido-metadata.jwt')).catch((error) => {
        throw new CommandError(`The file cannot be copied into the data folder: ${(error as Error).message}`);
      });
      const done = await mutate<{ models: number; blobNumber: number; nextUpdate: string }>(
        operator,
        'importAuthenticatorModels',
        null,
        'models blobNumber nextUpdate',
      );
      return { text: `BLOB ${done.blobNumber} tells of ${done.models} models; the next one is due by ${done.nextUpdate}.`, json: done };
    },
  },
  backup: {
    usage: 'backup FILE',
    about: 'writes everything into a file while the server works on; keep the secret apart from it',
    run: async (operator, { words: [to] }) => {
      const target = needed(to, 'FILE');
      const { file, rows } = await mutate<{ file: string; rows: number }>(operator, 'backUp', null, 'file rows');
      // Copied and not moved: the folders may lie on two disks.
      await copyFile(file, target, constants.COPYFILE_EXCL).catch((error) => {
        throw new CommandError(`The backup is whole in ${file}, but could not be copied: ${(error as Error).message}`);
      });
      await rm(file);
      return { text: `${rows} rows are in ${target}.`, json: { file: target, rows } };
    },
  },
  status: {
    usage: 'status',
    about: 'says how the server stands',
    run: async (operator) => {
      const fields = 'publicUrl rpId mailTransport queuedMails subscribers workspaces { workspace { id name } users lastEvent waitingEvents }';
      const { serverStatus: status } = await ask<{ serverStatus: Status }>(operator, `{ serverStatus { ${fields} } }`);
      const rows = status.workspaces.map(
        ({ workspace, users, lastEvent, waitingEvents }) =>
          `  ${workspace.id}  ${workspace.name}: ${users} people, ${lastEvent} events${waitingEvents ? `, ${waitingEvents} waiting` : ''}`,
      );
      const head = `${status.publicUrl} (RP ID ${status.rpId}), mail by ${status.mailTransport.toLowerCase()}, ${status.queuedMails} waiting, ${status.subscribers} subscribers`;
      return { text: [head, ...rows].join('\n'), json: status };
    },
  },
};
