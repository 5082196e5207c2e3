/** The page waits for something outside of it, and goes on by itself. */
export const Waiting = ({ text, away = false }: { text: string; away?: boolean }) => (
  <p class={`live live-${away ? 'away' : 'waiting'}`} role="status">
    <span class="dot" aria-hidden="true" />
    <span>{text}</span>
  </p>
);
