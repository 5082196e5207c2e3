import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, ApiClient } from '../test/support/apiClient.ts';
import type { Authenticator } from '../test/support/authenticator.ts';
import { hardwareKey, phone } from '../test/support/devices.ts';
import { activate, mailedLink } from '../test/support/people.ts';

/** One way to enrol somebody, from the wizard to the active key. */
interface Flow {
  name: 'SMARTPHONE' | 'HARDWARE_KEY';
  title: string;
  person: { displayName: string; email: string; username: string };
  securityKey: Record<string, object>;
  device: () => Authenticator;
  onPhone: boolean;
}

export const flows: readonly Flow[] = [
  {
    name: 'SMARTPHONE',
    title: 'A smartphone (S1–S11)',
    person: { displayName: 'Sam Smart', email: 'sam@example.org', username: 'sam' },
    securityKey: { smartphone: { name: 'Sam’s phone', offlineLogin: true } },
    device: () => phone({ prf: true }),
    onPhone: true,
  },
  {
    name: 'HARDWARE_KEY',
    title: 'A FIDO2 hardware key (H1–H9)',
    person: { displayName: 'Hana Hardware', email: 'hana@example.org', username: 'hana' },
    securityKey: { hardwareKey: { name: 'Hana’s key' } },
    device: () => hardwareKey(),
    onPhone: false,
  },
];

/** What came of a flow. */
export interface FlowResult {
  flow: Flow['name'];
  status: string;
  eventsSeen: string[];
  ms: number;
}

const patience = 20_000;

/** Plays a flow over HTTP and WebSocket, as an administrator and a person would. */
export async function play(
  flow: Flow,
  { owner, operator, say }: { owner: ApiClient; operator: ApiClient; say: (line: string) => void },
): Promise<FlowResult> {
  const began = performance.now();
  const elapsed = () => Math.round(performance.now() - began);
  const eventsSeen: string[] = [];
  const { promise: over, resolve: done } = Promise.withResolvers<void>();
  const late = setTimeout(done, patience);
  const wizardId = await fillWizard(owner, flow);
  // From the log's end on: what happens next is what the subscriber is told, in order and without a gap.
  const after = await logEnd(owner);
  const socket = owner.socket();
  socket.subscribe(
    {
      query: 'subscription($after: String) { enrolmentStatusChanged(after: $after) { change { to enrolment { user { email } } } } }',
      variables: { after },
    },
    {
      next: ({ data }: Answer) => {
        const change = data?.enrolmentStatusChanged.change;
        if (change?.enrolment?.user.email !== flow.person.email) return;
        eventsSeen.push(change.to);
        say(`  ${String(elapsed()).padStart(5)} ms  ${change.to}`);
        if (['ACTIVATED', 'EXPIRED', 'CANCELLED'].includes(change.to)) done();
      },
      error: () => done(),
      complete: () => done(),
    },
  );
  try {
    expectDone(await owner.mutate('confirmUserWizard', { wizardId }, 'wizard { status }'));
    const link = await inTime(() => mailedLink(operator, flow.person.email));
    const browser = new ApiClient(owner.address);
    expectDone(await activate(browser, link, flow.device(), { onPhone: flow.onPhone }));
    await over;
  } catch (error) {
    say(`  ${(error as Error).message}`);
  } finally {
    clearTimeout(late);
    await socket.dispose();
  }
  return { flow: flow.name, status: eventsSeen.at(-1) ?? 'NOTHING', eventsSeen, ms: elapsed() };
}

async function fillWizard(owner: ApiClient, { person, securityKey }: Flow): Promise<string> {
  const { wizard } = expectDone(await owner.mutate('startUserWizard', {}, 'wizard { id }'));
  const wizardId: string = wizard.id;
  expectDone(await owner.mutate('setUserWizardDetails', { wizardId, details: person }, 'wizard { id }'));
  expectDone(await owner.mutate('setUserWizardGroups', { wizardId, groupIds: [] }, 'wizard { id }'));
  expectDone(await owner.mutate('setUserWizardSecurityKey', { wizardId, securityKey }, 'wizard { id }'));
  return wizardId;
}

async function logEnd(owner: ApiClient): Promise<string> {
  const { events } = await owner.ask('{ events(first: 1) { edges { node { cursor } } } }');
  return events.edges[0]?.node.cursor ?? 'evt_0';
}

function expectDone(result: Answer['data']): Answer['data'] {
  if (result.code) throw new Error(`${result.code}: ${result.message}`);
  return result;
}

/** Mail goes after the commit: asks again until it is there. */
async function inTime<T>(look: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + patience; ; ) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > end) throw error;
      await delay(25);
    }
  }
}
