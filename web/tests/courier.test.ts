// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { reasonOfStop } from '../src/screens/bedside/reason';
import { limitsOf } from '../src/screens/collect/limits';
import { lampOf } from '../src/screens/courier_lamp';
import { codeOfBox } from '../src/screens/courier_scan';

const id = 'XK28VNP0EPD19ZCPS2';

test('who takes a box and its seal are told apart by the code, and an id that does not fit is neither', () => {
  assert.deepEqual(codeOfBox(`site/${id}`), { receiver: `site/${id}` });
  assert.deepEqual(codeOfBox(`]d2person/${id}`), { receiver: `person/${id}` });
  assert.deepEqual(codeOfBox(`site/${id.slice(0, -1)}3`), { why: 'wrong' });
  assert.deepEqual(codeOfBox('person/'), { why: 'wrong' });
  assert.deepEqual(codeOfBox(' seal-7 '), { seal: 'SEAL-7' });
  assert.deepEqual(codeOfBox(`material/${id}`), { why: 'other' });
  assert.deepEqual(codeOfBox('https://example.org'), { why: 'other' });
});

test('a loss is shown at once when it is seen, and within 12 s when nothing is heard; it heals with the next answer', () => {
  assert.equal(lampOf({ heard: 0, lost: false }, 5_000), 'waiting');
  assert.equal(lampOf({ heard: 0, lost: true }, 5_000), 'stale');
  assert.equal(lampOf({ heard: 100_000, lost: false }, 110_000), 'live');
  assert.equal(lampOf({ heard: 100_000, lost: true }, 100_100), 'stale');
  assert.equal(lampOf({ heard: 100_000, lost: false }, 112_000), 'stale');
});

test('limits of a box go as they were typed, with a minus that is one; what is empty is not said', () => {
  assert.deepEqual(limitsOf({ low: '', high: ' ', hours: '' }, 0), {});
  assert.deepEqual(limitsOf({ low: '−196', high: '-150,5', hours: '48' }, 0), { low: '-196', high: '-150.5', holds_until: '1970-01-03T00:00:00.000Z' });
  assert.deepEqual(limitsOf({ low: '', high: '', hours: 'two days' }, 0), { holds_until: 'two days' });
  assert.deepEqual(limitsOf({ low: '', high: '', hours: '-1' }, 0), { holds_until: '-1' });
});

test('a STOP gives the hold its rule as a reason code that the server takes', () => {
  assert.equal(reasonOfStop(undefined), 'BEDSIDE-STOP');
  assert.equal(reasonOfStop('infusion.wrong_recipient'), 'STOP-INFUSION.WRONG_RECIPIENT');
  assert.ok(/^[A-Za-z0-9._-]{1,40}$/.test(reasonOfStop(`infusion.${'long '.repeat(20)}`)));
});

test('nothing on the page of a courier takes the id of who receives from a keyboard', () => {
  for (const file of ['courier.tsx', 'courier_parts.tsx']) {
    const text = readFileSync(`src/screens/${file}`, 'utf8');
    assert.ok(!/id="receiver"/.test(text), file);
    assert.deepEqual([...text.matchAll(/<(?:input|textarea) id="([a-z-]+)"/g)].map((found) => found[1]), file === 'courier.tsx' ? [] : ['remark-text', 'seal'], file);
  }
});

