import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { common } from './texts.ts';

/**
 * One step of a page: its title is the heading and the tab's name, and takes the focus when the step appears, so that
 * whoever listens instead of looking hears where they are. Give each step a `key`.
 */
export function Step({ title, look = '', children }: { title: string; look?: '' | 'step-wide' | 'step-done'; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Before the effects of what is inside: a field with an issue takes the focus from here.
  useLayoutEffect(() => {
    document.title = `${title} · ${common.product}`;
    heading.current?.focus();
  }, [title]);
  return (
    <main class={`step ${look}`}>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </main>
  );
}

/** While the first answer is on its way. */
export const Loading = () => (
  <main class="step step-loading">
    <Progress text={common.loading} />
  </main>
);

/** Something goes on, in words that are read out. */
export const Progress = ({ text }: { text: string }) => (
  <p class="progress" role="status">
    <span class="spinner" aria-hidden="true" />
    <span>{text}</span>
  </p>
);
