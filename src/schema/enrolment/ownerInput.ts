import { builder } from '../builder.ts';

export const OwnerInput = builder.inputType('OwnerInput', {
  description: 'Who owns the organisation.',
  fields: (t) => ({
    displayName: t.string({ description: 'The name as people write it, 1 to 200 characters.' }),
    email: t.string({ description: 'Where mail to the owner goes.' }),
    username: t.string({ required: false, description: 'What the owner signs in as; the email’s first part unless given.' }),
  }),
});
