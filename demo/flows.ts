import { tapNow } from '../test/support/agent.ts';
import { ApiClient } from '../test/support/apiClient.ts';
import type { Authenticator } from '../test/support/authenticator.ts';
import { hardwareKey, phone } from '../test/support/devices.ts';
import { activate, tokenOf } from '../test/support/people.ts';
import { expectDone, inTime } from './expect.ts';
import type { DemoPc } from './pc.ts';

/** What a flow is played on: the owner's browser, and a PC with a reader agent. */
export interface Stage {
  owner: ApiClient;
  operator: ApiClient;
  pc: DemoPc;
}

/** One way to enrol somebody, from the wizard to the active key. */
export interface Flow {
  name: 'SMARTPHONE' | 'CONTACTLESS_CARD_NOW' | 'CONTACTLESS_CARD_BY_USER' | 'HARDWARE_KEY';
  title: string;
  person: { displayName: string; email: string; username: string };
  securityKey: Record<string, object>;
  /** What the administrator does between the wizard's third step and its confirm. */
  prepare?(stage: Stage, wizardId: string): Promise<void>;
  /** What the person does with the link from their mail; nothing where an administrator activates the key. */
  activate?(stage: Stage, link: string): Promise<void>;
  /** The number of the card that is tapped, whose PIN comes by mail; null for a key of another kind. */
  card: string | null;
}

const carlasCard = '04A1B2C3D4E580';
const ullasCard = '04A1B2C3D4E581';

export const flows: readonly Flow[] = [
  {
    name: 'SMARTPHONE',
    title: 'A smartphone (S1–S11)',
    person: { displayName: 'Sam Smart', email: 'sam@example.org', username: 'sam' },
    securityKey: { smartphone: { name: 'Sam’s phone', offlineLogin: true } },
    activate: (stage, link) => register(stage, link, phone({ prf: true }), true),
    card: null,
  },
  {
    name: 'CONTACTLESS_CARD_NOW',
    title: 'A contactless card, activated by the administrator (C1–C12)',
    person: { displayName: 'Carla Card', email: 'carla@example.org', username: 'carla' },
    securityKey: { contactlessCard: { name: 'Carla’s badge', activation: 'ADMIN_NOW' } },
    prepare: async ({ owner, pc }, wizardId) => {
      const input = { target: { wizardId }, readerId: pc.readerId };
      const { tapJob } = expectDone(await owner.mutate('assignContactlessCard', input, 'tapJob { id }'));
      await pc.tap(tapJob.id, carlasCard);
      // The wizard can be confirmed once the server has heard of the card.
      await inTime(async () => {
        const { status } = await tapNow(owner, tapJob.id);
        if (status !== 'COMPLETED') throw new Error(`Expected the tap to be COMPLETED, it is ${status}.`);
      });
    },
    card: carlasCard,
  },
  {
    name: 'CONTACTLESS_CARD_BY_USER',
    title: 'A contactless card, activated by its person (C1–C12)',
    person: { displayName: 'Ulla User', email: 'ulla@example.org', username: 'ulla' },
    securityKey: { contactlessCard: { name: 'Ulla’s badge', activation: 'BY_USER' } },
    activate: async ({ owner, pc }, link) => {
      const browser = new ApiClient(owner.address);
      const { activation } = expectDone(await browser.mutate('openActivation', { token: tokenOf(link) }, 'activation { id }'));
      const activationId: string = activation.id;
      const by = { code: await pc.code() };
      const connected = expectDone(await browser.mutate('connectReaderAgent', { activationId, by }, 'activation { readerAgent { readers { id } } }'));
      const readerId: string = connected.activation.readerAgent.readers[0].id;
      const { tapJob } = expectDone(await browser.mutate('requestCardTap', { activationId, readerId }, 'tapJob { id }'));
      await pc.tap(tapJob.id, ullasCard);
    },
    card: ullasCard,
  },
  {
    name: 'HARDWARE_KEY',
    title: 'A FIDO2 hardware key (H1–H9)',
    person: { displayName: 'Hana Hardware', email: 'hana@example.org', username: 'hana' },
    securityKey: { hardwareKey: { name: 'Hana’s key' } },
    activate: (stage, link) => register(stage, link, hardwareKey(), false),
    card: null,
  },
];

/** Opens the link in a browser of the person's and registers their authenticator there. */
async function register({ owner }: Stage, link: string, authenticator: Authenticator, onPhone: boolean): Promise<void> {
  expectDone(await activate(new ApiClient(owner.address), link, authenticator, { onPhone }));
}
