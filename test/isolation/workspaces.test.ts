import { type GraphQLOutputType, getNamedType, isLeafType, isRequiredArgument, isUnionType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/lib/ids.ts';
import { newToken } from '../../src/lib/secrets.ts';
import { schema } from '../../src/schema/index.ts';
import { onlineAgent, pairAgent, type TestAgent, testTap } from '../support/agent.ts';
import { type Answer, ApiClient } from '../support/apiClient.ts';
import { hardwareKey } from '../support/devices.ts';
import { activate, signIn, tokenOf } from '../support/people.ts';
import {
  addApplication,
  addGroup,
  addUser,
  administrator,
  behindProxy,
  cardHolder,
  invite,
  logEnd,
  scriptWith,
  somebody,
  visitor,
} from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { follow } from '../support/streams.ts';
import { dumpTables } from '../support/tables.ts';
import { waitFor } from '../support/waitFor.ts';

/** What a call may name of a workspace. Written into the calls as `$USER`, `$KEY`, … */
const names = [
  'WORKSPACE',
  'USER',
  'OWNER',
  'GROUP',
  'KEY',
  'ENROLMENT',
  'WIZARD',
  'SESSION',
  'TOKEN',
  'APPLICATION',
  'AGENT',
  'READER',
  'TAP',
  'CARD_KEY',
  'AGENT_NAME',
  'AGENT_CODE',
  'AGENT_PROOF',
  'EMAIL',
  'OWNER_EMAIL',
  'USERNAME',
  'TITLE',
] as const;
type Names = Record<(typeof names)[number], string>;

const attestation = '{ id: "x", rawId: "x", response: { clientDataJSON: "x", attestationObject: "x" } }';
const assertion = '{ id: "x", rawId: "x", response: { clientDataJSON: "x", authenticatorData: "x", signature: "x" } }';
const ofEach = [
  'WORKSPACE',
  'USER',
  'OWNER',
  'GROUP',
  'KEY',
  'ENROLMENT',
  'WIZARD',
  'SESSION',
  'TOKEN',
  'APPLICATION',
  'AGENT',
  'READER',
  'TAP',
  'CARD_KEY',
];
const details = 'details: { displayName: "Probe", email: "$EMAIL", username: "$USERNAME" }';

// Every root field with its arguments; `$OWN_…` is the caller's own workspace, the rest the other one.
const queries: Record<string, string[]> = {
  node: ofEach.map((name) => `(id: "$${name}")`),
  nodes: [`(ids: [${ofEach.map((name) => `"$${name}"`).join(' ')}])`],
  workspace: [''],
  user: ['(id: "$USER")', '(id: "$OWNER")'],
  users: ['', '(filter: { groupId: "$GROUP" })', '(filter: { search: "$EMAIL" })'],
  group: ['(id: "$GROUP")'],
  groups: ['', '(search: "$TITLE")'],
  securityKey: ['(id: "$KEY")'],
  securityKeys: ['', '(filter: { userId: "$USER" })'],
  enrolment: ['(id: "$ENROLMENT")'],
  enrolments: ['', '(filter: { userId: "$USER" })', '(filter: { keyId: "$KEY" })'],
  enrolmentSummary: [''],
  activationCounts: ['(from: ["2026-01-01T00:00:00Z"])'],
  logCheck: [''],
  userWizard: ['(id: "$WIZARD")'],
  userWizards: [''],
  activationPreview: ['(token: "$ENROLMENT")'],
  currentActivation: [''],
  events: [
    '',
    '(filter: { userId: "$USER" })',
    '(filter: { keyId: "$KEY" })',
    '(filter: { enrolmentId: "$ENROLMENT" })',
    '(filter: { actor: "$OWNER" })',
  ],
  readerAgents: ['', '(filter: { search: "$AGENT_NAME" })'],
  tapJob: ['(id: "$TAP")'],
  readerDrivers: ['', '(agentId: "$AGENT")'],
  apiTokens: [''],
  applications: [''],
  application: ['(id: "$APPLICATION")'],
  openIdProvider: [''],
  viewer: [''],
  me: [''],
  setupOpen: [''],
  demo: [''],
  sessions: [''],
  serverStatus: [''],
  logVerifications: ['(workspaceId: "$WORKSPACE")'],
};

const input = (...fields: string[]) => fields.map((field) => `(input: { ${field} })`);
const mutations: Record<string, string[]> = {
  updateWorkspace: input('name: "Example"'),
  updateUser: input(
    'userId: "$USER", changes: { phone: "1" }',
    'userId: "$OWNER", changes: { phone: "1" }',
    'userId: "$OWN_USER", changes: { email: "$OWNER_EMAIL" }',
  ),
  setUserGroups: input('userId: "$USER", groupIds: []', 'userId: "$OWN_USER", groupIds: ["$GROUP"]', 'userId: "$USER", groupIds: ["$OWN_GROUP"]'),
  addGroupMember: input('groupId: "$GROUP", userId: "$USER"', 'groupId: "$GROUP", userId: "$OWN_USER"', 'groupId: "$OWN_GROUP", userId: "$USER"'),
  removeGroupMember: input('groupId: "$GROUP", userId: "$USER"', 'groupId: "$GROUP", userId: "$OWN_USER"', 'groupId: "$OWN_GROUP", userId: "$USER"'),
  suspendUser: input('userId: "$USER"', 'userId: "$OWNER"'),
  resumeUser: input('userId: "$USER"', 'userId: "$OWNER"'),
  deleteUser: input('userId: "$USER"', 'userId: "$OWNER"'),
  setUserRole: input('userId: "$USER", role: ADMIN', 'userId: "$OWNER", role: null'),
  createGroup: input('name: "$TITLE"'),
  updateGroup: input('groupId: "$GROUP", name: "Probe"'),
  deleteGroup: input('groupId: "$GROUP"'),
  suspendSecurityKey: input('keyId: "$KEY"'),
  resumeSecurityKey: input('keyId: "$KEY"'),
  reportSecurityKeyLost: input('keyId: "$KEY"'),
  revokeSecurityKey: input('keyId: "$KEY"'),
  renameSecurityKey: input('keyId: "$KEY", name: "Probe"'),
  createUser: input(details, `${details}, groupIds: ["$GROUP"]`),
  assignSecurityKey: input('userId: "$USER", securityKey: { smartphone: {} }', 'userId: "$OWNER", securityKey: { hardwareKey: {} }'),
  resendActivationLink: input('enrolmentId: "$ENROLMENT"'),
  cancelEnrolment: input('enrolmentId: "$ENROLMENT"'),
  startUserWizard: input(''),
  setUserWizardDetails: input(`wizardId: "$WIZARD", ${details}`),
  setUserWizardGroups: input('wizardId: "$WIZARD", groupIds: []', 'wizardId: "$OWN_WIZARD", groupIds: ["$GROUP"]'),
  setUserWizardSecurityKey: input('wizardId: "$WIZARD", securityKey: { smartphone: {} }'),
  confirmUserWizard: input('wizardId: "$WIZARD"'),
  discardUserWizard: input('wizardId: "$WIZARD"'),
  setUpWorkspace: input(
    'token: "$WORKSPACE", organisation: "$TITLE", owner: { displayName: "Probe", email: "$EMAIL" }, securityKey: { hardwareKey: {} }',
  ),
  openActivation: input('token: "$ENROLMENT"'),
  beginKeyRegistration: input('activationId: "$ENROLMENT", onPhone: true'),
  finishKeyRegistration: input(`activationId: "$ENROLMENT", credential: ${attestation}, onPhone: true`),
  checkHardwareKey: input(`activationId: "$ENROLMENT", credential: ${attestation}`),
  assignContactlessCard: input(
    'target: { wizardId: "$WIZARD" }, readerId: "$READER"',
    'target: { keyId: "$CARD_KEY" }, readerId: "$READER"',
    'target: { wizardId: "$OWN_CARD_WIZARD" }, readerId: "$READER"',
    'target: { wizardId: "$WIZARD" }, readerId: "$OWN_READER"',
    'target: { keyId: "$CARD_KEY" }, readerId: "$OWN_READER"',
  ),
  resetCardPin: input('keyId: "$CARD_KEY"'),
  unlockCardPin: input('keyId: "$CARD_KEY"'),
  beginAgentDiscovery: input('activationId: "$ENROLMENT"'),
  connectReaderAgent: input(
    'activationId: "$ENROLMENT", by: { code: "$AGENT_CODE" }',
    'activationId: "$OWN_ENROLMENT", by: { code: "$AGENT_CODE" }',
    'activationId: "$OWN_ENROLMENT", by: { proof: "$AGENT_PROOF" }',
  ),
  createPersonalPairingCode: input('activationId: "$ENROLMENT"'),
  requestCardTap: input('activationId: "$ENROLMENT", readerId: "$READER"', 'activationId: "$OWN_ENROLMENT", readerId: "$READER"'),
  registerTypedCard: input('activationId: "$ENROLMENT", number: "$ENROLMENT"'),
  connectDemoReader: input('activationId: "$ENROLMENT"', 'activationId: "$OWN_ENROLMENT"'),
  tapDemoCard: input('tapJobId: "$TAP"'),
  createPairingCode: input('name: "Probe"'),
  renameReaderAgent: input('agentId: "$AGENT", name: "Probe"'),
  revokeReaderAgent: input('agentId: "$AGENT"'),
  requestTestTap: input('readerId: "$READER"'),
  cancelTapJob: input('tapJobId: "$TAP"'),
  // A code says itself which workspace it is of: whoever has one may pair there. This one is nobody's.
  pairReaderAgent: input(`code: "$AGENT_CODE", publicKey: "${'A'.repeat(43)}", platform: "x", version: "x"`),
  reportReaders: input('readers: [], platform: "Linux", version: "1.0.0"'),
  reportRadio: input('radio: BLUEZ'),
  reportProximity: input('witness: "$AGENT_PROOF"'),
  syncOfflineGrants: input(`sealingKey: "${'A'.repeat(43)}", held: ["$KEY"]`),
  uploadOfflineJournal: input('entries: ["$AGENT_PROOF"], head: 1, damaged: false'),
  createAgentCode: [''],
  claimTapJob: input('tapJobId: "$TAP", claimKey: "run-1"'),
  renewTapJob: input('tapJobId: "$TAP", claimKey: "run-1"'),
  completeTapJob: input(
    'tapJobId: "$TAP", claimKey: "run-1", resultKey: "result", card: { uid: "04a1b2c3d4e5f6", technology: NTAG, fido2Applet: false }',
  ),
  failTapJob: input('tapJobId: "$TAP", claimKey: "run-1", resultKey: "result", failure: UNREADABLE'),
  createApplication: input('name: "Probe", type: CONFIDENTIAL, redirectUris: ["https://probe.example/callback"]'),
  updateApplication: input('applicationId: "$APPLICATION", name: "Probe"'),
  rotateApplicationSecret: input('applicationId: "$APPLICATION"'),
  setApplicationGroups: input(
    'applicationId: "$APPLICATION", groups: []',
    'applicationId: "$OWN_APPLICATION", groups: [{ groupId: "$GROUP", claims: [NAME] }]',
    'applicationId: "$APPLICATION", groups: [{ groupId: "$OWN_GROUP", claims: [NAME] }]',
  ),
  deleteApplication: input('applicationId: "$APPLICATION"'),
  rotateSigningKeys: [''],
  createApiToken: input('name: "Probe", scopes: [READ]'),
  revokeApiToken: input('tokenId: "$TOKEN"'),
  // Anybody may begin to sign in where they like: a named workspace is only asked for here, where nobody is let in.
  beginSignIn: input(''),
  finishSignIn: input(`signInToken: "$OWN_SIGN_IN", credential: ${assertion}`),
  enterSignInPin: input('signInToken: "$OWN_SIGN_IN", pin: "274913"'),
  beginSignInAgentDiscovery: input('signInToken: "$ENROLMENT"'),
  connectSignInAgent: input('signInToken: "$OWN_SIGN_IN", by: { code: "$AGENT_CODE" }', 'signInToken: "$OWN_SIGN_IN", by: { proof: "$AGENT_PROOF" }'),
  signInWithCard: input('signInToken: "$OWN_SIGN_IN", readerId: "$READER"'),
  connectDemoSignInReader: input('signInToken: "$OWN_SIGN_IN"'),
  tapDemoSignInCard: input('signInToken: "$OWN_SIGN_IN"'),
  renameOwnKey: input('keyId: "$KEY", name: "Probe"'),
  reportOwnKeyLost: input('keyId: "$KEY"', 'keyId: "$CARD_KEY"'),
  requestKey: input('kind: SMARTPHONE'),
  endOwnSession: input('sessionId: "$SESSION"'),
  signInToDemo: input('token: "$WORKSPACE"'),
  revokeSession: input('sessionId: "$SESSION"'),
  inviteOwner: input('workspaceId: "$WORKSPACE", owner: { displayName: "Probe", email: "probe@example.org" }, securityKey: { smartphone: {} }'),
  recoverOwner: input('workspaceId: "$WORKSPACE", email: "$EMAIL", securityKey: { smartphone: {} }'),
  createWorkspace: input('name: "$TITLE"'),
  rotateSecret: [''],
  importAuthenticatorModels: [''],
  backUp: [''],
  readTrialMailbox: input('token: "$WORKSPACE"'),
  // The last row: whoever calls it is signed out.
  signOut: [''],
};

const subscriptions: Record<string, string[]> = {
  activationChanged: ['(token: "$ENROLMENT")'],
  signInChanged: ['(signInToken: "$ENROLMENT")'],
  enrolmentStatusChanged: ['', '(filter: { userId: "$USER" })', '(filter: { enrolmentId: "$ENROLMENT" })'],
  tapJobs: [''],
  proximityRequests: [''],
  offlineGrantsChanged: [''],
  tapJobChanged: ['(tapJobId: "$TAP")'],
  readerAgentChanged: ['', '(agentId: "$AGENT")'],
  eventLogged: [
    '',
    '(filter: { userId: "$USER" })',
    '(filter: { keyId: "$KEY" })',
    '(filter: { enrolmentId: "$ENROLMENT" })',
    '(filter: { actor: "$OWNER" })',
  ],
};

/** Everything that a type has, a few levels down: what may come back is what could leak. */
function all(type: GraphQLOutputType, levels: number): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (isUnionType(named)) {
    const parts = named
      .getTypes()
      .map((part) => `... on ${part.name} ${part.getInterfaces().some(({ name }) => name === 'Error') ? '{ code message }' : all(part, levels)}`);
    return `{ __typename ${parts.join(' ')} }`;
  }
  const chosen = Object.values(named.getFields()).flatMap((field) => {
    if (field.args.some(isRequiredArgument)) return [];
    const inner = getNamedType(field.type);
    if (isLeafType(inner)) return [field.name];
    return levels > 0 && !['events', 'members'].includes(field.name) ? [`${field.name} ${all(field.type, levels - 1)}`] : [];
  });
  return `{ __typename ${chosen.join(' ')} }`;
}

