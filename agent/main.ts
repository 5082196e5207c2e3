import { parseArgs } from 'node:util';
import type { Given } from './commands/command.ts';
import { commands } from './commands/index.ts';
import { AgentError, exitCodes } from './failures.ts';
import { ServerRefused, Unreachable } from './server/errors.ts';
import { stateFolder } from './state/folder.ts';
import { version } from './version.ts';

const help = [
  'The reader agent of Latchkey: lets a server ask for taps of cards on this PC’s readers, and whether a phone is near.',
  '',
  ...Object.values(commands).map(({ usage, about }) => `  latchkey-agent ${usage}\n      ${about}`),
  '',
  'Options of each: --json for programs, --help, --version. The state lies in LATCHKEY_AGENT_DIR, or in',
  `${stateFolder()}.`,
  `Exit codes: 0 done; ${Object.entries(exitCodes)
    .map(([name, code]) => `${code} ${name.toLowerCase().replaceAll('_', ' ')}`)
    .join('; ')}.`,
].join('\n');

const string = { type: 'string' } as const;
const strings = { type: 'string', multiple: true } as const;
const boolean = { type: 'boolean' } as const;

const options = {
  server: string,
  code: string,
  name: string,
  user: string,
  uid: strings,
  reader: string,
  technology: string,
  format: string,
  bytes: string,
  wedge: strings,
  port: string,
  rssi: string,
  uuid: string,
  fido2: boolean,
  simulated: { type: 'boolean', multiple: true },
  'no-local': boolean,
  'no-pcsc': boolean,
  'no-radio': boolean,
  'simulated-radio': boolean,
  force: boolean,
  json: boolean,
  help: { type: 'boolean', short: 'h' },
  version: boolean,
} as const;

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  if (values.version) return console.log(version);
  const [name = '', ...words] = positionals;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (values.help || !command) {
    console.log(help);
    if (!values.help && name !== '') throw new AgentError(`There is no command “${name}”.`, 'WRONG_USAGE');
    return;
  }
  const run = await command.load();
  const said = await run({ folder: stateFolder(), words, options: values as Given['options'] });
  if (said) console.log(values.json ? JSON.stringify(said.json) : said.text);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const isUsage = String((error as { code?: string }).code).startsWith('ERR_PARSE_ARGS');
  const isExpected = isUsage || error instanceof AgentError || error instanceof ServerRefused || error instanceof Unreachable;
  console.error(isExpected ? (error as Error).message : error);
  process.exitCode = error instanceof AgentError ? error.exitCode : exitCodes[isUsage ? 'WRONG_USAGE' : 'FAILED'];
}
