import type { Activation } from '../../modules/enrolment/activation.ts';
import type { Enrolment } from '../../modules/enrolment/enrolments.ts';
import type { Wizard } from '../../modules/enrolment/wizard.ts';
import { builder } from '../builder.ts';

export const EnrolmentRef = builder.objectRef<Enrolment>('Enrolment');
export const WizardRef = builder.objectRef<Wizard>('UserWizard');
export const ActivationRef = builder.objectRef<Activation>('Activation');
