// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bandsOf, holdersIn } from '../src/screens/course/bands';

const held = [{ holder: 'site/H', since: 0, until: 100 }, { holder: 'site/H', since: 50, until: 120 }, { holder: 'person/C', since: 120, until: 200 }, { holder: 'site/F', since: 200, until: undefined }];

test('two bags of one holder are one band, clipped to what is drawn; what goes on ends now', () => {
  assert.deepEqual(bandsOf(held, 20, 260, 230), [{ holder: 'site/H', from: 20, to: 120, row: 0 }, { holder: 'person/C', from: 120, to: 200, row: 0 }, { holder: 'site/F', from: 200, to: 230, row: 0 }]);
});

test('bands that run side by side do not lie over each other', () => {
  assert.deepEqual(bandsOf([{ holder: 'site/H', since: 0, until: 100 }, { holder: 'site/F', since: 40, until: 80 }], 0, 100, 100).map((one) => one.row), [0, 1]);
});

test('an excursion names who had it', () => {
  assert.deepEqual(holdersIn(held, 130, 210, 230), ['person/C', 'site/F']);
  assert.deepEqual(holdersIn(held, 300, 400, 230), []);
});
