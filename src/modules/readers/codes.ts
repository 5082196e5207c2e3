import { sha256 } from '../../lib/secrets.ts';

/** A code as it was meant: case, spaces and dashes do not count. */
export const normalCode = (typed: string): string => typed.toUpperCase().replaceAll(/[\s-]/g, '');

/** What is kept of a code. It lives for minutes and few tries, so it needs no slow hash. */
export const codeHash = (code: string): Uint8Array => sha256(`latchkey reader code ${code}`);
