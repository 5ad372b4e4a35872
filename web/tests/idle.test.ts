// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dueNow } from '../src/api/due';

test('a page where nobody does anything locks before its session ends, whatever was asked meanwhile', () => {
  assert.equal(dueNow(479_000, 0, 470_000, 600_000), undefined);
  assert.equal(dueNow(480_000, 0, 470_000, 600_000), 'lock');
  assert.equal(dueNow(9_000_000, 0, 8_999_000, 600_000), 'lock', 'after the device slept');
});

test('whoever writes for long without asking anything stays signed in; nobody is kept in by having been there once', () => {
  let told = 0;
  for (let now = 1000; now <= 3_600_000; now += 1000) {
    const due = dueNow(now, now, told, 600_000);
    assert.ok(due !== 'lock');
    if (due === 'tell') told = now;
    assert.ok(now - told < 600_000, 'the server would end it');
  }
  assert.equal(dueNow(400_000, 10_000, 20_000, 600_000), undefined, 'nothing was done since the server heard of it');
});
