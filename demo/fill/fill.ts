import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { type Connection, connect } from '../../src/db/client.ts';
import type { Db } from '../../src/db/handle.ts';
import { migrate } from '../../src/db/migrate.ts';
import { newToken, sha256 } from '../../src/lib/secrets.ts';
import { setUserWizardDetails, startUserWizard } from '../../src/modules/enrolment/wizard.ts';
import { memoryBus } from '../../src/modules/events/bus.ts';
import { Sequencer } from '../../src/modules/events/sequencer.ts';
import { createApiToken } from '../../src/modules/identity/apiTokens.ts';
import { keptTransport } from '../../src/modules/mail/transports/kept.ts';
import { Mailer } from '../../src/modules/mail/worker.ts';
import { Vault } from '../../src/modules/vault.ts';
import { stillClock } from '../../test/support/clock.ts';
import { makeServer } from '../../test/support/modules.ts';
import { type Step, stepsOf } from './lifeSteps.ts';
import { inventLives, span } from './lives.ts';
import { Chance } from './random.ts';
import { Scene, staffCount } from './scene.ts';

const minute = 60_000;
/** How many steps are taken at the same time: one waits for the database while another is at work. */
const atOnce = 4;

/** What the demo keeps of its filling. */
export interface Filled {
  /** The number of a card that somebody has. */
  takenCard: string;
}

/** Numbers the events once, when all have happened, in the order of their moments: nobody listens before. */
class LateSequencer extends Sequencer {
  override wake(): void {}

  async number(db: Db, workspaceId: string): Promise<void> {
    await db.execute(sql`
      with last as (select max(position) as position from event_outbox),
        ordered as (select position, row_number() over (order by occurred_at, position) as place from event_outbox)
      update event_outbox set position = last.position + ordered.place from last, ordered where event_outbox.position = ordered.position`);
    super.wake(workspaceId);
    await this.idle();
  }
}

/**
 * Fills an empty database with the last 30 days of an organisation, by the server's own use cases: only the clock is
 * another one. No server runs on it meanwhile, as that one would go by the present time.
 */
export async function fill(
  connection: Connection,
  { secret, publicUrl, people }: { secret: string; publicUrl: string; people: number },
): Promise<Filled> {
  await migrate(connection);
  const { db, end } = connect(connection);
  const now = Date.now();
  // Moved by hand while the organisation is set up; from then on each step has a moment of its own.
  const clock = stillClock(new Date(now - span));
  const setupToken = newToken();
  const mailer = new Mailer(keptTransport());
  const log = pino({ level: 'error', base: null }, pino.destination(2));
  const sequencer = new LateSequencer({ db, clock, vault: new Vault([secret]), bus: memoryBus(), log });
  const server = makeServer(db, {
    clock,
    secret,
    publicUrl,
    sequencer,
    log,
    rp: { id: 'localhost', name: 'Latchkey', origins: [publicUrl] },
    setupToken: sha256(setupToken),
  });
  let mailedAt = clock.now();
  mailer.start({ ...server, clock: { now: () => mailedAt } });
  let mailed: Promise<unknown> = Promise.resolve();
  /** Mail goes at the moment of the step that wrote it. */
  const sendMail = (at: Date) => {
    mailed = mailed.then(() => {
      mailedAt = at;
      return mailer.runOnce();
    });
    return mailed;
  };
  try {
    const chance = new Chance(300);
    const scene = await Scene.open(server, chance, setupToken, async () => {
      await sendMail(clock.now());
      clock.advance(7 * minute);
    });
    const lives = inventLives(chance, people - staffCount, now);
    const steps: Step[] = [...lives.flatMap((life) => stepsOf(life, now)), ...ofTheOwner(now)];
    await takeAll(steps, async ({ at, act }) => {
      const moment = new Date(at);
      await act(scene.at(moment));
      await sendMail(moment);
    });
    await sequencer.number(db, scene.workspaceId);
    return { takenCard: scene.takenCard };
  } finally {
    await mailer.stop();
    await end();
  }
}

/** Takes the steps in the order of their moments, some at a time, and one after the other where they are the same person's. */
async function takeAll(steps: Step[], take: (step: Step) => Promise<void>): Promise<void> {
  const running = new Set<Promise<void>>();
  const lastOf = new Map<unknown, Promise<void>>();
  for (const step of steps.sort((a, b) => a.at - b.at)) {
    if (step.alone) await Promise.all(running);
    if (running.size >= atOnce) await Promise.race(running);
    const taken: Promise<void> = (lastOf.get(step.whose) ?? Promise.resolve()).then(() => take(step)).finally(() => running.delete(taken));
    lastOf.set(step.whose, taken);
    running.add(taken);
    if (step.alone) await taken;
  }
  await Promise.all(running);
}

/** A script's token, and a wizard that the owner was called away from. */
const ofTheOwner = (now: number): Step[] => [
  {
    whose: 'owner',
    at: now - 9 * 24 * 60 * minute,
    act: (scene) => createApiToken(scene.owner(), { name: 'Badge printer', scopes: ['READ', 'ENROLMENT'], days: 90 }),
  },
  {
    whose: 'owner',
    at: now - 95 * minute,
    act: async (scene) => {
      const { id } = await startUserWizard(scene.owner());
      await setUserWizardDetails(scene.owner(), id, {
        displayName: 'Greta Half-Way',
        email: 'greta@demo.example',
        username: 'greta',
        department: 'Sales',
      });
    },
  },
];
