/**
 * Runs inside network and mount namespaces of its own (see pcscd.ts): starts pcscd there, and passes on what virtual
 * cards say. vpcd listens on all of its machine's addresses, and here it has none but its own loopback.
 */
import { spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

const [folder = '', port = ''] = process.argv.slice(2);

const pcscd = spawn('pcscd', ['--foreground', '--config', join(folder, 'conf')], { stdio: ['ignore', 'inherit', 'inherit'] });
pcscd.once('exit', () => process.exit(1));
process.once('exit', () => pcscd.kill());
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0));
// Whoever started this is gone.
process.stdin.once('end', () => process.exit(0)).resume();

for (const slot of [0, 1]) {
  createServer((card) => {
    const reader = connect(Number(port) + slot, '127.0.0.1');
    card.pipe(reader).pipe(card);
    for (const [one, other] of [
      [card, reader],
      [reader, card],
    ] as const) {
      one.on('error', () => one.destroy());
      one.on('close', () => other.destroy());
    }
  }).listen(join(folder, `slot${slot}`));
}
console.log(`pcscd ${pcscd.pid}`);
