import { randomBytes } from 'node:crypto';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { expect } from 'vitest';
import type { FindModel } from '../../src/modules/ceremonies/models.ts';
import { type RegistrationWish, registrationOptions, verifyRegistration } from '../../src/modules/ceremonies/registration.ts';
import type { RelyingParty } from '../../src/modules/ceremonies/relyingParty.ts';
import type { Authenticator } from '../support/authenticator.ts';
import type { Client } from '../support/client.ts';

export const rp: RelyingParty = { id: 'example.org', name: 'Example', origins: ['https://keys.example.org'] };
export const page: Client = { origin: 'https://keys.example.org' };
export const noModels: FindModel = async () => null;

export const smartphone: RegistrationWish = { kind: 'SMARTPHONE', userVerification: 'required', prf: false, onPhone: true };
export const fromPc: RegistrationWish = { ...smartphone, onPhone: false };
export const hardware: RegistrationWish = { kind: 'HARDWARE_KEY', userVerification: 'required', prf: false, onPhone: false };

export const newChallenge = () => new Uint8Array(randomBytes(32));

/** The roots that are configured for models. */
export const modelsWith =
  (roots: Record<string, string[]>): FindModel =>
  async (aaguid) =>
    roots[aaguid] ? { name: 'Example Key', roots: roots[aaguid] } : null;

/** Asks an authenticator to register, as the server and the page do together. */
export async function ask(
  device: Authenticator,
  wish: RegistrationWish,
  client: Partial<Client> = {},
  exclude: { id: string; transports: string[] }[] = [],
) {
  const person = { handle: new Uint8Array(randomBytes(32)), name: 'ada', displayName: 'Ada' };
  const options = await registrationOptions(rp, person, wish, exclude, newChallenge());
  return { challenge: options.challenge, response: await device.create(options, { ...page, ...client }) };
}

/** The whole registration. `change` may spoil the answer on its way. */
export async function register(
  device: Authenticator,
  wish: RegistrationWish,
  {
    client,
    models = noModels,
    now = new Date(),
    change = (answer) => answer,
  }: {
    client?: Partial<Client>;
    models?: FindModel;
    now?: Date;
    change?: (answer: RegistrationResponseJSON) => RegistrationResponseJSON;
  } = {},
) {
  const { challenge, response } = await ask(device, wish, client);
  return verifyRegistration(rp, change(response), challenge, wish, models, now);
}

/** An error with this code, and, where it is told, this reason for the log. */
export const failure = (code: string, reason?: RegExp) =>
  expect.objectContaining({ code, ...(reason ? { reason: expect.stringMatching(reason) } : {}) });
