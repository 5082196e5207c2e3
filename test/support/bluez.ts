import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Message, type MessageBus, sessionBus, Variant } from '@jellybrick/dbus-next';
import { waitFor } from './waitFor.ts';

/** Debian's Python, which finds Debian's modules; one that was put before it in the path does not. */
const python = '/usr/bin/python3';

/** The command that brings what this machine lacks for these tests; null where it lacks nothing. In CI, that is a failure. */
export function missingForBluez(): string | null {
  const packages = [
    ['dbus', '/usr/bin/dbus-daemon'],
    ['python3-dbusmock', '/usr/lib/python3/dist-packages/dbusmock'],
  ].flatMap(([name = '', file = '']) => (existsSync(file) ? [] : [name]));
  if (packages.length === 0) return null;
  const command = `sudo apt install ${packages.join(' ')}`;
  if (process.env.CI) throw new Error(`The tests of Bluetooth need: ${command}`);
  return command;
}

/** What a policy of the bus forbids, as an installation may that lets only some use Bluetooth. */
export const nobodyMayUseBluetooth = '<policy context="mandatory"><deny send_destination="org.bluez"/></policy>';

const settings = (socket: string, policy: string): string => `<busconfig>
  <type>system</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
  </policy>
  ${policy}
</busconfig>`;

const mock = 'org.bluez.Mock';
const mockBase = 'org.freedesktop.DBus.Mock';
const adapterInterface = 'org.bluez.Adapter1';
const deviceInterface = 'org.bluez.Device1';

/** Service data as BlueZ tells it, of one UUID in its short form. */
export const serviceData = (uuid: string, bytes = 20): Variant =>
  new Variant('a{sv}', { [`0000${uuid.toLowerCase()}-0000-1000-8000-00805f9b34fb`]: new Variant('ay', Buffer.alloc(bytes, 7)) });

/** A system bus of a test's own, with BlueZ's interface on it: python3-dbusmock's in the place of bluetoothd and its hardware. */
export class Bluez {
  /** The bus's address, as programs find it in DBUS_SYSTEM_BUS_ADDRESS. */
  readonly address: string;
  readonly #folder: string;
  readonly #daemon: ChildProcess;
  readonly #bus: MessageBus;
  #service: ChildProcess | null = null;

  private constructor(folder: string, address: string, daemon: ChildProcess, bus: MessageBus) {
    this.#folder = folder;
    this.address = address;
    this.#daemon = daemon;
    this.#bus = bus;
  }

  /** Starts the bus, with nobody on it. */
  static async start(policy = ''): Promise<Bluez> {
    const folder = await mkdtemp(join(tmpdir(), 'lkbz-'));
    const socket = join(folder, 'bus');
    await writeFile(join(folder, 'bus.conf'), settings(socket, policy));
    const args = ['--nofork', '--print-address', `--config-file=${join(folder, 'bus.conf')}`];
    const daemon = spawn('/usr/bin/dbus-daemon', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    // It says its address once it answers there; the socket is there before.
    await once(daemon.stdout, 'data');
    const address = `unix:path=${socket}`;
    const bus = sessionBus({ busAddress: address });
    await new Promise<void>((resolve) => bus.once('connect', resolve));
    return new Bluez(folder, address, daemon, bus);
  }

  /** Starts BlueZ, without an adapter. */
  async startService(): Promise<void> {
    const env = { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: this.address };
    this.#service = spawn(python, ['-m', 'dbusmock', '--template', 'bluez5'], { stdio: ['ignore', 'ignore', 'inherit'], env });
    await waitFor(async () => (await this.names()).includes('org.bluez'));
  }

  /** Ends BlueZ, as where it crashes. */
  async stopService(): Promise<void> {
    this.#service?.kill('SIGKILL');
    await waitFor(async () => !(await this.names()).includes('org.bluez'));
  }

  /** Who is on the bus. */
  async names(): Promise<string[]> {
    const [names] = await this.#call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'ListNames', '', []);
    return names as string[];
  }

  async addAdapter(): Promise<string> {
    const [path] = await this.#call('org.bluez', '/', mock, 'AddAdapter', 'ss', ['hci0', 'PC']);
    return path as string;
  }

  removeAdapter = () => this.#call('org.bluez', '/', mock, 'RemoveAdapterWithDevices', 's', ['hci0']);

  setPowered = (adapter: string, on: boolean) => this.#update(adapter, adapterInterface, { Powered: new Variant('b', on) });

  /** Bluetoothd ends the discovery of whoever left the bus; the mock does not look who is there. */
  forgetDiscovery = (adapter: string) => this.#call('org.bluez', adapter, adapterInterface, 'StopDiscovery', '', []);

  /** Something of an adapter; undefined where it is not known of it. */
  async adapterProperty(adapter: string, name: string): Promise<unknown> {
    const [value] = await this.#call('org.bluez', adapter, 'org.freedesktop.DBus.Properties', 'Get', 'ss', [adapterInterface, name]).catch(() => []);
    return (value as Variant | undefined)?.value;
  }

  /** A device that is heard for the first time, as BlueZ tells of it: with all that it knows. */
  async hearNew(address: string, properties: Record<string, Variant>): Promise<void> {
    const path = `/org/bluez/hci0/dev_${address.replaceAll(':', '_')}`;
    const told = new Variant('a{sa{sv}}', { [deviceInterface]: properties });
    await this.#emit('/', 'org.freedesktop.DBus.ObjectManager', 'InterfacesAdded', 'oa{sa{sv}}', [new Variant('o', path), told]);
  }

  /** A device that BlueZ knows, with a signal strength of −79 dBm. */
  async addDevice(address: string): Promise<string> {
    const [path] = await this.#call('org.bluez', '/', mock, 'AddDevice', 'sss', ['hci0', address, 'Phone']);
    return path as string;
  }

  /** A device that BlueZ knows is heard again: what is new of it is told. */
  async hearAgain(device: string, properties: Record<string, Variant>): Promise<void> {
    if (properties.RSSI) await this.#update(device, deviceInterface, { RSSI: properties.RSSI });
    const told = [new Variant('s', deviceInterface), new Variant('a{sv}', properties), new Variant('as', [])];
    await this.#emit(device, 'org.freedesktop.DBus.Properties', 'PropertiesChanged', 'sa{sv}as', told);
  }

  /** Sends a signal of somebody else's to one connection. */
  send(destination: string, signal: { path: string; interface: string; member: string; signature: string; body: unknown[] }): void {
    const message = Message.newSignal(signal.path, signal.interface, signal.member, signal.signature, signal.body);
    message.destination = destination;
    this.#bus.send(message);
  }

  async stop(): Promise<void> {
    this.#service?.kill('SIGKILL');
    this.#bus.disconnect();
    this.#daemon.kill('SIGTERM');
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Lets BlueZ send a signal of one of its objects. */
  #emit = (path: string, of: string, name: string, signature: string, args: Variant[]) =>
    this.#call('org.bluez', path, mockBase, 'EmitSignal', 'sssav', [of, name, signature, args]);

  #update = (path: string, of: string, properties: Record<string, Variant>) =>
    this.#call('org.bluez', path, mockBase, 'UpdateProperties', 'sa{sv}', [of, properties]);

  async #call(destination: string, path: string, of: string, member: string, signature: string, body: unknown[]): Promise<unknown[]> {
    const answer = await this.#bus.call(new Message({ destination, path, interface: of, member, signature, body }));
    return answer?.body ?? [];
  }
}
