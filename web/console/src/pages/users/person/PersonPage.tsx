import { useParams } from '@tanstack/react-router';
import { useAsk } from '../../../api/queries.ts';
import { Loaded } from '../../../components/Loaded.tsx';
import { MomentText } from '../../../components/MomentText.tsx';
import { Notice } from '../../../components/Notice.tsx';
import { Page } from '../../../components/Page.tsx';
import { UserStatusBadge } from '../../../components/StatusBadge.tsx';
import { PersonDocument } from '../../../gql/graphql.ts';
import { useTexts } from '../../../texts/index.tsx';
import { PersonActions } from './PersonActions.tsx';
import { PersonSections } from './PersonSections.tsx';

/** A person: who they are, their keys and how these came about, and what happened. */
export function PersonPage() {
  const { user: texts, common } = useTexts();
  const { userId } = useParams({ from: '/users/$userId' });
  const query = useAsk(PersonDocument, { id: userId }, { topics: ['users', 'groups', 'keys', 'enrolments'], userId });
  const person = query.data?.user;
  return (
    <Page
      title={person?.displayName ?? texts.loading}
      badge={person && <UserStatusBadge status={person.status} />}
      lead={
        person && (
          <>
            <bdi>{person.email}</bdi>
            {person.role && ` · ${common.role[person.role]}`}
            {person.suspendedAt && (
              <>
                {` · ${texts.suspendedSince} `}
                <MomentText at={person.suspendedAt} />
              </>
            )}
          </>
        )
      }
      actions={person && <PersonActions person={person} />}
    >
      <Loaded query={query} lines={12}>
        {({ user }) => (user ? <PersonSections person={user} /> : <Notice title={common.states.gone.title}>{common.states.gone.text}</Notice>)}
      </Loaded>
    </Page>
  );
}
