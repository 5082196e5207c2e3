import { askRunning } from '../run/localSocket.ts';
import { requirePairing } from '../state/pairing.ts';
import type { Given, Said } from './command.ts';

export async function code({ folder }: Given): Promise<Said | null> {
  requirePairing(folder);
  const made = await askRunning<{ code: string; expiresAt: string }>(folder, { command: 'code' });
  return { text: `${made.code}   (works until ${new Date(made.expiresAt).toLocaleTimeString()})`, json: made };
}
