// SPDX-License-Identifier: Apache-2.0
// What all stations share: who works here, a verdict that is word, shape, colour and sound, fields that count what is typed.
import { Link, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { scan, Trouble } from '../../api/client';
import { client } from '../../api/queries';
import { useLive } from '../../live/live';
import { unanswered } from '../../offline/keeping';
import { useWaiting } from '../../live/waiting';
import type { Entry } from '../../offline/rules';
import { Time } from '../../parts/basics';
import { Icon, type State } from '../../parts/marks';
import { Camera } from '../../scan/camera';
import { hearScan, useScan, useScanReady } from '../../scan/scanner';
import { no, yes } from '../../scan/sound';
import { judged } from '../../scan/verdict';
import { scanning } from '../../scan/wedge';
import { HelpButton } from '../../shell/help';
import { useMe } from '../../shell/person';
import { clock } from '../../words/time';
import { named, say } from '../../words/words';
import { kindOf, type Trace } from '../../api/types';
import { causeOf, seqOf, type Kept } from './giving';
import type { Step } from './cannot';
import { bare } from './typed';
import { namedWithout } from './without';
import '../../styles/stations.css';

const Cannot = lazy(() => import('./cannot').then((module) => ({ default: module.Cannot })));

export interface Said { readonly state: State; readonly words: ReactNode; readonly more?: ReactNode; /** The key of what waits on this device. */ readonly kept?: string; }

const ToSheet = () => <Link to="/print/$what" params={{ what: 'downtime' }} search={{}}>{say('paper.sheet')}</Link>;
const ToDevice = () => <Link to="/device">{say('offline.show')}</Link>;
/** It was entered, and is recorded nowhere yet. */
export const keptSaid = ({ kept }: Kept, more?: ReactNode): Said => ({ kept, state: 'going', words: say('offline.only_here'), more: <>{say('offline.will_send')} <ToDevice />{more && <> · {more}</>}</> });
/** The same where the step stands, for as long as it waits; or that the server said no. */
export function WaitsHere({ entry }: { entry: Entry }) {
  return <div className={entry.refused ? 'alarm stop' : 'alarm going'} role="status" data-waits={entry.command}><Icon state={entry.refused ? 'stop' : 'going'} size={28} />
    <span><b>{say(entry.refused ? 'offline.is_refused' : 'offline.only_here')}</b> {entry.refused?.detail ?? say('offline.will_send')} <small><Time at={entry.at} /> {say('offline.by_clock')}</small></span><span className="grow" /><ToDevice /></div>;
}
/** What cannot go on without the server's answer says so before it is pressed, and where it goes on meanwhile. */
export function NeedsServer({ why }: { why: string }) {
  const { state, since } = useLive();
  if (state !== 'stale') return null;
  return <div className="alarm stop" role="status" data-needs-server=""><Icon state="stop" size={28} /><span>{say('offline.needs_server', { time: clock(since) })} {why}</span><span className="grow" /><ToSheet /></div>;
}
const good: ReadonlySet<State> = new Set<State>(['done', 'going', 'planned']);

/** What went wrong, whether it was recorded, which rule: in one verdict. */
export const saidOf = (error: unknown): Said => {
  const problem = error instanceof Trouble ? error.problem : undefined;
  return { state: 'stop', words: problem?.detail ?? say('trouble.page'),
    more: <>{problem?.fields?.map((one) => <span key={one.path}>{one.why} </span>)}{problem?.why} {unanswered(error) && <>{say('station.needs_server')} <ToSheet /> </>}{problem?.recorded === 'unknown' ? say('trouble.unknown') : say('trouble.nothing')} <code>{problem?.rule} {problem?.code ?? String(error)}</code></> };
};

/** The verdict, how an answer is given, and how a station begins anew: that is none, and makes no sound. */
export function useVerdict(first: Said): readonly [Answered, (said: Said) => void, (said: Said) => void] {
  const [said, set] = useState<Answered>({ ...first, count: 0 });
  const show = (next: Said) => set((before) => ({ ...next, count: before.count + 1 }));
  return [said, (next) => {
    if (good.has(next.state)) yes();
    else no();
    show(next);
  }, show];
}
/** The same answer twice is two answers: it is drawn, and told, anew. */
export interface Answered extends Said { readonly count: number; }

/** What became of what was kept here: it is told where it was said. */
function useBecame(said: Said): Said {
  const { mine, sent } = useWaiting();
  if (said.kept === undefined) return said;
  const answer = sent.find((one) => one.entry.key === said.kept)?.answer, refused = mine.find((one) => one.key === said.kept)?.refused;
  if (refused) return { state: 'stop', words: say('offline.is_refused'), more: <>{refused.detail} <ToDevice /></> };
  if (!answer) return said;
  const cause = causeOf(answer);
  return cause ? { state: 'held', words: say('receive.held'), more: <>{named('choice', cause)} · #{seqOf(answer)}</> } : { state: 'done', words: say('form.recorded'), more: <>#{seqOf(answer)}</> };
}

export function Verdict({ said: told }: { said: Answered }) {
  const said = useBecame(told);
  const loud = said.state === 'stop' || said.state === 'held' || said.state === 'done';
  return <div key={told.count} className={`says ${said.state}`} role={loud ? 'alert' : 'status'} data-verdict={said.state}><Icon state={said.state} size={44} />
    <div><p>{said.words}</p>{said.more && <p className="says-more">{said.more}</p>}</div></div>;
}

export function Station({ title, help, hears, children, anew, busy, types }: { title: string; help: string; hears: (code: string) => Promise<void>; children: ReactNode; anew?: (() => void) | undefined; busy: boolean; /** Where the id of what cannot be scanned may be typed, before a second person. */ types?: Step | undefined }) {
  const myself = useMe();
  const ready = useScanReady();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [camera, see] = useState(false);
  const [cannot, open] = useState(false);
  // One scan after the other: what is scanned while the server is asked waits, and is not lost.
  const latest = useRef({ hears, busy });
  latest.current = { hears, busy };
  const line = useRef<Promise<void>>(Promise.resolve());
  const hear = (code: string) => {
    line.current = line.current.then(async () => {
      do await new Promise((drawn) => { setTimeout(drawn, 20); }); while (latest.current.busy);
      await latest.current.hears(code);
    }).catch(() => undefined);
  };
  useScan(hear, scanning);
  return <div className="bedside stand" data-busy={busy || undefined}>
    <div className="heading"><h1>{title}</h1><span className="grow" />{!ready && <span>{say('scan.not_ready')}</span>}
      <HelpButton path={path} inside /><button type="button" onClick={() => see(!camera)} aria-pressed={camera}>{say('scan.camera')}</button>
      {types && <button type="button" onClick={() => open(!cannot)} aria-expanded={cannot}>{say('typed.cannot')}</button>}
      {anew && <button type="button" onClick={anew}>{say('bedside.anew')}</button>}</div>
    <p className="station">{say('bedside.here', { name: myself.name ?? '' })}</p>
    <details className="how"><summary>{say('station.how')}</summary><p>{help}</p></details>
    {camera && <Camera hears={hearScan} />}
    {cannot && types && <Suspense><Cannot step={types} identified={hear} hears={hear} close={() => open(false)} /></Suspense>}
    {children}
  </div>;
}

export interface Meant { readonly thing?: string; readonly unknown?: true; readonly printed?: string; readonly stop?: string; /** The server was not asked. */ readonly away?: true; }
/** What a code names here; a code that is a stop says why. */
export async function meant(code: string): Promise<Meant> {
  let scanned;
  try { scanned = await scan(code); } catch (error) {
    if (!unanswered(error)) throw error;
    const before = client.getQueriesData<Trace>({ queryKey: ['trace'] }).flatMap(([, one]) => one ?? []);
    const thing = namedWithout(code, before);
    return thing ? { thing, away: true } : { unknown: true, away: true };
  }
  if (scanned.verdict === 'printed') return { printed: scanned.thing ?? '', stop: say('scan.printed') };
  const found = judged(scanned);
  switch (found.kind) {
    case 'thing': return { thing: found.thing };
    case 'unknown': return { unknown: true };
    case 'stop': return { stop: say(found.words, { what: found.what }) };
  }
}
/** Of a code that named nothing. */
export const unknownSaid = (one: Meant, more: ReactNode): Said => (one.away ? { state: 'stop', words: say('station.unread'), more: <>{say('station.unread_more')} <ToSheet /></> } : { state: 'stop', words: say('scan.unknown'), more });
export const otherKind = (thing: string, wanted: string) => say('form.other_kind', { kind: named('thing', kindOf(thing)), wanted });

/** A number that is typed: how many characters of how many, and whether its check characters fit, before it is sent. */
export function Typed({ id, label, length, fits, done, keeps = (text) => text }: { id: string; label: string; length?: number; fits: (text: string) => boolean; done: (text: string) => void; keeps?: (text: string) => string }) {
  const [text, set] = useState('');
  const value = keeps(text), good = fits(value);
  const full = length === undefined ? value.length > 0 : value.length >= length;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!good) return;
    set('');
    done(value);
  };
  return <form className="typed" onSubmit={submit}><label htmlFor={id}>{label}</label>
    <div className="row"><input id={id} value={text} onChange={(event) => set(event.target.value)} autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={60} aria-describedby={`${id}-count`} />
      <button type="submit" disabled={!good}>{say('station.take')}</button></div>
    <small id={`${id}-count`} className={full && !good ? 'wrong' : undefined}>{full && !good && <Icon state="stop" />}{good && <Icon state="done" />} {length === undefined ? say('station.count', { count: value.length }) : say('station.count_of', { count: value.length, length })}
      {full && !good && <> · {say(length === undefined ? 'station.form_wrong' : 'station.check_wrong')}</>}{good && length !== undefined && <> · {say('station.check_fits')}</>}</small>
  </form>;
}
export const keepsBare = bare;
