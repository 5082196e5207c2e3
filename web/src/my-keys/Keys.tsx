import { useState } from 'preact/hooks';
import type { Failure } from '../shared/api.ts';
import { Button } from '../shared/Button.tsx';
import type { OwnKey } from './documents.ts';
import { Moment } from './Moment.tsx';
import { RenameForm } from './RenameForm.tsx';
import { ReportLost } from './ReportLost.tsx';
import { lost, rename, settingsOf, texts } from './texts.ts';

interface KeysProps {
  keys: OwnKey[];
  onChanged: () => void;
  onLost: () => void;
  onFailed: (failure: Failure) => void;
}

/** The person's keys, each with what it means for them and what they can do. */
export const Keys = ({ keys, ...on }: KeysProps) =>
  keys.length === 0 ? (
    <p>{texts.none}</p>
  ) : (
    <ul class="own-keys" aria-label={texts.title}>
      {keys.map((key) => (
        <li key={key.id}>
          <Key own={key} {...on} />
        </li>
      ))}
    </ul>
  );

function Key({ own, onChanged, onLost, onFailed }: { own: OwnKey } & Omit<KeysProps, 'keys'>) {
  const [open, setOpen] = useState<'rename' | 'lost' | null>(null);
  const { name, kind, status, settings, lastUsedAt } = own;
  const works = status === 'ACTIVE';
  const close = () => setOpen(null);
  return (
    <>
      <h2>
        <bdi>{name}</bdi> <span class={`badge badge-${status.toLowerCase()}`}>{texts.status[status].name}</span>
      </h2>
      <p class="hint">
        {texts.kinds[kind]}.{' '}
        {lastUsedAt ? (
          <>
            {texts.lastUsed} <Moment at={lastUsedAt} />.
          </>
        ) : (
          works && settings?.auditable !== false && texts.neverUsed
        )}
      </p>
      {works ? (
        <ul>
          {settingsOf(own).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      ) : (
        <p>{texts.status[status].text}</p>
      )}
      {open === 'rename' && (
        <RenameForm
          own={own}
          onDone={() => {
            close();
            onChanged();
          }}
          onFailed={onFailed}
          onCancel={close}
        />
      )}
      {open === 'lost' && (
        <ReportLost
          own={own}
          onDone={() => {
            close();
            onLost();
          }}
          onFailed={onFailed}
          onCancel={close}
        />
      )}
      {open === null && status !== 'REVOKED' && (
        <div class="actions own-actions">
          <Button kind="quiet" label={rename.of(name)} onPress={() => setOpen('rename')}>
            {rename.open}
          </Button>
          {(works || status === 'SUSPENDED') && (
            <Button kind="quiet" label={lost.of(name)} onPress={() => setOpen('lost')}>
              {lost.open}
            </Button>
          )}
        </div>
      )}
    </>
  );
}
