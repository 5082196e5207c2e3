import { idKind } from '../lib/ids.ts';
import { InvalidInput } from '../modules/errors.ts';
import { findApiToken } from '../modules/identity/apiTokens.ts';
import { findSession } from '../modules/identity/sessions.ts';
import { require } from '../modules/policy/require.ts';
import { findApplication } from '../modules/signin/oidc/readApplications.ts';
import { findWorkspace } from '../modules/workspace/workspaces.ts';
import { builder } from './builder.ts';
import type { SchemaContext } from './context.ts';
import { findGroup, findUser } from './directory/find.ts';
import { findOwnWizard } from './enrolment/find.ts';
import { keyTypeNames } from './keys/refs.ts';
import { Node } from './node.ts';
import { findReader, findReaderAgent, findTapJobOf } from './readers/find.ts';

const longestList = 200;

const tooMany = (count: number) =>
  new InvalidInput([{ path: ['ids'], code: 'TOO_LONG', message: `\`ids\` must be ${longestList} at most, got ${count}.` }]);

interface Found {
  id: string;
  __typename: string;
}

/** Finds whatever has an id; null where there is nothing, or nothing that the caller may see. */
async function findNode(ctx: SchemaContext, id: string): Promise<Found | null> {
  const as = <T extends { id: string }>(typename: string, row: T | null) => row && { ...row, __typename: typename };
  switch (idKind(id)) {
    case 'user':
      return as('User', await findUser(ctx, id));
    case 'group':
      return as('Group', await findGroup(ctx, id));
    case 'securityKey': {
      const key = await ctx.loaders.of(require(ctx, 'key.read')).key.load(id);
      return key && as(keyTypeNames[key.kind], key);
    }
    case 'enrolment':
      return as('Enrolment', await ctx.loaders.of(require(ctx, 'enrolment.read')).enrolment.load(id));
    case 'wizard':
      return as('UserWizard', await findOwnWizard(ctx, id));
    case 'apiToken':
      return as('ApiToken', await findApiToken(ctx.db, require(ctx, 'token.read'), id));
    case 'application':
      return as('Application', await findApplication(ctx.db, require(ctx, 'application.read'), id));
    case 'session':
      return as('Session', await findSession(ctx, id));
    case 'readerAgent':
      return as('ReaderAgent', await findReaderAgent(ctx, id));
    case 'reader':
      return as('Reader', await findReader(ctx, id));
    case 'tapJob':
      return as('TapJob', await findTapJobOf(ctx, id));
    case 'workspace': {
      const mine = require(ctx, 'workspace.read');
      return mine === id ? as('Workspace', await findWorkspace(ctx.db, id)) : null;
    }
    default:
      return null;
  }
}

builder.queryField('node', (t) =>
  t.field({
    type: Node,
    nullable: true,
    description: 'Whatever has this id; null where there is nothing, or nothing for the caller. Errors: SIGN_IN_REQUIRED, FORBIDDEN.',
    args: { id: t.arg.id({ description: 'The id, such as `usr_…`.' }) },
    resolve: (_, { id }, ctx) => findNode(ctx, id),
  }),
);

builder.queryField('nodes', (t) =>
  t.field({
    type: [Node],
    nullable: { list: false, items: true },
    description: `Whatever has these ids, ${longestList} at most, in their order; null where there is nothing. Errors: SIGN_IN_REQUIRED, FORBIDDEN, INVALID_INPUT for more.`,
    args: { ids: t.arg.idList({ description: 'The ids.' }) },
    complexity: ({ ids }) => ({ field: 1, multiplier: Math.min(ids.length, longestList) }),
    resolve: (_, { ids }, ctx) => {
      if (ids.length > longestList) throw tooMany(ids.length);
      return Promise.all(ids.map((id) => findNode(ctx, id)));
    },
  }),
);
