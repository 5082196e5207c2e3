import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OfflineDesk } from '../../agent/offline/desk.ts';
import { OfflineFile, type OfflineState } from '../../agent/offline/state.ts';
import { OfflineSync } from '../../agent/offline/sync.ts';
import { Api } from '../../agent/server/api.ts';
import { ServerClock } from '../../agent/server/clock.ts';
import type { Pairing } from '../../agent/state/pairing.ts';
import { pairAgent, type TestAgent } from '../support/agent.ts';
import type { Answer, ApiClient } from '../support/apiClient.ts';
import type { Authenticator } from '../support/authenticator.ts';
import { phoneOverHybrid } from '../support/devices.ts';
import { codeOn, signInOnline } from '../support/offlinePhone.ts';
import { activate } from '../support/people.ts';
import { type Invited, invite, somebody, visitor } from '../support/scenarios.ts';
import type { TestServer } from '../support/server.ts';

/** Somebody whose phone may sign them in offline. */
export interface OfflinePerson extends Invited {
  phone: Authenticator;
  username: string;
}

/** Enrols somebody with a phone that is set for offline sign-in, unless told otherwise. */
export async function offlinePerson(
  server: TestServer,
  by: ApiClient,
  settings: Record<string, unknown> = {},
  { prf = true, pin = null }: { prf?: boolean; pin?: string | null } = {},
): Promise<OfflinePerson> {
  const details = somebody();
  const invited = await invite(server, by, { smartphone: { offlineLogin: true, ...settings } }, details);
  const phone = phoneOverHybrid({ prf });
  const done = await activate(visitor(server), invited.link, phone, { onPhone: false, pin });
  if (done.activation?.status !== 'ACTIVATED') throw new Error(`No phone came of it: ${JSON.stringify(done)}`);
  return { ...invited, phone, username: details.username };
}

/** The server's time, wherever it was moved to. */
class MovedClock extends ServerClock {
  readonly #server: TestServer;
  constructor(server: TestServer) {
    super();
    this.#server = server;
  }
  override get skew(): number {
    return this.#server.clock.now().getTime() - Date.now();
  }
  override now(): Date {
    return this.#server.clock.now();
  }
  override learn(): void {}
}

/** A PC with the agent's own parts for offline sign-in on it, whose clock and files the test has in hand. */
export class OfflinePc {
  readonly folder: string;
  readonly agent: TestAgent;
  readonly file: OfflineFile;
  readonly sync: OfflineSync;
  /** What was said while it synced. */
  readonly said: string[] = [];
  /** How far this PC's clock was moved. */
  ahead = 0;
  readonly #server: TestServer;
  readonly #pairing: Pairing;
  desk: OfflineDesk;

  constructor(server: TestServer, agent: TestAgent) {
    this.#server = server;
    this.agent = agent;
    this.folder = mkdtempSync(join(tmpdir(), 'lkof-'));
    this.#pairing = {
      server: server.app.address,
      organisation: 'Example',
      agentId: agent.id,
      name: 'Front desk',
      privateKey: agent.key.privateKey,
    };
    this.file = new OfflineFile(this.folder, this.#pairing);
    this.sync = new OfflineSync(new Api(this.#pairing, new MovedClock(server)), this.file, (event, text) => void this.said.push(`${event}: ${text}`));
    this.desk = this.#newDesk();
  }

  static async pair(server: TestServer, by: ApiClient): Promise<OfflinePc> {
    const pc = new OfflinePc(server, await pairAgent(server, by));
    await pc.sync.run();
    return pc;
  }

  /** As after a restart: what was only in memory is gone. */
  restart(): void {
    this.desk = this.#newDesk();
  }

  #newDesk = (): OfflineDesk => new OfflineDesk(this.file, this.#pairing, () => Date.now() + this.ahead);

  state = (): OfflineState => this.file.read();

  /** Signs a person in online here, and has the agent hear of it. */
  async signInOnline(person: OfflinePerson, pin: string | null = null): Promise<Answer['data']> {
    const agent = { id: this.agent.id, by: async (nonce: string) => ({ proof: await this.agent.proof(nonce) }) };
    const done = await signInOnline(visitor(this.#server), person, agent, pin);
    await this.sync.run();
    return done;
  }

  /** Signs a person in offline here. */
  async signIn(person: OfflinePerson, pin = ''): Promise<{ userId: string; username: string; displayName: string; keyId: string }> {
    const begun = await this.desk.begin(person.username);
    return this.desk.enter(begun.challenge, await codeOn(person.phone, begun.challenge, this.#server.app.address, pin));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A code that is not the right one. */
export const another = (code: string): string => String((Number(code) + 1) % 100_000_000).padStart(8, '0');
