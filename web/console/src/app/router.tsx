import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { readUsersSearch } from '../pages/users/usersSearch.ts';
import { readStep } from '../pages/users/wizard/steps.ts';
import { Broken } from './Broken.tsx';
import { Gate } from './Gate.tsx';
import { NotFound } from './NotFound.tsx';
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

// Each page is loaded when it is first gone to.
const routes = [
  createRoute({
    getParentRoute: under,
    path: '/',
    component: lazyRouteComponent(() => import('../pages/dashboard/DashboardPage.tsx'), 'DashboardPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/users',
    validateSearch: readUsersSearch,
    component: lazyRouteComponent(() => import('../pages/users/UsersPage.tsx'), 'UsersPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/users/$userId',
    component: lazyRouteComponent(() => import('../pages/users/person/PersonPage.tsx'), 'PersonPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/users/new/$wizardId',
    validateSearch: readStep,
    component: lazyRouteComponent(() => import('../pages/users/wizard/WizardPage.tsx'), 'WizardPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/groups',
    validateSearch: anyText,
    component: lazyRouteComponent(() => import('../pages/groups/GroupsPage.tsx'), 'GroupsPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/groups/$groupId',
    validateSearch: anyText,
    component: lazyRouteComponent(() => import('../pages/groups/GroupPage.tsx'), 'GroupPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/keys',
    validateSearch: anyText,
    component: lazyRouteComponent(() => import('../pages/keys/KeysPage.tsx'), 'KeysPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/enrolments',
    validateSearch: anyText,
    component: lazyRouteComponent(() => import('../pages/enrolments/EnrolmentsPage.tsx'), 'EnrolmentsPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/readers',
    validateSearch: anyText,
    component: lazyRouteComponent(() => import('../pages/readers/ReadersPage.tsx'), 'ReadersPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/activity',
    validateSearch: anyText,
    component: lazyRouteComponent(() => import('../pages/activity/ActivityPage.tsx'), 'ActivityPage'),
  }),
  createRoute({
    getParentRoute: under,
    path: '/settings',
    validateSearch: anyText,
    component: lazyRouteComponent(() => import('../pages/settings/SettingsPage.tsx'), 'SettingsPage'),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultErrorComponent: Broken,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
