import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { openDoor } from '../../agent/run/loopback.ts';
import { ServerClock } from '../../agent/server/clock.ts';
import { type OnlineAgent, onlineAgent, type TestAgent } from '../support/agent.ts';
import type { Visit } from '../support/visits.ts';
import { waitFor } from '../support/waitFor.ts';
import type { Stage } from './stage.ts';
import { press } from './steps.ts';

/** Where a page looks for a reader agent; that nobody answers there is no problem. */
const door = 'http://127.0.0.1:47113/latchkey';
export const doorProblems = [/^a request to http:\/\/127\.0\.0\.1:47113\/latchkey\?nonce=[\w-]+$/, /net::ERR_CONNECTION_REFUSED$/];

/** Opens a page on a PC where no agent answers, or this one does. */
export async function atPc(stage: Stage, to: string, agent: TestAgent | null = null): Promise<Visit> {
  const visit = await stage.visit('computer', to, doorProblems);
  // An agent's own door, at a port that no other program has.
  const address = agent && (await doorOf(stage, agent));
  await visit.page.route(`${door}*`, (route) =>
    address ? route.continue({ url: route.request().url().replace(door, address) }) : route.abort('connectionrefused'),
  );
  return visit;
}

async function doorOf({ server: { app, clock } }: Stage, { id: agentId, key: { privateKey } }: TestAgent): Promise<string> {
  const pairing = { server: app.address, organisation: 'Example', agentId, name: 'Reception PC', privateKey };
  const http = await openDoor({ pairing, clock: Object.assign(new ServerClock(), { now: () => clock.now() }) }, 0);
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}/latchkey`;
}

/** An agent for everybody at its PC, online with one reader. */
export async function agentWithReader(stage: Stage): Promise<OnlineAgent> {
  const online = await onlineAgent(stage.server, await stage.owner(), 'Reception PC');
  onTestFinished(() => online.socket.close());
  return online;
}

/** The request for a tap that an agent has just heard of, claimed. */
export const waitingTap = (agent: TestAgent, { jobs }: OnlineAgent['socket']): Promise<string> =>
  waitFor(async () => {
    const newest = jobs.items.map(({ data }) => data.tapJobs).at(-1);
    return newest?.status === 'QUEUED' && (await agent.claim(newest.id)).tapJob.id;
  });

/** Types the code that an agent shows. */
export async function connectByCode(page: Page, agent: TestAgent): Promise<void> {
  const { agentCode } = await agent.mutate('createAgentCode', null, 'agentCode');
  await page.getByLabel('Type the code that the reader agent on this PC shows').fill(agentCode.toLowerCase());
  await press(page, 'Connect');
}
