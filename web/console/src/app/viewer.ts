import { createContext, useContext } from 'react';
import type { Role } from '../gql/graphql.ts';
import { type Action, ranksOver, roleMay } from './permissions.ts';

/** The administrator who is signed in. */
export interface Viewer {
  id: string;
  displayName: string;
  email: string;
  role: Role;
}

export const ViewerContext = createContext<Viewer | null>(null);

export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error('Nobody is signed in here.');
  return viewer;
}

export interface Rights {
  may(action: Action): boolean;
  /** Whether the viewer may do this to a person with this role. */
  mayTo(action: Action, target: { role?: Role | null }): boolean;
}

/** What the viewer may do. */
export function useRights(): Rights {
  const { role } = useViewer();
  return {
    may: (action) => roleMay(role, action),
    mayTo: (action, target) => roleMay(role, action) && ranksOver(role, target.role),
  };
}
