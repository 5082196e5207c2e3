import { setupIsOpen } from '../../modules/enrolment/owners.ts';
import { findApiToken } from '../../modules/identity/apiTokens.ts';
import { builder } from '../builder.ts';
import { UserRef } from '../directory/refs.ts';
import { ReaderAgentRef } from '../readers/refs.ts';
import { ApiTokenRef } from './apiToken.ts';

const Viewer = builder.unionType('Viewer', {
  description: 'Who calls.',
  types: [UserRef, ApiTokenRef, ReaderAgentRef],
  resolveType: (viewer) => ('email' in viewer ? 'User' : 'publicKey' in viewer ? 'ReaderAgent' : 'ApiToken'),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    nullable: true,
    description: 'Who calls: a person who signed in, a token, or a reader agent; null for nobody known, and for the operator.',
    resolve: (_, __, ctx) => {
      const { actor } = ctx;
      if (actor.type === 'user') return ctx.loaders.of(actor.workspaceId).user.load(actor.userId);
      if (actor.type === 'agent') return ctx.loaders.of(actor.workspaceId).readerAgent.load(actor.agentId);
      return actor.type === 'token' ? findApiToken(ctx.db, actor.workspaceId, actor.tokenId) : null;
    },
  }),
);

builder.queryField('setupOpen', (t) =>
  t.boolean({
    description: 'Whether this server still waits for its first owner. Anybody may ask.',
    resolve: (_, __, ctx) => setupIsOpen(ctx.db),
  }),
);

builder.queryField('demo', (t) =>
  t.boolean({
    description: 'Whether this server is a demo, whose people are all made up. Anybody may ask.',
    resolve: (_, __, ctx) => ctx.demo !== null,
  }),
);