const roots = { query: schema.getQueryType(), mutation: schema.getMutationType(), subscription: schema.getSubscriptionType() };
const tables = { query: queries, mutation: mutations, subscription: subscriptions };
type Operation = keyof typeof roots;
const documentOf = (operation: Operation, field: string, given: string) => {
  const type = roots[operation]?.getFields()[field]?.type;
  if (!type) throw new Error(`There is no ${operation} ${field}`);
  // A list is an envelope and an edge before it is a thing.
  const levels = getNamedType(type).name.endsWith('Connection') ? 3 : 2;
  return `${operation} { ${field}${given} ${all(type, levels)} }`;
};

const callerNames = ['OWNER', 'ADMIN', 'HELPDESK', 'AUDITOR', 'READ', 'DIRECTORY', 'ENROLMENT', 'EVENTS', 'agent', 'holder', 'stranger'] as const;

let server: TestServer;
let other: string;
const callers = {} as Record<(typeof callerNames)[number], Pick<ApiClient, 'send'>> & { agent: TestAgent };
/** Who administers the other workspace. */
let otherOwner: ApiClient;
let otherKey: ReturnType<typeof hardwareKey>;
let first: string;
let theirs: Names;
/** Well-formed, and nobody's. */
let nobodys: Names;
const own: Record<string, string> = {};
/** Whatever tells of somebody or something of the other workspace. */
let telling: string[];

