import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** Where an embedded PostgreSQL lives, and as whom it runs. */
export interface Place {
  /** Holds the data and the socket; belongs to the user that PostgreSQL runs as. */
  home: string;
  /** The user that PostgreSQL runs as, where it is not the one who calls. */
  user: { uid: number; gid: number; name: string } | null;
}

/** Where root's embedded servers live when the data folder is out of the other user's reach. */
const shared = '/var/lib/latchkey';

/**
 * Chooses the place for a data folder, and makes it. PostgreSQL refuses to run as root, so there another user does.
 * @param mark something of this data folder alone: a folder that was removed and made anew gets a new place
 */
export async function choosePlace(dataDir: string, mark: string): Promise<Place> {
  const inside = join(dataDir, 'postgres');
  if (process.getuid?.() !== 0) {
    await mkdir(inside, { recursive: true, mode: 0o700 });
    return { home: inside, user: null };
  }
  const user = await serviceUser();
  const reachable = await everybodyMayEnter(dirname(resolve(dataDir)));
  const home = reachable ? inside : join(shared, createHash('sha256').update(mark).digest('hex').slice(0, 16));
  await mkdir(home, { recursive: true, mode: 0o755 });
  // Enter, but not list: what else lies in the data folder is for root alone.
  if (reachable) await chmod(dataDir, 0o711);
  await chown(home, user.uid, user.gid);
  await chmod(home, 0o700);
  return { home, user };
}

/**
 * Refuses a data folder that root would share with the user that PostgreSQL runs as: whom a folder belongs to can put
 * links there, and root would write, chown and remove through them.
 * @throws Error in one line
 */
export async function refuseTheirs(dataDir: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const user = await serviceUser();
  for (const folder of [...upwards(dataDir), ...upwards(await realpath(dataDir))]) {
    if ((await stat(folder)).uid !== user.uid) continue;
    const { name } = user;
    throw new Error(`The folder ${folder} belongs to ${name}, as whom root’s PostgreSQL runs. Give it to root, or start Latchkey as ${name}.`);
  }
}

/** Where root's copy of the programs goes. */
export const sharedNative = (version: string): string => join(shared, `postgresql-${version}`);

async function serviceUser(): Promise<NonNullable<Place['user']>> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const entry = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody');
  if (!entry) throw new Error('As root, PostgreSQL needs another user to run as, and there is neither postgres nor nobody. Set DATABASE_URL.');
  return { name: String(entry[0]), uid: Number(entry[2]), gid: Number(entry[3]) };
}

async function everybodyMayEnter(folder: string): Promise<boolean> {
  const all = await Promise.all(upwards(folder).map((path) => stat(path)));
  return all.every(({ mode }) => (mode & 0o001) !== 0);
}

/** A folder and all that it lies in. */
function upwards(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}
