import type { Server } from 'node:net';
import { AllReaders } from '../adapters/all.ts';
import { type Card, type CardTechnology, cardTechnologies } from '../card/card.ts';
import { AgentError, wordsOf } from '../failures.ts';
import { type Log, openLog } from '../log.ts';
import { OfflineDesk } from '../offline/desk.ts';
import { answerAtDesk } from '../offline/openDesk.ts';
import { OfflineFile } from '../offline/state.ts';
import { OfflineSync } from '../offline/sync.ts';
import { openRadio } from '../radio/open.ts';
import type { Radio, Sighting } from '../radio/radio.ts';
import { SimulatedRadio } from '../radio/simulated.ts';
import { RunningAgent } from '../run/agent.ts';
import { openLocalSocket, type Question } from '../run/localSocket.ts';
import { defaultPort, openDoor } from '../run/loopback.ts';
import { Api } from '../server/api.ts';
import { ServerClock } from '../server/clock.ts';
import { takeLock } from '../state/lock.ts';
import { requirePairing } from '../state/pairing.ts';
import { readSettings } from '../state/settings.ts';
import { version } from '../version.ts';
import type { Given, Said } from './command.ts';
import { typingReader } from './reader.ts';

/** How often what keeps readers from being seen is looked at. */
const lookEvery = 1_000;
/** How often it is noted that time goes on. */
const tickEvery = 60_000;

/** The agent itself. */
export async function run(given: Given): Promise<Said | null> {
  const { folder, options } = given;
  const pairing = requirePairing(folder);
  const log = openLog(options.json ?? false);
  const giveBack = takeLock(folder);
  const readers = new AllReaders(wantedReaders(given));
  const servers: Server[] = [];
  try {
    const api = new Api(pairing, new ServerClock());
    const file = new OfflineFile(folder, pairing);
    const desk = new OfflineDesk(file, pairing);
    const offline = new OfflineSync(api, file, log);
    const radio = await openRadio({ off: options['no-radio'] ?? false, simulated: options['simulated-radio'] ?? false });
    const agent = new RunningAgent({ api, readers, radio, log, offline });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => agent.stop());
    servers.push(await openLocalSocket(folder, (question) => answer(question, { agent, api, readers, radio, desk, offline })));
    const door = options['no-local'] ? null : await openDoorOrSay(api, portOf(options.port), log);
    if (door) servers.push(door);
    log('started', `latchkey-agent ${version}, “${pairing.name}” of ${pairing.organisation}.`, { pid: process.pid, port: portOfServer(door) });
    const watch = sayProblems(readers, log);
    const ticking = setInterval(() => void desk.tick().catch(() => {}), tickEvery).unref();
    await agent.run().finally(() => {
      clearInterval(watch);
      clearInterval(ticking);
    });
    return null;
  } finally {
    for (const server of servers) server.close();
    await readers.close();
    giveBack();
  }
}

function wantedReaders({ folder, options: { 'no-pcsc': noPcsc, wedge = [], format, bytes, simulated = [] } }: Given) {
  const given = wedge.map((path) => typingReader({ path, format, bytes }));
  const paths = new Set(wedge);
  // What is said now counts before what was said once.
  const typing = [...given, ...readSettings(folder).typingReaders.filter(({ path }) => !paths.has(path))];
  return { pcsc: !noPcsc, typing, simulated: simulated.length };
}

function portOf(text: string | undefined): number {
  const port = Number(text ?? defaultPort);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new AgentError(`--port must be a port, got ${text}`, 'WRONG_USAGE');
  return port;
}

const portOfServer = (server: Server | null): number | null => (server?.address() as { port: number } | null)?.port ?? null;

/** Pages can ask for the agent's code instead, so a port that is taken keeps nobody from working. */
async function openDoorOrSay(api: Api, port: number, log: Log): Promise<Server | null> {
  try {
    return await openDoor(api, port);
  } catch (error) {
    log(
      'door',
      `Pages cannot ask this agent by themselves: port ${port} is not free (${wordsOf(error)}). They can ask for the code: latchkey-agent code`,
    );
    return null;
  }
}

/** Says what keeps readers from being seen, once each time it changes. */
function sayProblems(readers: AllReaders, log: Log): NodeJS.Timeout {
  let told = '';
  const look = () => {
    const now = readers.problems().join('\n');
    if (now !== told && now !== '') log('problem', now);
    told = now;
  };
  // At first, readers are still being looked for.
  return setInterval(look, lookEvery);
}

interface Running {
  agent: RunningAgent;
  api: Api;
  readers: AllReaders;
  radio: Radio | null;
  desk: OfflineDesk;
  offline: OfflineSync;
}

/** Answers the other commands. */
async function answer(question: Question, { agent, api, readers, radio, desk, offline }: Running): Promise<unknown> {
  if (question.command === 'status') {
    const { server, organisation, agentId, name } = api.pairing;
    const skew = api.clock.skew;
    return {
      pid: process.pid,
      version,
      server,
      organisation,
      agentId,
      name,
      ...agent.status(),
      readers: readers.list(),
      occupied: readers.occupied(),
      radio: radio?.kind ?? null,
      offline: desk.people(),
      problems: [...readers.problems(), ...agent.radioProblems()],
      skew,
    };
  }
  if (question.command === 'code') return api.mutate('createAgentCode', null, 'agentCode expiresAt');
  if (question.command === 'tap') return lay(readers, question);
  if (question.command === 'phone') return hold(radio, question);
  const said = await answerAtDesk(desk, question);
  if (said) {
    // Where there is a line, the journal is told at once.
    if (agent.status().online) void offline.run();
    return said;
  }
  throw new AgentError(`The running agent does not know ${question.command}: it may be an older version.`);
}

function lay(readers: AllReaders, { reader, cards }: Question): { reader: string; waited: boolean } {
  const [first] = readers.simulated.readers();
  if (first === undefined) throw new AgentError('The running agent has no simulated reader. Start it so: latchkey-agent run --simulated');
  const name = typeof reader === 'string' ? reader : first;
  if (!readers.simulated.readers().includes(name)) throw new AgentError(`“${name}” is no simulated reader: cards are tapped there by hand.`);
  return { reader: name, waited: readers.simulated.lay(name, (cards as Record<string, unknown>[]).map(toCard)) };
}

function hold(radio: Radio | null, { rssi, uuid }: Question): { listened: boolean } {
  if (!(radio instanceof SimulatedRadio))
    throw new AgentError('The running agent has no simulated radio. Start it so: latchkey-agent run --simulated-radio');
  return { listened: radio.hold({ rssi, uuid } as Sighting) };
}

const toCard = ({ uid, technology, fido2Applet }: Record<string, unknown>): Card => ({
  uid: String(uid),
  atr: null,
  technology: cardTechnologies.find((known) => known === technology) ?? ('UNKNOWN' satisfies CardTechnology),
  fido2Applet: fido2Applet === true,
});
