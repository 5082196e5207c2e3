import type { Texts } from '../en/index.ts';
import { activity } from './activity.ts';
import { applications } from './applications.ts';
import { common } from './common.ts';
import { dashboard } from './dashboard.ts';
import { enrolments } from './enrolments.ts';
import { events } from './events.ts';
import { groups } from './groups.ts';
import { keys } from './keys.ts';
import { readers } from './readers.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { tap } from './tap.ts';
import { user } from './user.ts';
import { users } from './users.ts';
import { wizard } from './wizard.ts';

/** The console in Arabic. */
export const ar: Texts = {
  activity,
  applications,
  common,
  dashboard,
  enrolments,
  events,
  groups,
  keys,
  readers,
  settings,
  shell,
  tap,
  user,
  users,
  wizard,
};
