import { type AgentBundle, type ReaderDriver, readerDrivers } from '../../modules/readers/drivers.ts';
import { builder } from '../builder.ts';
import { ReaderDriverKind, ReaderPlatform } from '../enums.ts';

const fromBundle = <K extends keyof AgentBundle>(field: K) => ({
  nullable: true as const,
  resolve: ({ bundle }: ReaderDriver): AgentBundle[K] | null => bundle?.[field] ?? null,
});

const DriverRef = builder.objectRef<ReaderDriver>('ReaderDriver').implement({
  description: 'Something that a PC needs before a card can be tapped there.',
  fields: (t) => ({
    platform: t.expose('platform', { type: ReaderPlatform, description: 'On which operating system.' }),
    kind: t.expose('kind', { type: ReaderDriverKind, description: 'What it is.' }),
    required: t.exposeBoolean('required', { description: 'Whether it is needed for every reader.' }),
    included: t.exposeBoolean('included', { description: 'Whether the operating system brings it: then there is nothing to install.' }),
    packages: t.exposeStringList('packages', {
      description: 'What it is called where programs are installed from; empty for what this server gives out.',
    }),
    version: t.string({ ...fromBundle('version'), description: 'The version that this server gives out; null for what it does not.' }),
    address: t.string({
      ...fromBundle('address'),
      description: 'Where to download it, below the server’s address; null for what this server does not give out, or was built without.',
    }),
    bytes: t.int({ ...fromBundle('bytes'), description: 'How many bytes the download has.' }),
    sha256: t.string({ ...fromBundle('sha256'), description: 'The download’s SHA-256, as hexadecimal digits.' }),
    installed: t.exposeBoolean('installed', {
      nullable: true,
      description: 'Whether the agent has this very version; null where no agent was asked about, and for what the server cannot know.',
    }),
  }),
});

builder.queryField('readerDrivers', (t) =>
  t.field({
    type: [DriverRef],
    description: 'What a PC with a reader needs, by operating system, 9 at most. Anybody may ask.',
    args: {
      agentId: t.arg.id({
        required: false,
        description: 'The agent that `installed` is about, `agt_…`: for who may read readers; the calling agent unless given.',
      }),
    },
    resolve: (_, { agentId }, ctx) => readerDrivers(ctx, agentId ?? null),
  }),
);
