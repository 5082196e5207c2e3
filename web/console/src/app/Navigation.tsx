import { Link, type LinkProps } from '@tanstack/react-router';
import { Icon, type IconName } from '../components/Icon.tsx';
import { useTexts } from '../texts/index.tsx';
import classes from './Shell.module.css';
import { useRights } from './viewer.ts';

/** The sections on the left. */
export function Navigation({ onGo }: { onGo: () => void }) {
  const { sections } = useTexts().shell;
  const { may } = useRights();
  const to = (path: NonNullable<LinkProps['to']>, icon: IconName, label: string) => (
    <li>
      <Link to={path} className={classes.link} activeOptions={{ exact: path === '/' }} onClick={onGo}>
        <Icon name={icon} />
        {label}
      </Link>
    </li>
  );
  return (
    <>
      <ul className={classes.list}>{to('/', 'dashboard', sections.dashboard)}</ul>
      <h2 className={classes.group} id="key-management">
        {sections.keyManagement}
      </h2>
      <ul className={classes.list} aria-labelledby="key-management">
        {to('/users', 'users', sections.users)}
        {to('/groups', 'groups', sections.groups)}
        {to('/keys', 'key', sections.keys)}
        {to('/enrolments', 'enrolment', sections.enrolments)}
      </ul>
      <hr className={classes.line} />
      <ul className={classes.list}>
        {to('/applications', 'application', sections.applications)}
        {to('/readers', 'reader', sections.readers)}
        {may('event.read') && to('/activity', 'activity', sections.activity)}
        {to('/settings', 'settings', sections.settings)}
      </ul>
    </>
  );
}
