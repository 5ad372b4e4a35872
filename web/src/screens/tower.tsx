// SPDX-License-Identifier: Apache-2.0
// The control tower: one row a treatment, the least slack first. Rows stay where they are until the reader says so.
import { useQueries, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { courses, study, timeline, useCatalogue } from '../api/queries';
import { type Course } from '../api/types';
import { Nothing, ThingLink, Time, TroubleNote, Waiting } from '../parts/basics';
import { Icon, Tag } from '../parts/marks';
import { barredState } from '../things/alarms';
import { span } from '../words/time';
import { named, say, useLanguage } from '../words/words';
import { Rail } from './course/rail';
import { isStopped, isUnderWay, nextAt, slackOf, stageOf, type Slack } from './course/stages';
import { CourseName } from './work';

const row_height = 58, asked_max = 80, scale_hours = 24 * 30;
interface Row { readonly course: Course; readonly slack: Slack | undefined; readonly last: string | undefined; }

function useRows(): { rows: readonly Row[] | undefined; error: unknown; again: () => void } {
  const all = useQuery(courses);
  const active = useMemo(() => (all.data ?? []).filter(isUnderWay).slice(0, asked_max), [all.data]);
  const studies = [...new Set(active.map((one) => one.study).filter((one): one is string => one !== undefined))];
  const windows = useQueries({ queries: studies.map(study) });
  const facts = useQueries({ queries: active.map((one) => timeline(one.course)) });
  const rows = all.data?.map((course): Row => {
    const own = facts[active.indexOf(course)]?.data;
    return { course, slack: own && slackOf(own, windows[studies.indexOf(course.study ?? '')]?.data?.bedside_window_min), last: own?.[own.length - 1]?.happened_at };
  });
  return { rows, error: all.error, again: () => void all.refetch() };
}

/** What is stopped stands first; then what ends soonest; what has no end on record last. */
const rank = (row: Row) => (isStopped(row.course) ? 0 : row.slack?.until ?? 1e15);

export function Tower() {
  useLanguage();
  const { rows, error, again } = useRows();
  const catalogue = useCatalogue();
  const search = useSearch({ from: '/inside/tower' });
  const navigate = useNavigate({ from: '/tower' });
  const box = useRef<HTMLDivElement>(null);
  const [now] = useState(Date.now);
  const shown = useMemo(() => (rows ?? [])
    .filter((one) => (search.show === 'all' ? true : search.show === 'stopped' ? isStopped(one.course) : isUnderWay(one.course) || isStopped(one.course)))
    .filter((one) => !search.text || (one.course.chain_of_identity ?? '').includes(search.text.toUpperCase()))
    .sort((one, other) => rank(one) - rank(other) || one.course.since - other.course.since), [rows, search.show, search.text]);
  const virtual = useVirtualizer({ count: shown.length, getScrollElement: () => box.current, estimateSize: () => row_height, overscan: 12 });
  if (error) return <TroubleNote error={error} again={again} />;
  if (!rows) return <Waiting lines={8} />;
  const owners = (course: Course) => {
    const next = nextAt[stageOf(course.reached)][0];
    const command = catalogue.data?.commands.find((one) => one.name === next);
    return { title: command?.title ?? '', roles: command?.roles.map((role) => named('role', role.value)).join(', ') ?? '' };
  };
  const pick = (show: 'all' | 'stopped' | undefined) => void navigate({ search: (before) => ({ ...before, show }) });
  const items = virtual.getVirtualItems();
  return <>
    <div className="heading"><h1>{say('place.tower')}</h1><p>{say('tower.count', { shown: shown.length, all: rows.length })}</p><span className="grow" />
      <div className="choices" role="group" aria-label={say('tower.filter')}>{([undefined, 'stopped', 'all'] as const).map((one) =>
        <button key={String(one)} type="button" aria-pressed={search.show === one} onClick={() => pick(one)}>{say(one === undefined ? 'tower.under_way' : one === 'stopped' ? 'tower.stopped' : 'tower.all')}</button>)}</div>
      <input className="filter" aria-label={say('tower.text')} placeholder={say('tower.text')} defaultValue={search.text ?? ''} onChange={(event) => void navigate({ search: (before) => ({ ...before, text: event.target.value || undefined }), replace: true })} /></div>
    {shown.length === 0 ? <Nothing why={say(search.show || search.text ? 'tower.none_filtered' : 'tower.none')}>{(search.show !== 'all' || search.text) && <button type="button" onClick={() => void navigate({ search: { show: 'all' } })}>{say('tower.all')}</button>}</Nothing>
      : <div className="tower" role="table" aria-label={say('place.tower')} aria-rowcount={shown.length + 1}>
        <div role="rowgroup"><div role="row" className="tower-row head">{(['tower.treatment', 'tower.stage', 'tower.next', 'tower.slack', 'tower.open', 'tower.last'] as const).map((key) => <div key={key} role="columnheader">{say(key)}</div>)}</div></div>
        <div className="tower-body" ref={box} tabIndex={0} role="rowgroup" aria-label={say('place.tower')}><div role="presentation" ref={(item) => { if (item) item.style.height = `${virtual.getTotalSize()}px`; }}>
          {items.map((item) => {
            const row = shown[item.index] as Row, state = barredState(row.course), next = owners(row.course);
            const left = row.slack && row.slack.until - now;
            return <div key={row.course.course} role="row" aria-rowindex={item.index + 2} data-index={item.index} className="tower-row" ref={(at) => { if (at) at.style.transform = `translateY(${item.start}px)`; }}>
              <div role="cell"><CourseName course={row.course} /><small>{row.course.site && <ThingLink thing={row.course.site} />}</small></div>
              <div role="cell"><Rail reached={stageOf(row.course.reached)} small stopped={state} /><small>{say(`stage_reached.${stageOf(row.course.reached)}`)}</small></div>
              <div role="cell">{row.course.last_status === 'dead' ? say('tower.over') : <>{next.title}<small>{next.roles}</small></>}</div>
              <div role="cell">{left === undefined ? <small>{say('slack.none')}</small> : <><b className={left < 0 ? 'late' : undefined}>{left < 0 && <Icon state="stop" />} {span(left)}</b>
                <meter min={0} max={scale_hours} low={48} optimum={scale_hours} value={Math.max(0, left / 3_600_000)} aria-label={say('tower.slack')} /></>}</div>
              <div role="cell">{state ? <Tag state={state}>{Object.keys(row.course.barred).length}</Tag> : <small>–</small>}</div>
              <div role="cell"><small>{row.last ? <Time at={row.last} /> : '–'}</small></div>
            </div>;
          })}
        </div></div>
      </div>}
  </>;
}
