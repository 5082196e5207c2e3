import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens on a free port of this machine alone, and tells the bench where. */
export async function announce(http: Server): Promise<void> {
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  tell(`http://127.0.0.1:${(http.address() as AddressInfo).port}`);
}

export function tell(address: string): void {
  console.log(JSON.stringify({ address }));
  process.on('SIGTERM', () => process.exit(0));
}
