import { builder } from '../builder.ts';
import { CardActivation, Verification } from '../enums.ts';

const SmartphoneInput = builder.inputType('SmartphoneInput', {
  description: 'A smartphone, with its four settings.',
  fields: (t) => ({
    name: t.string({ required: false, description: 'The key’s name, 1 to 100 characters; “Smartphone” unless given.' }),
    auditable: t.boolean({ required: false, description: 'Whether sign-ins are recorded; true unless given.' }),
    bluetoothProximity: t.boolean({
      required: false,
      description: 'Whether a sign-in on a PC counts only while the phone is near; false unless given.',
    }),
    offlineLogin: t.boolean({ required: false, description: 'Whether the person can sign in on their PC without a network; false unless given.' }),
    verification: t.field({ type: Verification, required: false, description: 'How the phone verifies its user; BIOMETRIC unless given.' }),
  }),
});

const ContactlessCardInput = builder.inputType('ContactlessCardInput', {
  description: 'A contactless card, with a PIN that this server makes and mails.',
  fields: (t) => ({
    name: t.string({ description: 'The card’s name, 1 to 100 characters, to tell it apart later.' }),
    activation: t.field({ type: CardActivation, description: 'Who activates it.' }),
  }),
});

const HardwareKeyInput = builder.inputType('HardwareKeyInput', {
  description: 'A FIDO2 hardware security key.',
  fields: (t) => ({ name: t.string({ required: false, description: 'The key’s name, 1 to 100 characters; “Security key” unless given.' }) }),
});

export const SecurityKeyInput = builder.inputType('SecurityKeyInput', {
  description: 'The key to give: exactly one of the kinds.',
  isOneOf: true,
  fields: (t) => ({
    smartphone: t.field({ type: SmartphoneInput, required: false, description: 'A smartphone.' }),
    contactlessCard: t.field({ type: ContactlessCardInput, required: false, description: 'A contactless card.' }),
    hardwareKey: t.field({ type: HardwareKeyInput, required: false, description: 'A FIDO2 hardware security key.' }),
  }),
});
