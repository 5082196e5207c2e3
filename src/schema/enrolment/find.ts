import { findWizard, type Wizard } from '../../modules/enrolment/wizard.ts';
import { NotFound } from '../../modules/errors.ts';
import type { SchemaContext } from '../context.ts';

/** A wizard of the caller's own; null where there is none with that id. */
export const findOwnWizard = (ctx: SchemaContext, id: string): Promise<Wizard | null> =>
  findWizard(ctx, id).catch((error) => (error instanceof NotFound ? null : Promise.reject(error)));
