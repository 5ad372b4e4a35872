// SPDX-License-Identifier: Apache-2.0
// Who had what, when: a lane for each holder, a bar for each stretch, a joint for each hand-over, and the line of now.
import { useEffect, useRef, useState } from 'react';
import { Nothing, ThingLink, Time } from '../../parts/basics';
import { Icon, Tag, type State } from '../../parts/marks';
import { idOf } from '../../api/types';
import { useNames } from '../../parts/names';
import { axisDay, clock, span } from '../../words/time';
import { say } from '../../words/words';

export interface Stretch { readonly material: string; readonly holder: string; readonly since: number; readonly until: number | undefined; readonly state: State; }
/** Room after now for what is under way: it has no end on record. */
const ahead = 0.08;
const label_width = 190, bar_height = 16, lane_air = 14, axis_height = 26;

function ticksOf(from: number, to: number, width: number): number[] {
  const day = 86_400_000, wanted = Math.max(2, Math.floor(width / 90));
  const step = [day / 4, day / 2, day, 2 * day, 5 * day, 7 * day, 14 * day, 30 * day, 60 * day, 91 * day, 182 * day, 365 * day].find((one) => (to - from) / one <= wanted) ?? 365 * day;
  const out = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) out.push(at);
  return out;
}

function Picture({ stretches, now, over }: { stretches: readonly Stretch[]; now: number; over: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const [width, set] = useState(900);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => { if (entry) set(Math.max(480, entry.contentRect.width)); });
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  const holders = [...new Set(stretches.map((one) => one.holder))];
  const name = useNames(holders);
  const from = Math.min(...stretches.map((one) => one.since));
  const ends = stretches.map((one) => one.until ?? (over ? one.since : now));
  const to = Math.max(...ends, over ? from + 1 : now) + (Math.max(...ends) - from) * (over ? 0.04 : ahead) + 3_600_000;
  const x = (at: number) => label_width + ((at - from) / (to - from)) * (width - label_width - 8);
  const materials = [...new Set(stretches.map((one) => one.material))];
  const of_lane = holders.map((holder) => materials.filter((material) => stretches.some((one) => one.material === material && one.holder === holder)));
  const lane_heights = of_lane.map((rows) => rows.length * bar_height + lane_air);
  const tops = lane_heights.map((_, at) => lane_heights.slice(0, at).reduce((sum, one) => sum + one, 0));
  const height = lane_heights.reduce((sum, one) => sum + one, 0) + axis_height;
  const shortDays = to - from < 3 * 86_400_000;
  const middle = (one: Stretch) => {
    const lane = holders.indexOf(one.holder);
    return (tops[lane] ?? 0) + lane_air / 2 + (of_lane[lane]?.indexOf(one.material) ?? 0) * bar_height + bar_height / 2;
  };
  return <div ref={box}><svg className="lanes" viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={say('custody.picture', { count: holders.length })}>
    <defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="2" height="6" className="hatch" /></pattern></defs>
    {holders.map((holder, at) => <g key={holder}><rect x="0" y={tops[at]} width={width} height={lane_heights[at]} className={at % 2 ? 'lane odd' : 'lane'} />
      <text x="6" y={(tops[at] ?? 0) + (lane_heights[at] ?? 0) / 2 + 5} className="lane-name">{name(holder)}</text></g>)}
    {ticksOf(from, to, width - label_width).map((at) => <g key={at}><line x1={x(at)} x2={x(at)} y1="0" y2={height - axis_height} className="grid" />
      <text x={x(at)} y={height - 8} textAnchor="middle" className="axis">{shortDays ? clock(at) : axisDay(at)}</text></g>)}
    {materials.map((material) => {
      const own = stretches.filter((one) => one.material === material);
      return <g key={material}>{own.map((one, at) => {
        const end = one.until ?? (over ? Math.max(one.since, ...ends) : now), next = own[at + 1], y = middle(one), w = Math.max(4, x(end) - x(one.since));
        return <g key={at}><rect x={x(one.since)} y={y - bar_height / 2 + 1} width={w} height={bar_height - 2} rx="3" className={`bar ${one.until ? one.state : 'open'}`} />
          {!one.until && !over && <><rect x={x(now)} y={y - bar_height / 2 + 1} width={Math.max(6, width - 8 - x(now))} height={bar_height - 2} className="ahead" fill="url(#hatch)" />
            <path className="front" d={`M${x(now)} ${y - bar_height / 2 + 1}l7 ${bar_height / 2 - 1}l-7 ${bar_height / 2 - 1}z`} /></>}
          {next && <path className="joint" d={`M${x(end)} ${y}V${middle(next)}`} />}
          {w > 110 && <text x={x(one.since) + 6} y={y + 4} className="bar-text">{`${idOf(material).slice(-4)} · ${span(end - one.since)}${!one.until && !over && w > 230 ? ` · ${say('state.going')}` : ''}`}</text>}</g>;
      })}</g>;
    })}
    {!over && <><line x1={x(now)} x2={x(now)} y1="0" y2={height - axis_height} className="now" /><text x={x(now) - 5} y={height - axis_height - 4} textAnchor="end" className="now-text">{say('custody.now')}</text></>}
  </svg></div>;
}

export function Lanes({ stretches, over }: { stretches: readonly Stretch[]; over: boolean }) {
  const [table, set] = useState(false);
  const [now] = useState(Date.now);
  if (stretches.length === 0) return <Nothing why={say('custody.none')} />;
  const ordered = [...stretches].sort((one, other) => one.since - other.since);
  return <>
    <div className="only-wide">{table
      ? <table><thead><tr><th>{say('custody.who')}</th><th>{say('custody.what')}</th><th>{say('custody.since')}</th><th>{say('custody.until')}</th></tr></thead>
        <tbody>{ordered.map((one, at) => <tr key={at}><td><ThingLink thing={one.holder} /></td><td><ThingLink thing={one.material} /></td>
          <td><Time at={new Date(one.since).toISOString()} /></td><td>{one.until ? <Time at={new Date(one.until).toISOString()} /> : over ? say('custody.now') : <Tag state="going">{say('custody.open')}</Tag>}</td></tr>)}</tbody></table>
      : <Picture stretches={ordered} now={now} over={over} />}
    <button type="button" className="quiet" onClick={() => set(!table)}>{table ? say('as_picture') : say('as_table')}</button></div>
    <ol className="only-phone stations">{ordered.map((one, at) => <li key={at}><Icon state={one.until ? 'done' : 'going'} /><div><b><ThingLink thing={one.holder} /></b>
      <p className="small"><Time at={new Date(one.since).toISOString()} /> – {one.until ? <Time at={new Date(one.until).toISOString()} /> : say('custody.now')}</p><p className="small"><ThingLink thing={one.material} /></p></div></li>)}</ol>
  </>;
}
