// SPDX-License-Identifier: Apache-2.0
// What the boxes lived through: lowest and highest of each logger's record, with its limits. The single readings are in the
// site's file, not in the log (decision 0023), and the picture does not pretend to have them.
import { lazy, Suspense, useMemo, useState } from 'react';
import type { Line } from '../../api/types';
import { Nothing, ThingLink, Time, Waiting } from '../../parts/basics';
import { Icon, Tag } from '../../parts/marks';
import { figure, span, useZone } from '../../words/time';
import { factTitle, named, say } from '../../words/words';
import { holdersIn, type Held } from './bands';

const Chart = lazy(() => import('./chart').then((module) => ({ default: module.Chart })));

export interface Trip { readonly box: string; readonly first: number; readonly last: number; readonly minimum: number; readonly maximum: number; readonly low?: number; readonly high?: number; readonly above_s: number; readonly below_s: number; readonly gaps: number; }
interface Told { readonly first: string; readonly last: string; readonly minimum: string; readonly maximum: string; readonly low?: string; readonly high?: string; readonly above_s: number; readonly below_s: number; readonly gaps: number; }

export function tripsIn(facts: readonly Line[]): Trip[] {
  return facts.filter((one) => 'record' in one.data && 'device' in one.data).map((one) => {
    const told = one.data['record'] as Told;
    return { box: `consignment/${String(one.data['consignment'])}`, first: Date.parse(told.first), last: Date.parse(told.last), minimum: Number(told.minimum), maximum: Number(told.maximum),
      ...(told.low !== undefined && { low: Number(told.low) }), ...(told.high !== undefined && { high: Number(told.high) }), above_s: told.above_s, below_s: told.below_s, gaps: told.gaps };
  }).sort((one, other) => one.first - other.first);
}
const degrees = (value: number) => `${figure(String(value))} °C`;

/** What the picture shows, in figures: each logger's record, and who had the box then. */
function Readings({ trips, held }: { trips: readonly Trip[]; held: readonly Held[] }) {
  const zone = useZone();
  const limit = (one: Trip) => [one.low, one.high].map((each) => (each === undefined ? '–' : degrees(each))).join(' … ');
  return <div className="scroll" tabIndex={0} role="group" aria-label={say('condition')}><table className="readings"><caption className="small">{say('zone', { zone })}</caption>
    <thead><tr>{(['box', 'first', 'last', 'lowest', 'highest', 'limits', 'above', 'below', 'gaps', 'holders'] as const).map((key) => <th key={key} scope="col">{say(`condition.table.${key}`)}</th>)}</tr></thead>
    <tbody>{trips.map((one) => <tr key={`${one.box} ${one.first}`}><td><ThingLink thing={one.box} /></td><td><Time at={new Date(one.first).toISOString()} /></td><td><Time at={new Date(one.last).toISOString()} /></td>
      <td>{degrees(one.minimum)}</td><td>{degrees(one.maximum)}</td><td>{limit(one)}</td><td>{span(one.above_s * 1000)}</td><td>{span(one.below_s * 1000)}</td><td>{one.gaps}</td>
      <td>{holdersIn(held, one.first, one.last, Date.now()).map((who) => <span key={who}><ThingLink thing={who} /> </span>)}</td></tr>)}</tbody></table></div>;
}

/** `held`: who had it when, of the lanes of custody. */
export function Condition({ facts, held }: { facts: readonly Line[]; held: readonly Held[] }) {
  const trips = useMemo(() => tripsIn(facts), [facts]);
  const [table, set] = useState(false);
  const others = facts.filter((one) => /^(reception\.received|testing\.result_recorded)\//.test(one.fact));
  return <>
    {trips.length === 0 ? <Nothing why={say('condition.none')} /> : <>
      {table ? <Readings trips={trips} held={held} /> : <Suspense fallback={<Waiting lines={8} />}><Chart trips={trips} held={held} /></Suspense>}
      <button type="button" className="quiet" onClick={() => set(!table)}>{say(table ? 'as_picture' : 'as_table')}</button>
      <ul className="links">{trips.map((one) => {
        const bad = one.above_s > 0 || one.below_s > 0 || one.gaps > 0;
        return <li key={`${one.box} ${one.first}`}><Tag state={bad ? 'attention' : 'done'}>{say(bad ? 'condition.outside' : 'condition.inside')}</Tag> <ThingLink thing={one.box} />
          <p className="small">{say('condition.summary', { minimum: degrees(one.minimum), maximum: degrees(one.maximum), above: span(one.above_s * 1000), below: span(one.below_s * 1000), gaps: one.gaps })}</p></li>;
      })}</ul></>}
    {others.length > 0 && <table className="results"><thead><tr><th>{say('condition.what')}</th><th>{say('condition.result')}</th><th>{say('condition.when')}</th></tr></thead>
      <tbody>{others.map((one) => {
        const verdict = String(one.data['verdict'] ?? one.data['condition'] ?? '');
        const good = verdict === 'in_specification' || verdict === 'intact';
        return <tr key={one.seq}><td>{one.data['test'] ? String(one.data['test']) : factTitle(one.fact)}</td>
          <td><span className="row"><Icon state={good ? 'done' : 'stop'} />{one.data['value'] !== undefined && <b>{figure(String(one.data['value']))} {String(one.data['unit'] ?? '')}</b>} {named('choice', verdict)}</span></td>
          <td><Time at={one.happened_at} /></td></tr>;
      })}</tbody></table>}
  </>;
}
