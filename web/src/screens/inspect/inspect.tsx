// SPDX-License-Identifier: Apache-2.0
// The inspection room: one box, and everything that is recorded about what it names. Nothing here changes anything.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { Trouble } from '../../api/client';
import { courses, me } from '../../api/queries';
import { hasPage, idOf, kindOf, told } from '../../api/types';
import { Card, Nothing, ThingLink, TroubleNote, Waiting } from '../../parts/basics';
import { exportEvidence } from '../../parts/save';
import { useIntact } from '../../proof/intact';
import { CameraButton } from '../../scan/camera_button';
import { resolve } from '../../scan/resolve';
import { useScan } from '../../scan/scanner';
import { no, yes } from '../../scan/sound';
import type { Found } from '../../scan/verdict';
import { Verdict } from '../../shell/finder';
import { useMe } from '../../shell/person';
import { Alarms } from '../../things/alarms';
import { Lineage } from '../../things/lineage';
import { statesOf } from '../../things/states';
import { identityOf, statusOf } from '../../things/status';
import { Head } from '../../things/thing';
import { count, utc } from '../../words/time';
import { named, say, useLanguage, type PageKey } from '../../words/words';
import { Condition, tripsIn } from '../course/condition';
import { Denied } from '../lost';
import './inspect.css';
import { isLook, usePacket, workersOf, type Packet } from './packet';
import { Changes, changesIn, Custody, Looks, People, Records, Signatures, signaturesIn, stretchesOf } from './parts';
import { FourSteps } from './steps';

