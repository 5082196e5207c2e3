import { Center, Loader } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useChange } from '../../api/queries.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { RequestTestTapDocument } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';
import { TapFailed } from '../users/wizard/tap/TapFailed.tsx';
import { TapSucceeded } from '../users/wizard/tap/TapSucceeded.tsx';
import { TapWaiting } from '../users/wizard/tap/TapWaiting.tsx';
import { isOpen, useTap } from '../users/wizard/tap/useTap.ts';

/** Tries a reader out: asks it for any card, and shows what comes of it as it happens. */
export function TestTapDialog({ reader, onClose }: { reader: { id: string; name: string }; onClose: () => void }) {
  const { readers: texts, common } = useTexts();
  const request = useChange(RequestTestTapDocument);
  const tap = useTap((readerId) => request.run({ input: { readerId } }));
  const latest = useRef(tap);
  latest.current = tap;
  useEffect(() => {
    void latest.current.ask(reader.id);
    // Closed while it waits: nobody is there to tap any more.
    return () => void latest.current.cancel();
  }, [reader.id]);
  const { job, failure, busy } = tap;
  return (
    <Dialog opened onClose={onClose} title={texts.testAt(reader.name)} size="lg">
      {job && isOpen(job) ? (
        <TapWaiting job={job} onStop={onClose} />
      ) : job?.status === 'COMPLETED' ? (
        <TapSucceeded job={job} onDone={onClose} />
      ) : job || failure ? (
        <TapFailed job={job} failure={failure} busy={busy} onAgain={() => void tap.ask(reader.id)} onOther={onClose} />
      ) : (
        <Center p="xl">
          <Loader aria-label={common.loading} />
        </Center>
      )}
    </Dialog>
  );
}
