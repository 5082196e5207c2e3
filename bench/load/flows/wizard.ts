import type { ApiClient } from '../../../test/support/apiClient.ts';
import { nthId } from '../../stage/fill.ts';

/** What the wizard is filled with. @param tag makes the person their own */
const detailsOf = (tag: string) => ({ displayName: `Wizard ${tag}`, email: `${tag}@wizard.example`, username: tag, department: 'Bench' });

/** The wizard from start to confirm, as an administrator’s page or a script goes through it. @param step runs one, and may look on */
export async function wizard(by: ApiClient, tag: string, step: Step = (_, run) => run()): Promise<void> {
  const shown = 'wizard { id nextStep }';
  const { wizard } = await step('startUserWizard', () => done(by.mutate('startUserWizard', {}, shown)));
  const wizardId = wizard.id;
  await step('setUserWizardDetails', () => done(by.mutate('setUserWizardDetails', { wizardId, details: detailsOf(tag) }, shown)));
  await step('setUserWizardGroups', () => done(by.mutate('setUserWizardGroups', { wizardId, groupIds: [nthId('grp', 1), nthId('grp', 2)] }, shown)));
  await step('setUserWizardSecurityKey', () => done(by.mutate('setUserWizardSecurityKey', { wizardId, securityKey: { smartphone: {} } }, shown)));
  await step('confirmUserWizard', () => done(by.mutate('confirmUserWizard', { wizardId }, 'wizard { id }')));
}

// biome-ignore lint/suspicious/noExplicitAny: the shape is the selection's, which each step writes out.
export type Step = (mutation: string, run: () => Promise<any>) => Promise<any>;

/** A payload. @throws Error where the mutation was refused */
// biome-ignore lint/suspicious/noExplicitAny: as above.
export async function done(answer: Promise<any>): Promise<any> {
  const payload = await answer;
  if (!payload || payload.code) throw new Error(`It was refused: ${JSON.stringify(payload)}`);
  return payload;
}
