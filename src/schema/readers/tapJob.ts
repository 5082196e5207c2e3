import { may } from '../../modules/policy/require.ts';
import type { TapJob } from '../../modules/readers/tapJobs.ts';
import { tapMessage } from '../../modules/readers/tapMessages.ts';
import { builder } from '../builder.ts';
import type { SchemaContext } from '../context.ts';
import { CardAssurance, CardTechnology, TapFailure, TapJobStatus, TapPurpose } from '../enums.ts';
import { SecurityKeyRef } from '../keys/refs.ts';
import { Node } from '../node.ts';
import { findTapJobOf } from './find.ts';
import { ReaderRef, TapJobRef } from './refs.ts';

type Tapped = TapJob & { uidSuffix: string; technology: NonNullable<TapJob['technology']>; fido2Applet: boolean };

const isTapped = (job: TapJob): job is Tapped => job.uidSuffix !== null && job.technology !== null && job.fido2Applet !== null;

const TappedCardRef = builder.objectRef<Tapped>('TappedCard').implement({
  description: 'The card that was tapped: of its number only the end.',
  fields: (t) => ({
    uidSuffix: t.exposeString('uidSuffix', { description: 'The last four hexadecimal digits of its number.' }),
    technology: t.expose('technology', { type: CardTechnology, description: 'What kind of card it is.' }),
    fido2Applet: t.exposeBoolean('fido2Applet', { description: 'Whether it has a FIDO2 applet.' }),
    assurance: t.field({ type: CardAssurance, description: 'What it proves by a tap.', resolve: () => 'UID_ONLY' as const }),
  }),
});

const keyOf = async (ctx: SchemaContext, workspaceId: string, keyId: string | null) =>
  keyId !== null && may(ctx, 'key.read') ? ctx.loaders.of(workspaceId).key.load(keyId) : null;

TapJobRef.implement({
  description: 'A request to tap a card on one reader, within two minutes.',
  interfaces: [Node],
  fields: (t) => ({
    status: t.expose('status', { type: TapJobStatus, description: 'How it stands.' }),
    purpose: t.expose('purpose', { type: TapPurpose, description: 'What the tap is for.' }),
    reader: t.field({
      type: ReaderRef,
      nullable: true,
      description: 'At which reader; null where it is gone meanwhile.',
      resolve: (job, _, ctx) => ctx.loaders.of(job.workspaceId).reader.load(job.readerId),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it waits for a card.' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When it ended; null before.' }),
    failure: t.expose('failure', { type: TapFailure, nullable: true, description: 'Why a tap gave no card; null unless it is FAILED.' }),
    message: t.string({
      nullable: true,
      description: 'Why there is no card, in a sentence for people; null unless it is FAILED, EXPIRED or CANCELLED.',
      resolve: tapMessage,
    }),
    card: t.field({
      type: TappedCardRef,
      nullable: true,
      description: 'The card that was tapped; null unless it is COMPLETED.',
      resolve: (job) => (isTapped(job) ? job : null),
    }),
    takenBy: t.field({
      type: SecurityKeyRef,
      nullable: true,
      description: 'The key that has the card already, where that is the failure; null where the caller may not read keys.',
      resolve: (job, _, ctx) => keyOf(ctx, job.workspaceId, job.takenByKeyId),
    }),
    securityKey: t.field({
      type: SecurityKeyRef,
      nullable: true,
      description: 'The key that the card is for; null for a wizard or a test, and where the caller may not read keys.',
      resolve: (job, _, ctx) => keyOf(ctx, job.workspaceId, job.keyId),
    }),
  }),
});

builder.queryField('tapJob', (t) =>
  t.field({
    type: TapJobRef,
    nullable: true,
    description: 'One request for a tap; null where there is none with that id. An agent sees its own. Errors: SIGN_IN_REQUIRED, FORBIDDEN.',
    args: { id: t.arg.id({ description: 'Its id, `tap_…`.' }) },
    resolve: (_, { id }, ctx) => findTapJobOf(ctx, id),
  }),
);
