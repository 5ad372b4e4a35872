// SPDX-License-Identifier: Apache-2.0
// Holds and deviations: what is on hold now and why, since when and by whom; which deviations are open, and what is to be done.
import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { courses, timeline, useCatalogue } from '../../api/queries';
import type { Course, Line } from '../../api/types';
import { Card, Nothing, ThingLink, Time, Waiting } from '../../parts/basics';
import { Unshown } from '../lost';
import { useKept } from '../../parts/kept';
import { Tag, type State } from '../../parts/marks';
import { useNow } from '../../parts/now';
import { useMe } from '../../shell/person';
import { mayGive } from '../../things/commands';
import { count, span } from '../../words/time';
import { named, say, useLanguage } from '../../words/words';
import { CourseName } from '../work';
import { severityOf, standingOf, stoppedIn, unexplained, type Deviation, type Hold, type Severity } from './fold';
import { looked_back, standing } from './standing';

const at_once = 50, asked_max = 100;
const states: Record<Severity, State> = { given: 'stop', released: 'attention', unknown: 'planned', before: 'planned' };

/** A command with its fields filled in, for whom it is. */
function useMay(): (name: string) => boolean {
  const catalogue = useCatalogue(), myself = useMe();
  return (name) => catalogue.data?.commands.some((one) => one.name === name && mayGive(one, myself.roles, myself.knowsRoles)) ?? false;
}
const Do = ({ command, search, children }: { command: string; search: Record<string, string>; children: ReactNode }) =>
  <Link className="button" to="/do/$stage/$command" params={{ stage: 'quality', command }} search={search}>{children}</Link>;

function Stopped({ all }: { all: readonly Course[] }) {
  if (all.length === 0) return null;
  return <p className="row small">{say('holds.stops', { count: all.length })} {all.slice(0, 3).map((one) => <CourseName key={one.course} course={one} />)}{all.length > 3 && ` +${all.length - 3}`}</p>;
}
const Since = ({ line, now }: { line: Line; now: number }) =>
  <p className="small">{say('holds.since', { span: span(now - Date.parse(line.happened_at)) })} · <Time at={line.happened_at} /> · <ThingLink thing={`person/${line.by}`} />{line.reason && <> · {say('fact.reason', { reason: line.reason })}</>}</p>;

interface Shown { readonly now: number; readonly stopped: readonly Course[]; readonly may: (name: string) => boolean; }
function HoldRow({ hold, open, now, stopped, may }: Shown & { hold: Hold; open: boolean }) {
  const rejected = stopped.some((one) => one.barred['rejected'] === hold.thing);
  return <li data-thing={hold.thing} data-over={hold.over ? 'yes' : 'no'}><div className="row"><Tag state={hold.over ? 'done' : rejected ? 'stop' : 'held'}>{say(hold.over ? 'holds.lifted' : rejected ? 'status.rejected' : 'state.held')}</Tag>
    <ThingLink thing={hold.thing} /><b>{named('choice', String(hold.line.data['cause']))}</b></div>
    <Since line={hold.over ?? hold.line} now={now} /><Stopped all={stopped} />
    {!hold.over && may('quality/lift') && <p className="row">{open ? <small>{say('holds.first')}</small> : <Do command="lift" search={{ thing: hold.thing, hold: String(hold.line.seq) }}>{say('holds.lift')}</Do>}</p>}</li>;
}
function DeviationRow({ one, held, now, stopped, may }: Shown & { one: Deviation; held: boolean }) {
  const severity = severityOf(stopped);
  return <li data-thing={one.about} data-over={one.over ? 'yes' : 'no'}><div className="row"><Tag state={one.over ? 'done' : states[severity]}>{one.over ? say('holds.closed') : say(`holds.severity.${severity}`)}</Tag>
    <ThingLink thing={one.deviation} /><b>{named('choice', String(one.line.data['cause']))}</b></div>
    <p className="small">{say('holds.about')} <ThingLink thing={one.about} /></p>
    <Since line={one.over ?? one.line} now={now} /><Stopped all={stopped} />
    {!one.over && <p className="row">{may('quality/close_deviation') && <Do command="close_deviation" search={{ deviation: one.deviation }}>{say('holds.judge')}</Do>}
      {!held && may('quality/hold') && <Do command="hold" search={{ thing: one.about, cause: String(one.line.data['cause']) }}>{say('holds.hold')}</Do>}</p>}</li>;
}

