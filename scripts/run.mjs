// What the scripts in package.json call. Plain JavaScript without packages, so that it runs on any Node from 20 up and
// before anything is installed: it installs what is missing, builds the web pages and the reader agent, and runs the program on Node 24.
import { buildAgent, buildWeb } from './run/build.mjs';
import { runChild } from './run/child.mjs';
import { installAgentPackage, installBenchPackages, installPackages } from './run/install.mjs';
import { findNode } from './run/node.mjs';
import { biome, vitest } from './run/paths.mjs';

/** Runs the programs one after the other, all of them, and returns the worst exit code. */
const inTurn = async (node, runs) => {
  let worst = 0;
  for (const args of runs) worst = Math.max(worst, await runChild(node, args));
  return worst;
};

const serve = (node, program, args) => {
  const NODE_ENV = process.env.NODE_ENV || 'production';
  return runChild(node, [program, ...args], { leader: true, env: { NODE_ENV } });
};

const commands = {
  start: { built: true, run: (node, args) => serve(node, args.includes('--demo') ? 'demo/start.ts' : 'src/main.ts', args) },
  demo: { built: true, run: (node, args) => serve(node, 'demo/main.ts', args) },
  nodes: { built: true, run: (node, args) => serve(node, 'demo/nodes.ts', args) },
  screenshots: { built: true, run: (node, args) => runChild(node, ['demo/screenshots.ts', ...args]) },
  latchkey: { run: (node, args) => runChild(node, ['cli/main.ts', ...args]) },
  format: { run: (node, args) => runChild(node, [biome, 'check', '--write', ...args]) },
  schema: { run: (node, args) => runChild(node, ['scripts/schema.ts', ...args]) },
  check: { run: (node, args) => runChild(node, ['scripts/check.ts', ...args]) },
  agent: { pcsc: true, run: (node, args) => runChild(node, ['agent/main.ts', ...args], { leader: args[0] === 'run' }) },
  bench: { bench: true, run: (node, args) => runChild(node, ['bench/main.ts', ...args]) },
  test: {
    built: true,
    pcsc: true,
    // With arguments: these tests alone.
    run: (node, args) => inTurn(node, args.length > 0 ? [[vitest, 'run', ...args]] : [['scripts/check.ts'], [vitest, 'run']]),
  },
};

try {
  const [name = '', ...args] = process.argv.slice(2);
  if (!Object.hasOwn(commands, name)) throw new Error(`expected one of ${Object.keys(commands).join(', ')}, got '${name}'`);
  const command = commands[name];
  await installPackages();
  const node = findNode();
  if (command.pcsc) await installAgentPackage();
  if (command.bench) await installBenchPackages();
  if (command.built) await Promise.all([buildWeb(node), buildAgent(node)]);
  process.exitCode = await command.run(node, args);
} catch (error) {
  console.error(`latchkey: ${error.message}`);
  process.exitCode = 1;
}
