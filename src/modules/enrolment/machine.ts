import type { EnrolmentStatus } from '../../db/tables/enrolment.ts';

/** From which statuses an enrolment may come to each: the state machine, read backwards, as the compare-and-set needs it. */
export const enrolmentStatusFrom = {
  PENDING: [],
  OPENED: ['PENDING'],
  ACTIVATED: ['OPENED'],
  EXPIRED: ['PENDING', 'OPENED'],
  CANCELLED: ['PENDING', 'OPENED'],
} as const satisfies Record<EnrolmentStatus, readonly EnrolmentStatus[]>;

/** The statuses in which an enrolment still goes on. */
export const openStatuses = ['PENDING', 'OPENED'] as const;
