import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import type { Answer, ApiClient } from '../support/apiClient.ts';
import { chromiumMissing, findChromium, sharedChromium } from '../support/browser.ts';
import { tokenOf } from '../support/people.ts';
import { behindProxy } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { openVisit, type Place, type Visit } from '../support/visits.ts';

/** Somebody who was invited to activate a key. */
export interface Invitation {
  userId: string;
  enrolmentId: string;
  email: string;
  link: string;
  activationCode: string | null;
  /** How the enrolment stands, as an administrator sees it. */
  status(): Promise<string>;
  /** The key, as an administrator sees it. */
  key(): Promise<Answer['data']>;
}

/** A server, on which each test opens browsers of its own. */
export interface Stage {
  readonly server: TestServer;
  /** The owner, who was set up through the API. */
  owner(): Promise<ApiClient>;
  /** Opens a page of the server, by its path or by a link that was mailed. `expected` are problems that are none there, `cookies` a caller's. */
  visit(place: Place, to: string, expected?: RegExp[], cookies?: ApiClient['cookies']): Promise<Visit>;
  /** Makes a person with a key to activate, to whom the link is mailed. Only people with a role sign in to the server itself. */
  invite(securityKey: Record<string, unknown>, person?: { name?: string; role?: string }): Promise<Invitation>;
}

/**
 * Sets the stage for the calling test file; with `addresses` each visit comes from one of its own, as rate limits go by them.
 * A test fails on whatever went wrong in its browsers, and where a secret was logged.
 */
export function setStage({ addresses = false }: { addresses?: boolean } = {}): Stage {
  const path = findChromium();
  let server: TestServer;
  let browser: Browser;
  let signedIn: Promise<ApiClient> | null = null;
  let people = 0;
  let visited = 0;
  const visits: { visit: Visit; expected: RegExp[] }[] = [];
  const secrets = new Set<string>();

  beforeAll(async () => {
    if (!path) return;
    await buildPages();
    [server, browser] = await Promise.all([startServer(addresses ? { env: behindProxy } : {}), sharedChromium(path)]);
  });
  beforeEach((context) => {
    if (!path) context.skip(chromiumMissing);
  });
  afterEach(async () => {
    const seen = visits.splice(0);
    for (const { visit } of seen) await visit.close();
    expect(seen.flatMap(({ visit, expected }) => visit.problems.filter((problem) => !expected.some((one) => one.test(problem))))).toEqual([]);
    const logged = server?.logged.join('') ?? '';
    expect([...secrets].filter((secret) => logged.includes(secret))).toEqual([]);
  });
  afterAll(async () => {
    await server?.stop();
  });

  const owner = () => {
    signedIn ??= server.owner().then(({ owner }) => owner);
    return signedIn;
  };
  return {
    get server() {
      return server;
    },
    owner,
    visit: async (place, to, expected = [], cookies) => {
      const address = new URL(to, server.app.address).href;
      if (tokenOf(address)) secrets.add(tokenOf(address));
      const visit = await openVisit(browser, place, address, cookies);
      visited += 1;
      if (addresses) await visit.page.context().setExtraHTTPHeaders({ 'x-forwarded-for': `198.51.100.${visited}` });
      visits.push({ visit, expected });
      return visit;
    },
    invite: async (securityKey, { name, role } = {}) => {
      const api = await owner();
      people += 1;
      const email = `person${people}@example.org`;
      const details = { displayName: name ?? `Person ${people}`, email, username: `person${people}` };
      const { user } = await api.mutate('createUser', { details }, 'user { id }');
      // Before the key: somebody who rises loses what was sent to them before.
      if (role) await api.mutate('setUserRole', { userId: user.id, role }, 'user { id }');
      const { enrolment, activationCode } = await api.mutate(
        'assignSecurityKey',
        { userId: user.id, securityKey },
        'enrolment { id } activationCode',
      );
      const now = async () => {
        const { node } = await api.ask(
          `query ($id: ID!) { node(id: $id) { ... on Enrolment { status securityKey { status ... on Smartphone { offlineReady deviceBound credential { transports } } ... on HardwareKey { credential { transports attestationFormat } } } } } }`,
          { id: enrolment.id },
        );
        return node;
      };
      return {
        userId: user.id,
        enrolmentId: enrolment.id,
        email,
        link: await server.mailTo(email),
        activationCode,
        status: async () => (await now()).status,
        key: async () => (await now()).securityKey,
      };
    },
  };
}

/** Builds the pages where they are not built from what is there. */
export async function buildPages(): Promise<void> {
  const build = (await import(new URL('../../scripts/run/build.mjs', import.meta.url).href)) as { buildWeb(node: string): Promise<void> };
  // It says on console.error that it is at work.
  const saying = vi.spyOn(console, 'error').mockImplementation(() => {});
  await build.buildWeb(process.execPath).finally(() => saying.mockRestore());
}
