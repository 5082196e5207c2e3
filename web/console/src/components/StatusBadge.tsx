import { useEffect, useRef, useState } from 'react';
import type { EnrolmentStatus, KeyStatus, MailStatus, UserStatus } from '../gql/graphql.ts';
import { useTexts } from '../texts/index.tsx';
import classes from './StatusBadge.module.css';

export type Tone = 'quiet' | 'waiting' | 'going' | 'good' | 'stopped' | 'bad';

/** How something stands, in a word; the colour only repeats it. It lights up when it changes. */
export function StatusBadge({ tone, children }: { tone: Tone; children: string }) {
  const before = useRef(children);
  const [changed, setChanged] = useState(false);
  useEffect(() => {
    if (before.current === children) return;
    before.current = children;
    setChanged(true);
    const timer = setTimeout(() => setChanged(false), 2_000);
    return () => clearTimeout(timer);
  }, [children]);
  return (
    <span className={classes.badge} data-tone={tone} data-changed={changed || undefined}>
      {children}
    </span>
  );
}

const userTones: Record<UserStatus, Tone> = { NO_KEY: 'quiet', PENDING: 'waiting', ACTIVE: 'good', SUSPENDED: 'stopped' };
const keyTones: Record<KeyStatus, Tone> = { PENDING: 'waiting', ACTIVE: 'good', SUSPENDED: 'stopped', LOST: 'bad', REVOKED: 'quiet' };
const enrolmentTones: Record<EnrolmentStatus, Tone> = {
  PENDING: 'waiting',
  OPENED: 'going',
  ACTIVATED: 'good',
  EXPIRED: 'bad',
  CANCELLED: 'quiet',
};
const mailTones: Record<MailStatus, Tone> = {
  QUEUED: 'waiting',
  SENT: 'good',
  FAILED: 'bad',
  KEPT: 'good',
  ERASED: 'quiet',
  CANCELLED: 'quiet',
};

export function UserStatusBadge({ status }: { status: UserStatus }) {
  return <StatusBadge tone={userTones[status]}>{useTexts().common.userStatus[status]}</StatusBadge>;
}

export function KeyStatusBadge({ status }: { status: KeyStatus }) {
  return <StatusBadge tone={keyTones[status]}>{useTexts().common.keyStatus[status]}</StatusBadge>;
}

export function EnrolmentStatusBadge({ status }: { status: EnrolmentStatus }) {
  return <StatusBadge tone={enrolmentTones[status]}>{useTexts().common.enrolmentStatus[status]}</StatusBadge>;
}

export function MailStatusBadge({ status }: { status: MailStatus }) {
  return <StatusBadge tone={mailTones[status]}>{useTexts().common.mailStatus[status]}</StatusBadge>;
}
