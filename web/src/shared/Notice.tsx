import type { Explanation } from './texts.ts';

/** A failure beside what the page shows anyway. */
export const Notice = ({ title, message, next }: Explanation) => (
  <div class="notice" role="alert">
    <p>
      <strong>{title}.</strong> {message} {next}
    </p>
  </div>
);
