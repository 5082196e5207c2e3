import { useState } from 'react';
import { ask } from '../../api/client.ts';
import { Failure } from '../../api/failure.ts';
import { useChange } from '../../api/queries.ts';
import { GroupsOfPersonDocument, SetUserGroupsDocument } from '../../gql/graphql.ts';
import { useTexts } from '../../texts/index.tsx';

interface Person {
  id: string;
  displayName: string;
}

export interface Membership {
  /** Puts a person into the group, or takes them out. */
  set(person: Person, inside: boolean): Promise<void>;
  busy: boolean;
  failure: Failure | null;
  /** What the last change came to; null before one. */
  said: string | null;
}

/** Changes who is in a group. The API sets all groups of a person, so those they have now are asked for first. */
export function useMembership(groupId: string): Membership {
  const { members } = useTexts().groups;
  const change = useChange(SetUserGroupsDocument);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [said, setSaid] = useState<string | null>(null);

  const run = async ({ id, displayName }: Person, inside: boolean): Promise<string> => {
    const { user } = await ask(GroupsOfPersonDocument, { id });
    if (!user) throw new Failure('NOT_FOUND');
    const now = (user.groups ?? []).map((group) => group.id);
    if (now.includes(groupId) === inside) return inside ? members.already(displayName) : members.takenOut(displayName);
    const groupIds = inside ? [...now, groupId] : now.filter((one) => one !== groupId);
    const answer = await change.run({ input: { userId: id, groupIds } });
    if (!answer.ok) throw answer.failure;
    return inside ? members.added(displayName) : members.takenOut(displayName);
  };

  return {
    busy,
    failure,
    said,
    set: async (person, inside) => {
      setBusy(true);
      setSaid(null);
      setFailure(null);
      try {
        setSaid(await run(person, inside));
      } catch (error) {
        setFailure(error instanceof Failure ? error : new Failure('UNEXPECTED'));
      }
      setBusy(false);
    },
  };
}
