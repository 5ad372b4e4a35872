// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Course, Line, Trace } from '../src/api/types';
import { stay } from '../src/parts/stay';
import { barsOf } from '../src/screens/course/bars';
import { untilOf, urgent } from '../src/screens/course/stages';
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
  assert.equal(untilOf(all[4]!), undefined, 'of what is over nothing ends');
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
