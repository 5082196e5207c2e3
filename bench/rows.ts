import type { Row } from './row.ts';
import { activationRow, wizardRow } from './rows/flows.ts';
import { growth } from './rows/growth.ts';
import { hashing } from './rows/hashing.ts';
import { nodes } from './rows/nodes.ts';
import { list, person } from './rows/reads.ts';
import { stalled } from './rows/stalled.ts';
import { start } from './rows/start.ts';
import { subscribers } from './rows/subscribers.ts';
import { taps } from './rows/taps.ts';
import { transactions } from './rows/transactions.ts';

/** All rows, in the order of the table. */
export const rows: readonly Row[] = [list, person, subscribers, stalled, transactions, taps, wizardRow, activationRow, nodes, start, hashing, growth];
