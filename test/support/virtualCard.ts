import { connect, type Socket } from 'node:net';

/** What a virtual card is. */
export interface CardKind {
  atr: string;
  /** Answers a command; both as hexadecimal digits, the status word included. An empty answer says nothing at all. */
  answer(command: string): string;
}

// vpcd's messages of one byte.
const sendAtr = 4;

/** A card that lies in a slot of a virtual reader, and speaks vpcd's protocol: two bytes of length, then the message. */
export class VirtualCard {
  /** The commands that it got. */
  readonly commands: string[] = [];
  readonly #socket: Socket;

  constructor(slot: string, { atr, answer }: CardKind) {
    let rest = Buffer.alloc(0);
    this.#socket = connect(slot);
    this.#socket.on('error', () => {});
    this.#socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
        const message = rest.subarray(2, 2 + rest.readUInt16BE(0));
        rest = rest.subarray(2 + message.length);
        if (message.length > 1) {
          this.commands.push(message.toString('hex'));
          this.#send(answer(message.toString('hex')));
        } else if (message[0] === sendAtr) this.#send(atr);
      }
    });
  }

  /** Takes the card off the reader. */
  remove(): void {
    this.#socket.destroy();
  }

  #send(hex: string): void {
    const message = Buffer.from(hex, 'hex');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(message.length);
    this.#socket.write(Buffer.concat([length, message]));
  }
}

/** The answer to reset that a PC/SC reader composes for a storage card (PC/SC part 3 §3.1.3.2.3.2), by its card name. */
export function storageAtr(name: string): string {
  const bytes = Buffer.from(`3b8f8001804f0ca00000030603${name}00000000`, 'hex');
  // ISO/IEC 7816-3 §8.2.5: the check byte makes all after TS add up to nothing.
  const check = bytes.subarray(1).reduce((sum, byte) => sum ^ byte, 0);
  return `${bytes.toString('hex')}${check.toString(16).padStart(2, '0')}`;
}

const unknown = '6d00';

/** A plain storage card: it has a number, and no applets. */
export const storageCard = (uid: string, name = '0001'): CardKind => ({
  atr: storageAtr(name),
  answer: (command) => (command === 'ffca000000' ? `${uid}9000` : unknown),
});

export const desfireAtr = '3b8180018080';

/** A card with a processor; with a FIDO2 applet where it answers to its name. */
export const processorCard = (uid: string, { fido2 }: { fido2: boolean }): CardKind => ({
  atr: desfireAtr,
  answer: (command) => {
    if (command === 'ffca000000') return `${uid}9000`;
    const isFido = command.startsWith('00a4040008a0000006472f0001');
    return isFido && fido2 ? '4649444f5f325f309000' : '6a82';
  },
});
