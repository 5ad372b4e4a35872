// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCounted } from '../src/live/counted';

const fact = (name: string, late_ms = 0) => ({ fact: `${name}/1`, happened_at: '2026-11-30T08:00:00.000Z', recorded_at: new Date(Date.parse('2026-11-30T08:00:00.000Z') + late_ms).toISOString() });
const quarter = 15 * 60_000;

test('a late entry of any kind is counted, and what came in time only by its name', () => {
  assert.equal(isCounted(fact('reception.received', quarter + 1)), true);
  assert.equal(isCounted(fact('reception.received', quarter)), false);
  assert.equal(isCounted(fact('labelling.id_typed')), true);
  assert.equal(isCounted({ ...fact('x'), recorded_at: '' }), false, 'of which no times are told');
});
