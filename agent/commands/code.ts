import { askRunning } from '../run/localSocket.ts';
import { requirePairing } from '../state/pairing.ts';
import type { Given, Said } from './command.ts';

export async function code({ folder }: Given): Promise<Said | null> {
  requirePairing(folder);
  const { agentCode, expiresAt } = await askRunning<{ agentCode: string; expiresAt: string }>(folder, { command: 'code' });
  return { text: `${agentCode}   (works until ${new Date(expiresAt).toLocaleTimeString()})`, json: { code: agentCode, expiresAt } };
}
