import { useEffect, useRef } from 'react';
import type { Failure } from '../api/failure.ts';
import { useTexts } from '../texts/index.tsx';
import { failureText, issueText } from './failureText.ts';
import { Notice } from './Notice.tsx';

/** What is wrong with a form's fields: `of('email')` for a field, `rest` for what belongs to none of those asked about. */
export interface FieldErrors {
  of(name: string): string | undefined;
  rest: string[];
}

/** Sorts a failure's issues to the fields that a form has; a field is known by the last part of an issue's path. */
export function useFieldErrors(failure: Failure | null, fields: readonly string[]): FieldErrors {
  const texts = useTexts();
  if (!failure) return { of: () => undefined, rest: [] };
  const fieldOf = (path: readonly string[]) => fields.find((field) => path.includes(field));
  const said = failure.issues.map((issue) => ({ field: fieldOf(issue.path), text: issueText(texts, issue) }));
  const rest = said.filter(({ field }) => !field).map(({ text }) => text);
  return {
    of: (name) => said.find(({ field }) => field === name)?.text,
    rest: failure.issues.length === 0 ? [failureText(texts, failure)] : rest,
  };
}

/** What is wrong with a form as a whole; and once something is wrong with a field, the focus goes to the first such. */
export function FormProblems({ failure, errors }: { failure: Failure | null; errors: FieldErrors }) {
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (failure) mark.current?.closest('form')?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [failure]);
  return (
    <div ref={mark} hidden={errors.rest.length === 0}>
      {errors.rest.length > 0 && (
        <Notice kind="error">
          {errors.rest.map((text) => (
            <div key={text}>{text}</div>
          ))}
        </Notice>
      )}
    </div>
  );
}
