/** Slower than this a digit, on the whole, is a person who types. */
const perDigit = 100;
/** After such a pause something new begins. */
const longestPause = 500;
/** The shortest number is of 4 bytes; one in decimal digits may lack its zeros in front. */
const fewest = 6;
const most = 40;

/**
 * Listens for a reader that types a card's number like a keyboard: digits in quick succession, then Enter.
 * @returns what to give each `keydown` to
 */
export function listenForNumber(onNumber: (number: string) => void): (event: KeyboardEvent) => void {
  let digits = '';
  let began = 0;
  let last = 0;
  return (event) => {
    const { key, timeStamp } = event;
    // A capital letter comes with its Shift.
    if (key === 'Shift' || key === 'CapsLock') return;
    const isDigit = /^[0-9a-f:-]$/i.test(key) && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (isDigit) {
      if (timeStamp - last > longestPause) digits = '';
      if (digits === '') began = timeStamp;
      digits = (digits + key).slice(-most - 1);
      last = timeStamp;
      return;
    }
    const number = digits;
    digits = '';
    const isQuick = timeStamp - last <= longestPause && timeStamp - began <= number.length * perDigit + longestPause / 2;
    if (key !== 'Enter' || number.length < fewest || number.length > most || !isQuick) return;
    // Or it would press the button that has the focus, or send a form.
    event.preventDefault();
    event.stopPropagation();
    onNumber(number);
  };
}
