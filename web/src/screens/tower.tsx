// SPDX-License-Identifier: Apache-2.0
// The control tower: one row a treatment, the least slack first. Rows stay where they are until the reader says so.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useMemo, useRef } from 'react';
import { courses, useCatalogue } from '../api/queries';
import { type Course } from '../api/types';
import { Nothing, ThingLink, Time, Waiting } from '../parts/basics';
import { Unshown } from './lost';
import { rowHeight, useDensity } from '../parts/density';
import { useKept } from '../parts/kept';
import { Icon, Tag } from '../parts/marks';
import { useNow } from '../parts/now';
import { barredState } from '../things/alarms';
import { moment, span } from '../words/time';
import { named, say, useLanguage } from '../words/words';
import { Rail } from './course/rail';
import { endsOf, isStopped, isUnderWay, nextAt, stageOf, stages, urgent, type Stage } from './course/stages';
import { CourseName } from './work';

const scale_hours = 24 * 30;
const keyOf = (course: Course) => course.course;

interface Next { readonly title: string; readonly roles: string; }
/** What comes next at each stage, and who does it. */
function useNext(): ReadonlyMap<Stage, Next> {
  const { data } = useCatalogue();
  return useMemo(() => new Map(stages.map((stage) => {
    const command = data?.commands.find((one) => one.name === nextAt[stage][0]);
    return [stage, { title: command?.title ?? '', roles: command?.roles.map((role) => named('role', role.value)).join(', ') ?? '' }];
  })), [data]);
}

interface Shown { readonly course: Course; readonly at: number; readonly start: number; readonly now: number; readonly next: Next | undefined; readonly language: string; }
/** Drawn again when something of it is another, and not with each step of scrolling. */
const Row = memo(({ course, at, start, now, next }: Shown) => {
  const state = barredState(course) as 'held' | 'stop' | 'attention' | undefined, stage = stageOf(course.reached), { next: until, past } = endsOf(course, now), last = past.at(-1);
  return <div role="row" aria-rowindex={at + 2} data-index={at} className="tower-row" ref={(box) => { if (box) box.style.transform = `translateY(${start}px)`; }}>
    <div role="cell"><CourseName course={course} /><small>{course.site && <ThingLink thing={course.site} />}</small></div>
    <div role="cell"><Rail reached={stage} small stopped={state} /><small>{say(`stage_reached.${stage}`)}</small></div>
    <div role="cell">{course.last_status === 'dead' ? say('tower.over') : <>{next?.title}<small>{next?.roles}</small></>}</div>
    <div role="cell">{until ? <><b>{span(until.at - now)}</b> {last ? <small className="late" title={past.map((one) => `${say(`slack.past.${one.why}`)} ${moment(one.at)}`).join('\n')}>{say('tower.past', { count: past.length })}</small>
      : <meter min={0} max={scale_hours} low={48} optimum={scale_hours} value={(until.at - now) / 3_600_000} aria-label={say('tower.slack')} />}</>
      : last ? <b className="late"><Icon state="stop" /> {span(last.at - now)}</b> : <small>{say('slack.none')}</small>}</div>
    <div role="cell">{state ? <Tag state={state}>{say(`tower.bar.${state}`)}{Object.keys(course.barred).length > 1 && ` ${Object.keys(course.barred).length}`}</Tag> : <small>–</small>}</div>
    <div role="cell">{until ? <><small>{say(`slack.${until.why}`)}</small><small><Time at={new Date(until.at).toISOString()} /></small></>
      : last && <><small className="late">{say(`slack.past.${last.why}`)}</small><small><Time at={new Date(last.at).toISOString()} /></small></>}</div>
  </div>;
});

export function Tower() {
  const language = useLanguage();
  const all = useQuery(courses);
  const next = useNext(), now = useNow();
  const search = useSearch({ from: '/inside/tower' });
  const navigate = useNavigate({ from: '/tower' });
  const box = useRef<HTMLDivElement>(null);
  const settled = useRef(false);
  settled.current ||= all.data !== undefined && !all.isFetching;
  const choose = (every: readonly Course[]) => every
    .filter((one) => (search.show === 'all' ? true : search.show === 'stopped' ? isStopped(one) : isUnderWay(one) || isStopped(one)))
    .filter((one) => !search.text || (one.chain_of_identity ?? '').includes(search.text.toUpperCase()))
    .sort(urgent);
  const shown = useKept(all.data, choose, keyOf, `${search.show} ${search.text}`, settled.current);
  const virtual = useVirtualizer({ count: shown.length, getScrollElement: () => box.current, estimateSize: rowHeight, overscan: 12 });
  const density = useDensity();
  useEffect(() => virtual.measure(), [density, virtual]);
  if (all.error) return <Unshown error={all.error} again={() => void all.refetch()} />;
  if (!all.data) return <Waiting lines={8} />;
  const pick = (show: 'all' | 'stopped' | undefined) => void navigate({ search: (before) => ({ ...before, show }) });
  return <>
    <div className="heading"><h1>{say('place.tower')}</h1><p>{say('tower.count', { shown: shown.length, all: all.data.length })}</p><span className="grow" />
      <div className="choices" role="group" aria-label={say('tower.filter')}>{([undefined, 'stopped', 'all'] as const).map((one) =>
        <button key={String(one)} type="button" aria-pressed={search.show === one} onClick={() => pick(one)}>{say(one === undefined ? 'tower.under_way' : one === 'stopped' ? 'tower.stopped' : 'tower.all')}</button>)}</div>
      <input className="filter" aria-label={say('tower.text')} placeholder={say('tower.text')} defaultValue={search.text ?? ''} onChange={(event) => void navigate({ search: (before) => ({ ...before, text: event.target.value || undefined }), replace: true })} /></div>
    {shown.length === 0 ? <Nothing why={say(search.show || search.text ? 'tower.none_filtered' : 'tower.none')}>{(search.show !== 'all' || search.text) && <button type="button" onClick={() => void navigate({ search: { show: 'all' } })}>{say('tower.all')}</button>}</Nothing>
      : <div className="tower" role="table" aria-label={say('place.tower')} aria-rowcount={shown.length + 1}>
        <div role="rowgroup"><div role="row" className="tower-row head">{(['tower.treatment', 'tower.stage', 'tower.next', 'tower.slack', 'tower.open', 'tower.ends'] as const).map((key) => <div key={key} role="columnheader">{say(key)}</div>)}</div></div>
        <div className="tower-body" ref={box} tabIndex={0} role="rowgroup" aria-label={say('place.tower')}><div role="presentation" ref={(item) => { if (item) item.style.height = `${virtual.getTotalSize()}px`; }}>
          {virtual.getVirtualItems().map((item) => {
            const course = shown[item.index] as Course;
            return <Row key={course.course} course={course} at={item.index} start={item.start} now={now} next={next.get(stageOf(course.reached))} language={language} />;
          })}
        </div></div>
      </div>}
  </>;
}
