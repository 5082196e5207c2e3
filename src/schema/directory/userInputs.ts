import { builder } from '../builder.ts';
import { KeyKind, Role, UserStatus } from '../enums.ts';

export const UserFilterInput = builder.inputType('UserFilter', {
  description: 'Which people: all that is given must fit.',
  fields: (t) => ({
    search: t.string({
      required: false,
      description: 'Part of the name, email, username or employee number, up to 200 characters, without regard to case.',
    }),
    statuses: t.field({ type: [UserStatus], required: false, description: 'People with one of these statuses.' }),
    roles: t.field({ type: [Role], required: false, description: 'People with one of these roles.' }),
    groupId: t.id({ required: false, description: 'Members of this group.' }),
    keyKind: t.field({ type: KeyKind, required: false, description: 'People who have, or had, a key of this kind.' }),
  }),
});

const UserOrderField = builder.enumType('UserOrderField', {
  description: 'By what people are ordered.',
  values: {
    NAME: { description: 'By name, without regard to case.' },
    EMAIL: { description: 'By email, without regard to case.' },
    CREATED_AT: { description: 'By when they were added.' },
  } as const,
});

export const UserOrderInput = builder.inputType('UserOrder', {
  description: 'In which order people come.',
  fields: (t) => ({
    field: t.field({ type: UserOrderField, description: 'By what.' }),
    descending: t.boolean({ required: false, description: 'From the end: Z to A, newest first. False unless given.' }),
  }),
});

export const UserDetailsInput = builder.inputType('UserDetailsInput', {
  description: 'Who a person is.',
  fields: (t) => ({
    displayName: t.string({ description: 'The name as people write it, 1 to 200 characters.' }),
    email: t.string({ description: 'Where mail to the person goes; unique without regard to case.' }),
    username: t.string({ description: 'What the person signs in as, 1 to 64 characters without spaces; unique without regard to case.' }),
    employeeNumber: t.string({ required: false, description: 'The organisation’s own number for the person, up to 64 characters.' }),
    department: t.string({ required: false, description: 'Where the person works, up to 200 characters.' }),
    phone: t.string({ required: false, description: 'A telephone number, up to 40 characters.' }),
  }),
});

export const UserChangesInput = builder.inputType('UserChangesInput', {
  description: 'What to change of a person: what is left out stays, null empties an optional field.',
  fields: (t) => ({
    displayName: t.string({ required: false, description: 'The name as people write it, 1 to 200 characters.' }),
    email: t.string({ required: false, description: 'Where mail to the person goes; unique without regard to case.' }),
    username: t.string({ required: false, description: 'What the person signs in as, 1 to 64 characters without spaces.' }),
    employeeNumber: t.string({ required: false, description: 'The organisation’s own number for the person, up to 64 characters.' }),
    department: t.string({ required: false, description: 'Where the person works, up to 200 characters.' }),
    phone: t.string({ required: false, description: 'A telephone number, up to 40 characters.' }),
  }),
});
