import { z } from 'zod';
import { InvalidInput, type Issue } from './errors.ts';

// Control characters, line separators and lone surrogates: nothing of a name, and a way to forge lines in mails and logs.
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;

/** One line of text, trimmed and in Unicode NFC. Emoji and right-to-left names are fine. */
export const line = (what: string, { min = 1, max }: { min?: number; max: number }) =>
  z
    .string()
    .transform((text) => text.normalize('NFC').trim())
    .superRefine((text, ctx) => {
      const length = [...text].length;
      if (length < min || length > max) {
        const code = length < min ? (length === 0 ? 'REQUIRED' : 'TOO_SHORT') : 'TOO_LONG';
        ctx.addIssue({ code: 'custom', message: `${what} must be ${min} to ${max} characters, got ${length}.`, params: { code } });
      }
      if (unprintable.test(text)) {
        ctx.addIssue({ code: 'custom', message: `${what} must be one line without control characters.`, params: { code: 'UNPRINTABLE' } });
      }
    });

/** Text of several lines. */
export const paragraph = (what: string, { max }: { max: number }) =>
  z
    .string()
    .transform((text) => text.normalize('NFC').replaceAll('\r\n', '\n').trim())
    .superRefine((text, ctx) => {
      const length = [...text].length;
      if (length > max)
        ctx.addIssue({ code: 'custom', message: `${what} must be at most ${max} characters, got ${length}.`, params: { code: 'TOO_LONG' } });
      if (unprintable.test(text.replaceAll('\n', ''))) {
        ctx.addIssue({ code: 'custom', message: `${what} must not hold control characters.`, params: { code: 'UNPRINTABLE' } });
      }
    });

/** An optional line: empty counts as none. */
export const optionalLine = (what: string, { max }: { max: number }) =>
  line(what, { min: 0, max })
    .nullish()
    .transform((text) => text || null);

/** What is wrong with the input, or the input as it is kept. */
export function examine<T extends z.ZodType>(
  schema: T,
  input: unknown,
  path: (string | number)[] = [],
): { value: z.output<T>; issues: [] } | { value: null; issues: Issue[] } {
  const result = schema.safeParse(input);
  if (result.success) return { value: result.data, issues: [] };
  const issues = result.error.issues.map((issue) => ({
    path: [...path, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))],
    code: issue.code === 'custom' ? String(issue.params?.code ?? 'INVALID') : 'INVALID',
    message: issue.message,
  }));
  return { value: null, issues };
}

/** The input as it is kept. @throws InvalidInput with every problem at once */
export function parse<T extends z.ZodType>(schema: T, input: unknown, path: (string | number)[] = []): z.output<T> {
  const { value, issues } = examine(schema, input, path);
  // Null may be what is kept, as of a note that was left out: the issues tell, not the value.
  if (issues.length > 0) throw new InvalidInput(issues);
  return value as z.output<T>;
}

/** The constraint that a database error names, where it is a unique violation. */
export function violatedConstraint(error: unknown): string | null {
  const cause = (error as { cause?: { code?: string; constraint_name?: string } } | null)?.cause;
  return cause?.code === '23505' ? (cause.constraint_name ?? null) : null;
}

const longestSearch = 200;

/**
 * A pattern for `like` that finds a searched text anywhere, whatever characters it has; null where there is nothing to find.
 * @throws InvalidInput where the text is over 200 characters
 */
export function searchPattern(search: string | null | undefined): string | null {
  const text = (search ?? '').normalize('NFC').trim();
  const length = [...text].length;
  if (length > longestSearch) {
    throw new InvalidInput([{ path: ['search'], code: 'TOO_LONG', message: `Search must be at most ${longestSearch} characters, got ${length}.` }]);
  }
  return text === '' ? null : `%${text.replaceAll('\0', '').replaceAll(/[\\%_]/g, '\\$&')}%`;
}
