import { type Query, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { follow } from '../../api/socket.ts';
import type { Shows } from '../../api/topics.ts';
import { useLine } from '../../app/Live.tsx';
import { useRights } from '../../app/viewer.ts';
import { ReaderAgentChangedDocument } from '../../gql/graphql.ts';

const showsReaders = ({ meta }: Query): boolean => (meta as Shows | undefined)?.topics?.includes('readers') ?? false;
const tryAgainIn = 1_000;
/** Ends after which it can go on, from now. */
const mayGoOn = (code: string): boolean => code.startsWith('CURSOR_') || code === 'SLOW_CONSUMER';

/** Keeps readers live for those who may not read the log; to the others the log tells it. Goes on by cursor after a cut. */
export function useReaderChanges(): void {
  const queries = useQueryClient();
  const { may } = useRights();
  const line = useLine();
  const wanted = !may('event.read');

  // Where nothing came before a cut there is no cursor to go on from, so what is shown is asked for again.
  useEffect(() => {
    if (wanted && line === 'standing') void queries.invalidateQueries({ predicate: showsReaders });
  }, [queries, wanted, line]);

  useEffect(() => {
    if (!wanted) return;
    const variables = { after: null as string | null };
    let again: ReturnType<typeof setTimeout> | undefined;
    let unfollow = () => {};
    const askAgain = () => void queries.invalidateQueries({ predicate: showsReaders });
    const start = () => {
      unfollow = follow(ReaderAgentChangedDocument, variables, {
        next: ({ readerAgentChanged: { cursor, readerAgent } }) => {
          variables.after = cursor;
          if (readerAgent) askAgain();
        },
        failed: ({ code }) => {
          if (!mayGoOn(code)) return;
          variables.after = null;
          askAgain();
          again = setTimeout(start, tryAgainIn);
        },
      });
    };
    start();
    return () => {
      clearTimeout(again);
      unfollow();
    };
  }, [queries, wanted]);
}