function List({ children }: { children: readonly ReactNode[] }) {
  const [shown, set] = useState(at_once);
  return <><ul className="holds">{children.slice(0, shown)}</ul>
    {children.length > shown && <button type="button" onClick={() => set(shown + at_once)}>{say('more', { count: children.length - shown })}</button>}</>;
}

export function Holds() {
  useLanguage();
  const now = useNow(), may = useMay();
  const all = useQuery(courses), told = useQuery(standing);
  const list = all.data ?? [], stoppedBy = useMemo(() => stoppedIn(all.data ?? []), [all.data]);
  // Who knows what was held longer ago than is looked for: the facts about it.
  const faults = useMemo(() => [...new Set((all.data ?? []).flatMap((one) => Object.values(one.barred)))].filter((one) => /^(material|batch|course|consignment)\//.test(one)).slice(0, asked_max), [all.data]);
  const far = told.data !== undefined && told.data.head > looked_back;
  const about = useQueries({ queries: far ? faults.map(timeline) : [] });
  const read = about.filter((one) => one.data).length;
  const state = useMemo(() => standingOf([...told.data?.lines ?? [], ...about.flatMap((one) => one.data ?? [])]), [told.data, read]);
  // Which treatments it stops is known by the list, which is asked again once something was held or lifted.
  const heard = useRef<number>(undefined), head = told.data?.head;
  const { refetch } = all;
  useEffect(() => {
    if (heard.current !== undefined && head !== undefined && head !== heard.current) void refetch();
    if (head !== undefined) heard.current = head;
  }, [head, refetch]);
  const settled = useRef(false);
  settled.current ||= told.data !== undefined && !told.isFetching && all.data !== undefined && about.every((one) => !one.isFetching);
  const holds = useKept(state.holds, (every) => every.filter((one) => !one.over), (one) => one.line.record, 'holds', settled.current);
  const grave = (one: Deviation) => ['given', 'released', 'unknown', 'before'].indexOf(severityOf(stoppedBy(one.about)));
  const deviations = useKept(state.deviations, (every) => every.filter((one) => !one.over).sort((one, other) => grave(one) - grave(other) || one.line.seq - other.line.seq), (one) => one.deviation, 'deviations', settled.current);
  if (told.error ?? all.error) return <Unshown error={told.error ?? all.error} again={() => void Promise.all([told.refetch(), all.refetch()])} />;
  if (!told.data || !all.data) return <Waiting lines={8} />;
  const rest = unexplained(list, state), about_open = new Set(state.deviations.filter((one) => !one.over).map((one) => one.about)), held = new Set(state.holds.filter((one) => !one.over).map((one) => one.thing));
  const held_now = holds.filter((one) => !one.over).length, open_now = deviations.filter((one) => !one.over).length;
  return <>
    <div className="heading"><h1>{say('place.holds')}</h1><p role="status">{say('holds.count', { held: held_now, open: open_now })}</p><span className="grow" />
      {may('quality/hold') && <Do command="hold" search={{}}>{say('holds.hold')}</Do>}</div>
    <Card title={say('holds.held', { count: held_now + rest.length })}>
      {holds.length + rest.length === 0 ? <Nothing why={say('holds.none')}><Link className="button" to="/tower">{say('place.tower')}</Link></Nothing> : <List>{[
        ...holds.map((one) => <HoldRow key={one.line.record} hold={one} open={about_open.has(one.thing)} now={now} stopped={stoppedBy(one.thing)} may={may} />),
        ...rest.map(({ thing, cause }) => <li key={`${cause} ${thing}`} data-thing={thing}><div className="row"><Tag state={cause === 'held' ? 'held' : 'attention'}>{say(cause === 'held' ? 'state.held' : 'cause.deviation')}</Tag><ThingLink thing={thing} /></div>
          <p className="small">{say('holds.no_fact')}</p><Stopped all={stoppedBy(thing)} /></li>)]}</List>}</Card>
    <Card title={say('holds.deviations', { count: open_now })}><p className="small">{say('holds.severity_how')}</p>
      {deviations.length === 0 ? <Nothing why={say('holds.no_deviation')} /> : <List>{deviations.map((one) =>
        <DeviationRow key={one.deviation} one={one} held={held.has(one.about)} now={now} stopped={stoppedBy(one.about)} may={may} />)}</List>}</Card>
    {far && <p className="small">{say('holds.looked', { count: count(looked_back) })}</p>}
  </>;
}
