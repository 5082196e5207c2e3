import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import { sweepReaders } from '../../src/modules/readers/sweep.ts';
import { type Answer, type ApiClient, failure } from './apiClient.ts';
import { visitor } from './scenarios.ts';
import type { TestServer } from './server.ts';
import { type Followed, follow } from './streams.ts';
import { waitFor } from './waitFor.ts';

/** An agent's key, as its PC makes it. */
export interface AgentKey {
  privateKey: KeyObject;
  /** The 32 bytes of the public half, base64url. */
  publicKey: string;
}

export function newAgentKey(): AgentKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey: publicKey.export({ format: 'jwk' }).x as string };
}

/** What a token says instead of the truth. Undefined leaves a claim out. */
export interface TokenChanges {
  claims?: Partial<Record<keyof JWTPayload, unknown>> & Record<string, unknown>;
  header?: { kid?: string | undefined; typ?: string };
  key?: KeyObject;
  /** Seconds after the server's time at which it is signed. */
  later?: number;
}

/** A reader as an agent reports it. */
export interface ReportedReader {
  name: string;
  adapter: 'PCSC' | 'WEDGE' | 'SIMULATED';
}

/** A card as an agent reads it. */
export interface ReadCard {
  uid: string;
  atr?: string | null;
  technology: string;
  fido2Applet: boolean;
}

export const plainCard = (uid: string): ReadCard => ({ uid, technology: 'NTAG', fido2Applet: false });

/** What a request for a tap is asked for. */
export const tapSelection = 'id status purpose failure message expiresAt endedAt reader { id } card { uidSuffix technology fido2Applet assurance }';

/** A reader agent that does what it is told: a real key, real tokens, a real socket. */
export class TestAgent {
  readonly server: TestServer;
  readonly id: string;
  readonly key: AgentKey;
  /** Sends over HTTP. Its token is set anew for each call. */
  readonly api: ApiClient;

  constructor(server: TestServer, id: string, key: AgentKey) {
    this.server = server;
    this.id = id;
    this.key = key;
    this.api = visitor(server);
  }

  /** A token that shows who calls, once. */
  token({ claims = {}, header = {}, key = this.key.privateKey, later = 0 }: TokenChanges = {}): Promise<string> {
    const now = Math.floor(this.server.clock.now().getTime() / 1_000) + later;
    const payload = { iss: this.id, aud: this.server.app.address, iat: now, exp: now + 60, jti: randomUUID(), ...claims };
    const kept = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
    return new SignJWT(kept).setProtectedHeader({ alg: 'EdDSA', typ: 'latchkey-agent+jwt', kid: this.id, ...header } as never).sign(key);
  }

  /** An answer to a page on the agent's PC. */
  proof(nonce: string, changes: TokenChanges = {}): Promise<string> {
    const { claims, header } = changes;
    return this.token({
      ...changes,
      claims: { nonce, jti: undefined, exp: undefined, ...claims },
      header: { typ: 'latchkey-agent-proof+jwt', ...header },
    });
  }

  /** The agent's word that it heard a phone just now. */
  witness(nonce: string, changes: TokenChanges = {}): Promise<string> {
    const { claims, header } = changes;
    const heardAt = this.server.clock.now().getTime() / 1_000;
    return this.token({
      ...changes,
      claims: { nonce, heardAt, rssi: -47, uuid: 'FFF9', jti: undefined, exp: undefined, ...claims },
      header: { typ: 'latchkey-agent-witness+jwt', ...header },
    });
  }

  /** Sends a document over HTTP. */
  async send(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    this.api.headers.authorization = `Bearer ${await this.token()}`;
    return this.api.send(query, variables);
  }

  /** Calls one mutation over HTTP. @returns its payload, or the expected failure */
  async mutate(name: string, input: Record<string, unknown> | null, selection: string): Promise<Answer['data']> {
    this.api.headers.authorization = `Bearer ${await this.token()}`;
    return this.api.mutate(name, input, selection);
  }

  /** Reports what is plugged in. @returns the ids of the readers, by name */
  async report(...readers: ReportedReader[]): Promise<Record<string, string>> {
    const reported = await this.mutate('reportReaders', { readers, platform: 'Linux', version: '1.0.0' }, 'readers { id name }');
    if (!reported.readers) throw new Error(`The readers were not taken: ${JSON.stringify(reported)}`);
    return Object.fromEntries(reported.readers.map(({ id, name }: { id: string; name: string }) => [name, id]));
  }

  /** Opens a WebSocket and listens for requests; resolves once the agent is online. */
  async listen(): Promise<AgentSocket> {
    const socket = this.connect();
    await waitFor(() => this.isOnline());
    return socket;
  }

  /** Whether the server takes it as there. */
  async isOnline(): Promise<boolean> {
    return (await this.send('{ viewer { ... on ReaderAgent { online } } }')).data?.viewer?.online;
  }

  /** Opens a WebSocket and listens for requests, without waiting for anything. */
  connect(changes: TokenChanges = {}): AgentSocket {
    const socket = new AgentSocket(this, changes);
    void socket.jobs;
    return socket;
  }

  claim(tapJobId: string, claimKey = 'run-1'): Promise<Answer['data']> {
    return this.mutate('claimTapJob', { tapJobId, claimKey }, `leaseUntil tapJob { ${tapSelection} }`);
  }

