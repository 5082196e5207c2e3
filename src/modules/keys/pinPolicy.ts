import type { Issue } from '../errors.ts';

const shortest = 4;
const longest = 63;

/** The PIN as it is compared: in Unicode NFC (CTAP2.1 §6.5.1 asks the same of authenticators). */
export const normalisePin = (pin: string): string => pin.normalize('NFC');

/** What is wrong with a PIN, as issues at `path`; none where it will do. No message repeats the PIN. */
export function examinePin(pin: string, path: (string | number)[]): Issue[] {
  const points = [...normalisePin(pin)];
  const issue = (code: string, message: string): Issue[] => [{ path, code, message }];
  if (points.length < shortest || points.length > longest) {
    return issue('PIN_LENGTH', `The PIN must be ${shortest} to ${longest} characters, got ${points.length}.`);
  }
  if (isRun(points)) return issue('PIN_RUN', 'The PIN must not be a run such as 1234 or dcba.');
  if (isRepeat(points)) return issue('PIN_REPEAT', 'The PIN must not repeat one part, such as 1111 or 1212.');
  if (isDate(points.join(''))) return issue('PIN_DATE', 'The PIN must not be a date: those are guessed first.');
  return [];
}

/** Whether each character follows the one before it, up or down. */
function isRun(points: readonly string[]): boolean {
  const steps = points.slice(1).map((point, i) => (point.codePointAt(0) ?? 0) - (points[i]?.codePointAt(0) ?? 0));
  return steps.every((step) => step === 1) || steps.every((step) => step === -1);
}

/** Whether the whole is one shorter part over and over. */
function isRepeat(points: readonly string[]): boolean {
  for (let size = 1; size <= points.length / 2; size += 1) {
    if (points.every((point, i) => point === points[i % size])) return true;
  }
  return false;
}

const day = '(0[1-9]|[12]\\d|3[01])';
const month = '(0[1-9]|1[0-2])';
const year = '(19|20)\\d\\d';
const dates = new RegExp(
  `^(${[year, day + month, month + day, day + month + year, month + day + year, year + month + day, day + month + '\\d\\d', month + day + '\\d\\d', '\\d\\d' + month + day].join('|')})$`,
);

/** Whether all digits read as a day, or a year: 2412, 1987, 24121987, 241287. */
const isDate = (pin: string): boolean => dates.test(pin);
