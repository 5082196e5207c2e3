import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { readUsersSearch } from '../pages/users/usersSearch.ts';
import { readStep } from '../pages/users/wizard/steps.ts';
import { Broken } from './Broken.tsx';
import { Gate } from './Gate.tsx';
import { NotFound } from './NotFound.tsx';
import { Pending } from './Pending.tsx';
import { Shell } from './Shell.tsx';

const root = createRootRoute({
  component: () => (
    <Gate>
      <Shell>
        <Outlet />
      </Shell>
    </Gate>
  ),
  notFoundComponent: NotFound,
});

/** Search parameters as a page without rules of its own reads them: whatever is text. */
const anyText = (search: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(search).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));

const under = () => root;

/** Waits for the network, where there is none: a page that failed to load would make the browser leave the console. */
const online = async (): Promise<void> => {
  if (!navigator.onLine) await new Promise((go) => addEventListener('online', go, { once: true }));
};

/** A page that is loaded when it is first gone to. */
const page = <Pages extends Record<string, unknown>, Name extends keyof Pages>(load: () => Promise<Pages>, name: Name) =>
  lazyRouteComponent(() => online().then(load), name);

const routes = [
  createRoute({
    getParentRoute: under,
    path: '/',
    component: page(() => import('../pages/dashboard/DashboardPage.tsx'), 'DashboardPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/users',
    validateSearch: readUsersSearch,
    component: page(() => import('../pages/users/UsersPage.tsx'), 'UsersPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/users/$userId',
    component: page(() => import('../pages/users/person/PersonPage.tsx'), 'PersonPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/users/new/$wizardId',
    validateSearch: readStep,
    component: page(() => import('../pages/users/wizard/WizardPage.tsx'), 'WizardPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/groups',
    validateSearch: anyText,
    component: page(() => import('../pages/groups/GroupsPage.tsx'), 'GroupsPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/groups/$groupId',
    validateSearch: anyText,
    component: page(() => import('../pages/groups/GroupPage.tsx'), 'GroupPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/keys',
    validateSearch: anyText,
    component: page(() => import('../pages/keys/KeysPage.tsx'), 'KeysPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/enrolments',
    validateSearch: anyText,
    component: page(() => import('../pages/enrolments/EnrolmentsPage.tsx'), 'EnrolmentsPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/applications',
    component: page(() => import('../pages/applications/ApplicationsPage.tsx'), 'ApplicationsPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/applications/$applicationId',
    component: page(() => import('../pages/applications/ApplicationPage.tsx'), 'ApplicationPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/readers',
    validateSearch: anyText,
    component: page(() => import('../pages/readers/ReadersPage.tsx'), 'ReadersPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/activity',
    validateSearch: anyText,
    component: page(() => import('../pages/activity/ActivityPage.tsx'), 'ActivityPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/settings',
    validateSearch: anyText,
    component: page(() => import('../pages/settings/SettingsPage.tsx'), 'SettingsPage'),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultErrorComponent: Broken,
  defaultPendingComponent: Pending,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
