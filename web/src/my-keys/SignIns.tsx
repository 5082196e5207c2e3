import { useEffect, useState } from 'preact/hooks';
import { ask, type Failure, failed } from '../shared/api.ts';
import { Button } from '../shared/Button.tsx';
import { type Me, moreSignIns, type OwnKey, type OwnSignIn } from './documents.ts';
import { Moment } from './Moment.tsx';
import { signIns as words } from './texts.ts';

interface SignInsProps {
  first: Me['signIns'];
  keys: OwnKey[];
  onFailed: (failure: Failure) => void;
}

/** The person's sign-ins, as far as they are recorded. */
export function SignIns({ first, keys, onFailed }: SignInsProps) {
  const [shown, setShown] = useState(first);
  useEffect(() => setShown(first), [first]);
  const more = async () => {
    const answer = await ask(moreSignIns, { after: shown.pageInfo.endCursor });
    if (!answer.ok) return onFailed(answer.failure);
    if (!answer.value.me) return onFailed(failed('SIGN_IN_REQUIRED').failure);
    const { edges, pageInfo } = answer.value.me.signIns;
    setShown({ edges: [...shown.edges, ...edges], pageInfo });
  };
  const unrecorded = keys.filter(({ settings }) => settings?.auditable === false).map(({ name }) => `“${name}”`);
  return (
    <section class="other-way" aria-label={words.title}>
      <h2>{words.title}</h2>
      {unrecorded.length > 0 && <p>{words.unrecorded(unrecorded.join(', '))}</p>}
      {shown.edges.length === 0 ? (
        <p class="hint">{words.none}</p>
      ) : (
        <>
          <ul class="own-rows">
            {shown.edges.map(({ cursor, node }) => (
              <li key={cursor}>
                <SignInRow signIn={node} />
              </li>
            ))}
          </ul>
          {shown.pageInfo.hasNextPage && (
            <Button kind="quiet" onPress={more}>
              {words.more}
            </Button>
          )}
          <p class="hint">{words.odd}</p>
        </>
      )}
    </section>
  );
}

const SignInRow = ({
  signIn: { occurredAt, refusal, offline, securityKey, applicationName, readerAgentName, proximity, address },
}: {
  signIn: OwnSignIn;
}) => (
  <>
    <strong>{refusal === null ? words.good : words.refused(refusal)}</strong>
    {applicationName && (
      <>
        {' '}
        {words.into} <bdi>{applicationName}</bdi>
      </>
    )}
    {securityKey && (
      <>
        {' '}
        {words.with} <bdi>{securityKey.name}</bdi>
      </>
    )}
    {offline && ` ${words.offline}`}
    <span class="hint by-line">
      <Moment at={occurredAt} />
      {address && `, ${words.from} ${address}`}
      {readerAgentName && (
        <>
          , {words.at} <bdi>{readerAgentName}</bdi>
        </>
      )}
      . {proximity && words.near[proximity]}
    </span>
  </>
);
