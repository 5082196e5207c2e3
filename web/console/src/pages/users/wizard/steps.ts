import type { UserWizardStep } from '../../../gql/graphql.ts';

/** The wizard's steps in their order, by their names in the address. */
export const steps = ['details', 'groups', 'key', 'confirm'] as const;

export type Step = (typeof steps)[number];

export const stepOf: Record<UserWizardStep, Step> = { DETAILS: 'details', GROUPS: 'groups', SECURITY_KEY: 'key', CONFIRM: 'confirm' };

/** Reads the step out of the address; without one, the wizard goes on where it was. */
export function readStep({ step }: Record<string, unknown>): { step?: Step } {
  const known = steps.find((one) => one === step);
  return known ? { step: known } : {};
}
