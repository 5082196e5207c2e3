import { statfs } from 'node:fs/promises';

// The system's words, and PostgreSQL's class 53 (disk_full).
const fullCodes = ['ENOSPC', 'EDQUOT', '53100'];
const closedCodes = ['EACCES', 'EPERM', 'EROFS'];
/** Less than this is no room: PostgreSQL could not even say so in its log. */
const noRoom = 65_536;

/** A disk that takes no more, in one line. */
export class DiskFull extends Error {
  constructor(folder: string) {
    super(`The disk of ${folder} is full. Make room on it, set DATA_DIR to a folder of another one, or set DATABASE_URL.`);
  }
}

/** What the disk refuses, as one line that an operator can act on. Any other error comes back as it is. */
export function explainDisk(error: unknown, folder: string): unknown {
  const code = codeOf(error);
  if (fullCodes.includes(code)) return new DiskFull(folder);
  if (!closedCodes.includes(code)) return error;
  return new Error(`The data folder ${folder} cannot be written (${code}). Free it, set DATA_DIR to another one, or set DATABASE_URL.`);
}

/** Whether a program complained of a disk without room. */
export const saysFull = (complaint: string): boolean => /No space left on device|Check free disk space|[Dd]isk quota exceeded/.test(complaint);

/** Whether the disk of a folder has no room at all. */
export async function isFull(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize < noRoom;
}

/** The code of an error, or of the one that it wraps. */
function codeOf(error: unknown): string {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  if (typeof code === 'string') return code;
  return cause ? codeOf(cause) : '';
}
