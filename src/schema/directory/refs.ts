import type { Group } from '../../modules/directory/groups.ts';
import type { User } from '../../modules/directory/users.ts';
import { builder } from '../builder.ts';

export const UserRef = builder.objectRef<User>('User');
export const GroupRef = builder.objectRef<Group>('Group');
