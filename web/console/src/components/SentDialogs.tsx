import { useState } from 'react';
import { ActivationCodeDialog } from './ActivationCodeDialog.tsx';
import { ActivationLinkDialog } from './ActivationLinkDialog.tsx';

/** What an answer that sent a link shows this once. */
export interface Sent {
  link: string | null;
  code: string | null;
}

/** Reads it from an answer; null where it shows nothing. */
export function sentOf({ activationLink, activationCode }: { activationLink?: string | null; activationCode?: string | null }): Sent | null {
  return activationLink || activationCode ? { link: activationLink ?? null, code: activationCode ?? null } : null;
}

/** Shows the link, then the code, each by itself: they go to the person by different ways. */
export function SentDialogs({ sent, onDone }: { sent: Sent | null; onDone: () => void }) {
  const [linkSeen, setLinkSeen] = useState(false);
  const link = linkSeen ? null : (sent?.link ?? null);
  const code = link === null ? (sent?.code ?? null) : null;
  const done = () => {
    setLinkSeen(false);
    onDone();
  };
  return (
    <>
      <ActivationLinkDialog link={link} onDone={() => (sent?.code ? setLinkSeen(true) : done())} />
      <ActivationCodeDialog code={code} onDone={done} />
    </>
  );
}
