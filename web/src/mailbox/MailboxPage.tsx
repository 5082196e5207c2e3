import { useEffect, useState } from 'preact/hooks';
import { change, type Failure } from '../shared/api.ts';
import { Button } from '../shared/Button.tsx';
import { useDemo } from '../shared/demo.tsx';
import { readTrialMailbox, type TrialMail } from '../shared/documents.ts';
import { Failed } from '../shared/Failed.tsx';
import { LinkButton } from '../shared/LinkButton.tsx';
import { Notice } from '../shared/Notice.tsx';
import { Loading, Step } from '../shared/Step.tsx';
import { explain } from '../shared/texts.ts';
import { firstLink, MailText } from './MailText.tsx';
import { texts } from './texts.ts';

/** `/mailbox#token`: what would have been mailed, for the operator of a server without a transport. In a demo its owner needs no token. */
export function MailboxPage({ token }: { token: string | null }) {
  const [mails, setMails] = useState<TrialMail[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const isDemo = useDemo();
  const mayLook = token !== null || isDemo;

  const look = async () => {
    if (!mayLook) return;
    setBusy(true);
    setFailure(null);
    const answer = await change(readTrialMailbox, { input: { token } });
    if (answer.ok) setMails(answer.value.mails);
    else setFailure(answer.failure);
    setBusy(false);
  };
  useEffect(() => void look(), [mayLook]);

  if (!mayLook) {
    return (
      <Step title={texts.noLink.title}>
        <p class="lead">{texts.noLink.text}</p>
        <p>{texts.noLink.next}</p>
      </Step>
    );
  }
  if (failure && isRefused(failure)) {
    return (
      <Step key="refused" title={texts.refused.title}>
        <p class="lead" role="alert">
          {failure.message}
        </p>
        <p>{texts.refused.next}</p>
      </Step>
    );
  }
  if (!mails) return failure ? <Failed failure={failure} onRetry={look} /> : <Loading />;
  return (
    <Step key="mails" title={texts.title} look="step-wide">
      {!isDemo && (
        <div class="banner">
          <p>
            <strong>{texts.banner}</strong>
          </p>
          <p>{texts.transport}</p>
        </div>
      )}
      <div class="bar">
        <p role="status">{texts.looked(mails.length)}</p>
        <Button kind="secondary" onPress={look} busy={busy}>
          {texts.look}
        </Button>
      </div>
      {failure && <Notice {...explain(failure)} />}
      {mails.length === 0 ? <p class="hint">{texts.empty}</p> : <Mails mails={mails} />}
    </Step>
  );
}

const isRefused = ({ code }: Failure): boolean => ['FORBIDDEN', 'SIGN_IN_REQUIRED', 'NOT_FOUND'].includes(code);

const asTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

const Mails = ({ mails }: { mails: TrialMail[] }) => (
  <ul class="mails" aria-label={texts.list}>
    {mails.map((mail, i) => (
      <li key={mail.id}>
        <details open={i === 0}>
          <summary>
            <span class="mail-subject">
              <bdi>{mail.subject || texts.noSubject}</bdi>
            </span>
            <span class="mail-to">
              {texts.to} <bdi>{mail.toName}</bdi> <bdi class="hint">{mail.to}</bdi>
            </span>
            <time class="hint" dateTime={mail.createdAt}>
              {asTime.format(new Date(mail.createdAt))}
            </time>
          </summary>
          <Mail mail={mail} />
        </details>
      </li>
    ))}
  </ul>
);

function Mail({ mail: { text } }: { mail: TrialMail }) {
  const link = firstLink(text);
  return (
    <>
      <MailText text={text} />
      {link && (
        <div class="actions">
          <LinkButton to={link} away>
            {texts.openLink}
          </LinkButton>
        </div>
      )}
    </>
  );
}