/** A whole organisation beside the first one. */
async function otherWorkspace(): Promise<void> {
  const { workspace } = await server.operator.mutate('createWorkspace', { name: 'Zephyr Otherwhere' }, 'workspace { id }');
  other = workspace.id;
  const owner = { displayName: 'Zelda Otherowner', email: 'zelda@other.example', username: 'zelda-other' };
  const invited = await server.operator.mutate(
    'inviteOwner',
    { workspaceId: other, owner, securityKey: { hardwareKey: { name: 'Zelda’s key' } } },
    'link user { id }',
  );
  otherKey = hardwareKey();
  otherOwner = visitor(server);
  await activate(otherOwner, invited.link, otherKey, { onPhone: false });
  expect(await signInTo(otherOwner, other, otherKey)).toHaveProperty('user');
  const person = somebody({ displayName: 'Zacharias Otherperson', email: 'zach@other.example', username: 'zach-other' });
  const group = await addGroup(otherOwner, 'Zoological Othergroup');
  const { userId, keyId, enrolmentId } = await invite(server, otherOwner, { smartphone: { name: 'Zach’s phone' } }, person);
  await otherOwner.mutate('setUserGroups', { userId, groupIds: [group] }, 'user { id }');
  const { tokenId } = await scriptWith(server, otherOwner, ['READ']);
  const { agent, readerId } = await onlineAgent(server, otherOwner, 'Zaandam Otheragent');
  const tapJobId = await testTap(otherOwner, readerId);
  await agent.claim(tapJobId);
  const { agentCode } = await agent.mutate('createAgentCode', null, 'agentCode');
  const card = await cardHolder(server, otherOwner);
  const { wizard } = await otherOwner.mutate('startUserWizard', {}, 'wizard { id }');
  const half = somebody({ displayName: 'Zenobia Otherwizard', email: 'zenobia@other.example', username: 'zenobia-other' });
  await otherOwner.mutate('setUserWizardDetails', { wizardId: wizard.id, details: half }, 'wizard { id }');
  const application = await addApplication(otherOwner, { name: 'Zwolle Otherapp' });
  const { sessions } = await otherOwner.ask('{ sessions { id } }');
  theirs = {
    WORKSPACE: other,
    USER: userId,
    OWNER: invited.user.id,
    GROUP: group,
    KEY: keyId,
    ENROLMENT: enrolmentId,
    WIZARD: wizard.id,
    SESSION: sessions[0].id,
    TOKEN: tokenId,
    APPLICATION: application.id,
    AGENT: agent.id,
    READER: readerId,
    TAP: tapJobId,
    CARD_KEY: card.keyId,
    AGENT_NAME: 'Zaandam Otheragent',
    AGENT_CODE: agentCode,
    AGENT_PROOF: await agent.proof(newToken()),
    EMAIL: person.email,
    OWNER_EMAIL: owner.email,
    USERNAME: person.username,
    TITLE: 'Zoological Othergroup',
  };
  const words = [owner, person, half].flatMap(({ displayName, email, username }) => [displayName, email, username]);
  telling = [...Object.values(theirs), ...words, 'Zephyr Otherwhere', 'Zelda’s key', 'Zach’s phone', 'Zwolle Otherapp'];
}

