import type { InputHTMLAttributes } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

/** How an input is to be typed into. */
export interface Typing {
  type?: 'text' | 'email' | 'password';
  autoComplete?: 'off' | 'new-password' | 'username' | 'organization' | 'name' | 'email';
  autoCapitalize?: 'none' | 'characters';
  spellcheck?: boolean;
  dir?: 'auto' | 'ltr';
  required?: boolean;
  maxLength?: number;
  class?: string;
}

interface FieldProps {
  label: string;
  value: string;
  onValue: (value: string) => void;
  hint?: string | undefined;
  /** What is wrong with the value. It is read out, and takes the focus where `focusIssue`. */
  issue?: string | null | undefined;
  focusIssue?: boolean;
  describedBy?: string | undefined;
  input?: Typing;
}

/** A labelled input, with its hint and its issue tied to it. */
export function Field({ label, value, onValue, hint, issue = null, focusIssue = false, describedBy, input }: FieldProps) {
  const id = useId();
  const element = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (issue && focusIssue) element.current?.focus();
  }, [issue, focusIssue]);
  const described = [hint && `${id}-hint`, issue && `${id}-issue`, describedBy].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <input
        {...(input as InputHTMLAttributes)}
        ref={element}
        id={id}
        value={value}
        aria-invalid={issue ? true : undefined}
        aria-describedby={described || undefined}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      {issue && (
        <p class="issue" id={`${id}-issue`} role="alert">
          {issue}
        </p>
      )}
    </div>
  );
}