  renew(tapJobId: string, claimKey = 'run-1'): Promise<Answer['data']> {
    return this.mutate('renewTapJob', { tapJobId, claimKey }, `leaseUntil tapJob { ${tapSelection} }`);
  }

  complete(tapJobId: string, card: ReadCard, { claimKey = 'run-1', resultKey = 'result-1' } = {}): Promise<Answer['data']> {
    return this.mutate('completeTapJob', { tapJobId, claimKey, resultKey, card }, `tapJob { ${tapSelection} }`);
  }

  fail(tapJobId: string, reason: string, { claimKey = 'run-1', resultKey = 'result-1' } = {}): Promise<Answer['data']> {
    return this.mutate('failTapJob', { tapJobId, claimKey, resultKey, failure: reason }, `tapJob { ${tapSelection} }`);
  }

  /** Does a whole request: claims it and tells a card. @returns how it ended, or the failure */
  async tap(tapJobId: string, card: ReadCard): Promise<Answer['data']> {
    const claimed = await this.claim(tapJobId);
    return claimed.tapJob ? this.complete(tapJobId, card) : claimed;
  }
}

/** An agent's connection: one WebSocket, opened by one token. */
export class AgentSocket {
  #client: ReturnType<ApiClient['socket']>;
  #jobs: Followed | null = null;
  /** The code with which the socket was closed; null while it is open. */
  closed: number | null = null;

  constructor(agent: TestAgent, changes: TokenChanges = {}) {
    this.#client = agent.api.socket({
      connectionParams: async () => ({ authorization: `Bearer ${await agent.token(changes)}` }),
      lazy: false,
      onNonLazyError: () => {},
      on: {
        closed: (event) => {
          this.closed ??= (event as { code?: number }).code ?? 0;
        },
      },
    });
  }

  /** What it heard of its requests for a tap, from the first time that this was asked. */
  get jobs(): Followed {
    this.#jobs ??= follow(this.stream(`subscription { tapJobs { ${tapSelection} } }`));
    return this.#jobs;
  }

  /** The answers to an operation, one after the other. */
  stream(query: string, variables: Record<string, unknown> = {}): AsyncIterableIterator<Answer['data'], void, void> {
    return this.#client.iterate({ query, variables }) as never;
  }

  /** Calls one mutation over the socket. @returns its payload, or the expected failure */
  async mutate(name: string, input: Record<string, unknown> | null, selection: string): Promise<Answer['data']> {
    const type = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
    const [declared, given] = input === null ? ['', ''] : [`($input: ${type}Input!)`, '(input: $input)'];
    const query = `mutation${declared} { ${name}${given} { __typename ... on ${type}Payload { ${selection} } ${failure} } }`;
    for await (const { data, errors } of this.stream(query, { input })) {
      if (errors) throw errors;
      return data[name];
    }
    throw new Error(`There was no answer to ${name}`);
  }

  /** Breaks the line, without a word. */
  cut(): void {
    this.#client.terminate();
  }

  async close(): Promise<void> {
    await this.#client.dispose();
  }
}

/** Pairs an agent with the workspace of an administrator. */
export async function pairAgent(server: TestServer, by: ApiClient, name: string | null = null): Promise<TestAgent> {
  const made = await by.mutate('createPairingCode', { name }, 'pairingCode');
  if (!made.pairingCode) throw new Error(`No pairing code was made: ${JSON.stringify(made)}`);
  return pairWith(server, made.pairingCode);
}

/** Pairs an agent by a code. */
export async function pairWith(server: TestServer, code: string): Promise<TestAgent> {
  const key = newAgentKey();
  const paired = await visitor(server).mutate('pairReaderAgent', { code, publicKey: key.publicKey, platform: 'Linux', version: '1.0.0' }, 'agentId');
  if (!paired.agentId) throw new Error(`No agent was paired: ${JSON.stringify(paired)}`);
  return new TestAgent(server, paired.agentId, key);
}

/** An agent that is online with one reader. */
export interface OnlineAgent {
  agent: TestAgent;
  socket: AgentSocket;
  readerId: string;
}

/** Pairs an agent, brings it online, and plugs a reader in. The server must know addresses by proxy (`behindProxy`). */
export async function onlineAgent(server: TestServer, by: ApiClient, name: string | null = null): Promise<OnlineAgent> {
  const agent = await pairAgent(server, by, name);
  const socket = await agent.listen();
  const { Front: readerId = '' } = await agent.report({ name: 'Front', adapter: 'SIMULATED' });
  return { agent, socket, readerId };
}

/** Asks for a test tap. @returns the request's id */
export async function testTap(by: ApiClient, readerId: string): Promise<string> {
  const asked = await by.mutate('requestTestTap', { readerId }, 'tapJob { id }');
  if (!asked.tapJob) throw new Error(`No tap was asked for: ${JSON.stringify(asked)}`);
  return asked.tapJob.id;
}

/** Moves the server's clock, and does what the server does each second. */
export async function pass(server: TestServer, ms: number): Promise<void> {
  server.clock.advance(ms);
  await sweepReaders(server.app.server);
}

/** One request for a tap, as it is now. */
export const tapNow = async (by: ApiClient, id: string): Promise<Answer['data']> =>
  (await by.ask(`query ($id: ID!) { tapJob(id: $id) { ${tapSelection} } }`, { id })).tapJob;
