// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedOf } from '../src/api/asked';
import type { Catalogue, Problem } from '../src/api/types';
import { oldestOf } from '../src/parts/age';
import { awaited } from '../src/parts/awaited';
import { missingOf, placeOf } from '../src/screens/denied';

test('what is shown is as old as its oldest answer while the server is away, or an answer failed; what lasts has no age', () => {
  const shown = [{ dataUpdatedAt: 500, failed: false, lasting: false }, { dataUpdatedAt: 300, failed: false, lasting: false }, { dataUpdatedAt: 100, failed: false, lasting: true }, { dataUpdatedAt: 0, failed: true, lasting: false }];
  assert.equal(oldestOf(shown, false), undefined);
  assert.equal(oldestOf(shown, true), 300);
  assert.equal(oldestOf([...shown, { dataUpdatedAt: 400, failed: true, lasting: false }], false), 400);
});

test('a wait says what is awaited, each thing once', () => {
  assert.deepEqual(awaited([['trace', 'material/A'], ['trace', 'material/B'], ['timeline', 'material/A']]), ['waiting.of.trace', 'waiting.of.timeline']);
  assert.deepEqual(awaited([['something new']]), ['waiting.of.other']);
});

test('a refusal names the right by its command or address, and the roles that have it, never the thing', () => {
  const problem = { code: 'auth.not_for_your_role', status: 403, detail: '' } as Problem;
  const catalogue = { commands: [{ name: 'quality/hold', title: 'Hold', roles: [{ value: 'quality', title: '' }] }] } as unknown as Catalogue;
  const of = (method: string, path: string) => missingOf({ problem, asked: askedOf(method, path) }, catalogue);
  assert.deepEqual(of('POST', '/api/v1/prepare/quality/hold'), { right: 'Hold (quality/hold)', roles: ['quality'] });
  assert.deepEqual(of('GET', '/api/v1/trace/subject/3F7K000000000000XX'), { right: 'GET trace', roles: [] });
  assert.equal(placeOf('/subject/3F7K000000000000XX'), '/subject/…');
  assert.equal(placeOf('/i/Zhang Wei 1980'), '/i/…');
});
