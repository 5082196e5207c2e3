import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { eventOutbox } from '../../src/db/tables/events.ts';
import { canonicalText, chainMac, chainStart, checkpointSignature } from '../../src/modules/events/chain.ts';
import { fromCursor, toCursor } from '../../src/modules/events/read.ts';

type Row = typeof eventOutbox.$inferSelect;

const key = new Uint8Array(randomBytes(32));
const row: Row = {
  workspaceId: 'wsp_1',
  position: 7,
  type: 'security_key.status_changed',
  actor: 'usr_1',
  userId: 'usr_2',
  keyId: 'key_1',
  enrolmentId: 'enr_1',
  payload: { from: 'PENDING', to: 'ACTIVE' },
  occurredAt: new Date('2026-11-24T09:00:00.123Z'),
};

describe('the chain', () => {
  const macOf = (event: Row, number = 3, previous = chainStart) => Buffer.from(chainMac(key, previous, canonicalText(number, event))).toString('hex');

  test('writes an event as one fixed text', () => {
    expect(canonicalText(3, row)).toBe(
      '{"number":3,"workspaceId":"wsp_1","type":"security_key.status_changed","actor":"usr_1","userId":"usr_2","keyId":"key_1",' +
        '"enrolmentId":"enr_1","occurredAt":"2026-11-24T09:00:00.123Z","payload":{"from":"PENDING","to":"ACTIVE"}}',
    );
  });

  const changes: Partial<Row>[] = [
    { workspaceId: 'wsp_2' },
    { type: 'security_key.renamed' },
    { actor: 'system' },
    { userId: null },
    { keyId: 'key_2' },
    { enrolmentId: null },
    { occurredAt: new Date('2026-11-24T09:00:00.124Z') },
    { payload: { from: 'PENDING', to: 'REVOKED' } },
    { payload: { from: 'PENDING' } },
  ];

  test.each(changes)('gives another MAC where %j changed', (change) => {
    expect(macOf({ ...row, ...change })).not.toBe(macOf(row));
  });

  test('tells by these changes of every column but the outbox position, which the log does not keep', () => {
    const { position: _, ...logged } = row;
    expect(new Set(changes.flatMap(Object.keys))).toEqual(new Set(Object.keys(logged)));
    expect(macOf({ ...row, position: 8 })).toBe(macOf(row));
  });

  test('gives another MAC at another number, after another event, under another key', () => {
    expect(macOf(row, 4)).not.toBe(macOf(row));
    expect(macOf(row, 3, new Uint8Array(32).fill(1))).not.toBe(macOf(row));
    expect(Buffer.from(chainMac(new Uint8Array(32), chainStart, canonicalText(3, row))).toString('hex')).not.toBe(macOf(row));
  });

  test('signs a checkpoint over its workspace, its number and its MAC', () => {
    const mac = chainMac(key, chainStart, canonicalText(1, row));
    const marks = [
      checkpointSignature(key, 'wsp_1', 1, mac),
      checkpointSignature(key, 'wsp_2', 1, mac),
      checkpointSignature(key, 'wsp_1', 2, mac),
      checkpointSignature(key, 'wsp_1', 1, chainStart),
    ];
    expect(new Set(marks.map((mark) => Buffer.from(mark).toString('hex'))).size).toBe(marks.length);
  });
});

describe('a cursor', () => {
  test('gives back the number that was put in', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999_999 }), (number) => {
        expect(fromCursor(toCursor(number))).toBe(number);
      }),
    );
  });

  test.each([
    '',
    '42',
    'evt_',
    'evt_-1',
    'evt_01',
    'evt_1.5',
    'evt_1e3',
    'evt_0x1',
    ' evt_1',
    'evt_1 ',
    'evt_1\n',
    'EVT_1',
    'evt_٤',
    'evt_9999999999999999',
  ])('%j is none', (text) => {
    expect(() => fromCursor(text)).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID' }));
  });

  test('of any other text is refused', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/^evt_(0|[1-9]\d*)$/.test(text));
        expect(() => fromCursor(text)).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID' }));
      }),
    );
  });
});
