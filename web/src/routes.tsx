// SPDX-License-Identifier: Apache-2.0
// Every screen, by its address. A thing's page is its key: /material/3F7K000000000000XX.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { NotFound, NotFoundAlone, Broken } from './screens/lost';
import { Shell } from './shell/shell';
import { sayMore } from './words/words';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundAlone, errorComponent: Broken });

const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: Shell, notFoundComponent: NotFound });
/** Screens that come later have words that come later. */
const withWords = <M,>(load: () => Promise<M>) => async (): Promise<M> => (await Promise.all([load(), sayMore()]))[0];
const page = <P extends string>(path: P, load: () => Promise<Record<string, unknown>>, name: string) =>
  createRoute({ getParentRoute: () => inside, path, errorComponent: Broken,
    component: lazyRouteComponent(withWords(load) as () => Promise<Record<string, never>>, name) });

/** Of the first look: it says nothing that comes later. */
const work = createRoute({ getParentRoute: () => inside, path: '/', errorComponent: Broken, component: lazyRouteComponent(() => import('./screens/work'), 'Work') });
export interface TowerSearch { readonly show?: 'all' | 'stopped' | undefined; readonly text?: string | undefined; }
const tower = createRoute({
  getParentRoute: () => inside, path: '/tower', errorComponent: Broken,
  validateSearch: (search): TowerSearch => ({
    show: search['show'] === 'all' || search['show'] === 'stopped' ? search['show'] : undefined,
    text: typeof search['text'] === 'string' && search['text'] !== '' ? search['text'] : undefined,
  }),
  component: lazyRouteComponent(() => import('./screens/tower'), 'Tower'),
});
/** Keys and numbers alone stand in addresses, never what somebody typed. */
const key = (value: unknown) => (typeof value === 'string' && /^[a-z]+\/[0-9A-Z]{18}$/.test(value) ? value : undefined);
const inspect = createRoute({ getParentRoute: () => inside, path: '/inspect', errorComponent: Broken,
  validateSearch: (search): { thing?: string | undefined } => ({ thing: key(search['thing']) }),
  component: lazyRouteComponent(withWords(() => import('./screens/inspect/inspect')), 'Inspect') });
export interface AuditSearch { readonly about?: string | undefined; readonly who?: string | undefined; readonly what?: string | undefined; }
const audit = createRoute({ getParentRoute: () => inside, path: '/audit', errorComponent: Broken,
  validateSearch: (search): AuditSearch => ({ about: key(search['about']), who: key(search['who']),
    what: typeof search['what'] === 'string' && /^[a-z_]+\.[a-z_]+\/\d$/.test(search['what']) ? search['what'] : undefined }),
  component: lazyRouteComponent(withWords(() => import('./screens/audit')), 'Audit') });
export interface PeopleSearch { readonly person?: string | undefined; readonly site?: string | undefined; readonly role?: string | undefined; }
const house = createRoute({ getParentRoute: () => inside, path: '/people', errorComponent: Broken,
  validateSearch: (search): PeopleSearch => ({ person: key(search['person']), site: key(search['site']),
    role: typeof search['role'] === 'string' && /^[a-z_]{1,40}$/.test(search['role']) ? search['role'] : undefined }),
  component: lazyRouteComponent(withWords(() => import('./screens/house/people')), 'People') });
const known = (search: Record<string, unknown>): Record<string, string | undefined> => Object.fromEntries(Object.entries(search)
  .filter(([name, value]) => /^[a-z_]{1,40}$/.test(name) && typeof value === 'string' && /^[\w/:.-]{1,80}$/.test(value))) as Record<string, string>;
/** Fields that are known already: /do/custody/hand_over?material=… */
const act = createRoute({
  getParentRoute: () => inside, path: '/do/$stage/$command', errorComponent: Broken,
  validateSearch: known,
  component: lazyRouteComponent(withWords(() => import('./screens/act')), 'Act'),
});

/** The sheet for when the server is away, of one treatment or of none; and what stands on it, entered afterwards. */
const sheet = createRoute({ getParentRoute: () => inside, path: '/print/$what', errorComponent: Broken,
  validateSearch: (search): { readonly course?: string | undefined } => ({ course: typeof search['course'] === 'string' && /^course\/[0-9A-Z]{18}$/.test(search['course']) ? search['course'] : undefined }),
  component: lazyRouteComponent(withWords(() => import('./screens/paper/sheet')), 'Sheet') });
const paper = createRoute({ getParentRoute: () => inside, path: '/paper', errorComponent: Broken, validateSearch: known,
  component: lazyRouteComponent(withWords(() => import('./screens/paper/entry')), 'PaperEntry') });

/** From a treatment: /collect?course=course/… */
const collect = createRoute({
  getParentRoute: () => inside, path: '/collect', errorComponent: Broken,
  validateSearch: (search): { course?: string } => (typeof search['course'] === 'string' && /^course\/[0-9A-Z]{18}$/.test(search['course']) ? { course: search['course'] } : {}),
  component: lazyRouteComponent(withWords(() => import('./screens/collect/collect')), 'Collect'),
});

/** /new?subject=subject/…: what is recorded of them already is there, and it goes on from it. */
const begin = createRoute({
  getParentRoute: () => inside, path: '/new', errorComponent: Broken,
  validateSearch: (search): { subject?: string } => (typeof search['subject'] === 'string' && /^subject\/[0-9A-Z]{18}$/.test(search['subject']) ? { subject: search['subject'] } : {}),
  component: lazyRouteComponent(withWords(() => import('./screens/new/new')), 'New'),
});

/** Nobody signs in for it, and nothing stands around it. */
const courier = createRoute({ getParentRoute: () => root, path: '/courier', errorComponent: Broken,
  component: lazyRouteComponent(withWords(() => import('./screens/courier')), 'Courier') });

const tree = root.addChildren([courier, inside.addChildren([
  work,
  tower,
  act,
  collect,
  begin,
  page('/patients', () => import('./screens/patients'), 'Patients'),
  page('/documents', () => import('./screens/documents'), 'Documents'),
  page('/holds', () => import('./screens/holds/holds'), 'Holds'),
  page('/ways', () => import('./screens/ways'), 'Ways'),
  page('/do', () => import('./screens/record'), 'Record'),
  page('/bedside', () => import('./screens/bedside/bedside'), 'Bedside'),
  page('/receive', () => import('./screens/receive/receive'), 'Receive'),
  audit,
  inspect,
  house,
  page('/sites', () => import('./screens/house/sites'), 'Sites'),
  page('/keys', () => import('./screens/house/keys'), 'Keys'),
  page('/begin', () => import('./screens/house/begin'), 'Begin'),
  page('/verify', () => import('./screens/verify/verify'), 'Verify'),
  page('/device', () => import('./screens/device'), 'Device'),
  sheet,
  paper,
  page('/docs', () => import('./screens/docs/docs'), 'Docs'),
  page('/i/$code', () => import('./screens/resolve'), 'Resolve'),
  page('/$kind/$id', () => import('./things/thing'), 'Thing'),
])]);

export const router = createRouter({ routeTree: tree, defaultPreload: false, scrollRestoration: true });

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
}
