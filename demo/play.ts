import type { Answer, ApiClient } from '../test/support/apiClient.ts';
import { mailedLink, mailedPins } from '../test/support/people.ts';
import { signInByCard } from './cardSignIn.ts';
import { expectDone, inTime, patience } from './expect.ts';
import type { Flow, Stage } from './flows.ts';

/** What came of a flow. */
export interface FlowResult {
  flow: Flow['name'];
  status: string;
  eventsSeen: string[];
  ms: number;
}

/** Plays a flow over HTTP and WebSocket, as an administrator and a person would. */
export async function play(flow: Flow, stage: Stage, say: (line: string) => void): Promise<FlowResult> {
  const { owner, operator } = stage;
  const { email } = flow.person;
  const began = performance.now();
  const elapsed = () => Math.round(performance.now() - began);
  const tell = (what: string) => say(`  ${String(elapsed()).padStart(5)} ms  ${what}`);
  const eventsSeen: string[] = [];
  const { promise: over, resolve: done } = Promise.withResolvers<void>();
  const late = setTimeout(done, patience);
  const socket = owner.socket();
  try {
    const wizardId = await fillWizard(owner, flow);
    await flow.prepare?.(stage, wizardId);
    // From the log's end on: what happens next is what the subscriber is told, in order and without a gap.
    const after = await logEnd(owner);
    socket.subscribe(
      {
        query: 'subscription($after: String) { enrolmentStatusChanged(after: $after) { change { to enrolment { user { email } } } } }',
        variables: { after },
      },
      {
        next: ({ data }: Answer) => {
          const change = data?.enrolmentStatusChanged.change;
          if (change?.enrolment?.user.email !== email) return;
          eventsSeen.push(change.to);
          tell(change.to);
          if (['ACTIVATED', 'EXPIRED', 'CANCELLED'].includes(change.to)) done();
        },
        error: () => done(),
        complete: () => done(),
      },
    );
    expectDone(await owner.mutate('confirmUserWizard', { wizardId }, 'wizard { status }'));
    if (flow.activate) await flow.activate(stage, await inTime(() => mailedLink(operator, email)));
    await over;
    if (flow.card) {
      const pin = await inTime(() => onlyPin(operator, email));
      tell('a PIN is in the mail');
      tell(`card and PIN sign in ${await signInByCard(stage, { uid: flow.card, pin })}`);
    }
  } catch (error) {
    say(`  ${(error as Error).message}`);
    eventsSeen.push('FAILED');
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

async function onlyPin(operator: ApiClient, email: string): Promise<string> {
  const [pin, ...others] = await mailedPins(operator, email);
  if (pin === undefined || others.length > 0) throw new Error(`Expected one PIN in the mail to ${email}, got ${pin ? 1 + others.length : 0}.`);
  return pin;
}