async function signInTo(browser: ApiClient, workspaceId: string, key: ReturnType<typeof hardwareKey>): Promise<Answer['data']> {
  const { options, signInToken } = await browser.mutate('beginSignIn', { workspaceId }, 'signInToken options { challenge rpId }');
  const { id, rawId, response } = await key.get(options, { origin: server.app.address });
  const finished = await browser.mutate('finishSignIn', { signInToken, credential: { id, rawId, response } }, 'signIn { user { id } }');
  return finished.signIn ?? finished;
}

beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  const { owner } = await server.owner();
  first = (await owner.ask('{ workspace { id } }')).workspace.id;
  const [holder, stranger] = [visitor(server), visitor(server)];
  Object.assign(callers, { OWNER: owner, holder, stranger });
  for (const role of ['ADMIN', 'HELPDESK', 'AUDITOR'] as const) callers[role] = (await administrator(server, owner, role)).browser;
  for (const scope of ['READ', 'DIRECTORY', 'ENROLMENT', 'EVENTS'] as const) callers[scope] = (await scriptWith(server, owner, [scope])).script;
  const invited = await invite(server, owner, { contactlessCard: { name: 'Badge', activation: 'BY_USER' } });
  await holder.mutate('openActivation', { token: tokenOf(invited.link) }, 'activation { id }');
  const { wizard } = await owner.mutate('startUserWizard', {}, 'wizard { id }');
  const { wizard: cardWizard } = await owner.mutate('startUserWizard', {}, 'wizard { id }');
  const wish = { contactlessCard: { name: 'Badge', activation: 'ADMIN_NOW' } };
  await owner.mutate('setUserWizardSecurityKey', { wizardId: cardWizard.id, securityKey: wish }, 'wizard { id }');
  const { agent, readerId } = await onlineAgent(server, owner);
  callers.agent = agent;
  Object.assign(own, {
    OWN_USER: await addUser(owner),
    OWN_GROUP: await addGroup(owner, 'Own'),
    OWN_APPLICATION: (await addApplication(owner)).id,
    OWN_WIZARD: wizard.id,
    OWN_CARD_WIZARD: cardWizard.id,
    OWN_ENROLMENT: invited.enrolmentId,
    OWN_READER: readerId,
    OWN_SIGN_IN: (await visitor(server).mutate('beginSignIn', { workspaceId: first }, 'signInToken')).signInToken,
  });
  // Each from an address of its own: rate limits count by address.
  for (const [i, caller] of Object.values(callers).entries()) if (caller instanceof ApiClient) caller.headers['x-forwarded-for'] ??= `10.200.0.${i}`;
  await otherWorkspace();
  nobodys = {
    WORKSPACE: newId('workspace'),
    USER: newId('user'),
    OWNER: newId('user'),
    GROUP: newId('group'),
    KEY: newId('securityKey'),
    ENROLMENT: newId('enrolment'),
    WIZARD: newId('wizard'),
    SESSION: newId('session'),
    TOKEN: newId('apiToken'),
    APPLICATION: newId('application'),
    AGENT: newId('readerAgent'),
    READER: newId('reader'),
    TAP: newId('tapJob'),
    CARD_KEY: newId('securityKey'),
    AGENT_NAME: 'Nobody at all',
    AGENT_CODE: '222222',
    AGENT_PROOF: await callers.agent.proof(newToken(), { claims: { iss: newId('readerAgent') }, header: { kid: newId('readerAgent') } }),
    EMAIL: 'nobody@nowhere.example',
    OWNER_EMAIL: 'owner@nowhere.example',
    USERNAME: 'nobody-nowhere',
    TITLE: 'Nonexistent',
  };
});
afterAll(() => server.stop());

