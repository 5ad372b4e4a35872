// SPDX-License-Identifier: Apache-2.0
// My work: what waits for my roles, what is stopped, what was recorded since I came.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { courses, emergencies, useCatalogue } from '../api/queries';
import { idOf, type Course, type Line } from '../api/types';
import { useLive } from '../live/live';
import { Card, Id, Nothing, ThingLink, Waiting } from '../parts/basics';
import { Unshown } from './lost';
import { useKept } from '../parts/kept';
import { Tag } from '../parts/marks';
import { useMe } from '../shell/person';
import { barredState } from '../things/alarms';
import { mayGive } from '../things/commands';
import { Fact } from '../things/facts';
import { named, say, sayMore, useLanguage } from '../words/words';
import { isStopped, nextAt, stageOf } from './course/stages';
import { Rail } from './course/rail';

const at_once = 50;
const causesOf = (course: Course) => say('work.stopped_by', { causes: Object.keys(course.barred).map((cause) => say(cause === 'held' ? 'cause.held' : cause === 'rejected' ? 'cause.rejected' : cause === 'deviation' ? 'cause.deviation' : 'cause.strange')).join(', ') });

export function CourseName({ course }: { course: Course }) {
  return <Link className="thing" to="/$kind/$id" params={{ kind: 'course', id: idOf(course.course) }}><Id id={course.chain_of_identity ?? idOf(course.course)} /></Link>;
}

/** The first of them, and the rest when it is wanted: thousands of rows at once stop a browser. */
function Tasks({ all }: { all: readonly { readonly course: Course; readonly what: string }[] }) {
  const [shown, set] = useState(at_once);
  return <><ul className="tasks">{all.slice(0, shown).map(({ course, what }) => <Row key={course.course} course={course} what={what} />)}</ul>
    {all.length > shown && <button type="button" onClick={() => set(shown + at_once)}>{say('more', { count: all.length - shown })}</button>}</>;
}

function Row({ course, what }: { course: Course; what: string }) {
  const state = barredState(course);
  return <li className="task"><div className="row"><CourseName course={course} />{course.site && <ThingLink thing={course.site} />}<span className="grow" />
    {state && <Tag state={state}>{say(state === 'stop' ? 'status.rejected' : 'status.barred')}</Tag>}</div>
    <Rail reached={stageOf(course.reached)} small stopped={state} /><p>{what}</p></li>;
}

/** Somebody read about a patient of others: who may judge it is told at once, until each was judged. */
function Emergencies({ all }: { all: readonly Line[] }) {
  return <Card title={say('work.emergencies', { count: all.length })}><div role="alert"><ol className="facts">{all.slice(0, 20).map((line) => <Fact key={line.record} line={line} />)}</ol></div>
    <ul className="row">{all.slice(0, 20).map((line) => <li key={line.seq}><Link className="button" to="/do/$stage/$command" params={{ stage: 'breakglass', command: 'review' }}
      search={{ person: String(line.data['person']), subject: String(line.data['subject']), opening: String(line.seq) }}>{say('work.judge')} #{line.seq}</Link></li>)}</ul></Card>;
}

export function Work() {
  useLanguage();
  const myself = useMe();
  const all = useQuery(courses), catalogue = useCatalogue();
  const judges = catalogue.data?.commands.some((one) => one.name === 'breakglass/review' && mayGive(one, myself.roles, myself.knowsRoles)) ?? false;
  const opened = useQuery({ ...emergencies, enabled: judges });
  const { fresh } = useLive();
  // What facts say is in words that come later: with the first fact that is shown.
  const hasFacts = fresh.length > 0 || (opened.data?.length ?? 0) > 0;
  useEffect(() => { if (hasFacts) void sayMore(); }, [hasFacts]);
  const [news, tell] = useState(at_once);
  const settled = useRef(false);
  settled.current ||= all.data !== undefined && !all.isFetching && catalogue.data !== undefined;
  const mine = new Map((catalogue.data?.commands ?? []).filter((one) => mayGive(one, myself.roles, myself.knowsRoles)).map((one) => [one.name, one.title]));
  const nextOf = (course: Course) => nextAt[stageOf(course.reached)].filter((name) => mine.has(name));
  const isLate = (course: Course) => ['infused', 'followed_up'].includes(course.reached ?? '');
  const waits = (course: Course) => !isStopped(course) && course.last_status !== 'dead' && nextOf(course).length > 0;
  // Rows say what is known now, and stay where they stood when the reader came, or asked for what is new.
  const useRows = (which: (course: Course) => boolean) => useKept(all.data, (every) => every.filter(which), (one) => one.course, [...mine.keys()].join(), settled.current, false)
    .map((course) => ({ course, what: isStopped(course) ? causesOf(course) : say('work.next', { what: nextOf(course).map((name) => mine.get(name)).join(' · ') || '–' }) }));
  const under_way = useRows((one) => waits(one) && !isLate(one)), later = useRows((one) => waits(one) && isLate(one)), stopped = useRows(isStopped);
  if (all.error) return <Unshown error={all.error} again={() => void all.refetch()} />;
  if (!all.data || !catalogue.data) return <Waiting lines={8} />;
  return <>
    <div className="heading"><h1>{say('place.work')}</h1><p>{myself.roles.map((role) => named('role', role)).join(', ')}</p></div>
    {(opened.data?.length ?? 0) > 0 && <Emergencies all={opened.data ?? []} />}
    {stopped.length > 0 && <Card title={say('work.stopped', { count: stopped.length })} side={<Link className="button" to="/holds">{say('place.holds')}</Link>}><Tasks all={stopped} /></Card>}
    <Card title={say('work.waiting', { count: under_way.length })}>{under_way.length > 0 ? <Tasks all={under_way} /> : <Nothing why={say('work.none')}><Link className="button" to="/tower">{say('place.tower')}</Link></Nothing>}</Card>
    {later.length > 0 && <Card title={say('work.followup', { count: later.length })}><Tasks all={later} /></Card>}
    <Card title={say('work.news')}>{fresh.length > 0 ? <ol className="facts">{fresh.slice(0, news).map((line) => <Fact key={line.record} line={line} />)}</ol> : <Nothing why={say('work.no_news')} />}
      {fresh.length > news && <button type="button" onClick={() => tell(news + at_once)}>{say('more', { count: fresh.length - news })}</button>}</Card>
  </>;
}
