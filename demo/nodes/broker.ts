import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ConfigError } from '../../src/config.ts';
import { writeSecretFile } from '../../src/lib/secretFile.ts';
import { newToken } from '../../src/lib/secrets.ts';
import type { ProgramSpec } from './keptProgram.ts';

/** A NATS of one's own, for who has its token alone, and how it is reached. It keeps its settings and its log in a folder. */
export interface OwnNats {
  program: ProgramSpec;
  url: string;
}

/** @throws ConfigError in one line where the program is missing */
export async function ownNats(port: number, folder: string): Promise<OwnNats> {
  const [path, token, settings] = [findNats(), newToken(), join(folder, 'nats.conf')];
  // Not as an argument, which everybody on the machine can read.
  await writeSecretFile(settings, [`listen: "127.0.0.1:${port}"`, `authorization { token: "${token}" }`, `log_file: "${join(folder, 'nats.log')}"`]);
  return {
    program: { name: 'NATS', path, args: ['--config', settings], env: {}, ready: (_, ended) => untilAnswered(port, ended) },
    url: `nats://${token}@127.0.0.1:${port}`,
  };
}

function findNats(): string {
  // Debian has it where only root looks for programs.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
  const found = folders.map((folder) => join(folder, 'nats-server')).find(existsSync);
  if (found) return found;
  throw new ConfigError('nats-server is missing: install it (apt-get install nats-server), or set BUS_URL to a NATS or Redis that runs.');
}

async function untilAnswered(port: number, ended: AbortSignal): Promise<void> {
  while (!ended.aborted && !(await answers(port))) await delay(20);
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    }).once('error', () => resolve(false));
  });
