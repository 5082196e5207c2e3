import type { Role } from '../../src/db/tables/directory.ts';
import { sha256 } from '../../src/lib/secrets.ts';
import type { Ctx, Server } from '../../src/modules/context.ts';
import { createGroup } from '../../src/modules/directory/groups.ts';
import { createUser } from '../../src/modules/enrolment/assign.ts';
import { setUserRole } from '../../src/modules/enrolment/people.ts';
import { setUpWorkspace } from '../../src/modules/enrolment/setup.ts';
import { hardwareKey } from '../../test/support/devices.ts';
import { signedIn } from '../../test/support/modules.ts';
import { callOf, openLink, register } from './acts.ts';
import { groups, organisation } from './people.ts';
import type { Chance } from './random.ts';

/** Who runs the demo's organisation beside its owner. */
const staff: readonly { displayName: string; username: string; role: Role }[] = [
  { displayName: 'Adil Admin', username: 'adil', role: 'ADMIN' },
  { displayName: 'Hedda Helpdesk', username: 'hedda', role: 'HELPDESK' },
  { displayName: 'Aurel Auditor', username: 'aurel', role: 'AUDITOR' },
];

/** How many people the scene itself has. */
export const staffCount = staff.length + 1;

interface State {
  chance: Chance;
  workspaceId: string;
  ownerId: string;
  admins: { userId: string; role: Role }[];
  groups: Map<string, string>;
  cards: number;
  takenCard: string;
}

/** The demo's organisation, with those who act in it. */
export class Scene {
  readonly server: Server;
  readonly #state: State;

  private constructor(server: Server, state: State) {
    this.server = server;
    this.#state = state;
  }

  get workspaceId(): string {
    return this.#state.workspaceId;
  }

  /** The number of a card that somebody has. */
  get takenCard(): string {
    return this.#state.takenCard;
  }

  /** The same organisation, at another moment. */
  at(moment: Date): Scene {
    return new Scene({ ...this.server, clock: { now: () => moment } }, this.#state);
  }

  /** Sets up the organisation with its owner, staff and groups. The server must know this setup token, hashed. */
  static async open(server: Server, chance: Chance, setupToken: string, next: () => Promise<void>): Promise<Scene> {
    const { activation, sessionToken } = await setUpWorkspace(callOf(server), {
      token: setupToken,
      organisation,
      owner: { displayName: 'Olive Owner', email: 'olive@demo.example' },
      securityKey: { hardwareKey: { name: 'Olive’s key' } },
    });
    const opened = { activationId: activation.enrolmentId, sessionToken };
    const { enrolment } = await register(server, opened, hardwareKey(), { onPhone: false, pin: null });
    const { workspaceId } = activation;
    const scene = new Scene(server, { chance, workspaceId, ownerId: enrolment.userId, admins: [], groups: new Map(), cards: 0, takenCard: '' });
    for (const { name, description, allowedKeyKinds } of groups) {
      await next();
      scene.#state.groups.set(name, (await createGroup(scene.owner(), { name, description, allowedKeyKinds })).id);
    }
    for (const person of staff) {
      await next();
      await scene.#employ(person, next);
    }
    return scene;
  }

  owner(): Ctx {
    return this.#by(this.#state.ownerId, 'OWNER');
  }

  /** Whoever happens to be at work. */
  anAdmin(): Ctx {
    const { userId, role } = this.#state.chance.pick([
      ...this.#state.admins.filter(({ role }) => role !== 'AUDITOR'),
      { userId: this.#state.ownerId, role: 'OWNER' as const },
    ]);
    return this.#by(userId, role);
  }

  groupId(name: string): string {
    return this.#state.groups.get(name) ?? '';
  }

  /** The number of a card that nobody has. @param stays whether its person keeps it */
  newCard(stays: boolean): string {
    const digits = Buffer.from(sha256(`demo card ${this.#state.cards}`)).toString('hex');
    const number = `04${digits.slice(0, 12)}`;
    this.#state.cards += 1;
    if (stays) this.#state.takenCard ||= number;
    return number;
  }

  #by(userId: string, role: Role): Ctx {
    return callOf(this.server, signedIn(this.server, this.workspaceId, { userId, role }));
  }

  async #employ({ displayName, username, role }: (typeof staff)[number], next: () => Promise<void>): Promise<void> {
    const details = { displayName, username, email: `${username}@demo.example`, department: 'IT' };
    const { user, enrolment } = await createUser(this.owner(), {
      details,
      securityKey: { hardwareKey: { name: `${displayName.split(' ')[0]}’s key` } },
    });
    await next();
    await register(this.server, await openLink(this.server, this.workspaceId, enrolment?.id ?? ''), hardwareKey(), { onPhone: false, pin: null });
    await next();
    await setUserRole(this.owner(), user.id, role);
    this.#state.admins.push({ userId: user.id, role });
  }
}
