import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../src/schema/index.ts';
import { pairAgent } from '../support/agent.ts';
import type { Answer, ApiClient } from '../support/apiClient.ts';
import type { Authenticator } from '../support/authenticator.ts';
import { phone } from '../support/devices.ts';
import { activate, signIn, tokenOf } from '../support/people.ts';
import { type Administrator, addUser, administrator, behindProxy, invite, logEnd, scriptWith, somebody, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { endCodes, follow, overSse } from '../support/streams.ts';
import { waitFor } from '../support/waitFor.ts';

const callerNames = [
  'anonymous',
  'holder',
  'AUDITOR',
  'HELPDESK',
  'ADMIN',
  'OWNER',
  'READ',
  'DIRECTORY',
  'ENROLMENT',
  'EVENTS',
  'agent',
  'operator',
] as const;
type Caller = (typeof callerNames)[number];

/** Who may, what to send, and with which code the others are refused, where it is none of the two usual ones. */
interface Row {
  may: readonly Caller[];
  call: string;
  otherwise?: string;
  /** For who may, a stream that does not end by itself: test/readers reads it. */
  runs?: boolean;
}

const readers: Caller[] = ['AUDITOR', 'HELPDESK', 'ADMIN', 'OWNER', 'READ', 'operator'];
const eventReaders: Caller[] = ['AUDITOR', 'ADMIN', 'OWNER', 'EVENTS', 'operator'];
const managers: Caller[] = ['ADMIN', 'OWNER', 'operator'];
const desk: Caller[] = ['HELPDESK', ...managers];
const owners: Caller[] = ['OWNER', 'operator'];
const operator: Caller[] = ['operator'];
const people: Caller[] = ['AUDITOR', 'HELPDESK', 'ADMIN', 'OWNER'];
const holder: Caller[] = ['holder'];
const agent: Caller[] = ['agent'];
const enrolling: Caller[] = [...desk, 'ENROLMENT'];

const errors = '{ __typename ... on Error { code } }';
const attestation = '{ id: "x", rawId: "x", response: { clientDataJSON: "x", attestationObject: "x" } }';
const assertion = '{ id: "x", rawId: "x", response: { clientDataJSON: "x", authenticatorData: "x", signature: "x" } }';

// Each call is one that gets past the permission and no further: an id that nobody has, an input that does not fit.
const queries: Record<string, Row> = {
  node: { may: readers, call: 'node(id: "usr_01h455vb4pex5vsknk084sn02q") { id }' },
  nodes: { may: readers, call: 'nodes(ids: ["grp_01h455vb4pex5vsknk084sn02q"]) { id }' },
  workspace: { may: readers, call: 'workspace { id }' },
  user: { may: readers, call: 'user(id: "x") { id }' },
  users: { may: readers, call: 'users(first: 1) { totalCount edges { node { id } } }' },
  group: { may: readers, call: 'group(id: "x") { id }' },
  groups: { may: readers, call: 'groups(first: 1) { edges { node { id } } }' },
  securityKey: { may: readers, call: 'securityKey(id: "x") { id }' },
  securityKeys: { may: readers, call: 'securityKeys(first: 1) { edges { node { id } } }' },
  enrolment: { may: readers, call: 'enrolment(id: "x") { id }' },
  enrolments: { may: readers, call: 'enrolments(first: 1) { edges { node { id } } }' },
  enrolmentSummary: { may: readers, call: 'enrolmentSummary { pending }' },
  activationCounts: { may: readers, call: 'activationCounts(from: ["2026-01-01T00:00:00Z"])' },
  userWizard: { may: [...desk, 'ENROLMENT'], call: 'userWizard(id: "x") { id }' },
  userWizards: { may: [...desk, 'ENROLMENT'], call: 'userWizards { edges { node { id } } }' },
  activationPreview: { may: callerNames, call: 'activationPreview(token: "x") { id }' },
  currentActivation: { may: callerNames, call: 'currentActivation { id }' },
  logCheck: { may: eventReaders, call: 'logCheck { problem }' },
  readerAgents: { may: readers, call: 'readerAgents(first: 1) { edges { node { id } } }' },
  tapJob: { may: [...enrolling, 'agent'], call: 'tapJob(id: "x") { id }' },
  readerDrivers: { may: callerNames, call: 'readerDrivers { kind }' },
  events: { may: eventReaders, call: 'events(first: 1) { edges { node { number } } }' },
  applications: { may: readers, call: 'applications { id }' },
  application: { may: readers, call: 'application(id: "x") { id }' },
  openIdProvider: { may: readers, call: 'openIdProvider { issuer }' },
  apiTokens: { may: managers, call: 'apiTokens { id }' },
  viewer: { may: callerNames, call: 'viewer { __typename }' },
  me: { may: callerNames, call: 'me { user { id } sessions { id } signIns(first: 1) { edges { cursor } } }' },
  setupOpen: { may: callerNames, call: 'setupOpen' },
  demo: { may: callerNames, call: 'demo' },
  sessions: { may: managers, call: 'sessions { id }' },
  serverStatus: { may: operator, call: 'serverStatus { publicUrl }' },
  logVerifications: { may: operator, call: 'logVerifications { problem }' },
};

const mutations: Record<string, Row> = {
  updateWorkspace: { may: owners, call: `updateWorkspace(input: { name: "" }) ${errors}` },
  updateUser: { may: [...managers, 'DIRECTORY'], call: `updateUser(input: { userId: "x", changes: {} }) ${errors}` },
  setUserGroups: { may: [...managers, 'DIRECTORY'], call: `setUserGroups(input: { userId: "x", groupIds: [] }) ${errors}` },
  addGroupMember: { may: [...managers, 'DIRECTORY'], call: `addGroupMember(input: { groupId: "x", userId: "x" }) ${errors}` },
  removeGroupMember: { may: [...managers, 'DIRECTORY'], call: `removeGroupMember(input: { groupId: "x", userId: "x" }) ${errors}` },
  suspendUser: { may: [...desk, 'DIRECTORY'], call: `suspendUser(input: { userId: "x" }) ${errors}` },
  resumeUser: { may: [...desk, 'DIRECTORY'], call: `resumeUser(input: { userId: "x" }) ${errors}` },
  deleteUser: { may: [...managers, 'DIRECTORY'], call: `deleteUser(input: { userId: "x" }) ${errors}` },
  setUserRole: { may: owners, call: `setUserRole(input: { userId: "x", role: OWNER }) ${errors}` },
  createGroup: { may: [...managers, 'DIRECTORY'], call: `createGroup(input: { name: "" }) ${errors}` },
  updateGroup: { may: [...managers, 'DIRECTORY'], call: `updateGroup(input: { groupId: "x" }) ${errors}` },
  deleteGroup: { may: [...managers, 'DIRECTORY'], call: `deleteGroup(input: { groupId: "x" }) ${errors}` },
  suspendSecurityKey: { may: [...desk, 'ENROLMENT'], call: `suspendSecurityKey(input: { keyId: "x" }) ${errors}` },
  resumeSecurityKey: { may: [...desk, 'ENROLMENT'], call: `resumeSecurityKey(input: { keyId: "x" }) ${errors}` },
  reportSecurityKeyLost: { may: [...desk, 'ENROLMENT'], call: `reportSecurityKeyLost(input: { keyId: "x" }) ${errors}` },
  revokeSecurityKey: { may: [...managers, 'ENROLMENT'], call: `revokeSecurityKey(input: { keyId: "x" }) ${errors}` },
  renameSecurityKey: { may: [...desk, 'ENROLMENT'], call: `renameSecurityKey(input: { keyId: "x", name: "x" }) ${errors}` },
  createUser: { may: [...desk, 'DIRECTORY'], call: `createUser(input: { details: { displayName: "", email: "", username: "" } }) ${errors}` },
  assignSecurityKey: { may: [...desk, 'ENROLMENT'], call: `assignSecurityKey(input: { userId: "x", securityKey: { smartphone: {} } }) ${errors}` },
  resendActivationLink: { may: [...desk, 'ENROLMENT'], call: `resendActivationLink(input: { enrolmentId: "x" }) ${errors}` },
  cancelEnrolment: { may: [...desk, 'ENROLMENT'], call: `cancelEnrolment(input: { enrolmentId: "x" }) ${errors}` },
  startUserWizard: { may: [...desk, 'ENROLMENT'], call: `startUserWizard(input: {}) ${errors}` },
  setUserWizardDetails: {
    may: [...desk, 'ENROLMENT'],
    call: `setUserWizardDetails(input: { wizardId: "x", details: { displayName: "", email: "", username: "" } }) ${errors}`,
  },
  setUserWizardGroups: { may: [...desk, 'ENROLMENT'], call: `setUserWizardGroups(input: { wizardId: "x", groupIds: [] }) ${errors}` },
  setUserWizardSecurityKey: { may: [...desk, 'ENROLMENT'], call: `setUserWizardSecurityKey(input: { wizardId: "x" }) ${errors}` },
  // A script needs DIRECTORY as well, as the confirm adds a person.
  confirmUserWizard: { may: desk, call: `confirmUserWizard(input: { wizardId: "x" }) ${errors}` },
  discardUserWizard: { may: [...desk, 'ENROLMENT'], call: `discardUserWizard(input: { wizardId: "x" }) ${errors}` },
  setUpWorkspace: {
    may: callerNames,
    call: `setUpWorkspace(input: { token: "x", organisation: "x", owner: { displayName: "x", email: "x@example.org" }, securityKey: { hardwareKey: {} } }) ${errors}`,
  },
  openActivation: { may: callerNames, call: `openActivation(input: { token: "x" }) ${errors}` },
  beginKeyRegistration: {
    may: holder,
    otherwise: 'ACTIVATION_SESSION_ENDED',
    call: `beginKeyRegistration(input: { activationId: "ACTIVATION", onPhone: true }) ${errors}`,
  },
  finishKeyRegistration: {
    may: holder,
    otherwise: 'ACTIVATION_SESSION_ENDED',
    call: `finishKeyRegistration(input: { activationId: "ACTIVATION", credential: ${attestation}, onPhone: true }) ${errors}`,
  },
  checkHardwareKey: {
    may: holder,
    otherwise: 'ACTIVATION_SESSION_ENDED',
    call: `checkHardwareKey(input: { activationId: "ACTIVATION", credential: ${attestation} }) ${errors}`,
  },
  beginAgentDiscovery: {
    may: holder,
    otherwise: 'ACTIVATION_SESSION_ENDED',
    call: `beginAgentDiscovery(input: { activationId: "ACTIVATION" }) ${errors}`,
  },
  connectReaderAgent: {
    may: holder,
    otherwise: 'ACTIVATION_SESSION_ENDED',
    call: `connectReaderAgent(input: { activationId: "ACTIVATION", by: { code: "x" } }) ${errors}`,
  },
  createPersonalPairingCode: {
    may: holder,
    otherwise: 'ACTIVATION_SESSION_ENDED',
    call: `createPersonalPairingCode(input: { activationId: "ACTIVATION" }) ${errors}`,
  },
  requestCardTap: {
    may: holder,
    otherwise: 'ACTIVATION_SESSION_ENDED',
    call: `requestCardTap(input: { activationId: "ACTIVATION", readerId: "x" }) ${errors}`,
  },
  registerTypedCard: {
    may: holder,
    otherwise: 'ACTIVATION_SESSION_ENDED',
    call: `registerTypedCard(input: { activationId: "ACTIVATION", number: "x" }) ${errors}`,
  },
  connectDemoReader: {
    may: holder,
    otherwise: 'ACTIVATION_SESSION_ENDED',
    call: `connectDemoReader(input: { activationId: "ACTIVATION" }) ${errors}`,
  },
  tapDemoCard: { may: enrolling, call: `tapDemoCard(input: { tapJobId: "x" }) ${errors}` },
  connectDemoSignInReader: { may: callerNames, call: `connectDemoSignInReader(input: { signInToken: "x" }) ${errors}` },
  tapDemoSignInCard: { may: callerNames, call: `tapDemoSignInCard(input: { signInToken: "x" }) ${errors}` },
  signInToDemo: { may: callerNames, call: `signInToDemo(input: { token: "x" }) ${errors}` },
  assignContactlessCard: { may: enrolling, call: `assignContactlessCard(input: { target: { keyId: "x" }, readerId: "x" }) ${errors}` },
  resetCardPin: { may: enrolling, call: `resetCardPin(input: { keyId: "x" }) ${errors}` },
  unlockCardPin: { may: enrolling, call: `unlockCardPin(input: { keyId: "x" }) ${errors}` },
  createPairingCode: { may: managers, call: `createPairingCode(input: {}) ${errors}` },
  renameReaderAgent: { may: managers, call: `renameReaderAgent(input: { agentId: "x", name: "" }) ${errors}` },
  revokeReaderAgent: { may: managers, call: `revokeReaderAgent(input: { agentId: "x" }) ${errors}` },
  requestTestTap: { may: enrolling, call: `requestTestTap(input: { readerId: "x" }) ${errors}` },
  cancelTapJob: { may: enrolling, call: `cancelTapJob(input: { tapJobId: "x" }) ${errors}` },
  pairReaderAgent: { may: callerNames, call: `pairReaderAgent(input: { code: "x", publicKey: "x", platform: "x", version: "x" }) ${errors}` },
  reportReaders: { may: agent, call: `reportReaders(input: { readers: [], platform: "", version: "" }) ${errors}` },
  reportRadio: { may: agent, call: `reportRadio(input: { radio: BLUEZ }) ${errors}` },
  reportProximity: { may: agent, call: `reportProximity(input: { witness: "x" }) ${errors}` },
  syncOfflineGrants: { may: agent, call: `syncOfflineGrants(input: { sealingKey: "x", held: [] }) ${errors}` },
  uploadOfflineJournal: { may: agent, call: `uploadOfflineJournal(input: { entries: [], head: -1, damaged: false }) ${errors}` },
  createAgentCode: { may: agent, call: `createAgentCode ${errors}` },
  claimTapJob: { may: agent, call: `claimTapJob(input: { tapJobId: "x", claimKey: "x" }) ${errors}` },
  renewTapJob: { may: agent, call: `renewTapJob(input: { tapJobId: "x", claimKey: "x" }) ${errors}` },
  completeTapJob: {
    may: agent,
    call: `completeTapJob(input: { tapJobId: "x", claimKey: "x", resultKey: "x", card: { uid: "x", technology: NTAG, fido2Applet: false } }) ${errors}`,
  },
  failTapJob: { may: agent, call: `failTapJob(input: { tapJobId: "x", claimKey: "x", resultKey: "x", failure: UNREADABLE }) ${errors}` },
  createApplication: { may: managers, call: `createApplication(input: { name: "", type: PUBLIC, redirectUris: [] }) ${errors}` },
  updateApplication: { may: managers, call: `updateApplication(input: { applicationId: "x" }) ${errors}` },
  rotateApplicationSecret: { may: managers, call: `rotateApplicationSecret(input: { applicationId: "x" }) ${errors}` },
  deleteApplication: { may: managers, call: `deleteApplication(input: { applicationId: "x" }) ${errors}` },
  setApplicationGroups: { may: managers, call: `setApplicationGroups(input: { applicationId: "x", groups: [] }) ${errors}` },
  rotateSigningKeys: { may: owners, call: `rotateSigningKeys ${errors}` },
  createApiToken: { may: owners, call: `createApiToken(input: { name: "x", scopes: [] }) ${errors}` },
  revokeApiToken: { may: owners, call: `revokeApiToken(input: { tokenId: "x" }) ${errors}` },
  beginSignIn: { may: callerNames, call: `beginSignIn(input: {}) ${errors}` },
  finishSignIn: { may: callerNames, call: `finishSignIn(input: { signInToken: "x", credential: ${assertion} }) ${errors}` },
  enterSignInPin: { may: callerNames, call: `enterSignInPin(input: { signInToken: "x", pin: "2749" }) ${errors}` },
  beginSignInAgentDiscovery: { may: callerNames, call: `beginSignInAgentDiscovery(input: { signInToken: "x" }) ${errors}` },
  connectSignInAgent: { may: callerNames, call: `connectSignInAgent(input: { signInToken: "x", by: { code: "ABCDEF" } }) ${errors}` },
  signInWithCard: { may: callerNames, call: `signInWithCard(input: { signInToken: "x", readerId: "x" }) ${errors}` },
  renameOwnKey: { may: people, call: `renameOwnKey(input: { keyId: "x", name: "" }) ${errors}` },
  reportOwnKeyLost: { may: people, call: `reportOwnKeyLost(input: { keyId: "x" }) ${errors}` },
  requestKey: { may: people, call: `requestKey(input: { kind: HARDWARE_KEY }) ${errors}` },
  endOwnSession: { may: people, call: `endOwnSession(input: { sessionId: "x" }) ${errors}` },
  revokeSession: { may: managers, call: `revokeSession(input: { sessionId: "x" }) ${errors}` },
  inviteOwner: { may: operator, call: `inviteOwner(input: { owner: { displayName: "", email: "" }, securityKey: { smartphone: {} } }) ${errors}` },
  recoverOwner: { may: operator, call: `recoverOwner(input: { email: "nobody@example.org", securityKey: { smartphone: {} } }) ${errors}` },
  createWorkspace: { may: operator, call: `createWorkspace(input: { name: "" }) ${errors}` },
  rotateSecret: { may: operator, call: `rotateSecret ${errors}` },
  importAuthenticatorModels: { may: operator, call: `importAuthenticatorModels ${errors}` },
  backUp: { may: operator, call: `backUp ${errors}` },
  readTrialMailbox: { may: operator, otherwise: 'SIGN_IN_REQUIRED', call: `readTrialMailbox(input: { token: "x" }) ${errors}` },
  // The last row: whoever calls it is signed out.
  signOut: { may: callerNames, call: `signOut ${errors}` },
};

const subscriptions: Record<string, Row> = {
  signInChanged: { may: callerNames, call: 'signInChanged(signInToken: "x") { status }' },
  activationChanged: { may: callerNames, call: 'activationChanged(token: "x") { id }' },
  enrolmentStatusChanged: { may: readers, call: 'enrolmentStatusChanged(after: "x") { cursor }' },
  eventLogged: { may: eventReaders, call: 'eventLogged(after: "x") { cursor }' },
  readerAgentChanged: { may: readers, call: 'readerAgentChanged(after: "x") { cursor }' },
  tapJobChanged: { may: enrolling, call: 'tapJobChanged(tapJobId: "x") { id }' },
  tapJobs: { may: agent, call: 'tapJobs { id }', runs: true },
  proximityRequests: { may: agent, call: 'proximityRequests { nonce }', runs: true },
  offlineGrantsChanged: { may: agent, call: 'offlineGrantsChanged { standing }', runs: true },
};

const denials = ['SIGN_IN_REQUIRED', 'FORBIDDEN', 'FRESH_SIGN_IN_REQUIRED', 'ACTIVATION_SESSION_ENDED', 'RATE_LIMITED', 'INTERNAL_SERVER_ERROR'];
const usual = (caller: Caller) => (caller === 'anonymous' || caller === 'holder' ? 'SIGN_IN_REQUIRED' : 'FORBIDDEN');

describe('who may call what', () => {
  let server: TestServer;
  /** The enrolment whose link the holder has open. */
  let activation: string;
  const callers = {} as Record<Caller, Pick<ApiClient, 'send'>>;
  beforeAll(async () => {
    server = await startServer({ env: behindProxy });
    const { owner } = await server.owner();
    Object.assign(callers, { anonymous: visitor(server), OWNER: owner, operator: server.operator });
    for (const role of ['AUDITOR', 'HELPDESK', 'ADMIN'] as const) callers[role] = (await administrator(server, owner, role)).browser;
    for (const scope of ['READ', 'DIRECTORY', 'ENROLMENT', 'EVENTS'] as const) callers[scope] = (await scriptWith(server, owner, [scope])).script;
    const holder = visitor(server);
    callers.holder = holder;
    callers.agent = await pairAgent(server, owner);
    const { link, enrolmentId } = await invite(server, owner, { contactlessCard: { name: 'Badge', activation: 'BY_USER' } });
    await holder.mutate('openActivation', { token: tokenOf(link) }, 'activation { id }');
    activation = enrolmentId;
  });
  afterAll(() => server.stop());

  test.each([
    ['query', queries],
    ['mutation', mutations],
    ['subscription', subscriptions],
  ] as const)('every %s of the schema has a row', (operation, table) => {
    const roots = { query: schema.getQueryType(), mutation: schema.getMutationType(), subscription: schema.getSubscriptionType() };
    expect(Object.keys(table).sort()).toEqual(Object.keys(roots[operation]?.getFields() ?? {}).sort());
  });

  const rows = (operation: string, table: Record<string, Row>) => Object.entries(table).map(([field, row]) => [operation, field, row] as const);
  test.each([...rows('query', queries), ...rows('subscription', subscriptions), ...rows('mutation', mutations)])(
    '%s %s',
    async (operation, field, row) => {
      for (const caller of callerNames) {
        if (row.runs && row.may.includes(caller)) continue;
        const answer = await callers[caller].send(`${operation} { ${row.call.replace('ACTIVATION', activation)} }`);
        const code = answer.errors[0]?.extensions.code ?? answer.data?.[field]?.code ?? null;
        if (row.may.includes(caller)) expect(denials, `${caller} may call ${field}`).not.toContain(code);
        else expect(code, `${caller} may not call ${field}`).toBe(row.otherwise ?? usual(caller));
      }
    },
  );
});

describe('what a caller may not read is null, in what they may', () => {
  let server: TestServer;
  let owner: ApiClient;
  beforeAll(async () => {
    server = await startServer({ env: behindProxy });
    ({ owner } = await server.owner());
  });
  afterAll(() => server.stop());

  test('the helpdesk reads people, and not what happened to them', async () => {
    const { browser } = await administrator(server, owner, 'HELPDESK');
    const userId = await addUser(owner);
    const { user } = await browser.ask('query ($id: ID!) { user(id: $id) { displayName securityKeys { id } events { edges { node { type } } } } }', {
      id: userId,
    });
    expect(user).toMatchObject({ securityKeys: [], events: null });
  });

  test('a script for the directory changes people, and sees no keys, groups or log', async () => {
    const { script } = await scriptWith(server, owner, ['DIRECTORY']);
    const made = await script.mutate(
      'createUser',
      { details: somebody() },
      'user { id groups { id } securityKeys { id } events { edges { cursor } } }',
    );
    expect(made.user).toMatchObject({ groups: null, securityKeys: null, events: null });
    expect(await script.mutate('createUser', { details: somebody(), securityKey: { smartphone: {} } }, 'user { id }')).toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  test('a script for enrolments gives keys, and reads neither the person nor the key', async () => {
    const { script } = await scriptWith(server, owner, ['ENROLMENT']);
    const given = await script.mutate(
      'assignSecurityKey',
      { userId: await addUser(owner), securityKey: { smartphone: {} } },
      'enrolment { id status user { id } securityKey { id } createdBy { id } }',
    );
    expect(given.enrolment).toMatchObject({ status: 'PENDING', user: null, securityKey: null, createdBy: null });
  });

  test('a script for events reads the log, and not whom it is about', async () => {
    const { script } = await scriptWith(server, owner, ['EVENTS']);
    await server.app.server.sequencer.idle();
    const { events } = await script.ask(
      '{ events(filter: { types: [ENROLMENT_STATUS_CHANGED] }, first: 1) { edges { node { userId user { id } actorUser { id } securityKey { id } enrolment { id } } } } }',
    );
    expect(events.edges[0].node).toEqual({ userId: expect.stringMatching(/^usr_/), user: null, actorUser: null, securityKey: null, enrolment: null });
  });

  test('a script knows itself', async () => {
    const { script, tokenId } = await scriptWith(server, owner, ['READ', 'EVENTS']);
    expect((await script.ask('{ viewer { ... on ApiToken { id name scopes revokedAt } } }')).viewer).toEqual({
      id: tokenId,
      name: 'READ EVENTS',
      scopes: ['READ', 'EVENTS'],
      revokedAt: null,
    });
  });
});

describe('rank', () => {
  let server: TestServer;
  let owner: ApiClient;
  let ownerKey: Authenticator;
  let ownerId: string;
  let ownerKeyId: string;
  let helpdesk: Administrator;
  let admin: Administrator;
  beforeAll(async () => {
    server = await startServer({ env: behindProxy });
    ({ owner, key: ownerKey } = await server.owner());
    const { viewer } = await owner.ask('{ viewer { ... on User { id securityKeys { id } } } }');
    [ownerId, ownerKeyId] = [viewer.id, viewer.securityKeys[0].id];
    helpdesk = await administrator(server, owner, 'HELPDESK');
    admin = await administrator(server, owner, 'ADMIN');
  });
  afterAll(() => server.stop());

  /** Every way to touch somebody's account or keys. */
  const touches = (target: { userId: string; keyId: string; enrolmentId?: string }): [string, Record<string, unknown>][] => [
    ['assignSecurityKey', { userId: target.userId, securityKey: { smartphone: {} } }],
    ['suspendUser', { userId: target.userId }],
    ['resumeUser', { userId: target.userId }],
    ['renameSecurityKey', { keyId: target.keyId, name: 'Mine now' }],
    ['suspendSecurityKey', { keyId: target.keyId }],
    ['resumeSecurityKey', { keyId: target.keyId }],
    ['reportSecurityKeyLost', { keyId: target.keyId }],
    ...(target.enrolmentId
      ? ([
          ['resendActivationLink', { enrolmentId: target.enrolmentId }],
          ['cancelEnrolment', { enrolmentId: target.enrolmentId }],
        ] as [string, object][] as [string, Record<string, unknown>][])
      : []),
  ];
  const managed = (target: { userId: string; keyId: string }): [string, Record<string, unknown>][] => [
    ['addGroupMember', { userId: target.userId, groupId: 'x' }],
    ['removeGroupMember', { userId: target.userId, groupId: 'x' }],
    ['updateUser', { userId: target.userId, changes: { email: 'mine@example.org' } }],
    ['setUserGroups', { userId: target.userId, groupIds: [] }],
    ['deleteUser', { userId: target.userId }],
    ['revokeSecurityKey', { keyId: target.keyId }],
  ];
  async function allForbidden(by: ApiClient, calls: [string, Record<string, unknown>][]) {
    for (const [name, input] of calls)
      expect(await by.mutate(name, input, '__typename'), name).toMatchObject({ __typename: 'AccessDeniedError', code: 'FORBIDDEN' });
  }

  test('the helpdesk cannot touch an owner or an admin: not even resend their link', async () => {
    const { enrolment } = await owner.mutate('assignSecurityKey', { userId: ownerId, securityKey: { smartphone: {} } }, 'enrolment { id }');
    await allForbidden(helpdesk.browser, touches({ userId: ownerId, keyId: ownerKeyId, enrolmentId: enrolment.id }));
    await allForbidden(helpdesk.browser, touches(admin));
  });

  test('an admin cannot touch an owner, nor end their session', async () => {
    await allForbidden(admin.browser, [...touches({ userId: ownerId, keyId: ownerKeyId }), ...managed({ userId: ownerId, keyId: ownerKeyId })]);
    const { sessions } = await admin.browser.ask('{ sessions { id current user { id } } }');
    // They are told which one is their own.
    expect(sessions.filter(({ current }: Answer['data']) => current)).toEqual([
      { id: expect.any(String), current: true, user: { id: admin.userId } },
    ]);
    const [theirs] = sessions.filter(({ user }: Answer['data']) => user.id === ownerId);
    expect(await admin.browser.mutate('revokeSession', { sessionId: theirs.id }, 'sessionId')).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('a script touches nobody with a role, whatever its scopes', async () => {
    const { script } = await scriptWith(server, owner, ['READ', 'DIRECTORY', 'ENROLMENT', 'EVENTS']);
    for (const target of [helpdesk, admin]) await allForbidden(script, [...touches(target), ...managed(target)]);
  });

  test('an admin may do it to the helpdesk, and the helpdesk to people without a role', async () => {
    expect(await admin.browser.mutate('renameSecurityKey', { keyId: helpdesk.keyId, name: 'Desk' }, 'securityKey { name }')).toMatchObject({
      securityKey: { name: 'Desk' },
    });
    const { enrolmentId, keyId } = await invite(server, helpdesk.browser);
    expect(await helpdesk.browser.mutate('resendActivationLink', { enrolmentId }, 'enrolment { id }')).toMatchObject({
      enrolment: { id: enrolmentId },
    });
    expect(await helpdesk.browser.mutate('renameSecurityKey', { keyId, name: 'Theirs' }, 'securityKey { name }')).toMatchObject({
      securityKey: { name: 'Theirs' },
    });
  });

  test('changes to roles, tokens, policies and people with a role ask for a sign-in within 5 minutes', async () => {
    await signIn(owner, ownerKey);
    const fresh = [
      ['updateWorkspace', { name: 'Example' }],
      ['setUserRole', { userId: admin.userId, role: 'ADMIN' }],
      ['createApiToken', { name: 'x', scopes: ['READ'] }],
      ['revokeApiToken', { tokenId: 'tok_none' }],
      ['updateUser', { userId: admin.userId, changes: { phone: '1' } }],
      ['renameSecurityKey', { keyId: admin.keyId, name: 'Red' }],
      ['assignSecurityKey', { userId: admin.userId, securityKey: { smartphone: {} } }],
    ] as const;
    const codes = async () => {
      const given = [];
      for (const [name, input] of fresh) given.push((await owner.mutate(name, input, '__typename')).code ?? null);
      return given;
    };
    server.clock.advance(5 * 60_000);
    expect(await codes()).toEqual([null, null, null, 'NOT_FOUND', null, null, null]);
    server.clock.advance(1);
    expect(await codes()).toEqual(Array(7).fill('FRESH_SIGN_IN_REQUIRED'));
    // What concerns people without a role goes on.
    expect(await owner.mutate('createUser', { details: somebody(), securityKey: { smartphone: {} } }, 'user { id }')).toHaveProperty('user');
    await signIn(owner, ownerKey);
    expect(await codes()).toEqual([null, null, null, 'NOT_FOUND', null, null, null]);
  });

  test('the last owner stays one, whatever is tried', async () => {
    for (const [name, input] of [
      ['setUserRole', { userId: ownerId, role: 'ADMIN' }],
      ['setUserRole', { userId: ownerId, role: null }],
      ['suspendUser', { userId: ownerId }],
      ['suspendSecurityKey', { keyId: ownerKeyId }],
      ['reportSecurityKeyLost', { keyId: ownerKeyId }],
      ['revokeSecurityKey', { keyId: ownerKeyId }],
    ] as const) {
      expect(await owner.mutate(name, input, '__typename'), name).toMatchObject({ __typename: 'RefusedError', code: 'LAST_OWNER' });
      expect(await server.operator.mutate(name, input, '__typename'), name).toMatchObject({ code: 'LAST_OWNER' });
    }
    expect(await server.operator.mutate('deleteUser', { userId: ownerId }, '__typename')).toMatchObject({ code: 'LAST_OWNER' });
  });

  test('two owners who take the role from each other at once leave one', async () => {
    const second = await administrator(server, owner, 'OWNER');
    const answers = await Promise.all([
      owner.mutate('setUserRole', { userId: second.userId, role: null }, 'user { role }'),
      second.browser.mutate('setUserRole', { userId: ownerId, role: null }, 'user { role }'),
    ]);
    expect(answers.filter(({ user }) => user)).toHaveLength(1);
    const rows = await server.database.sql`select id from users where role = 'OWNER'`;
    expect(rows.length).toBe(1);
  });
});

describe('a stream ends with what its subscriber lives by', () => {
  let server: TestServer;
  let owner: ApiClient;
  beforeAll(async () => {
    server = await startServer({ env: behindProxy });
    ({ owner } = await server.owner());
  });
  afterAll(() => server.stop());

  const watched = 'subscription ($after: String) { eventLogged(after: $after) { event { type } } }';
  const statuses = 'subscription ($after: String) { enrolmentStatusChanged(after: $after) { change { to } } }';

  /** Streams of a caller over both transports, which run. */
  async function streamsOf(by: ApiClient) {
    const after = await logEnd(server, owner);
    await addUser(owner);
    const streams = [follow(by.subscribe(watched, { after })), follow(overSse(by, watched, { after })), follow(by.subscribe(statuses, { after }))];
    await waitFor(() => streams[0]?.items.length && streams[1]?.items.length);
    await waitFor(() => server.app.server.hub.size >= 3);
    return streams;
  }

  async function endedWith(streams: ReturnType<typeof follow>[], code: string) {
    await waitFor(() => streams.every(({ end }) => end));
    for (const stream of streams) expect(endCodes(stream)).toEqual([code]);
  }

  test.each([
    [
      'the session is revoked',
      async ({ userId }: Administrator) => {
        const { sessions } = await owner.ask('{ sessions { id user { id } } }');
        const sessionId = sessions.find(({ user }: Answer['data']) => user.id === userId).id;
        await owner.mutate('revokeSession', { sessionId }, 'sessionId');
      },
    ],
    ['they sign out', ({ browser }: Administrator) => browser.mutate('signOut', null, 'signedOut')],
    ['their role changes', ({ userId }: Administrator) => owner.mutate('setUserRole', { userId, role: 'HELPDESK' }, 'user { role }')],
    ['their role is taken away', ({ userId }: Administrator) => owner.mutate('setUserRole', { userId, role: null }, 'user { role }')],
    ['they are suspended', ({ userId }: Administrator) => owner.mutate('suspendUser', { userId }, 'user { status }')],
    ['they are deleted', ({ userId }: Administrator) => owner.mutate('deleteUser', { userId }, 'userId')],
  ])('%s: ACCESS_ENDED, over WebSocket and SSE', async (_, end) => {
    const somebodyElse = await administrator(server, owner, 'ADMIN');
    const streams = await streamsOf(somebodyElse.browser);
    const other = follow(owner.subscribe(watched, { after: await logEnd(server, owner) }));
    await end(somebodyElse);
    await endedWith(streams, 'ACCESS_ENDED');
    // What ended theirs is in nobody else's way.
    await waitFor(() => other.items.length > 0);
    expect(other.end).toBeNull();
    await other.stop();
  });

  test('a token is revoked, and says so to the next call too', async () => {
    const { script, tokenId } = await scriptWith(server, owner, ['READ', 'EVENTS']);
    const streams = await streamsOf(script);
    const revoked = await owner.mutate('revokeApiToken', { tokenId }, 'apiToken { revokedAt }');
    expect(revoked.apiToken.revokedAt).toBe(server.clock.now().toISOString());
    await endedWith(streams, 'ACCESS_ENDED');
    expect(await script.send('{ viewer { __typename } }')).toMatchObject({ status: 401, errors: [{ extensions: { code: 'SIGN_IN_REQUIRED' } }] });
    // Again changes nothing.
    expect(await owner.mutate('revokeApiToken', { tokenId }, 'apiToken { revokedAt }')).toEqual({ ...revoked });
  });

  test('a token’s time is over: the stream ends by itself, and the token is nobody’s', async () => {
    const { script } = await scriptWith(server, owner, ['READ', 'EVENTS'], 1);
    server.clock.advance(24 * 3_600_000 - 1_500);
    const streams = await streamsOf2(script);
    await endedWith(streams, 'ACCESS_ENDED');
    server.clock.advance(1_500);
    expect(await script.send('{ viewer { __typename } }')).toMatchObject({ status: 401, errors: [{ extensions: { code: 'SIGN_IN_REQUIRED' } }] });
  });

  /** The same, where the owner's own session is over too. */
  async function streamsOf2(by: ApiClient) {
    const streams = [follow(by.subscribe(watched)), follow(overSse(by, watched))];
    await waitFor(() => server.app.server.hub.size >= 2);
    return streams;
  }

  test('the holder’s stream goes on when an administrator in the same browser signs out', async () => {
    const { link } = await invite(server, server.operator);
    const browser = visitor(server);
    const stream = follow(browser.subscribe('subscription ($t: String) { activationChanged(token: $t) { status } }', { t: tokenOf(link) }));
    await waitFor(() => stream.items.length >= 1);
    await browser.mutate('signOut', null, 'signedOut');
    await activate(visitor(server), link, phone());
    await waitFor(() => stream.end);
    expect(stream.end).toEqual({ done: true });
  });
});
