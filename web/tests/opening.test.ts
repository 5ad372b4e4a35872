// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Line } from '../src/api/types';
import { openingOf, remaining } from '../src/things/opening';

const opened = (person: string, until: string, more: Partial<Line> = {}): Line =>
  ({ fact: 'breakglass.record_opened/1', data: { person, subject: 'S', until }, seq: 1, reason: 'EMERGENCY', ...more }) as unknown as Line;
const now = Date.parse('2026-11-30T10:00:00.000Z');

test('an opening that runs is shown to who made it, until its end, with its reason', () => {
  const facts = [opened('A', '2026-11-30T10:30:00.000Z', { seq: 1 }), opened('A', '2026-11-30T10:59:00.000Z', { seq: 2 }), opened('B', '2026-11-30T11:00:00.000Z', { seq: 3 })];
  assert.deepEqual(openingOf(facts, 'person/A', now), { until: Date.parse('2026-11-30T10:59:00.000Z'), reason: 'EMERGENCY', seq: 2 });
  assert.equal(openingOf([opened('person/A', '2026-11-30T10:30:00.000Z')], 'person/A', now)?.seq, 1);
  assert.equal(openingOf(facts, 'person/A', Date.parse('2026-11-30T10:59:00.000Z')), undefined);
  assert.equal(openingOf(facts, undefined, now), undefined);
});

test('what is left is told in minutes and seconds', () => {
  assert.equal(remaining(59 * 60_000 + 6_001), '59:07');
  assert.equal(remaining(-5), '00:00');
});