const filledIn = (text: string, ids: Names) => text.replace(/\$([A-Z_]+)/g, (_, name: string) => own[name] ?? ids[name as keyof Names] ?? name);

/** The rows of the other workspace, as they are once everything is at rest. */
async function otherRows(): Promise<Record<string, string[]>> {
  await server.app.mailer.idle();
  await server.app.server.sequencer.idle();
  const tables = Object.entries(await dumpTables(server.database));
  return Object.fromEntries(tables.map(([table, rows]) => [table, rows.filter((row) => row.includes(other)).sort()]));
}

function leaks(answer: unknown, sent: string): string[] {
  const text = JSON.stringify(answer);
  return telling.filter((secret) => text.includes(JSON.stringify(secret).slice(1, -1)) && !sent.includes(secret));
}

/** What an answer says, whatever it was asked about. */
function meaning(operation: Operation, field: string, { status, data, errors }: Answer, ids: Names): string {
  const failed = errors.map(({ message, path, extensions: { code } }) => ({ message, path, code }));
  const told = data?.[field];
  // What a mutation made is new each time; that it made it, or why it did not, is the answer.
  const said = operation === 'mutation' && told ? { typename: told.__typename, code: told.code, message: told.message } : told;
  let text = JSON.stringify({ status, failed, said });
  for (const name of names) text = text.replaceAll(ids[name], () => `$${name}`);
  return text;
}

