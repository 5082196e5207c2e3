import type { Ctx } from '../context.ts';
import { may } from '../policy/require.ts';
import { findStandingAgent, type ReaderAgent } from './agents.ts';

/** The program for PCs with a reader, as this server gives it out. */
export interface AgentBundle {
  version: string;
  /** Where it is, below the server's address. */
  address: string;
  bytes: number;
  /** SHA-256, as hexadecimal digits. */
  sha256: string;
}

export type ReaderPlatform = 'LINUX' | 'MACOS' | 'WINDOWS';
export type ReaderDriverKind = 'AGENT' | 'PCSC_SERVICE' | 'PCSC_ADDON';

/** Something that a PC needs before a card can be tapped there. */
export interface ReaderDriver {
  platform: ReaderPlatform;
  kind: ReaderDriverKind;
  required: boolean;
  /** Whether the operating system brings it. */
  included: boolean;
  /** What it is called where programs are installed from. */
  packages: string[];
  bundle: AgentBundle | null;
  /** Whether the agent that was asked about has it; null where that is not known. */
  installed: boolean | null;
}

const platforms: readonly ReaderPlatform[] = ['LINUX', 'MACOS', 'WINDOWS'];
const pcscPackages: Record<ReaderPlatform, string[]> = { LINUX: ['pcscd', 'libccid'], MACOS: [], WINDOWS: [] };
// The add-on is compiled where it is installed; on Linux that takes the headers of PC/SC.
const addOnPackages: Record<ReaderPlatform, string[]> = { LINUX: ['smartcard', 'libpcsclite-dev'], MACOS: ['smartcard'], WINDOWS: ['smartcard'] };

/** What a PC with a reader needs, by platform. Anybody may ask; what one agent has is for itself and who may read readers. */
export async function readerDrivers(ctx: Ctx, agentId: string | null): Promise<ReaderDriver[]> {
  const bundle = ctx.agentBundle;
  const agent = await readableAgent(ctx, agentId);
  const installed = agent && bundle ? agent.version === bundle.version : null;
  const nothing = { bundle: null, installed: null };
  return platforms.flatMap((platform): ReaderDriver[] => [
    { platform, kind: 'AGENT', required: true, included: false, packages: [], bundle, installed },
    { platform, kind: 'PCSC_SERVICE', required: true, included: pcscPackages[platform].length === 0, packages: pcscPackages[platform], ...nothing },
    { platform, kind: 'PCSC_ADDON', required: false, included: false, packages: addOnPackages[platform], ...nothing },
  ]);
}

async function readableAgent(ctx: Ctx, agentId: string | null): Promise<ReaderAgent | null> {
  const { actor, db } = ctx;
  const own = actor.type === 'agent' ? actor.agentId : null;
  const asked = agentId ?? own;
  if (asked === null || actor.type === 'anonymous' || actor.workspaceId === undefined) return null;
  return asked === own || may(ctx, 'reader.read') ? findStandingAgent(db, actor.workspaceId, asked) : null;
}
