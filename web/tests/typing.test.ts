// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isScanned, stepOf } from '../src/forms/typing';

test('R10 what bears a code of its own is scanned in every form; an id is typed where a step is recorded of it, and never at the bedside', () => {
  for (const kind of ['material', 'batch', 'course', 'subject', 'consignment']) assert.equal(isScanned({ kinds: [kind] }), true, kind);
  for (const kind of ['person', 'site', 'study', 'deviation', 'document']) assert.equal(isScanned({ kinds: [kind] }), false, kind);
  assert.deepEqual(['collection/record', 'reception/receive', 'custody/hand_over', 'transport/dispatch'].map(stepOf), ['collection', 'receiving', 'hand_over', 'hand_over']);
  for (const one of ['infusion/start_thaw', 'infusion/record_infusion', 'quality/hold']) assert.equal(stepOf(one), undefined, one);
});
