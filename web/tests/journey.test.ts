// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Field, Line } from '../src/api/types';
import { dataOf, placeOf } from '../src/forms/drafts';
import { eventsIn } from '../src/live/events';
import { compared } from '../src/proof/memory';
import { slackOf, stateOfStage } from '../src/screens/course/stages';
import { layout } from '../src/things/lineage_layout';

const fact = (name: string, data: Record<string, unknown>, at = '2026-11-30T00:00:00.000Z'): Line =>
  ({ fact: name, data, happened_at: at, changes: [], mentions: [], seq: 1 }) as unknown as Line;

const now = Date.parse('2026-11-30T00:00:00.000Z');
test('the earliest end on record counts, of what nobody got yet', () => {
  const produced = fact('manufacture.produced/1', { products: [{ material: 'A', expires: '2027-01-01T00:00:00.000Z' }, { material: 'B', expires: '2027-02-01T00:00:00.000Z' }] });
  assert.equal(slackOf([produced], 30, now)?.thing, 'material/A');
  assert.equal(slackOf([produced, fact('infusion.infused/1', { material: 'A' })], 30, now)?.thing, 'material/B');
  const thawed = slackOf([produced, fact('infusion.thaw_started/1', { material: 'B' })], 30, now);
  assert.deepEqual(thawed, { until: Date.parse('2026-11-30T00:30:00.000Z'), what: 'thawed', thing: 'material/B' });
  assert.equal(slackOf([], 30, now), undefined);
});

test('a step is done, under way or to come', () => {
  assert.equal(stateOfStage('collected', 'manufacturing'), 'done');
  assert.equal(stateOfStage('manufacturing', 'manufacturing'), 'going');
  assert.equal(stateOfStage('released', 'released'), 'done');
  assert.equal(stateOfStage('infused', 'released'), 'planned');
});

test('a lineage is laid out the same however its edges come, the receiver at its end', () => {
  const edge = (from: string, to: string) => ({ from, to, fact: 'x', seq: 1 });
  const edges = [edge('subject/P', 'material/A'), edge('material/A', 'batch/B'), edge('batch/B', 'material/C'), edge('batch/B', 'material/D'), edge('material/C', 'subject/P')];
  const { nodes, links } = layout(edges);
  assert.deepEqual(nodes.map((one) => [one.thing, one.column]), [['subject/P', 0], ['material/A', 1], ['batch/B', 2], ['material/C', 3], ['material/D', 3], ['subject/P', 4]]);
  assert.equal(links.length, 5);
  assert.equal(new Set(nodes.map((one) => `${one.x} ${one.y}`)).size, nodes.length);
  assert.deepEqual(layout([...edges, ...edges]), layout(edges));
});

test('a form leaves out what is empty, and keeps digits as they were written', () => {
  const field = (name: string, type: string, more: Partial<Field> = {}): Field => ({ name, type, help: '', many: false, required: true, ...more } as Field);
  const fields = [field('material', 'id'), field('value', 'decimal'), field('day', 'count'), field('quantity', 'quantity'), field('roles', 'choice', { many: true }),
    field('inputs', 'group', { many: true, fields: [field('material', 'id'), field('quantity', 'quantity')] }), field('note', 'code')];
  assert.deepEqual(dataOf(fields, { material: ' material/A ', value: '−1.50', day: '28', quantity: { value: '１２' }, roles: ['a', 'b'], inputs: [{ material: 'B' }, {}], note: '' }),
    { material: 'material/A', value: '-1.50', day: 28, quantity: { value: '12', unit: 'mL' }, roles: ['a', 'b'], inputs: [{ material: 'B' }] });
  assert.equal(placeOf('data.inputs[1].material'), 'inputs.1.material');
});

test('a stream is cut anywhere, and no event is lost or told twice', () => {
  const text = 'retry: 1000\nid: 7\n\nid: 8\nevent: fact\ndata: {"seq":8}\n\nid: 8\nevent: beat\ndata: {}\n\n';
  for (let cut = 0; cut <= text.length; cut += 1) {
    const first = eventsIn(text.slice(0, cut)), second = eventsIn(first.rest + text.slice(cut));
    assert.deepEqual([...first.events, ...second.events].map((one) => one.event), [undefined, 'fact', 'beat'], String(cut));
    assert.equal(second.rest, '');
  }
});

test('a log that is shorter, or another at the same length, or under another key, is found out', () => {
  const seen = { vkey: 'k', size: 5, root: 'r' };
  assert.equal(compared(undefined, seen), 'first');
  assert.equal(compared(seen, { ...seen, size: 6, root: 's' }), 'grown');
  assert.equal(compared(seen, seen), 'same');
  assert.equal(compared(seen, { ...seen, size: 4 }), 'shorter');
  assert.equal(compared(seen, { ...seen, root: 's' }), 'forked');
  assert.equal(compared(seen, { ...seen, vkey: 'l' }), 'other_key');
});
