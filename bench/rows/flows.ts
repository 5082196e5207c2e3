import { writeFile } from 'node:fs/promises';
import { ApiClient } from '../../test/support/apiClient.ts';
import { activation, invite } from '../load/flows/activation.ts';
import { type Step, wizard } from '../load/flows/wizard.ts';
import type { FlowOrder } from '../load/flows.ts';
import { startWorker } from '../load/worker.ts';
import { inTurns } from '../measure/turns.ts';
import { compare, type Row, type Stage } from '../row.ts';
import type { Organisation } from '../stage/organisation.ts';
import { signedInOwner } from '../stage/owner.ts';
import { inBench } from '../stage/paths.ts';
import { startProduct } from '../stage/product.ts';
import type { Served } from '../stage/programs.ts';
import { type Recording, recordStep } from '../stage/recording.ts';
import { copyFor, writingPeer, writtenProduct } from '../stage/shared.ts';
import { logStatements } from '../stage/statementLog.ts';

type Flow = FlowOrder['flow'];

const atOnce = 8;

export const wizardRow: Row = {
  name: 'wizard',
  title: 'the wizard from start to confirm',
  measure: (stage) => measureFlow(stage, 'wizard'),
};

export const activationRow: Row = {
  name: 'activation',
  title: 'the activation of a smartphone, from the link to the active key',
  measure: (stage) => measureFlow(stage, 'activation'),
};

async function measureFlow(stage: Stage, flow: Flow) {
  const { server: product, organisation } = await writtenProduct(stage);
  const recording = await record(stage, await copyFor(stage, 'product'), flow);
  await using peer = await writingPeer(stage, 'replay', { RECORDING: recording, PUBLIC_URL: product.publicUrl });
  await using goer = startWorker<FlowOrder, number>('flows');
  const { cookies } = await signedInOwner(product, organisation);
  const given = { flow, publicUrl: product.publicUrl, token: organisation.token, cookies: [...cookies], atOnce };
  const goThrough = ({ address }: Served, count: number) => goer.tell({ ...given, address, count });
  const count = stage.quick ? 24 : 100;
  for (const server of [product, peer]) await goThrough(server, count);
  const found = await inTurns(stage.rounds, { product: () => goThrough(product, count), bare: () => goThrough(peer, count) });
  const against = flow === 'wizard' ? 'bare node:http, same SQL: flows a second' : 'bare verification, same SQL: flows a second';
  return [compare({ row: flow, against, goal: null }, found.product, found.bare, (n) => `${n.toFixed(1)}/s`)];
}

/** Goes through a flow while the statements are logged. @returns the file that they are in */
async function record(stage: Stage, organisation: Organisation, flow: Flow): Promise<string> {
  await using log = await logStatements(stage.postgres, organisation.database);
  await using product = await startProduct(stage.postgres.env(organisation.database));
  const { address, publicUrl } = product;
  const owner = await signedInOwner(product, organisation);
  const script = new ApiClient(address, { bearer: organisation.token });
  const through = async (tag: string, step?: Step) => {
    if (flow === 'wizard') return wizard(script, tag, step);
    await activation(new ApiClient(address), await invite(owner, tag, step), publicUrl, step);
  };
  // The first time, what is prepared is described too.
  await through(`${flow[0]}0000000000000000`);
  const recorded: { tag: string; steps: Recording }[] = [];
  for (const tag of ['1', '2', '3'].map((n) => `${flow[0]}000000000000000${n}`)) {
    const steps: Recording = {};
    await through(tag, async (mutation, run) => {
      // biome-ignore lint/suspicious/noExplicitAny: whatever the step answers.
      let answer: any;
      steps[mutation] = await recordStep(log, async () => (answer = await run()));
      return answer;
    });
    recorded.push({ tag, steps });
  }
  // What a server does each second by itself falls into some of them: the shortest has the least of it.
  const shortest = recorded.toSorted((a, b) => lengthOf(a.steps) - lengthOf(b.steps))[0];
  const file = inBench('tmp', `recording-${flow}.json`);
  await writeFile(file, JSON.stringify(shortest));
  return file;
}

const lengthOf = (steps: Recording): number => Object.values(steps).flat(2).length;
