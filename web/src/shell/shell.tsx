// SPDX-License-Identifier: Apache-2.0
// What stands around every screen.
import { Link, Outlet, useRouter, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useIdle } from '../api/idle';
import { useStanding, useTurn } from '../api/session';
import { showFresh, useFeed, useLive } from '../live/live';
import { useSending, useWaiting } from '../live/waiting';
import { useWorker } from '../offline/soon';
import { AsOf } from '../parts/as_of';
import { Waiting } from '../parts/waiting';
import { startScanner } from '../scan/scanner';
import { clock, useZone } from '../words/time';
import { say, sayMore, useLanguage } from '../words/words';
import { DemonstrationMark } from './demonstration';
import { Door, Locked } from './door';
import { Finder } from './finder';
import { Help, HelpButton } from './help';
import { useKeys } from './keys';
import { Palette } from './palette';
import { useMe } from './person';
import { isSeldom, placesFor } from './places';
import { Who } from './who';

// Where the server goes before this part of the page has come there is no band; the lamp says it, and what was entered stays.
const Band = lazy(async () => ({ default: (await Promise.all([import('../offline/band'), sayMore()]).catch(() => undefined))?.[0].Band ?? (() => null) }));
/** Loaded when there is something to say, or soon: without the server it could not be. */
function Downtime() {
  const { mine, others, sent } = useWaiting();
  const { state } = useLive();
  const [soon, set] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => set(true), 2500);
    return () => clearTimeout(timer);
  }, []);
  return soon || state === 'stale' || mine.length + others + sent.length > 0 ? <Suspense><Band /></Suspense> : null;
}

const Enrolled = lazy(async () => ({ default: (await Promise.all([import('./enrolled'), sayMore()]).catch(() => undefined))?.[0].Enrolled ?? (() => null) }));

const open_to_all = ['/verify', '/docs'];

export function Lamp() {
  const { state, seq, since } = useLive();
  return <span className={`lamp ${state}`} role="status"><i />
    {state === 'stale' ? say('lamp.stale', { time: clock(since) }) : state === 'live'
      ? <>{say('lamp.live')}<span className="seq">#{seq}</span></> : say('lamp.waiting')}</span>;
}

/** Rows move only when somebody says so. */
function Fresh() {
  const { fresh } = useLive();
  // The place of it is there before it is: the first fact pushes no row away.
  return <div className="fresh-row no-print">{fresh.length > 0 && <button type="button" className="main fresh" onClick={() => void showFresh()}>{say('fresh', { count: fresh.length })}</button>}</div>;
}

function Frame() {
  useLanguage();
  const myself = useMe();
  const zone = useZone();
  const router = useRouter();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const main = useRef<HTMLElement>(null);
  const [sheet, show] = useState<'palette' | 'keys' | null>(null);
  const shut = useCallback(() => show(null), []);
  const finder = useRef<HTMLInputElement>(null);
  useFeed(useStanding() === 'in' ? myself.key : undefined);
  useSending(myself.key);
  useEffect(startScanner, []);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else main.current?.focus({ preventScroll: true });
    document.title = `Veinline${path === '/' ? '' : ` · ${decodeURIComponent(path.slice(1))}`}`;
  }, [path]);
  useKeys({
    find: useCallback(() => finder.current?.focus(), []),
    palette: useCallback(() => show('palette'), []),
    help: useCallback(() => show('keys'), []),
    go: useCallback((to: string) => void router.navigate({ to }), [router]),
  });
  const lists = path === '/' || path === '/tower' || path === '/holds' || path === '/audit';
  return <>
    <a className="skip" href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>{say('skip')}</a>
    <DemonstrationMark />
    <header className="top">
      <Link className="brand" to="/"><img src="/icon.svg" alt="" />Veinline</Link>
      <Finder input={finder} />
      <span className="grow" />
      <Lamp />
      <Who myself={myself} help={() => show('keys')} />
    </header>
    {myself.enrolled.length > 0 && myself.before && <Suspense><Enrolled all={myself.enrolled} before={myself.before} /></Suspense>}
    <div className="body">
      <nav className="rail-nav" aria-label={say('navigation')}><ul>
        {placesFor(myself.roles, myself.knowsRoles).filter((place) => !isSeldom(place, myself.roles)).map((place) =>
          <li key={place.to}><Link to={place.to} activeOptions={{ exact: place.to === '/' }} activeProps={{ 'aria-current': 'page' }}>{say(place.words)}</Link></li>)}
        <li className="zone">{say('zone', { zone })}</li>
      </ul></nav>
      <main id="main" tabIndex={-1} ref={main}><p className="zone-here no-print">{say('zone', { zone })}</p>{lists && <Fresh />}<Outlet /><AsOf /></main>
    </div>
    <Downtime />
    {sheet === 'palette' && <Palette myself={myself} close={shut} />}
    {sheet === 'keys' && <Help path={path} inside close={shut} />}
  </>;
}

/** For whoever comes without signing in: the checker of evidence, and the description of the API. */
function Outside({ path }: { path: string }) {
  return <>
    <DemonstrationMark />
    <header className="top"><Link className="brand" to="/"><img src="/icon.svg" alt="" />Veinline</Link><span className="grow" /><HelpButton path={path} /><Link className="button" to="/">{say('sign_in')}</Link></header>
    <main id="main" tabIndex={-1}><Outlet /></main>
  </>;
}

/** Whether one is still signed in is not known yet: the page stands, and says what it waits for. */
const Asking = () => <>
  <header className="top"><span className="brand"><img src="/icon.svg" alt="" />Veinline</span></header>
  <main id="main" tabIndex={-1}><Waiting lines={8} what="waiting.of.session" again={() => location.reload()} /></main>
</>;

export function Shell() {
  useLanguage();
  useWorker();
  const standing = useStanding(), turn = useTurn();
  useIdle(standing === 'in');
  const path = useRouterState({ select: (state) => state.location.pathname });
  switch (standing) {
    case 'asking': return <Asking />;
    // What stands in forms stays behind the lock: the same frame. It does not stay for another person: theirs is a new one.
    case 'in': case 'locked': case 'over': {
      const shut = standing !== 'in';
      return <><div className={shut ? 'frame shut' : 'frame'} inert={shut}><Frame key={turn} /></div>{shut && <Locked over={standing === 'over'} />}</>;
    }
    case 'out': return open_to_all.includes(path) ? <Outside path={path} /> : <Door />;
  }
}