function Box({ open }: { open: (thing: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [said, set] = useState<{ found?: Exclude<Found, { kind: 'thing' }>; error?: unknown } | null>(null);
  const ask = async (code: string) => {
    try {
      const found = await resolve(code);
      if (found.kind === 'thing') { yes(); set(null); return open(found.thing); }
      no();
      set({ found });
    } catch (error) { no(); set({ error }); }
  };
  useScan((code) => void ask(code));
  useEffect(() => input.current?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = input.current?.value.trim() ?? '';
    if (typed) void ask(typed);
  };
  return <><form className="inspect-box" role="search" aria-label={say('inspect.box')} onSubmit={submit}>
    <label htmlFor="inspect-code">{say('inspect.box')}</label>
    <div className="row"><input ref={input} id="inspect-code" type="text" autoComplete="off" spellCheck={false} enterKeyHint="search" placeholder={say('inspect.box_how')} /><CameraButton hears={(code) => void ask(code)} /><button className="main" type="submit">{say('inspect.open')}</button></div>
  </form>
    {said && (said.found ? <Verdict found={said.found} /> : <TroubleNote error={said.error} />)}</>;
}

const sections = ['custody', 'lineage', 'condition', 'people', 'signatures', 'changes', 'looks', 'records'] as const;
type Section = (typeof sections)[number];
const goTo = (section: string) => { const at = document.getElementById(`inspect-${section}`); at?.scrollIntoView(); at?.focus({ preventScroll: true }); };

function Part({ name, title, children, side }: { name: Section | 'verify'; title: string; children: ReactNode; side?: ReactNode }) {
  return <div id={`inspect-${name}`} tabIndex={-1} className="inspect-part"><Card title={title} side={side}>{children}</Card></div>;
}

function Numbers({ packet }: { packet: Packet }) {
  const outside = tripsIn(packet.facts).filter((one) => one.above_s > 0 || one.below_s > 0).length;
  const all: readonly [PageKey, number, Section][] = [
    ['inspect.n.records', packet.facts.length, 'records'], ['inspect.n.people', workersOf(packet.facts).length, 'people'],
    ['inspect.n.signatures', signaturesIn(packet.facts).length, 'signatures'], ['inspect.n.changes', changesIn(packet.facts).length, 'changes'],
    ['inspect.n.conditions', packet.facts.filter((one) => /^(testing\.result|reception\.received|transport\.logger)/.test(one.fact)).length, 'condition'],
    ['inspect.n.outside', outside, 'condition'], ['inspect.n.looks', packet.looks.length, 'looks'],
  ];
  return <ul className="inspect-numbers" aria-label={say('inspect.numbers')}>{all.map(([words, number, section]) =>
    <li key={words}><button type="button" onClick={() => goTo(section)}><b>{count(number)}</b> {say(words)}</button></li>)}</ul>;
}

/** What stands at the edges of every printed page. */
function useEdges(thing: string, packet: Packet): void {
  const mine = useQuery(me);
  const evidence = useIntactIf(thing);
  const coi = identityOf(packet.own).chain_of_identity;
  useEffect(() => {
    const style = document.documentElement.style;
    const quoted = (text: string) => JSON.stringify(text);
    style.setProperty('--edge-head', quoted(`${coi ? `${say('identity.coi')} ${coi} · ` : ''}${named('thing', kindOf(thing))} ${idOf(thing)}`));
    style.setProperty('--edge-foot', quoted(evidence ? say('inspect.print.tree', { size: evidence.size, root: evidence.root }) : mine.data?.origin ?? ''));
    style.setProperty('--edge-page', quoted(`${say('inspect.print.page')} `));
    return () => { for (const name of ['head', 'foot', 'page']) style.removeProperty(`--edge-${name}`); };
  });
}
function useIntactIf(thing: string) {
  const { data } = useIntact(thing, told.includes(kindOf(thing)));
  return data?.holds ? data : undefined;
}

/** On paper everything stands, oldest first. */
function usePrinting(): readonly [boolean, () => void] {
  const [printing, set] = useState(false);
  useEffect(() => {
    const begin = () => flushSync(() => set(true)), end = () => set(false);
    addEventListener('beforeprint', begin);
    addEventListener('afterprint', end);
    return () => { removeEventListener('beforeprint', begin); removeEventListener('afterprint', end); };
  }, []);
  return [printing, () => window.print()];
}

function Whole({ thing }: { thing: string }) {
  const myself = useMe();
  const packet = usePacket(thing, myself.roles);
  const [printing, print] = usePrinting();
  const [error, fail] = useState<unknown>();
  const [now] = useState(() => utc(Date.now()));
  useEdges(thing, packet);
  if (packet.error instanceof Trouble && packet.error.status === 403) return <Denied error={packet.error} />;
  if (packet.error) return <TroubleNote error={packet.error} />;
  const is_told = told.includes(kindOf(thing));
  const exports = () => { fail(undefined); exportEvidence(thing).catch(fail); };
  const facts = packet.facts.filter((one) => !isLook(one));
  return <article className="inspect" data-complete={packet.complete ? 'yes' : 'no'} aria-label={say('inspect.packet')}>
    <Head thing={thing} of={packet.own} />
    <Alarms thing={thing} status={statusOf(packet.own)} />
    <div className="row inspect-do">
      {is_told && <button type="button" className="main" onClick={exports}>{say('evidence.export')}</button>}
      <Link className="button" to="/audit" search={{ about: thing }}>{say('inspect.audit')}</Link>
      <button type="button" onClick={print} disabled={!packet.complete}>{say('inspect.print')}</button>
      {hasPage(thing) && <Link className="button" to="/$kind/$id" params={{ kind: kindOf(thing), id: idOf(thing) }}>{say('inspect.page')}</Link>}
      {!packet.complete && <span role="status" className="small">{say('waiting')}</span>}
    </div>
    {error !== undefined && <TroubleNote error={error} />}
    <Numbers packet={packet} />
    <p className="only-print small">{say('inspect.print.by', { who: myself.name ?? '', when: now, origin: myself.origin ?? '' })}</p>
    {is_told && <Part name="verify" title={say('inspect.verify')}><FourSteps thing={thing} /></Part>}
    {packet.traces.size > 0 && <Part name="custody" title={say('custody')}><Custody packet={packet} /></Part>}
    {packet.edges.length > 0 && <Part name="lineage" title={say('lineage')}><Lineage edges={packet.edges} here={thing} states={statesOf([packet.own, ...packet.traces.values()])} /></Part>}
    <Part name="condition" title={say('inspect.condition')}><Condition facts={facts} held={stretchesOf(packet)} /></Part>
    <Part name="people" title={say('inspect.people')}><People packet={packet} /></Part>
    <Part name="signatures" title={say('inspect.signatures')}><Signatures packet={packet} /></Part>
    <Part name="changes" title={say('inspect.changes')}><Changes packet={packet} /></Part>
    <Part name="looks" title={say('inspect.looks')}><Looks packet={packet} /></Part>
    <Part name="records" title={say(printing ? 'inspect.records_printed' : 'facts')}>{packet.facts.length > 0 ? <Records packet={packet} all={printing} /> : packet.complete ? <Nothing why={say('facts.none')} /> : <Waiting lines={8} />}</Part>
  </article>;
}

/** For whoever has no code at hand: the treatments that changed last. */
function Treatments({ open }: { open: (thing: string) => void }) {
  const all = useQuery(courses);
  if (!all.data || all.data.length === 0) return null;
  return <Card title={say('inspect.treatments')}><ul className="inspect-list">{[...all.data].sort((one, other) => other.since - one.since).slice(0, 24).map((one) =>
    <li key={one.course}><button type="button" onClick={() => open(one.course)}><code>{one.chain_of_identity ?? idOf(one.course)}</code></button> {one.site && <ThingLink thing={one.site} />}</li>)}</ul></Card>;
}

export function Inspect() {
  useLanguage();
  const navigate = useNavigate();
  const { thing } = useSearch({ from: '/inside/inspect' });
  const open = (next: string) => void navigate({ to: '/inspect', search: { thing: next } });
  return <>
    <div className="heading"><h1>{say('place.inspect')}</h1><p>{say('inspect.what')}</p></div>
    <Box open={open} />
    {thing ? <Whole key={thing} thing={thing} /> : <><Nothing why={say('inspect.empty')} /><Treatments open={open} /></>}
  </>;
}
