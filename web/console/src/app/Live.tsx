import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { ask } from '../api/client.ts';
import { type Line, startLive } from '../api/live.ts';
import { LogEndDocument, type Role } from '../gql/graphql.ts';
import { roleMay } from './permissions.ts';

const LineContext = createContext<Line>('opening');

/** How the line to the server stands. */
export const useLine = (): Line => useContext(LineContext);

/** Before the log's first event. */
const beginning = 'evt_0';

/** Keeps what is shown as it is on the server. The place in the log is taken before any page asks for anything. */
export function Live({ role, onEnded, children }: { role: Role; onEnded: () => void; children: ReactNode }) {
  const queries = useQueryClient();
  const [line, setLine] = useState<Line>('opening');
  const [place, setPlace] = useState<{ after: string | null } | null>(null);
  const wholeLog = roleMay(role, 'event.read');

  useEffect(() => {
    if (!wholeLog) return setPlace({ after: null });
    let left = false;
    const start = (after: string | null) => {
      if (!left) setPlace({ after });
    };
    ask(LogEndDocument, {}).then(
      ({ events }) => start(events.edges[0]?.node.cursor ?? beginning),
      () => start(null),
    );
    return () => {
      left = true;
    };
  }, [wholeLog]);

  useEffect(() => {
    if (!place) return;
    return startLive({ queries, wholeLog, after: place.after, onLine: setLine, onEnded });
  }, [queries, wholeLog, place, onEnded]);

  return <LineContext value={line}>{place ? children : null}</LineContext>;
}
