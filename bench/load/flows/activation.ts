import type { ApiClient } from '../../../test/support/apiClient.ts';
import { phone } from '../../../test/support/devices.ts';
import { toCreationOptions, toCredentialInput, tokenOf } from '../../../test/support/people.ts';
import { done, type Step } from './wizard.ts';

const options = `options {
  rp { id name } user { id name displayName } challenge pubKeyCredParams { alg type } timeout
  excludeCredentials { id type transports }
  authenticatorSelection { authenticatorAttachment residentKey requireResidentKey userVerification }
  hints attestation prf
}`;

/** Adds a person with a smartphone to activate. @returns the link */
export async function invite(by: ApiClient, tag: string, step: Step = (_, run) => run()): Promise<string> {
  const details = { displayName: `Invited ${tag}`, email: `${tag}@invited.example`, username: tag };
  const made = await step('createUser', () => done(by.mutate('createUser', { details, securityKey: { smartphone: {} } }, 'activationLink')));
  return made.activationLink;
}

/** The activation of a smartphone, from the link's opening to the active key. */
export async function activation(browser: ApiClient, link: string, origin: string, step: Step = (_, run) => run()): Promise<void> {
  const opened = await step('openActivation', () => done(browser.mutate('openActivation', { token: tokenOf(link) }, 'activation { id }')));
  const activationId = opened.activation.id;
  const begun = await step('beginKeyRegistration', () =>
    done(browser.mutate('beginKeyRegistration', { activationId, purpose: 'REGISTER', onPhone: true }, options)),
  );
  const answer = await phone().create(toCreationOptions(begun.options), { origin });
  const credential = toCredentialInput(answer);
  await step('finishKeyRegistration', () =>
    done(browser.mutate('finishKeyRegistration', { activationId, credential, onPhone: true }, 'activation { id status }')),
  );
}
