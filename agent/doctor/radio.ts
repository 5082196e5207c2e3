import { openRadio } from '../radio/open.ts';
import { RadioMissing } from '../radio/radio.ts';
import { type Finding, good, without } from './findings.ts';

/** Whether this PC can hear phones, which a sign-in asks for where the organisation wants a phone to be observed. */
export async function phonesHeard(): Promise<Finding> {
  const radio = await openRadio({ off: false, simulated: false });
  if (!radio)
    return without(
      'radio',
      'Phones cannot be heard: on this system the agent knows no Bluetooth.',
      'Observed sign-ins need a PC with Linux and BlueZ.',
    );
  try {
    await radio.look();
    return good('radio', 'Bluetooth is on, and phones can be heard');
  } catch (error) {
    if (error instanceof RadioMissing) return without('radio', `Phones cannot be heard: ${error.message}`, error.mend);
    throw error;
  }
}
