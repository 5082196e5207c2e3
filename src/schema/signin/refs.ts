import type { User } from '../../modules/directory/users.ts';
import type { SignIn } from '../../modules/signin/attempts.ts';
import { builder } from '../builder.ts';

/** A sign-in under way, or done: then with the person. */
export type SignInState = { signIn: SignIn } | { signedIn: Pick<User, 'workspaceId' | 'id'> };

export const SignInRef = builder.objectRef<SignInState>('SignIn');
