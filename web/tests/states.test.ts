// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Trace } from '../src/api/types';
import { statesOf } from '../src/things/states';

const trace = (thing: string, status: Record<string, unknown>, went_into: string[] = []): Trace =>
  ({ thing, status: { barred: {}, released: false, ...status }, identity: {}, came_from: [], went_into }) as unknown as Trace;

test('a bag that came out of a held one is barred, and so is the parent, of which nothing else was asked', () => {
  const states = statesOf([trace('material/B', { barred: { held: 'material/A' }, released: true })]);
  assert.deepEqual(states, { 'material/A': 'held', 'material/B': 'held' });
});

test('the parent is marked as its own trace says: rejected outweighs held', () => {
  assert.equal(statesOf([trace('material/A', { barred: { held: 'material/A', rejected: 'material/A' } }), trace('material/B', { barred: { held: 'material/A' } })])['material/A'], 'stop');
});

test('of what nothing was told there is no mark, and nothing is done that was not', () => {
  const states = statesOf([undefined, trace('material/C', {}), trace('material/D', { released: true }), trace('material/E', { infused_into: 'subject/P' }), trace('material/F', {}, ['batch/G']), trace('batch/G', {})]);
  assert.deepEqual(states, { 'material/C': 'going', 'material/D': 'done', 'material/E': 'done' });
  assert.equal(states['subject/P'], undefined);
});
