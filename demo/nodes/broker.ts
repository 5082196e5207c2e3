import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ConfigError } from '../../src/config.ts';
import type { ProgramSpec } from './keptProgram.ts';

/** A NATS of one's own, on this machine alone, with its log in a folder. @throws ConfigError in one line where the program is missing */
export function natsProgram(port: number, folder: string): ProgramSpec {
  return {
    name: 'NATS',
    path: findNats(),
    args: ['--addr', '127.0.0.1', '--port', String(port), '--log', join(folder, 'nats.log')],
    env: {},
    ready: () => untilAnswered(port),
  };
}

function findNats(): string {
  // Debian has it where only root looks for programs.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
  const found = folders.map((folder) => join(folder, 'nats-server')).find(existsSync);
  if (found) return found;
  throw new ConfigError('nats-server is missing: install it (apt-get install nats-server), or set BUS_URL to a NATS or Redis that runs.');
}

async function untilAnswered(port: number): Promise<void> {
  while (!(await answers(port))) await delay(20);
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    }).once('error', () => resolve(false));
  });
