// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Course, Line, Trace } from '../src/api/types';
import { stay } from '../src/parts/stay';
import { barsOf } from '../src/screens/course/bars';
import { endsOf, slackOf, urgent } from '../src/screens/course/stages';
import { severityOf, standingOf, stoppedIn, unexplained } from '../src/screens/holds/fold';
import { statusOf } from '../src/things/status';

const course = (name: string, more: Partial<Course> = {}): Course => ({ course: `course/${name}`, barred: {}, since: 1, strange: false, reached: 'released', ...more });
const fact = (seq: number, name: string, data: Record<string, unknown>): Line => ({ seq, record: `r${seq}`, fact: `quality.${name}/1`, data, changes: [], mentions: [] }) as unknown as Line;
const trace = (status: Record<string, unknown>) => ({ status }) as unknown as Trace;

test('rows stay in their order, say what is known now, and what is new stands behind them', () => {
  const key = (one: { id: string }) => one.id;
  const now = [{ id: 'c', at: 1 }, { id: 'b', at: 2 }, { id: 'n', at: 0 }, { id: 'a', at: 9 }];
  assert.deepEqual(stay(['a', 'b', 'gone'], now, [now[2]!, now[0]!], key), [now[3], now[1], now[2], now[0]]);
});
test('what is stopped stands first, then what ends soonest, and what has no end last', () => {
  const until = (at: string, why: 'expires' | 'thawed' = 'expires') => ({ until: { at, thing: 'material/A', why } });
  const all = [course('NONE'), course('LATE', until('2027-01-01T00:00:00.000Z')), course('THAWED', until('2026-12-01T00:00:00.000Z', 'thawed')),
    course('HELD', { barred: { held: 'material/A' } }), course('OVER', { ...until('2020-01-01T00:00:00.000Z'), reached: 'infused' }), course('OPENED', { reached: 'opened' })];
  assert.deepEqual([...all].sort(urgent).map((one) => one.course.slice(7)), ['HELD', 'THAWED', 'LATE', 'OVER', 'NONE', 'OPENED']);
  assert.deepEqual(endsOf(all[4]!, 0), { next: undefined, past: [] }, 'of what is over nothing ends');
});
const at = (text: string) => Date.parse(text);
test('what is past is said as past, also what passed since the list was asked, and stands where its last end was', () => {
  const end = (when: string) => ({ at: when, thing: 'material/A', why: 'expires' as const });
  const one = course('A', { past: [end('2026-11-01T00:00:00.000Z')], until: end('2026-12-01T00:00:00.000Z') });
  assert.deepEqual(endsOf(one, at('2026-11-15T00:00:00.000Z')), { next: { at: at('2026-12-01T00:00:00.000Z'), why: 'expires' }, past: [{ at: at('2026-11-01T00:00:00.000Z'), why: 'expires' }] });
  assert.deepEqual([endsOf(one, at('2026-12-01T00:00:00.000Z')).next, endsOf(one, at('2026-12-01T00:00:00.000Z')).past.length], [undefined, 2]);
  const all = [course('NONE'), course('NEXT', { until: end('2026-12-01T00:00:00.000Z') }), course('PAST', { past: [end('2026-11-01T00:00:00.000Z')] }), one];
  assert.deepEqual([...all].sort(urgent).map((each) => each.course.slice(7)), ['PAST', 'NEXT', 'A', 'NONE']);
});
test('the next end of a treatment is one that is still to come, of a bag whose window is not over', () => {
  const told = (name: string, data: Record<string, unknown>, happened_at = '2026-11-01T00:00:00.000Z') => ({ ...fact(1, '', data), fact: `${name}/1`, happened_at }) as unknown as Line;
  const made = told('manufacture.produced', { products: [{ material: 'A', expires: '2026-11-10T00:00:00.000Z' }, { material: 'B', expires: '2026-12-10T00:00:00.000Z' }] });
  const next = (now: string, more: readonly Line[] = []) => { const slack = slackOf([made, ...more], 30, at(now)); return slack && `${slack.what} ${slack.thing}`; };
  assert.equal(next('2026-11-09T00:00:00.000Z'), 'expires material/A');
  assert.equal(next('2026-11-11T00:00:00.000Z'), 'expires material/B');
  assert.equal(next('2027-01-01T00:00:00.000Z'), 'expires material/B', 'where all is past, the latest');
  const thaw = told('infusion.thaw_started', { material: 'B' });
  assert.equal(next('2026-11-01T00:10:00.000Z', [thaw]), 'thawed material/B');
  assert.equal(next('2026-11-01T00:40:00.000Z', [thaw]), 'expires material/A', 'what thawed too long ago ends no more');
});
test('a bag is given when the server says into whom', () => {
  assert.equal(statusOf(trace({ barred: {}, infused_into: 'subject/P' })).infused_into, 'subject/P');
});
test('a treatment is barred by each of its things as they stand now; the list warns until they were asked', () => {
  const list = course('A', { barred: { held: 'material/OLD' } }), bag = trace({ barred: { held: 'batch/B' } });
  assert.deepEqual(barsOf([trace({ barred: {} }), bag, bag], list, true), [['held', 'batch/B']]);
  assert.deepEqual(barsOf([undefined], list, false), [['held', 'material/OLD']]);
  assert.deepEqual(barsOf([trace({ barred: {} })], list, true), [], 'lifted');
});
test('holds and deviations are open until a fact ends each, and one of two ends alone', () => {
  const told = standingOf([fact(1, 'hold_placed', { thing: 'material/A', cause: 'other' }), fact(2, 'hold_placed', { thing: 'material/A', cause: 'other' }),
    fact(3, 'deviation_opened', { deviation: 'D', about: 'material/A', cause: 'other' }), fact(4, 'hold_lifted', { thing: 'material/A', hold: 'r1' }), fact(1, 'hold_placed', { thing: 'material/A', cause: 'other' })]);
  assert.deepEqual(told.holds.map((one) => [one.line.seq, one.over?.seq]), [[1, 4], [2, undefined]]);
  assert.deepEqual(told.deviations.map((one) => [one.deviation, one.over]), [['deviation/D', undefined]]);
  assert.deepEqual(unexplained([course('A', { barred: { held: 'material/A' } }), course('B', { barred: { held: 'batch/X', rejected: 'batch/X' } })], told), [{ cause: 'held', thing: 'batch/X' }]);
  assert.equal(severityOf([course('A'), course('B', { reached: 'infused' })]), 'given');
  assert.equal(severityOf([]), 'unknown');
});
test('a thing stops the treatments that it is, that it is of, or that it bars; the list is read once, however many things are asked for', () => {
  let read = 0;
  const counted = (one: Course): Course => ({ ...one, get barred() { read += 1; return one.barred; } });
  const all = [course('A', { barred: { held: 'batch/X', deviation: 'batch/X' } }), course('B', { barred: { held: 'batch/X' }, recipient: 'subject/S' }), course('C', { recipient: 'subject/S' })].map(counted);
  const of = stoppedIn(all), names = (thing: string) => of(thing).map((one) => one.course);
  assert.deepEqual(names('batch/X'), ['course/A', 'course/B']);
  assert.deepEqual(names('subject/S'), ['course/B', 'course/C']);
  assert.deepEqual([names('course/C'), names('batch/Y')], [['course/C'], []]);
  assert.equal(read, all.length);
});
