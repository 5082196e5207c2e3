const minute = 60_000;
const hour = 60 * minute;
const waits = [10_000, 30_000, 2 * minute, 10 * minute, 30 * minute];

/** How long a mail is tried, from its making. */
export const triedFor = 24 * hour;

/** When to try again after so many attempts: sooner at first, then hourly; null once that would be a day after the mail was made. */
export function nextTry({ attempts, createdAt }: { attempts: number; createdAt: Date }, now: Date): Date | null {
  const next = now.getTime() + (waits[attempts - 1] ?? hour);
  return next <= createdAt.getTime() + triedFor ? new Date(next) : null;
}
