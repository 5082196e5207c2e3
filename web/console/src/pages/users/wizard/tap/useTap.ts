import { useEffect, useState } from 'react';
import type { Answer, Failure } from '../../../../api/failure.ts';
import { useChange } from '../../../../api/queries.ts';
import { follow } from '../../../../api/socket.ts';
import { CancelTapJobDocument, TapJobChangedDocument, type TapJobFieldsFragment } from '../../../../gql/graphql.ts';

/** Asks the server for a tap at a reader. */
export type AskForTap = (readerId: string) => Promise<Answer<{ tapJob: TapJobFieldsFragment }>>;

export interface Tap {
  /** The request that is followed, as it is now; null before one is made. */
  job: TapJobFieldsFragment | null;
  /** Why none could be made. */
  failure: Failure | null;
  busy: boolean;
  ask(readerId: string): Promise<void>;
  /** Takes the request back; it ends as CANCELLED. */
  cancel(): Promise<void>;
  /** Forgets it, to choose anew. */
  forget(): void;
}

const open = new Set(['QUEUED', 'CLAIMED']);
export const isOpen = (job: TapJobFieldsFragment | null): boolean => job !== null && open.has(job.status);

/** One request for a tap after the other, each followed live until it ends. */
export function useTap(askForTap: AskForTap): Tap {
  const [job, setJob] = useState<TapJobFieldsFragment | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const cancelling = useChange(CancelTapJobDocument);
  const id = job?.id;

  useEffect(() => {
    if (!id) return;
    return follow(TapJobChangedDocument, { tapJobId: id }, { next: ({ tapJobChanged }) => setJob(tapJobChanged), failed: setFailure });
  }, [id]);

  return {
    job,
    failure,
    busy,
    ask: async (readerId) => {
      setBusy(true);
      setFailure(null);
      setJob(null);
      const answer = await askForTap(readerId);
      setBusy(false);
      if (answer.ok) setJob(answer.value.tapJob);
      else setFailure(answer.failure);
    },
    cancel: async () => {
      if (id && isOpen(job)) await cancelling.run({ input: { tapJobId: id } });
    },
    forget: () => {
      setJob(null);
      setFailure(null);
    },
  };
}
