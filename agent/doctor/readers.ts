import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { AllReaders } from '../adapters/all.ts';
import { installSmartcard, loadSmartcard, type SmartcardPackage } from '../adapters/pcscPackage.ts';
import { wordsOf } from '../failures.ts';
import { readSettings } from '../state/settings.ts';
import { bad, type Finding, good } from './findings.ts';

/** How long readers are looked for. */
const lookFor = 1_500;

/** What stands between this PC and a reader, from the bottom up. */
export async function readersAndDrivers(folder: string): Promise<Finding[]> {
  const smartcard = loaded();
  const findings = 'ok' in smartcard ? [smartcard] : [good('add-on', 'The package smartcard is there'), service(smartcard)];
  return [...findings, ...kernelModules(), await seen(folder)];
}

function loaded(): SmartcardPackage | Finding {
  try {
    return loadSmartcard();
  } catch (error) {
    return bad('add-on', `PC/SC readers cannot be used: the package smartcard does not load (${wordsOf(error).split('\n')[0]}).`, installSmartcard());
  }
}

function service(smartcard: SmartcardPackage): Finding {
  try {
    new smartcard.Context().close();
    return good('service', 'The PC/SC service answers');
  } catch (error) {
    return bad('service', `The PC/SC service does not answer: ${wordsOf(error)}.`, mendService());
  }
}

function mendService(): string {
  if (process.platform === 'win32') return 'Start the service “Smart Card”: Start-Service SCardSvr';
  if (process.platform === 'darwin') return 'Restart the Mac: the service belongs to macOS.';
  if (!existsSync('/usr/sbin/pcscd')) return 'sudo apt install pcscd libccid && sudo systemctl enable --now pcscd.socket';
  // It is there and answers, but not to this person: polkit lets only those in who sit at the PC.
  if (existsSync('/run/pcscd/pcscd.comm')) {
    return 'Allow org.debian.pcsc-lite.access_pcsc and access_card by a polkit rule for this user; docs/reader-agent.md has one. Or: sudo systemctl restart pcscd.socket';
  }
  return 'sudo systemctl enable --now pcscd.socket';
}

/** Linux's own NFC drivers take an ACR122 and its like away from pcscd. */
function kernelModules(): Finding[] {
  if (process.platform !== 'linux') return [];
  const loadedModules = readOr('/proc/modules');
  const taking = ['pn533_usb', 'pn533', 'nfc'].filter((name) => new RegExp(`^${name} `, 'm').test(loadedModules));
  const findings: Finding[] = [];
  if (taking.includes('pn533_usb')) {
    const mend = `printf 'blacklist pn533_usb\\nblacklist pn533\\nblacklist nfc\\n' | sudo tee /etc/modprobe.d/latchkey-nfc.conf && sudo modprobe -r ${taking.join(' ')}`;
    findings.push(bad('kernel', 'Linux’s own driver pn533_usb may keep an ACR122 and its like from PC/SC.', mend));
  }
  if (isActive('ModemManager'))
    findings.push(good('modems', 'ModemManager runs: where a serial reader does not answer, stop it once to see (sudo systemctl stop ModemManager)'));
  return findings;
}

async function seen(folder: string): Promise<Finding> {
  const readers = new AllReaders({ pcsc: true, typing: readSettings(folder).typingReaders.filter(({ path }) => path !== '-'), simulated: 0 });
  try {
    for (const until = Date.now() + lookFor; readers.list().length === 0 && Date.now() < until; ) await delay(50);
    const names = readers.list().map(({ name }) => name);
    if (names.length > 0) return good('readers', names.join(', '));
    return bad(
      'readers',
      'There is no reader.',
      'Plug a reader in; on Linux its driver may be missing: sudo apt install libccid. One that types is told by: latchkey-agent reader set PATH',
    );
  } finally {
    await readers.close();
  }
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function isActive(unit: string): boolean {
  try {
    return execFileSync('systemctl', ['is-active', unit], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() === 'active';
  } catch {
    return false;
  }
}