test.each(['query', 'mutation', 'subscription'] as const)('every %s of the schema has a row', (operation) => {
  expect(Object.keys(tables[operation]).sort()).toEqual(Object.keys(roots[operation]?.getFields() ?? {}).sort());
});

test('the other workspace is really there, for its own', async () => {
  const { nodes } = await otherOwner.ask(`query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`, {
    ids: ofEach.map((name) => theirs[name as keyof Names]),
  });
  expect(nodes.map((node: { id: string } | null) => node?.id)).toEqual(ofEach.map((name) => theirs[name as keyof Names]));
  // The search for what leaks would find it.
  const { data } = await otherOwner.send(documentOf('query', 'users', ''));
  expect(leaks(data, '')).toEqual(expect.arrayContaining([theirs.USER, theirs.EMAIL, 'Zelda Otherowner', 'Zach’s phone']));
});

const rows = (operation: 'query' | 'mutation') => Object.entries(tables[operation]).map(([field, calls]) => [operation, field, calls] as const);
test.each([...rows('query'), ...rows('mutation')])('%s %s', async (operation, field, calls) => {
  const before = await otherRows();
  for (const given of calls) {
    const document = documentOf(operation, field, given);
    for (const caller of callerNames) {
      const sent = filledIn(document, theirs);
      const answer = await callers[caller].send(sent);
      expect(
        answer.errors.map(({ extensions }) => extensions.code),
        `${caller}: ${given}`,
      ).not.toContain('INTERNAL_SERVER_ERROR');
      expect(
        answer.errors.filter(({ message }) => /too (large|many|deep)|Cannot query|complex/i.test(message)),
        `${caller}: ${given}`,
      ).toEqual([]);
      expect(leaks(answer, sent), `${caller} sees what is not theirs: ${field}${given}`).toEqual([]);
      const absent = filledIn(document, nobodys);
      if (absent === sent) continue;
      const nothing = await callers[caller].send(absent);
      expect(meaning(operation, field, answer, theirs), `${caller} can tell: ${field}${given}`).toBe(meaning(operation, field, nothing, nobodys));
    }
  }
  expect(await otherRows()).toEqual(before);
});

