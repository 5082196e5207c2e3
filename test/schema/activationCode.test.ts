import { afterAll, beforeAll, expect, test } from 'vitest';
import { pairWith } from '../support/agent.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { phone } from '../support/devices.ts';
import { register, tokenOf } from '../support/people.ts';
import { behindProxy, invite, somebody, storyOf, visitor } from '../support/scenarios.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { follow } from '../support/streams.ts';
import { waitFor } from '../support/waitFor.ts';

let server: TestServer;
let owner: ApiClient;
beforeAll(async () => {
  server = await startServer({ env: behindProxy });
  ({ owner } = await server.owner());
  await owner.mutate('updateWorkspace', { activationProof: 'LINK_AND_CODE' }, 'workspace { activationProof }');
});
afterAll(() => server.stop());

const open = (link: string, code: string | null = null, browser = visitor(server)) =>
  browser.mutate('openActivation', { token: tokenOf(link), code }, 'activation { status activationCodeRequired }');

/** A code that is none. */
const wrong = (code: string | null): string => [...(code ?? '')].map((letter) => (letter === 'A' ? 'B' : 'A')).join('');

test('S10: where the workspace asks for a code, the link alone opens nothing; the code is read without regard to case, spaces and dashes', async () => {
  const { link, activationCode, email } = await invite(server, owner);
  expect(activationCode).toMatch(/^[2-9A-HJKMNP-TV-Z]{8}$/);
  const { mails } = await server.operator.mutate('readTrialMailbox', {}, 'mails { to text html }');
  const mail = mails.find(({ to }: { to: string }) => to === email);
  expect(`${mail.text}${mail.html}`).not.toContain(activationCode);
  expect(mail.text).toMatch(/code/i);

  const { activationPreview } = await visitor(server).ask('query ($t: String!) { activationPreview(token: $t) { activationCodeRequired } }', {
    t: tokenOf(link),
  });
  expect(activationPreview).toEqual({ activationCodeRequired: true });
  expect(await open(link)).toMatchObject({ code: 'ACTIVATION_CODE_REQUIRED' });
  expect(await open(link, '')).toMatchObject({ code: 'ACTIVATION_CODE_REQUIRED' });
  const typed = `${activationCode?.slice(0, 4).toLowerCase()} - ${activationCode?.slice(4)} `;
  const browser = visitor(server);
  expect(await open(link, typed, browser)).toMatchObject({ activation: { status: 'OPENED', activationCodeRequired: true } });
  expect(await register(browser, phone())).toMatchObject({ activation: { status: 'ACTIVATED' } });
});

test('S8: the code is in the confirm’s answer, once: a repeated confirm or call does not show it again', async () => {
  const { wizard } = await owner.mutate('startUserWizard', {}, 'wizard { id }');
  const wizardId = wizard.id;
  await owner.mutate('setUserWizardDetails', { wizardId, details: somebody() }, 'wizard { id }');
  await owner.mutate('setUserWizardGroups', { wizardId, groupIds: [] }, 'wizard { id }');
  await owner.mutate('setUserWizardSecurityKey', { wizardId, securityKey: { smartphone: {} } }, 'wizard { id }');
  const confirm = () => owner.mutate('confirmUserWizard', { wizardId }, 'activationCode wizard { enrolment { id } }');
  const [first, second] = [await confirm(), await confirm()];
  expect(first.activationCode).toHaveLength(8);
  expect(second).toMatchObject({ activationCode: null, wizard: { enrolment: { id: first.wizard.enrolment.id } } });

  const input = { details: somebody(), securityKey: { smartphone: {} }, idempotencyKey: 'shown once' };
  const create = () => owner.mutate('createUser', input, 'activationCode enrolment { id }');
  const [made, again] = [await create(), await create()];
  expect(made.activationCode).toHaveLength(8);
  expect(again).toMatchObject({ activationCode: null, enrolment: { id: made.enrolment.id } });
});

