import { DBusError, Variant } from '@jellybrick/dbus-next';
import { wordsOf } from '../failures.ts';
import { hybridUuidIn } from './hybrid.ts';
import { type Radio, RadioMissing, type Sighting } from './radio.ts';
import { type Signal, SystemBus } from './systemBus.ts';

const bluez = 'org.bluez';
const adapterInterface = 'org.bluez.Adapter1';
const deviceInterface = 'org.bluez.Device1';
const propertiesInterface = 'org.freedesktop.DBus.Properties';
const managerInterface = 'org.freedesktop.DBus.ObjectManager';

type Properties = Record<string, unknown>;
/** An object’s properties, by its interfaces. */
type Interfaces = Record<string, Properties>;

const rules = [
  `type='signal',sender='${bluez}',interface='${managerInterface}'`,
  `type='signal',sender='${bluez}',interface='${propertiesInterface}',member='PropertiesChanged'`,
  `type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${bluez}'`,
];

/** Linux’s Bluetooth, by the D-Bus interface of BlueZ 5 (org.bluez.Adapter1 and Device1). */
export class BluezRadio implements Radio {
  readonly kind = 'BLUEZ';

  async look(): Promise<void> {
    const bus = await openBus();
    try {
      await usableAdapter(bus);
    } catch (error) {
      throw missing(error);
    } finally {
      bus.close();
    }
  }

  async *listen(signal: AbortSignal): AsyncIterable<Sighting> {
    const bus = await openBus();
    try {
      const signals = await bus.signals(rules, signal);
      const adapter = await usableAdapter(bus);
      // Anybody on the bus may send this connection signals: those of BlueZ alone count.
      const [owner] = await bus.ask('GetNameOwner', bluez);
      await startDiscovery(bus, adapter);
      // What BlueZ remembers of before may be long gone, so only what it tells from now on was heard.
      for await (const told of signals) {
        requireThere(told, adapter);
        const heard = told.sender === owner ? deviceIn(told) : null;
        const uuid = heard && hybridUuidIn(heard.properties.ServiceData);
        if (!heard || !uuid) continue;
        const rssi = opened(heard.properties.RSSI) ?? (await rssiOf(bus, heard.path));
        if (typeof rssi === 'number') yield { rssi, uuid };
      }
    } catch (error) {
      throw signal.aborted ? error : missing(error);
    } finally {
      // BlueZ ends the discovery of whoever leaves the bus.
      bus.close();
    }
  }
}

/** The first adapter that is on. @throws RadioMissing, DBusError */
async function usableAdapter(bus: SystemBus): Promise<string> {
  const [objects] = await bus.call(bluez, '/', { interface: managerInterface, member: 'GetManagedObjects' });
  const adapters = Object.entries(objects as Record<string, Interfaces>).flatMap(([path, { [adapterInterface]: properties }]) =>
    properties ? [{ path, powered: opened(properties.Powered) === true }] : [],
  );
  if (adapters.length === 0) throw noAdapter();
  const usable = adapters.find(({ powered }) => powered);
  if (!usable) throw poweredOff();
  return usable.path;
}

async function startDiscovery(bus: SystemBus, adapter: string): Promise<void> {
  // An advertisement that is repeated is told again, so that one which another program caused to be heard first counts too.
  const filter = { Transport: new Variant('s', 'le'), DuplicateData: new Variant('b', true) };
  await bus.call(bluez, adapter, { interface: adapterInterface, member: 'SetDiscoveryFilter', signature: 'a{sv}', body: [filter] });
  await bus.call(bluez, adapter, { interface: adapterInterface, member: 'StartDiscovery' });
}

/** @throws RadioMissing where a signal says that the adapter was turned off or pulled out, or that BlueZ ended */
function requireThere({ path, interface: of, member, body: [first, second] }: Signal, adapter: string): void {
  if (member === 'NameOwnerChanged') throw noService();
  if (of === managerInterface && member === 'InterfacesRemoved' && first === adapter && (second as string[]).includes(adapterInterface))
    throw noAdapter();
  if (path === adapter && first === adapterInterface && opened((second as Properties).Powered) === false) throw poweredOff();
}

/** The device that a signal tells of, and what is new of it. */
function deviceIn({ path, interface: of, member, body: [first, second] }: Signal): { path: string; properties: Properties } | null {
  if (of === managerInterface && member === 'InterfacesAdded') {
    const properties = (second as Interfaces)[deviceInterface];
    return properties ? { path: first as string, properties } : null;
  }
  return of === propertiesInterface && first === deviceInterface ? { path, properties: second as Properties } : null;
}

/** A device’s signal strength where it was not told with the rest; undefined where the device is gone already. */
async function rssiOf(bus: SystemBus, path: string): Promise<unknown> {
  const call = { interface: propertiesInterface, member: 'Get', signature: 'ss', body: [deviceInterface, 'RSSI'] };
  const [rssi] = await bus.call(bluez, path, call).catch(() => []);
  return opened(rssi);
}

const opened = (open: unknown): unknown => (open instanceof Variant ? open.value : undefined);

const openBus = (): Promise<SystemBus> =>
  SystemBus.open().catch((error) => {
    throw new RadioMissing(
      `The system’s D-Bus cannot be reached (${wordsOf(error)}).`,
      'sudo apt install dbus bluez && sudo systemctl enable --now dbus bluetooth',
    );
  });

const noService = () => new RadioMissing('BlueZ does not run.', 'sudo apt install bluez && sudo systemctl enable --now bluetooth');
const noAdapter = () =>
  new RadioMissing(
    'There is no Bluetooth adapter.',
    'Plug one in. Where there is one, its driver or firmware may be missing: sudo dmesg | grep -i bluetooth',
  );
const poweredOff = () => new RadioMissing('Bluetooth is off.', 'rfkill unblock bluetooth && bluetoothctl power on');
const denied = () => new RadioMissing('This user may not use Bluetooth.', 'sudo usermod -aG bluetooth "$USER", and sign in to this PC anew');

/** What an error of BlueZ or the bus means for whoever sits here. */
function missing(error: unknown): RadioMissing {
  if (error instanceof RadioMissing) return error;
  const name = error instanceof DBusError ? error.type : '';
  if (/\.(ServiceUnknown|NameHasNoOwner|Spawn\.\w+)$/.test(name)) return noService();
  if (/\.(AccessDenied|NotAuthorized|NotPermitted)$/.test(name)) return denied();
  if (/\.NotReady$/.test(name)) return poweredOff();
  return new RadioMissing(`BlueZ does not answer as it should (${wordsOf(error)}).`, 'sudo systemctl restart bluetooth');
}
