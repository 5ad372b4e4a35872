// SPDX-License-Identifier: Apache-2.0
// Every screen, by its address. A thing's page is its key: /material/3F7K000000000000XX.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { NotFound, Broken } from './screens/lost';
import { Shell } from './shell/shell';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: Broken });

const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: Shell, notFoundComponent: NotFound });
const page = <P extends string>(path: P, load: () => Promise<Record<string, unknown>>, name: string) =>
  createRoute({ getParentRoute: () => inside, path, errorComponent: Broken,
    component: lazyRouteComponent(load as () => Promise<Record<string, never>>, name) });

export interface TowerSearch { readonly show?: 'all' | 'stopped' | undefined; readonly text?: string | undefined; }
const tower = createRoute({
  getParentRoute: () => inside, path: '/tower', errorComponent: Broken,
  validateSearch: (search): TowerSearch => ({
    show: search['show'] === 'all' || search['show'] === 'stopped' ? search['show'] : undefined,
    text: typeof search['text'] === 'string' && search['text'] !== '' ? search['text'] : undefined,
  }),
  component: lazyRouteComponent(() => import('./screens/tower'), 'Tower'),
});
/** Fields that are known already: /do/custody/hand_over?material=… */
const act = createRoute({
  getParentRoute: () => inside, path: '/do/$stage/$command', errorComponent: Broken,
  validateSearch: (search): Record<string, string | undefined> => Object.fromEntries(Object.entries(search)
    .filter(([name, value]) => /^[a-z_]{1,40}$/.test(name) && typeof value === 'string' && /^[\w/:.-]{1,80}$/.test(value))) as Record<string, string>,
  component: lazyRouteComponent(() => import('./screens/act'), 'Act'),
});

/** From a treatment: /collect?course=course/… */
const collect = createRoute({
  getParentRoute: () => inside, path: '/collect', errorComponent: Broken,
  validateSearch: (search): { course?: string } => (typeof search['course'] === 'string' && /^course\/[0-9A-Z]{18}$/.test(search['course']) ? { course: search['course'] } : {}),
  component: lazyRouteComponent(() => import('./screens/collect/collect'), 'Collect'),
});

/** /new?subject=subject/…: what is recorded of them already is there, and it goes on from it. */
const begin = createRoute({
  getParentRoute: () => inside, path: '/new', errorComponent: Broken,
  validateSearch: (search): { subject?: string } => (typeof search['subject'] === 'string' && /^subject\/[0-9A-Z]{18}$/.test(search['subject']) ? { subject: search['subject'] } : {}),
  component: lazyRouteComponent(() => import('./screens/new/new'), 'New'),
});

/** Nobody signs in for it, and nothing stands around it. */
const courier = createRoute({ getParentRoute: () => root, path: '/courier', errorComponent: Broken,
  component: lazyRouteComponent(() => import('./screens/courier'), 'Courier') });

const tree = root.addChildren([courier, inside.addChildren([
  page('/', () => import('./screens/work'), 'Work'),
  tower,
  act,
  collect,
  begin,
  page('/ways', () => import('./screens/ways'), 'Ways'),
  page('/do', () => import('./screens/record'), 'Record'),
  page('/bedside', () => import('./screens/bedside/bedside'), 'Bedside'),
  page('/receive', () => import('./screens/receive/receive'), 'Receive'),
  page('/audit', () => import('./screens/audit'), 'Audit'),
  page('/verify', () => import('./screens/verify/verify'), 'Verify'),
  page('/docs', () => import('./screens/docs'), 'Docs'),
  page('/i/$code', () => import('./screens/resolve'), 'Resolve'),
  page('/$kind/$id', () => import('./things/thing'), 'Thing'),
])]);

export const router = createRouter({ routeTree: tree, defaultPreload: false, scrollRestoration: true });

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
}
