import type { EventType } from '../gql/graphql.ts';
import type { Texts } from '../texts/en/index.ts';

/** As much of an event as its sentence needs. */
export interface ToldEvent {
  type: EventType;
  details: readonly { name: string; value?: string | null }[];
}

/** What an event tells beside its type, in the reader's words; empty where that is nothing for people. */
export function eventDetails({ common, activity, groups }: Texts, { type, details }: ToldEvent): string {
  const told = Object.fromEntries(details.map(({ name, value }) => [name, value ?? null]));
  const changed = (words: Record<string, string>, none = '') => {
    const said = (value: string | null | undefined) => (value ? (words[value] ?? value) : none);
    return said(told.from) ? activity.changed(said(told.from), said(told.to)) : said(told.to);
  };
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
      return common.keyKind[told.kind as keyof typeof common.keyKind] ?? '';
    case 'USER_UPDATED':
    case 'GROUP_UPDATED':
      return namesOf(told.fields)
        .map((field) => activity.fields[field] ?? field)
        .join(', ');
    case 'USER_GROUPS_CHANGED':
      return groups.count(namesOf(told.groupIds).length);
    case 'MAIL_FAILED':
    case 'SIGN_IN_REFUSED':
      return told.reason ?? '';
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
