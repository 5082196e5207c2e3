import type { Command } from './command.ts';

/** Every command, by its name. Each is loaded when it is called: most need no network, and start at once. */
export const commands: Record<string, Command> = {
  pair: {
    usage: 'pair --server URL --code ABCD-EFGH [--name NAME] [--force]',
    about: 'pairs this PC with a server by a code that an administrator or an activation page gave; --force replaces a pairing',
    load: async () => (await import('./pair.ts')).pair,
  },
  run: {
    usage: 'run [--simulated] [--wedge PATH|- [--format FORMAT]] [--no-pcsc] [--simulated-radio | --no-radio] [--no-local | --port 47113]',
    about:
      'serves this PC’s readers until it is stopped; --simulated adds a reader for trying out, --wedge one that types; --simulated-radio takes the place of Bluetooth',
    load: async () => (await import('./run.ts')).run,
  },
  status: {
    usage: 'status',
    about: 'says how the running agent stands',
    load: async () => (await import('./status.ts')).status,
  },
  code: {
    usage: 'code',
    about: 'shows the PC code that an activation page asks for, to find this agent',
    load: async () => (await import('./code.ts')).code,
  },
  signin: {
    usage: 'signin [--user NAME] [-- COMMAND …]',
    about: 'signs somebody in by their phone while there is no network, and runs the command; exit code 7 where nobody was signed in',
    load: async () => (await import('./signin.ts')).signin,
  },
  read: {
    usage: 'read [--wedge PATH|- --format FORMAT] [--no-pcsc]',
    about: 'shows the number of a card on each reader, here and nowhere else: the same card must show the same number',
    load: async () => (await import('./read.ts')).read,
  },
  reader: {
    usage: 'reader [list | set PATH --format HEX|HEX_REVERSED|DECIMAL|DECIMAL_REVERSED [--bytes 4|7|10] | remove PATH]',
    about: 'keeps where a typing reader types and how it spells a number; the agent takes it up at its next start',
    load: async () => (await import('./reader.ts')).reader,
  },
  tap: {
    usage: 'tap --uid 04A1B2C3D4E5F6 [--uid …] [--reader NAME] [--technology DESFIRE] [--fido2]',
    about: 'lays a simulated card on the running agent’s simulated reader; two --uid are two cards at once',
    load: async () => (await import('./tap.ts')).tap,
  },
  phone: {
    usage: 'phone [--rssi -50] [--uuid FFF9|FDE2]',
    about: 'holds a simulated phone near the running agent’s simulated radio',
    load: async () => (await import('./phone.ts')).phone,
  },
  doctor: {
    usage: 'doctor',
    about: 'looks at everything that a tap needs, and at Bluetooth, and says what is missing and which command mends it',
    load: async () => (await import('./doctor.ts')).doctor,
  },
};
