/**
 * The rules for a PIN, to show while it is typed. The server has them too, and decides; a test holds the two together.
 */
export type PinRule = 'length' | 'run' | 'repeat' | 'date';

/** Which rules a PIN keeps. The last three say nothing about one that is too short. */
export function examinePin(pin: string): Record<PinRule, boolean> {
  const points = [...pin.normalize('NFC')];
  return {
    length: points.length >= 4 && points.length <= 63,
    run: !isRun(points),
    repeat: !isRepeat(points),
    date: !dates.test(points.join('')),
  };
}

export const isGoodPin = (pin: string): boolean => Object.values(examinePin(pin)).every(Boolean);

function isRun(points: readonly string[]): boolean {
  const steps = points.slice(1).map((point, i) => (point.codePointAt(0) ?? 0) - (points[i]?.codePointAt(0) ?? 0));
  return steps.length > 0 && (steps.every((step) => step === 1) || steps.every((step) => step === -1));
}

function isRepeat(points: readonly string[]): boolean {
  for (let size = 1; size <= points.length / 2; size += 1) {
    if (points.every((point, i) => point === points[i % size])) return true;
  }
  return false;
}

const day = '(0[1-9]|[12]\\d|3[01])';
const month = '(0[1-9]|1[0-2])';
const year = '(19|20)\\d\\d';
const ways = [
  [year],
  [day, month],
  [month, day],
  [day, month, year],
  [month, day, year],
  [year, month, day],
  [day, month, '\\d\\d'],
  [month, day, '\\d\\d'],
  ['\\d\\d', month, day],
];
const dates = new RegExp(`^(${ways.map((way) => way.join('')).join('|')})$`);
