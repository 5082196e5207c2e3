import { assignSecurityKey, createUser } from '../../src/modules/enrolment/assign.ts';
import { cancelEnrolment, expireEnrolments, revokeSecurityKey } from '../../src/modules/enrolment/manage.ts';
import { suspendUser } from '../../src/modules/enrolment/people.ts';
import { reportSecurityKeyLost, suspendSecurityKey } from '../../src/modules/keys/keys.ts';
import { hardwareKey, phone } from '../../test/support/devices.ts';
import { type Opened, openLink, register, typeCard } from './acts.ts';
import type { Life } from './lives.ts';
import type { Scene } from './scene.ts';

/** Something that happens in the demo, at its moment. */
export interface Step {
  at: number;
  /** Whose step it is: theirs come one after the other. */
  whose: unknown;
  /** It concerns others too, so what comes before it has to have happened. */
  alone?: boolean;
  act(scene: Scene): Promise<unknown>;
}

const minute = 60_000;
const linkLife = 72 * 60 * minute;

/** All that happens in a person's life, as far as keys go. */
export function stepsOf(life: Life, now: number): Step[] {
  const { fate, at, takes } = life;
  const person = new Person(life);
  const step = (at: number, act: Step['act']): Step => ({ at, whose: person, act });
  const created = step(at, (scene) => person.create(scene));
  const acted = at + takes;
  const later = acted + (now - acted) * 0.55;
  switch (fate) {
    case 'NO_KEY':
    case 'PENDING':
    case 'WAITS_FOR_TAP':
      return [created];
    case 'OPENED':
      return [created, step(at + (now - at) / 2, (scene) => person.open(scene))];
    case 'EXPIRED':
      return [created, { ...step(at + linkLife + minute, (scene) => expireEnrolments(scene.server, scene.workspaceId)), alone: true }];
    case 'CANCELLED':
      return [created, step(acted, (scene) => person.cancel(scene))];
  }
  const activated: Step[] = [step(acted - 2 * minute, (scene) => person.open(scene)), step(acted, (scene) => person.activate(scene))];
  switch (fate) {
    case 'ACTIVE':
      return [created, ...activated];
    case 'SUSPENDED':
      return [created, ...activated, step(later, (scene) => suspendSecurityKey(scene.anAdmin(), person.keyId))];
    case 'PERSON_SUSPENDED':
      return [created, ...activated, step(later, (scene) => suspendUser(scene.anAdmin(), person.userId))];
    case 'LOST':
      return [created, ...activated, step(later, (scene) => reportSecurityKeyLost(scene.anAdmin(), person.keyId))];
    case 'REVOKED':
      return [created, ...activated, step(later, (scene) => revokeSecurityKey(scene.owner(), person.keyId))];
    case 'REPLACED':
      return [
        created,
        ...activated,
        step(later, (scene) => reportSecurityKeyLost(scene.anAdmin(), person.keyId)),
        step(later + 4 * minute, (scene) => person.assignAgain(scene)),
        step(later + 58 * minute, (scene) => person.open(scene)),
        step(later + 60 * minute, (scene) => person.activate(scene)),
      ];
  }
}

/** A person, and what their steps need of one another. */
class Person {
  readonly #life: Life;
  #opened: Opened | null = null;
  #enrolmentId = '';
  userId = '';
  keyId = '';

  constructor(life: Life) {
    this.#life = life;
  }

  async create(scene: Scene): Promise<void> {
    const { details, group, fate, securityKey } = this.#life;
    const { user, enrolment } = await createUser(scene.anAdmin(), {
      details,
      groupIds: [scene.groupId(group.name)],
      securityKey: fate === 'NO_KEY' ? null : securityKey,
    });
    this.userId = user.id;
    this.#enrolmentId = enrolment?.id ?? '';
    this.keyId = enrolment?.keyId ?? '';
  }

  /** A new key in place of the one that is lost. */
  async assignAgain(scene: Scene): Promise<void> {
    const { enrolment } = await assignSecurityKey(scene.anAdmin(), { userId: this.userId, securityKey: this.#life.securityKey });
    this.#enrolmentId = enrolment.id;
    this.keyId = enrolment.keyId;
  }

  async open(scene: Scene): Promise<void> {
    this.#opened = await openLink(scene.server, scene.workspaceId, this.#enrolmentId);
  }

  async activate(scene: Scene): Promise<void> {
    const { kind, fate, securityKey } = this.#life;
    if (!this.#opened) throw new Error('The demo’s link is not open');
    if (kind === 'CONTACTLESS_CARD') return void (await typeCard(scene.server, this.#opened, scene.newCard(fate === 'ACTIVE')));
    const device = kind === 'SMARTPHONE' ? phone({ prf: securityKey.smartphone?.offlineLogin === true }) : hardwareKey();
    const pin = securityKey.smartphone?.verification === 'PIN' ? '730194' : null;
    await register(scene.server, this.#opened, device, { onPhone: kind === 'SMARTPHONE', pin });
  }

  cancel(scene: Scene): Promise<unknown> {
    return cancelEnrolment(scene.anAdmin(), this.#enrolmentId);
  }
}
