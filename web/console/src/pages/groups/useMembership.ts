import { useState } from 'react';
import type { Failure } from '../../api/failure.ts';
import { useChange } from '../../api/queries.ts';
import { AddGroupMemberDocument, RemoveGroupMemberDocument } from '../../gql/graphql.ts';
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

/** Changes who is in a group, one at a time: what others change meanwhile stays. */
export function useMembership(groupId: string): Membership {
  const { members } = useTexts().groups;
  const add = useChange(AddGroupMemberDocument);
  const remove = useChange(RemoveGroupMemberDocument);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  return {
    busy: add.busy || remove.busy,
    failure,
    said,
    set: async ({ id, displayName }, inside) => {
      setSaid(null);
      setFailure(null);
      const answer = await (inside ? add : remove).run({ input: { groupId, userId: id } });
      if (!answer.ok) setFailure(answer.failure);
      else setSaid(inside ? members.added(displayName) : members.takenOut(displayName));
    },
  };
}
