import { type Browser, type BrowserContext, type BrowserContextOptions, type CDPSession, devices, type Page } from 'playwright-core';
import { plugIn, type VirtualAuthenticator, type VirtualDevice } from './authenticators.ts';

/** What a page is open on. */
export type Place = 'phone' | 'computer';

const places: Record<Place, BrowserContextOptions> = {
  phone: { ...devices['Pixel 7'], viewport: { width: 390, height: 844 } },
  computer: { viewport: { width: 1280, height: 800 } },
};

/** Somebody's browser: what others kept is not in it. And all that went wrong in it. */
export interface Visit {
  page: Page;
  /** The addresses of all requests and WebSockets. */
  requests: string[];
  /** Errors and warnings in the console, errors nobody caught, what the Content-Security-Policy refused, requests to elsewhere. */
  problems: string[];
  plugIn(device: VirtualDevice): Promise<VirtualAuthenticator>;
  /** Its browser is not used for another visit: what was done to it cannot be undone. */
  spoil(): void;
  close(): Promise<void>;
}

/**
 * A browser with one page, for one visit after the other. A page costs half as much in a process that has shown one before.
 * What was loaded stays in its cache, as with a person who comes back.
 */
class Tab {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly session: CDPSession;
  readonly #place: Place;
  /** The visit that is going on. */
  visit: { origin: string; requests: string[]; problems: string[] } | null = null;

  private constructor(context: BrowserContext, page: Page, session: CDPSession, place: Place) {
    this.context = context;
    this.page = page;
    this.session = session;
    this.#place = place;
    context.on('request', (request) => this.#sees(request.url()));
    context.on('console', (message) => {
      // A violation of the Content-Security-Policy is an error in the console.
      if (['error', 'warning'].includes(message.type())) this.#went(`${message.type()} in the console: ${message.text()}`);
    });
    context.on('weberror', (error) => this.#went(`uncaught: ${error.error().message}`));
    const listen = (opened: Page) => opened.on('websocket', (socket) => this.#sees(socket.url()));
    listen(page);
    context.on('page', listen);
  }

  static async open(browser: Browser, place: Place): Promise<Tab> {
    const context = await browser.newContext({ ...places[place], locale: 'en-GB', reducedMotion: 'reduce' });
    context.setDefaultTimeout(8_000);
    const page = await context.newPage();
    // One session for the page's life: detaching it takes the authenticators away.
    const session = await context.newCDPSession(page);
    return new Tab(context, page, session, place);
  }

  #sees(url: string): void {
    if (!this.visit) return;
    this.visit.requests.push(url);
    if (new URL(url.replace(/^ws/, 'http')).origin !== this.visit.origin) this.#went(`a request to ${url}`);
  }

  #went(problem: string): void {
    this.visit?.problems.push(problem);
  }

  /** Makes it like a new one. @throws Error where it cannot be */
  async clear(): Promise<void> {
    const { context, page, session } = this;
    const origin = this.visit?.origin ?? '';
    this.visit = null;
    await Promise.all(context.pages().map((opened) => (opened === page ? null : opened.close())));
    await page.evaluate('sessionStorage.clear()');
    // First of all: what the page is still about to do must not come after what is cleared.
    await page.goto('about:blank');
    await context.setOffline(false);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await session.send('WebAuthn.disable');
    await context.clearCookies();
    await context.clearPermissions();
    await context.setExtraHTTPHeaders({});
    await page.emulateMedia({ colorScheme: null });
    const { viewport } = places[this.#place];
    if (viewport) await page.setViewportSize(viewport);
    // Not what was loaded, which has its name from what is in it.
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'local_storage,indexeddb,cache_storage,service_workers,file_systems' });
    await session.send('Page.resetNavigationHistory');
  }
}

const idle = new WeakMap<Browser, Record<Place, Tab[]>>();

/** What waits for the next visit at a place. */
function idleAt(browser: Browser, place: Place): Tab[] {
  const tabs = idle.get(browser) ?? { phone: [], computer: [] };
  idle.set(browser, tabs);
  return tabs[place];
}

/** Opens a browser of its own on a page of the server; who has these cookies is known there. */
export async function openVisit(
  browser: Browser,
  place: Place,
  address: string,
  cookies: Iterable<[name: string, value: string]> = [],
): Promise<Visit> {
  const waiting = idleAt(browser, place);
  const tab = waiting.pop() ?? (await Tab.open(browser, place));
  const { context, page, session } = tab;
  const { origin } = new URL(address);
  tab.visit = { origin, requests: [], problems: [] };
  const { requests, problems } = tab.visit;
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: origin })));
  await session.send('WebAuthn.enable', { enableUI: false });
  await page.goto(address);
  let spoilt = false;
  let closed: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    if (spoilt) return context.close();
    await tab.clear().then(
      () => void waiting.push(tab),
      () => context.close(),
    );
  };
  return {
    page,
    requests,
    problems,
    plugIn: (device) => plugIn(session, device),
    spoil: () => {
      spoilt = true;
    },
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}
