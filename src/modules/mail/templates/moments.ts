const format = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
});

/** A moment in words: `Friday, 27 November 2026, 14:36 UTC`. Put together here, as the locale's own commas change with its data. */
export function momentInWords(moment: Date): string {
  const part = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  return `${part.weekday}, ${part.day} ${part.month} ${part.year}, ${part.hour}:${part.minute} UTC`;
}

const units = [
  { name: 'day', minutes: 1440, from: 2880 },
  { name: 'hour', minutes: 60, from: 60 },
  { name: 'minute', minutes: 1, from: 1 },
] as const;

/** How far off a moment is: `3 days from now`. Rounded down, so that it promises nothing. */
export function fromNow(moment: Date, now: Date): string {
  const minutes = Math.floor((moment.getTime() - now.getTime()) / 60_000);
  const unit = units.find(({ from }) => minutes >= from);
  if (!unit) return 'less than a minute from now';
  const count = Math.floor(minutes / unit.minutes);
  return `${count} ${unit.name}${count === 1 ? '' : 's'} from now`;
}
