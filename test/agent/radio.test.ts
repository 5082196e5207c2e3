import { Variant } from '@jellybrick/dbus-next';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { BluezRadio } from '../../agent/radio/bluez.ts';
import { RadioMissing, type Sighting } from '../../agent/radio/radio.ts';
import { askRunning } from '../../agent/run/localSocket.ts';
import { AgentPc, letTimePass, said } from '../support/agentProgram.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { Bluez, missingForBluez, nobodyMayUseBluetooth, serviceData } from '../support/bluez.ts';
import { phoneOverHybrid } from '../support/devices.ts';
import { activate } from '../support/people.ts';
import { behindProxy, invite, somebody, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { answerSignIn, beginSignIn } from '../support/signIns.ts';
import { waitFor } from '../support/waitFor.ts';

// Programs of their own take their time where many tests run.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

// S7, Bluetooth proximity: the agent's radio by BlueZ's D-Bus interface, of which the hardware alone is made up.
const missing = missingForBluez();
const rssi = (dBm: number) => new Variant('n', dBm);
const phoneAddress = 'AA:BB:CC:DD:EE:01';

describe.skipIf(missing)(`Bluetooth${missing ? `, which needs: ${missing}` : ''}`, () => {
  let bluez: Bluez;
  const radio = new BluezRadio();
  const on = (bus: { address: string }) => vi.stubEnv('DBUS_SYSTEM_BUS_ADDRESS', bus.address);

  beforeAll(async () => {
    bluez = await Bluez.start();
    await bluez.startService();
  });
  beforeEach(() => on(bluez));
  afterAll(async () => {
    vi.unstubAllEnvs();
    await bluez.stop();
  });

  describe('what is missing, in words, with what mends it', () => {
    const why = (): Promise<RadioMissing> =>
      radio.look().then(
        () => Promise.reject(new Error('Nothing is missing')),
        (error) => (error instanceof RadioMissing ? error : Promise.reject(error)),
      );

    test('no bus, no BlueZ, no adapter, one that is off, and nothing', async () => {
      on({ address: 'unix:path=/nowhere/bus' });
      expect(await why()).toMatchObject({ message: expect.stringContaining('D-Bus cannot be reached'), mend: expect.stringContaining('dbus bluez') });
      on(bluez);
      expect(await why()).toMatchObject({ message: 'There is no Bluetooth adapter.' });
      const adapter = await bluez.addAdapter();
      await bluez.setPowered(adapter, false);
      expect(await why()).toMatchObject({ message: 'Bluetooth is off.', mend: expect.stringContaining('bluetoothctl power on') });
      await bluez.setPowered(adapter, true);
      await radio.look();
      await bluez.removeAdapter();
      await bluez.stopService();
      expect(await why()).toMatchObject({ message: 'BlueZ does not run.', mend: expect.stringContaining('enable --now bluetooth') });
      await bluez.startService();
    });

    test('a user whom the bus does not let at Bluetooth', async () => {
      const closed = await Bluez.start(nobodyMayUseBluetooth);
      try {
        await closed.startService();
        on(closed);
        expect(await why()).toMatchObject({ message: 'This user may not use Bluetooth.', mend: expect.stringContaining('usermod -aG bluetooth') });
      } finally {
        await closed.stop();
      }
    });
  });

  describe('listening', () => {
    let adapter: string;
    let others: string[];
    let over: AbortController;
    let heard: Sighting[];
    let ended: Promise<unknown>;

    beforeEach(async () => {
      adapter = await bluez.addAdapter();
      others = await bluez.names();
      over = new AbortController();
      heard = [];
    });
    afterEach(async () => {
      over.abort(new Error('The test is over.'));
      await ended;
      // Whoever leaves the bus ends what BlueZ does for them.
      await waitFor(async () => (await bluez.names()).every((name) => others.includes(name)));
      await bluez.removeAdapter();
    });

    /** Listens in the background. @returns the connection that listens, once BlueZ does */
    async function listen(): Promise<string> {
      const read = async () => {
        for await (const sighting of radio.listen(over.signal)) heard.push(sighting);
      };
      ended = read().catch((error) => error);
      await waitFor(() => bluez.adapterProperty(adapter, 'Discovering'));
      return (await bluez.names()).find((name) => !others.includes(name)) ?? '';
    }

    test('asks for what is needed alone: Bluetooth LE, each advertisement anew', async () => {
      await listen();
      expect(await bluez.adapterProperty(adapter, 'DiscoveryFilter')).toEqual({
        Transport: new Variant('s', 'le'),
        DuplicateData: new Variant('b', true),
      });
      over.abort(new Error('enough'));
      await expect(ended).resolves.toHaveProperty('name', 'AbortError');
    });

    test('hears a phone that is new, and one that BlueZ knew and hears again', async () => {
      const known = await bluez.addDevice(phoneAddress);
      await bluez.hearAgain(known, { ServiceData: serviceData('FFF9') });
      await listen();
      await bluez.hearNew('AA:BB:CC:DD:EE:02', { RSSI: rssi(-41), ServiceData: serviceData('FFF9') });
      await bluez.hearAgain(known, { ServiceData: serviceData('FDE2'), RSSI: rssi(-60) });
      // Where it is not told with the rest, the strength is what BlueZ heard last.
      await bluez.hearAgain(known, { ServiceData: serviceData('FFF9') });
      await waitFor(() => heard.length === 3);
      // What was heard before anybody listened is not among them.
      expect(heard).toEqual([
        { rssi: -41, uuid: 'FFF9' },
        { rssi: -60, uuid: 'FDE2' },
        { rssi: -60, uuid: 'FFF9' },
      ]);
    });

    test('takes nothing else for one: other devices, other data, other senders', async () => {
      const connection = await listen();
      const phone = { RSSI: rssi(-40), ServiceData: serviceData('FFF9') };
      const path = '/org/bluez/hci0/dev_AA_BB_CC_DD_EE_03';
      const body = [path, { 'org.bluez.Device1': phone }];
      const signal = { path: '/', interface: 'org.freedesktop.DBus.ObjectManager', member: 'InterfacesAdded', signature: 'oa{sa{sv}}', body };
      bluez.send(connection, signal);
      await bluez.hearNew('AA:BB:CC:DD:EE:04', { RSSI: rssi(-40), ServiceData: serviceData('180F') });
      await bluez.hearNew('AA:BB:CC:DD:EE:05', { RSSI: rssi(-40), ServiceData: serviceData('FFF9', 19) });
      await bluez.hearNew('AA:BB:CC:DD:EE:06', { RSSI: rssi(-40) });
      // BlueZ's own model of no service data is an empty list.
      await bluez.addDevice('AA:BB:CC:DD:EE:07');
      // In order: had one of those counted, it would come first.
      await bluez.hearNew('AA:BB:CC:DD:EE:08', { RSSI: rssi(-42), ServiceData: serviceData('FDE2') });
      await waitFor(() => heard.length > 0);
      expect(heard).toEqual([{ rssi: -42, uuid: 'FDE2' }]);
    });

    test('says so where Bluetooth is turned off meanwhile, or its adapter pulled out', async () => {
      await listen();
      await bluez.setPowered(adapter, false);
      await expect(ended).resolves.toMatchObject({ message: 'Bluetooth is off.' });
      await bluez.setPowered(adapter, true);
      await listen();
      await bluez.removeAdapter();
      await expect(ended).resolves.toMatchObject({ message: 'There is no Bluetooth adapter.' });
      adapter = await bluez.addAdapter();
    });

    test('says so where BlueZ ends', async () => {
      await listen();
      await bluez.stopService();
      await expect(ended).resolves.toMatchObject({ message: 'BlueZ does not run.' });
      others = (await bluez.names()).filter((name) => name !== 'org.bluez');
      await bluez.startService();
      others = await bluez.names();
      adapter = await bluez.addAdapter();
    });
  });

  describe('the agent with it', () => {
    let server: TestServer;
    let owner: ApiClient;
    let pc: AgentPc;
    let stopTime: () => void;
    beforeAll(async () => {
      server = await startServer({ env: behindProxy });
      stopTime = letTimePass(server);
      ({ owner } = await server.owner());
      pc = await AgentPc.make({ DBUS_SYSTEM_BUS_ADDRESS: bluez.address });
    });
    afterAll(async () => {
      await pc.stop();
      stopTime();
      await server.stop();
    });

    test('listens while somebody signs in at its PC and never else, and lets in whose phone it heard', async () => {
      const agentId = await pc.pair(server.app.address, owner);
      const adapter = await bluez.addAdapter();
      expect((await pc.command('doctor')).out).toContain('ok      radio: Bluetooth is on, and phones can be heard');
      const program = pc.run(['--no-pcsc', '--no-local']);
      await said(program, 'radio');
      expect((await owner.ask('query ($id: ID!) { node(id: $id) { ... on ReaderAgent { radio } } }', { id: agentId })).node).toEqual({
        radio: 'BLUEZ',
      });

      const details = somebody();
      const device = phoneOverHybrid();
      const { link } = await invite(server, owner, { smartphone: { bluetoothProximity: true } }, details);
      device.device.attachment = 'platform';
      await activate(visitor(server), link, device, { onPhone: true });
      device.device.attachment = 'cross-platform';
      await owner.mutate('updateWorkspace', { minimumProximity: 'AGENT_OBSERVED' }, 'workspace { id }');

      const attempt = async (near: boolean) => {
        expect(await listeners()).toBe(0);
        const browser = visitor(server);
        const begun = await beginSignIn(browser, { username: details.username });
        const code = JSON.parse((await pc.command('code', '--json')).out).code;
        const by = { code };
        expect(await browser.mutate('connectSignInAgent', { signInToken: begun.signInToken, by }, 'signIn { status }')).toHaveProperty('signIn');
        await waitFor(() => bluez.adapterProperty(adapter, 'Discovering'));
        if (near) {
          await bluez.hearNew(phoneAddress, { RSSI: rssi(-44), ServiceData: serviceData('FFF9') });
          await waitFor(async () => (await server.database.sql`select 1 from sign_ins where heard_at is not null`)[0]);
        }
        const answer = await answerSignIn(browser, begun, device);
        // Whoever was refused begins anew; until then the agent would go on.
        await server.database.sql`delete from sign_ins`;
        await waitFor(async () => (await listeners()) === 0);
        await bluez.forgetDiscovery(adapter);
        return answer;
      };
      expect(await attempt(false)).toMatchObject({ code: 'PROXIMITY_REQUIRED' });
      expect(await attempt(true)).toMatchObject({ status: 'SIGNED_IN' });
      // A phone that is made up is for a radio that is made up alone.
      expect(await pc.command('phone')).toMatchObject({ code: 1, err: expect.stringContaining('no simulated radio') });
      expect(await pc.command('phone', '--rssi', 'near')).toMatchObject({ code: 2 });
      // A sign-in may be one that leaves no trace.
      expect(program.out()).not.toMatch(/listen|heard.*-44|nonce/i);
    });

    const listeners = async (): Promise<number> => (await askRunning<{ listening: number }>(pc.folder, { command: 'status' })).listening;

    test('the doctor says what is missing', async () => {
      await bluez.removeAdapter();
      const { out } = await pc.command('doctor');
      expect(out).toContain('WITHOUT radio: Phones cannot be heard: There is no Bluetooth adapter.\n        → Plug one in.');
    });
  });
});