test('S10: five wrong codes lock it, even for the right one; a new link comes with a new code', async () => {
  const { link, activationCode, enrolmentId, email } = await invite(server, owner);
  const answers = [];
  for (let i = 0; i < 5; i += 1) answers.push(await open(link, wrong(activationCode)));
  expect(answers.map(({ code }) => code)).toEqual(Array(5).fill('ACTIVATION_CODE_WRONG'));
  expect(answers.map(({ message }) => /(\d) tr/.exec(message)?.[1])).toEqual(['4', '3', '2', '1', '0']);
  expect(await open(link, activationCode)).toMatchObject({ code: 'ACTIVATION_CODE_LOCKED' });

  const { activationCode: newer } = await owner.mutate('resendActivationLink', { enrolmentId }, 'activationCode');
  expect(newer).not.toBe(activationCode);
  const newLink = await server.mailTo(email);
  expect(await open(link, newer)).toMatchObject({ code: 'LINK_REPLACED' });
  expect(await open(newLink, activationCode)).toMatchObject({ code: 'ACTIVATION_CODE_WRONG' });
  expect(await open(newLink, newer)).toMatchObject({ activation: { status: 'OPENED' } });

  const failed = (await storyOf(server, owner, enrolmentId)).filter(({ type }) => type === 'ENROLMENT_CODE_FAILED');
  expect(failed).toHaveLength(6);
  expect(failed[0]).toEqual({ type: 'ENROLMENT_CODE_FAILED', actor: 'holder', details: [{ name: 'triesLeft', value: '4' }] });
});

test('S10: 16 wrong tries at once count as five', async () => {
  const { link, activationCode, enrolmentId } = await invite(server, owner);
  const answers = await Promise.all(Array.from({ length: 16 }, () => open(link, wrong(activationCode))));
  const codes = answers.map(({ code }) => code).sort();
  expect(codes).toEqual([...Array(11).fill('ACTIVATION_CODE_LOCKED'), ...Array(5).fill('ACTIVATION_CODE_WRONG')]);
  expect(await open(link, activationCode)).toMatchObject({ code: 'ACTIVATION_CODE_LOCKED' });
  const [row] = await server.database.sql`select code_tries, status from enrolments where id = ${enrolmentId}`;
  expect(row).toMatchObject({ code_tries: 5, status: 'PENDING' });
});

test('S10: the right code clears the tries that came before it', async () => {
  const { link, activationCode } = await invite(server, owner);
  for (let i = 0; i < 4; i += 1) await open(link, wrong(activationCode));
  expect(await open(link, activationCode)).toMatchObject({ activation: { status: 'OPENED' } });
  for (let i = 0; i < 4; i += 1) await open(link, wrong(activationCode));
  expect(await open(link, activationCode)).toMatchObject({ activation: { status: 'OPENED' } });
});

test('S8: a policy that changes counts for what is sent from then on', async () => {
  const before = await invite(server, owner);
  await owner.mutate('updateWorkspace', { activationProof: 'LINK' }, 'workspace { activationProof }');
  const after = await invite(server, owner);
  expect(after.activationCode).toBeNull();
  expect(await open(after.link)).toMatchObject({ activation: { status: 'OPENED', activationCodeRequired: false } });
  expect(await open(before.link)).toMatchObject({ code: 'ACTIVATION_CODE_REQUIRED' });
});

test('C9b, C10: with the link alone, and not the code, nobody sees at which reader the card is tapped', async () => {
  const { link, activationCode, enrolmentId } = await invite(server, owner, { contactlessCard: { name: 'Badge', activation: 'BY_USER' } });
  const browser = visitor(server);
  await open(link, activationCode, browser);
  const { pairingCode } = await browser.mutate('createPersonalPairingCode', { activationId: enrolmentId }, 'pairingCode');
  const agent = await pairWith(server, pairingCode);
  const socket = await agent.listen();
  const { Own: readerId } = await agent.report({ name: 'Own', adapter: 'SIMULATED' });
  const { tapJob } = await browser.mutate('requestCardTap', { activationId: enrolmentId, readerId }, 'tapJob { id }');
  const selection = '{ status readerAgent { id } cardTap { id } }';
  const seen = { status: 'OPENED', readerAgent: { id: agent.id }, cardTap: { id: tapJob.id } };
  const unseen = { status: 'OPENED', readerAgent: null, cardTap: null };
  expect(await browser.ask(`{ currentActivation ${selection} }`)).toEqual({ currentActivation: seen });
  const t = tokenOf(link);
  expect(await visitor(server).ask(`query ($t: String!) { activationPreview(token: $t) ${selection} }`, { t })).toEqual({
    activationPreview: unseen,
  });
  const followed = `subscription ($t: String) { activationChanged(token: $t) ${selection} }`;
  const [withLink, withSession] = [follow(visitor(server).subscribe(followed, { t })), follow(browser.subscribe(followed))];
  await waitFor(() => withLink.items.length > 0 && withSession.items.length > 0);
  expect([withLink, withSession].map(({ items }) => items[0].data.activationChanged)).toEqual([unseen, seen]);
  await Promise.all([withLink.stop(), withSession.stop(), socket.close()]);
});
