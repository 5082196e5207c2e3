import { confirmUserWizard } from '../../modules/enrolment/confirmWizard.ts';
import {
  discardUserWizard,
  setUserWizardDetails,
  setUserWizardGroups,
  setUserWizardSecurityKey,
  startUserWizard,
  type Wizard,
} from '../../modules/enrolment/wizard.ts';
import { builder } from '../builder.ts';
import { UserDetailsInput } from '../directory/userInputs.ts';
import { idempotencyKeyText } from '../idempotency.ts';
import { SecurityKeyInput } from '../keys/input.ts';
import type { OutputBuilder } from '../outputs.ts';
import { shownOnce } from './mutations.ts';
import { WizardRef } from './refs.ts';

const wizardIdText = 'Which wizard, `wiz_…`.';
const wizardText = 'The whole wizard as it is now.';

/** The answer of every step. */
const wholeWizard = {
  outputFields: (t: OutputBuilder<{ wizard: Wizard }>) => ({ wizard: t.expose('wizard', { type: WizardRef, description: wizardText }) }),
};

builder.relayMutationField(
  'startUserWizard',
  {
    inputFields: (t) => ({
      idempotencyKey: t.string({ required: false, description: idempotencyKeyText }),
    }),
  },
  {
    description: 'Starts the wizard for a new person.',
    resolve: async (_, { input }, ctx) => ({ wizard: await startUserWizard(ctx, input) }),
  },
  wholeWizard,
);

builder.relayMutationField(
  'setUserWizardDetails',
  {
    inputFields: (t) => ({
      wizardId: t.id({ description: wizardIdText }),
      details: t.field({ type: UserDetailsInput, description: 'Who the person is.' }),
    }),
  },
  {
    description: 'First step: who the person is. Checked against the directory too. Errors: WIZARD_ENDED.',
    resolve: async (_, { input }, ctx) => ({ wizard: await setUserWizardDetails(ctx, input.wizardId, input.details) }),
  },
  wholeWizard,
);

builder.relayMutationField(
  'setUserWizardGroups',
  {
    inputFields: (t) => ({
      wizardId: t.id({ description: wizardIdText }),
      groupIds: t.idList({ description: 'The groups that the person joins, `grp_…`; none is fine, 200 at most.' }),
    }),
  },
  {
    description: 'Second step: the groups that the person joins. Errors: WIZARD_ENDED.',
    resolve: async (_, { input }, ctx) => ({ wizard: await setUserWizardGroups(ctx, input.wizardId, input.groupIds) }),
  },
  wholeWizard,
);

builder.relayMutationField(
  'setUserWizardSecurityKey',
  {
    inputFields: (t) => ({
      wizardId: t.id({ description: wizardIdText }),
      securityKey: t.field({ type: SecurityKeyInput, required: false, description: 'The key; null for none now.' }),
    }),
  },
  {
    description:
      'Third step: the key, or none now. A card that was tapped stays while one that is activated now is chosen; any other choice lets it go. Errors: WIZARD_ENDED, KEY_KIND_NOT_ALLOWED.',
    resolve: async (_, { input }, ctx) => ({ wizard: await setUserWizardSecurityKey(ctx, input.wizardId, input.securityKey ?? null) }),
  },
  wholeWizard,
);

builder.relayMutationField(
  'confirmUserWizard',
  {
    inputFields: (t) => ({
      wizardId: t.id({ description: wizardIdText }),
      note: t.string({ required: false, description: 'Words of yours in the mail, up to 1,000 characters.' }),
    }),
  },
  {
    description:
      'Fourth step: makes the person, the memberships, the key, the enrolment and the mail, in one transaction. A card that was tapped is active with it, and its PIN is mailed; without a tap the issue is CARD_MISSING. Confirming again gives the same answer. Errors: WIZARD_ENDED, KEY_KIND_NOT_ALLOWED, TRY_AGAIN.',
    resolve: (_, { input }, ctx) => confirmUserWizard(ctx, input.wizardId, input.note ?? null),
  },
  {
    outputFields: (t) => ({
      wizard: t.expose('wizard', { type: WizardRef, description: wizardText }),
      ...shownOnce(t),
    }),
  },
);

builder.relayMutationField(
  'discardUserWizard',
  { inputFields: (t) => ({ wizardId: t.id({ description: wizardIdText }) }) },
  {
    description: 'Gives up a wizard. Errors: WIZARD_ENDED.',
    resolve: async (_, { input }, ctx) => ({ wizard: await discardUserWizard(ctx, input.wizardId) }),
  },
  wholeWizard,
);
