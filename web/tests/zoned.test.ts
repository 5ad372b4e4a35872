// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Field } from '../src/api/types';
import { dataOf, wrongTimes } from '../src/forms/drafts';
import { setZone } from '../src/words/time';
import { instantOf, offsetOf, readIn, wallText } from '../src/words/zoned';

test('a time is read in the zone that is named, wherever the device is', () => {
  assert.equal(instantOf('2026-11-30T14:05', 'Asia/Shanghai'), '2026-11-30T06:05:00.000Z');
  assert.equal(instantOf('2026-11-30T14:05', 'America/New_York'), '2026-11-30T19:05:00.000Z');
  assert.equal(instantOf('2026-07-01T14:05', 'America/New_York'), '2026-07-01T18:05:00.000Z');
  assert.equal(instantOf('2026-11-30T14:05', 'Asia/Kathmandu'), '2026-11-30T08:20:00.000Z');
  assert.equal(instantOf('2026-11-30T14:05', 'UTC'), '2026-11-30T14:05:00.000Z');
});

test('the hour over which the clocks are put forward never was', () => {
  assert.deepEqual(readIn('2026-03-29T02:30', 'Europe/Berlin'), { kind: 'never' });
  assert.deepEqual(readIn('2026-03-08T02:00', 'America/New_York'), { kind: 'never' });
  assert.equal(instantOf('2026-03-29T01:59', 'Europe/Berlin'), '2026-03-29T00:59:00.000Z');
  assert.equal(instantOf('2026-03-29T03:00', 'Europe/Berlin'), '2026-03-29T01:00:00.000Z');
  assert.equal(instantOf('2026-03-29T02:30', 'Asia/Shanghai'), '2026-03-28T18:30:00.000Z');
});

test('the hour by which the clocks are put back was twice, and an offset says which', () => {
  assert.deepEqual(readIn('2026-10-25T02:30', 'Europe/Berlin'), { kind: 'twice', first: Date.parse('2026-10-25T00:30:00Z'), second: Date.parse('2026-10-25T01:30:00Z') });
  assert.equal(instantOf('2026-10-25T02:30+01:00', 'Europe/Berlin'), '2026-10-25T01:30:00.000Z');
  assert.equal(offsetOf(Date.parse('2026-10-25T00:30:00Z'), 'Europe/Berlin'), '+02:00');
  assert.equal(wallText(Date.parse('2026-10-25T01:30:00Z'), 'Europe/Berlin'), '2026-10-25T02:30');
});

test('what is no time is none', () => {
  for (const text of ['', 'yesterday', '2026-02-30T10:00', '2026-11-30T24:10', '2026-11-30']) assert.equal(readIn(text, 'UTC').kind, 'unread', text);
});

test('a form reads its times at the site, and names the places at which a time never was or was twice', () => {
  const field = (name: string, more: Partial<Field> = {}): Field => ({ name, type: 'instant', help: '', many: false, required: true, ...more } as Field);
  const fields = [field('at'), field('products', { type: 'group', many: true, fields: [field('expires')] })];
  setZone('Europe/Berlin');
  assert.deepEqual(dataOf(fields, { at: '2026-07-01T10:00', products: [{ expires: '2026-12-01T10:00' }] }), { at: '2026-07-01T08:00:00.000Z', products: [{ expires: '2026-12-01T09:00:00.000Z' }] });
  assert.deepEqual(wrongTimes(fields, { at: '2026-03-29T02:30', products: [{ expires: '2026-10-25T02:30' }, { expires: '2026-10-25T04:30' }] }),
    [{ path: 'at', kind: 'never' }, { path: 'products.0.expires', kind: 'twice' }]);
});
