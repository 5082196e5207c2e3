import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContextOptions, type CDPSession, chromium, devices, type Page } from 'playwright-core';

export const chromiumMissing = 'Chromium is not here: `apt-get install chromium-headless-shell`, or say where one is with CHROMIUM_PATH.';

// Without a window to draw a browser's own parts in, a page costs a third less.
const programs = ['chromium-headless-shell', 'chromium'];

/** Where Chromium is, the one without windows first, or null. @throws Error in CI where it is nowhere */
export function findChromium(): string | null {
  const { CHROMIUM_PATH, PATH = '', CI } = process.env;
  const folders = ['/usr/bin', ...PATH.split(delimiter)];
  const places = CHROMIUM_PATH ? [CHROMIUM_PATH] : programs.flatMap((program) => folders.map((folder) => join(folder, program)));
  const found = places.find(isProgram) ?? null;
  if (!found && CI) throw new Error(chromiumMissing);
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

// Of several such lists Chromium takes the last: what Playwright turns off, and, where it has windows, the popups below an
// address bar that nobody sees, which each would load as pages of their own.
const withoutFeatures = [
  ...['AimEnabled', 'AvoidCorsURLLoaderRestartOnRedirect', 'AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose'],
  ...['HttpsFirstBalancedModeAutoEnable', 'HttpsUpgrades', 'LensOverlay', 'MediaRouter', 'NetworkTimeServiceQuerying', 'OptimizationHints'],
  ...['PaintHolding', 'PreconnectToSearch', 'TcpPortRandomizationWin', 'ThirdPartyStoragePartitioning'],
  ...['WebUIOmniboxAimPopup', 'WebUIOmniboxPopup'],
];

let launched: Promise<Browser> | null = null;

/** The worker's browser, for all of its files: visits share nothing, as each has a context of its own. It ends with the worker. */
export async function sharedChromium(executablePath: string): Promise<Browser> {
  // One that crashed, or did not start, fails the tests of that file and no others.
  const running = await launched?.catch(() => null);
  if (running?.isConnected()) return running;
  launched = launchChromium(executablePath);
  return launched;
}

/** Starts a browser with a profile of its own, which talks to nobody but the pages' server. */
export const launchChromium = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    // The sandbox does not start as root.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
      `--disable-features=${withoutFeatures.join()}`,
    ],
  });

/** What a page is open on. */
export type Place = 'phone' | 'computer';

const places: Record<Place, BrowserContextOptions> = {
  phone: { ...devices['Pixel 7'], viewport: { width: 390, height: 844 } },
  computer: { viewport: { width: 1280, height: 800 } },
};

/** What an authenticator is like, in the words of CDP. */
export interface VirtualDevice {
  protocol: 'u2f' | 'ctap2';
  ctap2Version?: 'ctap2_1';
  transport: 'usb' | 'hybrid' | 'internal';
  hasResidentKey?: boolean;
  hasUserVerification?: boolean;
  /** Whether the person passes: the right finger, the right PIN. */
  isUserVerified?: boolean;
  hasPrf?: boolean;
  defaultBackupEligibility?: boolean;
  defaultBackupState?: boolean;
}

/** A credential that an authenticator holds. */
export interface HeldCredential {
  credentialId: string;
  isResidentCredential: boolean;
  rpId?: string;
  privateKey: string;
  userHandle?: string;
  signCount: number;
}

const ctap2 = {
  protocol: 'ctap2',
  ctap2Version: 'ctap2_1',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
} as const;

/** Authenticators that Chromium plays (CDP, domain WebAuthn). */
export const virtual = {
  /** The phone, or the PC, that the page is open on. */
  platform: { ...ctap2, transport: 'internal', defaultBackupEligibility: true, defaultBackupState: true },
  /** The same with the prf extension, by which offline sign-in works. */
  platformWithPrf: { ...ctap2, transport: 'internal', hasPrf: true },
  /** A phone whose screen lock is off. */
  unlockedPhone: { ...ctap2, transport: 'internal', hasUserVerification: false, isUserVerified: false },
  /** A phone that answers a page on a PC. */
  phoneOverHybrid: { ...ctap2, transport: 'hybrid' },
  /** A FIDO2 key whose PIN is set. */
  hardwareKey: { ...ctap2, transport: 'usb' },
  keyWithoutPin: { ...ctap2, transport: 'usb', hasUserVerification: false, isUserVerified: false },
  u2fKey: { protocol: 'u2f', transport: 'usb' },
} as const satisfies Record<string, VirtualDevice>;

/** An authenticator that is plugged into a visit's page. */
export interface VirtualAuthenticator {
  /** Makes its answers wrong from then on. */
  override(bits: { isBogusSignature?: boolean; isBadUV?: boolean; isBadUP?: boolean }): Promise<void>;
  unplug(): Promise<void>;
  credentials(): Promise<HeldCredential[]>;
  /** Puts a credential of another one into it, as when a person carries a key to another computer. */
  take(credential: HeldCredential): Promise<void>;
}

async function plugIn(session: CDPSession, options: VirtualDevice): Promise<VirtualAuthenticator> {
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options });
  return {
    override: async (bits) => void (await session.send('WebAuthn.setResponseOverrideBits', { authenticatorId, ...bits })),
    unplug: async () => void (await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })),
    credentials: async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    take: async (credential) => void (await session.send('WebAuthn.addCredential', { authenticatorId, credential })),
  };
}

/** Somebody's browser: a context of its own, and all that went wrong in it. */
export interface Visit {
  page: Page;
  /** The addresses of all requests and WebSockets. */
  requests: string[];
  /** Errors and warnings in the console, errors nobody caught, what the Content-Security-Policy refused, requests to elsewhere. */
  problems: string[];
  plugIn(device: VirtualDevice): Promise<VirtualAuthenticator>;
  close(): Promise<void>;
}

/** Opens a browser of its own on a page of the server; who has these cookies is known there. */
export async function openVisit(
  browser: Browser,
  place: Place,
  address: string,
  cookies: Iterable<[name: string, value: string]> = [],
): Promise<Visit> {
  const context = await browser.newContext({ ...places[place], locale: 'en-GB', reducedMotion: 'reduce' });
  context.setDefaultTimeout(8_000);
  const { origin } = new URL(address);
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: origin })));
  const requests: string[] = [];
  const problems: string[] = [];
  const sees = (url: string) => {
    requests.push(url);
    if (new URL(url.replace(/^ws/, 'http')).origin !== origin) problems.push(`a request to ${url}`);
  };
  context.on('request', (request) => sees(request.url()));
  context.on('console', (message) => {
    // A violation of the Content-Security-Policy is an error in the console.
    if (['error', 'warning'].includes(message.type())) problems.push(`${message.type()} in the console: ${message.text()}`);
  });
  context.on('weberror', (error) => problems.push(`uncaught: ${error.error().message}`));
  context.on('page', (page) => page.on('websocket', (socket) => sees(socket.url())));
  const page = await context.newPage();
  // One session for the page's life: detaching it takes the authenticators away.
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable', { enableUI: false });
  await page.goto(address);
  return {
    page,
    requests,
    problems,
    plugIn: (device) => plugIn(session, device),
    close: () => context.close(),
  };
}
