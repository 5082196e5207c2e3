import { useEffect, useRef, useState } from 'react';
import { Dialog } from '../../../../components/Dialog.tsx';
import type { TapJobFieldsFragment } from '../../../../gql/graphql.ts';
import { ChooseReader } from './ChooseReader.tsx';
import { TapFailed } from './TapFailed.tsx';
import { TapSucceeded } from './TapSucceeded.tsx';
import { TapWaiting } from './TapWaiting.tsx';
import { type AskForTap, isOpen, useTap } from './useTap.ts';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  askForTap: AskForTap;
  /** A card was tapped, and the server took it. */
  onTapped?: (job: TapJobFieldsFragment) => void;
}

/** C9a: asks for a tap at a reader, and shows what comes of it as it happens. */
export function TapDialog({ opened, onClose, ...rest }: Props) {
  return (
    <Dialog opened={opened} onClose={onClose} title={rest.title} size="lg">
      {opened && <TapSteps {...rest} onClose={onClose} />}
    </Dialog>
  );
}

function TapSteps({ askForTap, onTapped, onClose }: Omit<Props, 'opened' | 'title'>) {
  const tap = useTap(askForTap);
  const [readerId, setReaderId] = useState<string | null>(null);
  const { job, failure } = tap;

  // Closed while it waits: nobody is there to tap any more.
  const cancel = useRef(tap.cancel);
  cancel.current = tap.cancel;
  useEffect(() => () => void cancel.current(), []);

  const told = useRef<string | null>(null);
  useEffect(() => {
    if (job?.status !== 'COMPLETED' || told.current === job.id) return;
    told.current = job.id;
    onTapped?.(job);
  }, [job, onTapped]);

  if (job && isOpen(job)) return <TapWaiting job={job} onStop={tap.cancel} />;
  if (job?.status === 'COMPLETED') return <TapSucceeded job={job} onDone={onClose} />;
  if (job || (failure && readerId)) {
    return <TapFailed job={job} failure={failure} busy={tap.busy} onAgain={() => readerId && void tap.ask(readerId)} onOther={tap.forget} />;
  }
  return <ChooseReader chosen={readerId} onChoose={setReaderId} busy={tap.busy} onAsk={(id) => void tap.ask(id)} />;
}
