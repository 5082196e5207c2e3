import { change, type Failure } from '../shared/api.ts';
import { Button } from '../shared/Button.tsx';
import { browserName } from './browserName.ts';
import { endOwnSession, type OwnSession } from './documents.ts';
import { Moment } from './Moment.tsx';
import { sessions as words } from './texts.ts';

interface SessionsProps {
  sessions: OwnSession[];
  onEnded: () => void;
  onFailed: (failure: Failure) => void;
}

/** Where the person is signed in; what is not theirs can be ended at once. */
export function Sessions({ sessions, onEnded, onFailed }: SessionsProps) {
  const end = async (sessionId: string) => {
    const answer = await change(endOwnSession, { input: { sessionId } });
    if (answer.ok) onEnded();
    else onFailed(answer.failure);
  };
  return (
    <section class="other-way" aria-label={words.title}>
      <h2>{words.title}</h2>
      <ul class="own-rows">
        {sessions.map(({ id, current, createdAt, userAgent }) => {
          const name = (userAgent && browserName(userAgent)) || words.unknown;
          return (
            <li key={id} class="bar">
              <span>
                <strong>{name}</strong> {current && <span class="badge">{words.here}</span>}
                <span class="hint by-line">
                  {createdAt ? (
                    <>
                      {words.since} <Moment at={createdAt} />
                    </>
                  ) : (
                    words.unrecorded
                  )}
                </span>
              </span>
              {!current && (
                <Button kind="quiet" label={words.endOf(name)} onPress={() => void end(id)}>
                  {words.end}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
