import type { Failure, Issue } from '../api/failure.ts';
import type { Texts } from '../texts/en/index.ts';

/** Why something did not succeed, in the reader's language where it knows the code, else in the server's words. */
export function failureText({ common }: Texts, { code, message }: Failure): string {
  const known = common.failures[code as keyof typeof common.failures];
  return (known ?? message) || (common.failures.UNEXPECTED ?? '');
}

export const issueText = ({ common }: Texts, { code, message }: Issue): string => common.issues[code] ?? message;
