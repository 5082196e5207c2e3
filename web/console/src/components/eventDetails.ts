import type { EventType } from '../gql/graphql.ts';
import type { Texts } from '../texts/en/index.ts';

/** As much of an event as its sentence needs. */
export interface ToldEvent {
  type: EventType;
  details: readonly { name: string; value?: string | null }[];
  application?: { name: string } | null;
  readerAgent?: { name: string } | null;
}

/** A name amid other text, which keeps its own direction (Unicode’s UAX 9, as `<bdi>` does). */
const isolated = (name: string | null | undefined) => (name ? `\u2068${name}\u2069` : '');

/** What an event tells beside its type, in the reader's words; empty where that is nothing for people. */
export function eventDetails({ common, activity, groups }: Texts, { type, details, application, readerAgent }: ToldEvent): string {
  const told = Object.fromEntries(details.map(({ name, value }) => [name, value ?? null]));
  const changed = (words: Record<string, string>, none = '') => {
    const said = (value: string | null | undefined) => (value ? (words[value] ?? value) : none);
    return said(told.from) ? activity.changed(said(told.from), said(told.to)) : said(told.to);
  };
  const listed = (parts: (string | null | undefined)[]) => parts.filter(Boolean).join(activity.separator);
  const reason = told.reason ? (activity.refusals[told.reason] ?? told.reason) : '';
  const app = isolated(application?.name);
  const pc = isolated(readerAgent?.name);
  const where = [app && activity.into(app), pc && activity.at(pc), told.address && activity.from(isolated(told.address))];
  switch (type) {
    case 'USER_STATUS_CHANGED':
      return changed(common.userStatus);
    case 'USER_ROLE_CHANGED':
      return changed(common.role, activity.noRole);
    case 'SECURITY_KEY_STATUS_CHANGED':
      return changed(common.keyStatus);
    case 'ENROLMENT_STATUS_CHANGED':
      return changed(common.enrolmentStatus);
    case 'TAP_JOB_STATUS_CHANGED':
      return changed(activity.tapStatuses);
    case 'SECURITY_KEY_ASSIGNED':
    case 'SECURITY_KEY_REQUESTED':
      return common.keyKind[told.kind as keyof typeof common.keyKind] ?? '';
    case 'USER_UPDATED':
    case 'GROUP_UPDATED':
    case 'APPLICATION_UPDATED': {
      const fields = listed(namesOf(told.fields).map((field) => activity.fields[field] ?? field));
      return app ? activity.about(app, fields) : fields;
    }
    case 'USER_GROUPS_CHANGED':
      return groups.count(namesOf(told.groupIds).length);
    case 'MAIL_FAILED':
      return told.reason ?? '';
    case 'SESSION_STARTED':
      return listed(where);
    case 'SIGN_IN_REFUSED':
    case 'OFFLINE_REFUSED':
      return listed([reason, ...where]);
    case 'APPLICATION_REFUSED':
      return listed([app, reason]);
    case 'APPLICATION_CREATED':
    case 'APPLICATION_SECRET_ROTATED':
    case 'APPLICATION_SIGNED_IN':
    case 'APPLICATION_DELETED':
      return app;
    case 'OFFLINE_GRANTED':
    case 'OFFLINE_SIGNED_IN':
    case 'OFFLINE_JOURNAL_BROKEN':
    case 'READER_AGENT_PAIRED':
    case 'READER_AGENT_RENAMED':
    case 'READER_AGENT_RADIO_CHANGED':
    case 'READER_AGENT_REVOKED':
    case 'READER_AGENT_ONLINE':
    case 'READER_AGENT_OFFLINE':
    case 'READER_CONNECTED':
    case 'READER_DISCONNECTED':
      return pc;
    default:
      return '';
  }
}

/** A list in a detail comes as JSON. */
function namesOf(value: string | null | undefined): string[] {
  try {
    const list: unknown = JSON.parse(value ?? '[]');
    return Array.isArray(list) ? list.map(String) : [];
  } catch {
    return [];
  }
}
