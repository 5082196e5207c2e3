/** The parts of a plain text: every second one is a link. A full stop or bracket after a link is none of it. */
export const splitLinks = (text: string): string[] => text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/);

/** The first link of a mail. */
export const firstLink = (text: string): string | null => splitLinks(text)[1] ?? null;

/** A mail's text, with its links to follow. */
export const MailText = ({ text }: { text: string }) => (
  <div class="mail-text" dir="auto">
    {splitLinks(text).map((part, i) =>
      i % 2 === 0 ? (
        part
      ) : (
        <a key={i} href={part} target="_blank" rel="noopener noreferrer">
          {part}
        </a>
      ),
    )}
  </div>
);
