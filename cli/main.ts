import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CommandError, thisOperator } from './api.ts';
import { commands } from './commands.ts';

const help = [
  'The operator’s command line: speaks to the server that runs on this machine.',
  '',
  '  npm run latchkey -- restore FILE',
  '      fills the empty database of a server that does not run from a backup',
  ...Object.values(commands).map(({ usage, about }) => `  npm run latchkey -- ${usage}\n      ${about}`),
  '',
  'Options of each: --workspace wsp_… where there are several organisations; --server http://127.0.0.1:4000; --json.',
].join('\n');

const flags = ['email', 'name', 'organisation', 'key', 'scopes', 'days', 'workspace', 'server'] as const;

async function run(args: string[]): Promise<void> {
  const text = Object.fromEntries(flags.map((flag) => [flag, { type: 'string' as const }]));
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { ...text, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (positionals[0] === 'restore') return restore(positionals[1]);
  const name = [positionals.slice(0, 2).join(' '), positionals[0] ?? ''].find((words) => commands[words]);
  const command = name === undefined ? undefined : commands[name];
  if (values.help || !command || name === undefined) {
    console.log(help);
    if (!values.help && positionals.length > 0) throw new CommandError(`There is no command “${positionals.join(' ')}”.`);
    return;
  }
  const options = values as Record<string, string | undefined>;
  const operator = await thisOperator({ server: options.server, workspace: options.workspace });
  const words = positionals.slice(name.split(' ').length);
  const result = await command.run(operator, { words, options: options as never });
  console.log(values.json ? JSON.stringify(result.json) : result.text);
}

/** The server's own program does it: there is no server yet that could be asked. */
async function restore(file: string | undefined): Promise<void> {
  if (!file) throw new CommandError('FILE is needed.');
  const server = spawn(process.execPath, [...process.execArgv, fileURLToPath(new URL('../src/main.ts', import.meta.url)), '--restore', file], {
    stdio: 'inherit',
  });
  process.exitCode = await new Promise<number>((resolve) => server.once('exit', (code) => resolve(code ?? 1)));
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  const isOurs = error instanceof CommandError || String((error as { code?: string }).code).startsWith('ERR_PARSE_ARGS');
  console.error(isOurs ? (error as Error).message : error);
  process.exitCode = 1;
}
