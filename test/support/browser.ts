import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

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
      // As for the tests' own workers: what is short-lived is collected less often.
      '--js-flags=--min-semi-space-size=32 --max-semi-space-size=64',
      `--disable-features=${withoutFeatures.join()}`,
    ],
  });
