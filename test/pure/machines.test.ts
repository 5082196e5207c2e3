import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { enrolmentNext, openStatuses } from '../../src/modules/enrolment/machine.ts';
import { keyNext } from '../../src/modules/keys/machine.ts';
import { statusFromKeys } from '../../src/modules/keys/userStatus.ts';

type Next = Record<string, readonly string[]>;

/** The next status, as the compare-and-set decides it: a wish that is not allowed changes nothing. */
const step = (next: Next, status: string, wish: string): string => (next[status]?.includes(wish) ? wish : status);

/** Walks the wishes one by one and gives every status on the way. */
function walk(next: Next, start: string, wishes: readonly string[]): string[] {
  const way = [start];
  for (const wish of wishes) way.push(step(next, way.at(-1) as string, wish));
  return way;
}

const walks = (next: Next) => fc.array(fc.constantFrom(...Object.keys(next)), { maxLength: 40 });

// Written down once more, as the design draws them.
const enrolmentMoves = ['PENDING>OPENED', 'OPENED>ACTIVATED', 'PENDING>EXPIRED', 'OPENED>EXPIRED', 'PENDING>CANCELLED', 'OPENED>CANCELLED'];
const keyMoves = [
  'PENDING>ACTIVE',
  'ACTIVE>SUSPENDED',
  'SUSPENDED>ACTIVE',
  'ACTIVE>LOST',
  'SUSPENDED>LOST',
  'PENDING>REVOKED',
  'ACTIVE>REVOKED',
  'SUSPENDED>REVOKED',
  'LOST>REVOKED',
];

describe.each([
  { name: 'an enrolment', next: enrolmentNext as Next, moves: enrolmentMoves, terminal: ['ACTIVATED', 'EXPIRED', 'CANCELLED'] },
  { name: 'a security key', next: keyNext as Next, moves: keyMoves, terminal: ['REVOKED'] },
])('$name', ({ next, moves, terminal }) => {
  test('moves only as the design draws it', () => {
    fc.assert(
      fc.property(walks(next), (wishes) => {
        const way = walk(next, 'PENDING', wishes);
        for (const [i, status] of way.slice(1).entries()) {
          if (status !== way[i]) expect(moves).toContain(`${way[i]}>${status}`);
        }
      }),
    );
  });

  test('has no other move than the drawn ones', () => {
    const table = Object.entries(next).flatMap(([from, targets]) => targets.map((to) => `${from}>${to}`));
    expect(table.toSorted()).toEqual(moves.toSorted());
  });

  test('stays where it ended', () => {
    fc.assert(
      fc.property(fc.constantFrom(...terminal), walks(next), (end, wishes) => {
        expect(new Set(walk(next, end, wishes))).toEqual(new Set([end]));
      }),
    );
  });

  test('never comes back to PENDING', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(next)), walks(next), (start, wishes) => {
        const way = walk(next, start, wishes);
        const left = way.findIndex((status) => status !== 'PENDING');
        if (left >= 0) expect(way.slice(left)).not.toContain('PENDING');
      }),
    );
  });
});

test('an enrolment goes on in exactly the statuses that it can leave', () => {
  const leavable = new Set(Object.entries(enrolmentNext as Next).flatMap(([from, targets]) => (targets.length > 0 ? [from] : [])));
  expect(new Set<string>(openStatuses)).toEqual(leavable);
});

describe('a person’s status', () => {
  const anyKeys = fc.array(fc.constantFrom('PENDING', 'ACTIVE', 'SUSPENDED', 'LOST', 'REVOKED'), { maxLength: 6 });

  test.each([
    { keys: [], status: 'NO_KEY' },
    { keys: ['REVOKED', 'LOST'], status: 'NO_KEY' },
    { keys: ['PENDING'], status: 'PENDING' },
    { keys: ['SUSPENDED'], status: 'SUSPENDED' },
    { keys: ['SUSPENDED', 'PENDING'], status: 'PENDING' },
    { keys: ['PENDING', 'ACTIVE', 'SUSPENDED', 'LOST'], status: 'ACTIVE' },
  ] as const)('with $keys is $status', ({ keys, status }) => {
    expect(statusFromKeys(false, keys)).toBe(status);
  });

  test('is SUSPENDED whatever their keys say, where they are suspended themselves', () => {
    fc.assert(
      fc.property(anyKeys, (keys) => {
        expect(statusFromKeys(true, keys)).toBe('SUSPENDED');
      }),
    );
  });

  test('is ACTIVE exactly where a key is, and does not depend on the keys’ order', () => {
    fc.assert(
      fc.property(anyKeys, (keys) => {
        expect(statusFromKeys(false, keys) === 'ACTIVE').toBe(keys.includes('ACTIVE'));
        expect(statusFromKeys(false, keys.toReversed())).toBe(statusFromKeys(false, keys));
      }),
    );
  });
});
