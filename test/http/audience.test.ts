import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  isAbstractType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audienceContext } from '../../src/http/shared/audienceContext.ts';
import { type Audience, audienceOf } from '../../src/modules/policy/audience.ts';
import { permissions } from '../../src/modules/policy/permissions.ts';
import { may, require } from '../../src/modules/policy/require.ts';
import { schema } from '../../src/schema/index.ts';
import { onlineAgent } from '../support/agent.ts';
import type { Answer, ApiClient } from '../support/apiClient.ts';
import { hardwareKey, phone } from '../support/devices.ts';
import { activate } from '../support/people.ts';
import { addGroup, cardHolder, invite, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { follow } from '../support/streams.ts';
import { waitFor } from '../support/waitFor.ts';

let server: TestServer;
let owner: ApiClient;
beforeAll(async () => {
  server = await startServer();
  ({ owner } = await server.owner());
});
afterAll(() => server.stop());

const audience: Audience = { workspaceId: 'wsp_1', actions: new Set(['event.read']) };

describe('an audience', () => {
  test('has rights, and nothing that depends on who calls', () => {
    const ctx = audienceContext(server.app.server, audience);
    expect([may(ctx, 'event.read'), may(ctx, 'user.read')]).toEqual([true, false]);
    expect(require(ctx, 'event.read')).toBe('wsp_1');
    expect(() => require(ctx, 'user.read')).toThrow('user.read');
    for (const ask of [() => ctx.actor, () => ctx.origin, () => ctx.activationToken, () => ctx.setCookie('session', null), () => ({ ...ctx })]) {
      expect(ask).toThrow('executed for an audience');
    }
  });

  test.each(['OWNER', 'ADMIN', 'HELPDESK', 'AUDITOR', null] as const)('of %s: what that role may do without a fresh sign-in', (role) => {
    const now = new Date();
    const actor = { type: 'user', workspaceId: 'wsp_1', userId: 'usr_1', sessionId: 'ses_1', role, signedInAt: now, expiresAt: now } as const;
    const may = Object.entries(permissions).flatMap(([action, rule]) =>
      role && (rule.roles as readonly string[]).includes(role) && !('fresh' in rule) ? [action] : [],
    );
    expect([...(audienceOf(actor)?.actions ?? [])]).toEqual(may);
  });

  test('is nobody’s who acts in no workspace, or sees their own things alone', () => {
    const [workspaceId, agentId] = ['wsp_1', 'agt_1'];
    const own = [{ type: 'anonymous' }, { type: 'operator' }, { type: 'agent', workspaceId, agentId }, { type: 'holder', workspaceId }] as const;
    expect(own.map(audienceOf)).toEqual([null, null, null, null]);
  });
});

/** The types of events that a list shows; null for all. */
const typesOf: Record<string, string[] | null> = {
  eventLogged: null,
  enrolmentStatusChanged: ['ENROLMENT_STATUS_CHANGED'],
  readerAgentChanged: ['READER_AGENT_PAIRED', 'READER_AGENT_ONLINE', 'READER_CONNECTED'],
};

type Field = GraphQLField<unknown, unknown>;

/** A selection of one field, which leads to a leaf. */
const leafOf = (field: Field): string => {
  const type = getNamedType(field.type);
  return isObjectType(type) || isAbstractType(type) ? `${field.name} { __typename }` : field.name;
};

/** A document for each type that a list’s payload leads to, by the shortest way there, with all of its fields. */
function documentsFor(list: string): string[] {
  const documents: string[] = [];
  const seen = new Set<string>();
  let ways: { type: GraphQLNamedType; wrap: (selection: string) => string }[] = [
    {
      type: getNamedType(schema.getSubscriptionType()?.getFields()[list]?.type) as GraphQLNamedType,
      wrap: (inner) => `${list}(after: "evt_0") { ${inner} }`,
    },
  ];
  while (ways.length > 0) {
    const next: typeof ways = [];
    for (const { type, wrap } of ways) {
      const objects: readonly GraphQLObjectType[] = isAbstractType(type) ? schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
      for (const object of objects) {
        if (seen.has(object.name)) continue;
        seen.add(object.name);
        const within = (inner: string) => wrap(`... on ${object.name} { ${inner} }`);
        const fields = Object.values(object.getFields()).filter(({ args }) => !args.some(isRequiredArgument));
        documents.push(within(fields.map(leafOf).join(' ')));
        for (const { name, type } of fields) next.push({ type: getNamedType(type), wrap: (inner) => within(`${name} { ${inner} }`) });
      }
    }
    ways = next;
  }
  return documents;
}

test('every field that a list’s payload leads to can be shown to an audience: none asks who calls', async () => {
  await addGroup(owner, 'Staff');
  for (const [securityKey, device, onPhone] of [
    [{ smartphone: {} }, phone(), true],
    [{ hardwareKey: {} }, hardwareKey(), false],
  ] as const) {
    const { link } = await invite(server, owner, securityKey);
    await activate(visitor(server), link, device, { onPhone });
  }
  await cardHolder(server, owner);
  await onlineAgent(server, owner);
  await server.app.server.sequencer.idle();

  for (const list of ['eventLogged', 'enrolmentStatusChanged', 'readerAgentChanged']) {
    const documents = documentsFor(list);
    expect(documents.length).toBeGreaterThan(10);
    // One socket, and the same history for each.
    const socket = owner.socket();
    const shown = async (document: string, count: number): Promise<Answer[]> => {
      const stream = follow(socket.iterate({ query: `subscription { ${document} }` }) as Parameters<typeof follow>[0]);
      await waitFor(() => stream.items.length >= count);
      await stream.stop();
      return stream.items;
    };
    const count = await owner.ask('query ($filter: EventFilter!) { events(filter: $filter, first: 200) { edges { cursor } } }', {
      filter: { types: typesOf[list] },
    });
    for (const document of documents) {
      for (const { errors } of await shown(document, count.events.edges.length))
        expect({ document, errors }).toEqual({ document, errors: undefined });
    }
  }
});
