/** The digits on a keyboard, by Linux's key codes (linux/input-event-codes.h). */
const keys: Record<number, string> = {
  ...Object.fromEntries([...'1234567890'].map((digit, i) => [2 + i, digit])),
  ...{ 71: '7', 72: '8', 73: '9', 75: '4', 76: '5', 77: '6', 79: '1', 80: '2', 81: '3', 82: '0' },
  ...{ 30: 'A', 48: 'B', 46: 'C', 32: 'D', 18: 'E', 33: 'F' },
  ...{ 28: '\n', 96: '\n' },
};

/** One `struct input_event` on a 64-bit Linux: two longs of time, type, code, value. */
const size = 24;
const keyType = 1;
const pressed = 1;

/** Turns what an input device of Linux sends into the text that was typed on it. Chunks may end in mid-event. */
export function keyEventsToText(): (chunk: Buffer) => string {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    let text = '';
    for (; rest.length >= size; rest = rest.subarray(size)) {
      const isPress = rest.readUInt16LE(16) === keyType && rest.readInt32LE(20) === pressed;
      if (isPress) text += keys[rest.readUInt16LE(18)] ?? '';
    }
    return text;
  };
}
