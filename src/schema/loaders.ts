import DataLoader from 'dataloader';
import type { Ctx } from '../modules/context.ts';
import { groupsByIds, groupsByUserIds, memberCounts } from '../modules/directory/readGroups.ts';
import { usersByIds } from '../modules/directory/readUsers.ts';
import { enrolmentsByIds, newestEnrolmentByKeyIds, newestMailByEnrolmentIds } from '../modules/enrolment/readEnrolments.ts';
import { keyRequestsByUserIds } from '../modules/keys/keyRequests.ts';
import { cardsByKeyIds, cardsByWizardIds } from '../modules/keys/readCards.ts';
import { credentialsByKeyIds, keysByIds, keysByUserIds } from '../modules/keys/readKeys.ts';
import { agentsByIds, readersByAgentIds, readersByIds } from '../modules/readers/readAgents.ts';
import { offlineUntilByKeyIds } from '../modules/signin/offline/life.ts';
import { applicationsByIds, groupsByApplicationIds } from '../modules/signin/oidc/readApplications.ts';

const listed = <T extends { id: string }>(ids: readonly string[], rows: readonly T[]): (T | null)[] => {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
};

const mapped = <T>(ids: readonly string[], found: ReadonlyMap<string, T>): (T | null)[] => ids.map((id) => found.get(id) ?? null);

/** Batches of reads, one statement for all rows of an operation. They read within one workspace and check no right. */
const make = ({ db, clock }: Pick<Ctx, 'db' | 'clock'>, workspaceId: string) => ({
  user: new DataLoader(async (ids: readonly string[]) => listed(ids, await usersByIds(db, workspaceId, ids))),
  group: new DataLoader(async (ids: readonly string[]) => listed(ids, await groupsByIds(db, workspaceId, ids))),
  groupsOfUser: new DataLoader(async (ids: readonly string[]) => mapped(ids, await groupsByUserIds(db, workspaceId, ids))),
  groupsOfApplication: new DataLoader(async (ids: readonly string[]) => mapped(ids, await groupsByApplicationIds(db, workspaceId, ids))),
  memberCount: new DataLoader(async (ids: readonly string[]) => mapped(ids, await memberCounts(db, workspaceId, ids))),
  key: new DataLoader(async (ids: readonly string[]) => listed(ids, await keysByIds(db, workspaceId, ids))),
  keysOfUser: new DataLoader(async (ids: readonly string[]) => mapped(ids, await keysByUserIds(db, workspaceId, ids))),
  credentialOfKey: new DataLoader(async (ids: readonly string[]) => mapped(ids, await credentialsByKeyIds(db, workspaceId, ids))),
  offlineUntil: new DataLoader(async (ids: readonly string[]) => mapped(ids, await offlineUntilByKeyIds({ db, clock }, workspaceId, ids))),
  cardOfKey: new DataLoader(async (ids: readonly string[]) => mapped(ids, await cardsByKeyIds(db, workspaceId, ids))),
  cardOfWizard: new DataLoader(async (ids: readonly string[]) => mapped(ids, await cardsByWizardIds(db, workspaceId, ids))),
  keyRequestOfUser: new DataLoader(async (ids: readonly string[]) => mapped(ids, await keyRequestsByUserIds(db, workspaceId, ids))),
  enrolment: new DataLoader(async (ids: readonly string[]) => listed(ids, await enrolmentsByIds(db, workspaceId, ids))),
  enrolmentOfKey: new DataLoader(async (ids: readonly string[]) => mapped(ids, await newestEnrolmentByKeyIds(db, workspaceId, ids))),
  readerAgent: new DataLoader(async (ids: readonly string[]) => listed(ids, await agentsByIds(db, workspaceId, ids))),
  reader: new DataLoader(async (ids: readonly string[]) => listed(ids, await readersByIds(db, workspaceId, ids))),
  application: new DataLoader(async (ids: readonly string[]) => listed(ids, await applicationsByIds(db, workspaceId, ids))),
  readersOfAgent: new DataLoader(async (ids: readonly string[]) => mapped(ids, await readersByAgentIds(db, workspaceId, ids))),
  mailOfEnrolment: new DataLoader(async (ids: readonly string[]) => mapped(ids, await newestMailByEnrolmentIds(db, workspaceId, ids))),
});

/** The loaders of one operation. A subscription resets them before each event, or it would show the first for ever. */
export class Loaders {
  #ctx: Pick<Ctx, 'db' | 'clock'>;
  #byWorkspace = new Map<string, ReturnType<typeof make>>();

  constructor(ctx: Pick<Ctx, 'db' | 'clock'>) {
    this.#ctx = ctx;
  }

  /** The loaders of one workspace: the parent row's. */
  of(workspaceId: string): ReturnType<typeof make> {
    const known = this.#byWorkspace.get(workspaceId) ?? make(this.#ctx, workspaceId);
    this.#byWorkspace.set(workspaceId, known);
    return known;
  }

  /** Forgets what was read. */
  reset(): void {
    this.#byWorkspace.clear();
  }
}