describe('subscriptions', () => {
  // A link, a request for a tap and an agent are one workspace’s own: what is another one’s, or nobody’s, is refused.
  const refusing = ['activationChanged', 'signInChanged', 'tapJobs', 'proximityRequests', 'offlineGrantsChanged', 'tapJobChanged'];

  test('deliver nothing of the other workspace, whatever they filter by', async () => {
    // The rows above signed everybody out.
    const { owner, ownKey } = { owner: visitor(server), ownKey: hardwareKey() };
    const operator = new ApiClient(server.app.address, {
      bearer: server.operator.headers.authorization?.slice(7) ?? '',
      headers: { 'x-latchkey-workspace': first },
    });
    const invited = await operator.mutate(
      'inviteOwner',
      { workspaceId: first, owner: { displayName: 'Second Owner', email: 'second@example.org' }, securityKey: { hardwareKey: {} } },
      'link',
    );
    await activate(owner, invited.link, ownKey, { onPhone: false });
    expect(await signInTo(owner, first, ownKey)).toHaveProperty('user');
    const after = await logEnd(server, owner);
    const streams = Object.entries(subscriptions).flatMap(([field, calls]) =>
      calls.map((given) => {
        const sent = filledIn(documentOf('subscription', field, refusing.includes(field) ? given : withCursor(given, after)), theirs);
        return { field, given, sent, ...{ stream: follow(owner.subscribe(sent)) } };
      }),
    );
    const rejected = streams.filter(({ field }) => refusing.includes(field));
    const running = streams.filter(({ field }) => !refusing.includes(field));
    await waitFor(() => rejected.every(({ stream }) => stream.end) && server.app.server.hub.size >= running.length);
    // Something happens over there of all that the filters name, then something here.
    await otherOwner.mutate('suspendUser', { userId: theirs.USER }, 'user { id }');
    await otherOwner.mutate('renameSecurityKey', { keyId: theirs.KEY, name: 'Zach’s phone' }, 'securityKey { id }');
    await otherOwner.mutate('resumeUser', { userId: theirs.USER }, 'user { id }');
    await otherOwner.mutate('cancelEnrolment', { enrolmentId: theirs.ENROLMENT }, 'enrolment { id }');
    await otherOwner.mutate('renameReaderAgent', { agentId: theirs.AGENT, name: 'Zuiderzee Otheragent' }, 'readerAgent { id }');
    await server.app.server.sequencer.idle();
    const here = await invite(server, owner);
    const mine = await pairAgent(server, owner);
    await server.app.server.sequencer.idle();
    const told = ({ items }: (typeof streams)[number]['stream']) =>
      items.filter(({ data }) => Object.values<Answer['data']>(data ?? {}).some((item) => item?.event ?? item?.change ?? item?.readerAgent));
    await waitFor(() =>
      running.filter(({ given }) => given === '').every(({ stream }) => JSON.stringify(told(stream)).match(`${here.enrolmentId}|${mine.id}`)),
    );
    for (const { field, given, sent, stream } of running) {
      expect(leaks(stream.items, sent), `${field}${given}`).toEqual([]);
      if (given !== '') expect(told(stream), `${field}${given}`).toEqual([]);
      expect(stream.end, `${field}${given}`).toBeNull();
      await stream.stop();
    }
    for (const { stream, sent } of rejected) expect(leaks([stream.items, stream.end], sent)).toEqual([]);
  });

  const withCursor = (given: string, after: string) => (given === '' ? `(after: "${after}")` : given.replace(/\)$/, `, after: "${after}")`));
});

test('a key of the other workspace signs in there, and not here', async () => {
  expect(await signInTo(visitor(server), first, otherKey)).toMatchObject({ code: 'SIGN_IN_REFUSED' });
  expect(await signInTo(visitor(server), other, otherKey)).toMatchObject({ user: { id: theirs.OWNER } });
  expect(await signIn(visitor(server), otherKey)).toMatchObject({ code: 'WORKSPACE_UNCLEAR' });
});
