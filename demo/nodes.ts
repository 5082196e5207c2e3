import { onStop, orExplain, say, stopOnce } from '../src/program.ts';
import type { RunningNodes } from './nodes/run.ts';
import { nodesSettings } from './nodes/settings.ts';

/**
 * `npm run nodes`: three servers on one database with NATS between them, behind one address, on this machine. It shows
 * what several nodes do for each other, and keeps none of an operator's promises: docs/scaling.md has the real thing.
 */
const undo: (() => Promise<unknown>)[] = [];
const stop = stopOnce(undo);
onStop(stop);
const running = await orExplain(async () => {
  const settings = nodesSettings(process.env, process.argv.slice(2));
  const { runNodes } = await import('./nodes/run.ts');
  return runNodes(settings, undo, say).catch(async (error) => {
    await stop();
    throw error;
  });
});
console.log(process.argv.includes('--json') ? JSON.stringify(told(running)) : readyLines(running));

function told({ address, nodes, broker, told: { setupLink, mailboxLink } }: RunningNodes) {
  const list = nodes.map((node) => ({ address: node.address, pid: node.program.pid }));
  return { address, nodes: list, broker: broker && { pid: broker.pid }, setupLink, mailboxLink };
}

function readyLines({ address, nodes, broker, told: { database, setupLink, mailboxLink } }: RunningNodes): string {
  return [
    `Latchkey is ready at ${address}: ${nodes.length} nodes, each connection goes to one of them`,
    ...nodes.map((node) => `  ${node.program.name}    ${node.address}, process ${node.program.pid}`),
    `  bus       ${broker ? `NATS, process ${broker.pid}` : 'BUS_URL'}`,
    `  database  ${database}`,
    ...(mailboxLink ? [`  mail      a trial mailbox, for you alone: ${mailboxLink}`] : []),
    ...(setupLink ? [`  next      make the first owner: ${setupLink}`] : []),
    '  try       end any of these processes with kill -9: it is started again, and what watches goes on elsewhere',
  ].join('\n');
}
