// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, curl, firstBody, firstValues, missing, preparedAt, wayOf, type Operation } from '../src/screens/docs/requests';

const timeline: Operation = {
  operationId: 'timeline', security: [{ token: [] }, { session: [] }],
  parameters: [{ name: 'thing', in: 'path', required: true, example: 'material/Q9NV0WXV925QCTT1QC' }, { name: 'count', in: 'query' }],
};
const hold: Operation = {
  operationId: 'quality.hold', security: [{ token: [] }, { session: [] }], parameters: [{ name: 'Idempotency-Key', in: 'header', required: true }],
  requestBody: { content: { 'application/json': { examples: { one: { value: { data: { thing: 'material/C8CTWRGVM2NMTPYS7C', cause: 'other' }, reason: "it's" } } } } } },
};
const here = { material: 'material/70NBX7MJ4MPFDZRVYH' }, inside = { inside: true, session: false }, outside = { inside: false, session: false };

test('an address is filled from its fields, and no value leads out of it', () => {
  assert.deepEqual(firstValues(timeline, {}), { thing: 'material/Q9NV0WXV925QCTT1QC' });
  assert.deepEqual(firstValues(timeline, here), { thing: here.material });
  const at = (values: Record<string, string>) => addressOf('/api/v1/timeline/{thing}', timeline, values);
  assert.equal(at({ thing: here.material, count: '5' }), `/api/v1/timeline/${here.material}?count=5`);
  assert.equal(at({ thing: here.material, count: '' }), `/api/v1/timeline/${here.material}`);
  assert.equal(at({ thing: '../commands/x?y#z' }), '/api/v1/timeline//commands/x%3Fy%23z');
  assert.deepEqual(missing(timeline, { thing: '' }), ['thing']);
});
test('a line to copy says who asks, under which key and what, and an apostrophe stays in its quotes', () => {
  const line = curl('post', 'https://node.example', '/api/v1/commands/quality/hold', hold, firstBody(hold, here), 'KEY-1');
  assert.ok(line.includes('Authorization: Bearer $TOKEN'), line);
  assert.ok(line.includes("'Idempotency-Key: KEY-1'"), line);
  assert.ok(line.includes(here.material) && line.includes("it'\\''s"), line);
  assert.ok(!curl('get', 'https://node.example', '/healthz', { operationId: 'health', security: [{}] }, undefined, 'KEY-1').includes('Bearer'));
});
test('from the page nothing is asked that records: reads are, commands are prepared, the rest is copied', () => {
  assert.equal(wayOf('get', '/api/v1/timeline/{thing}', timeline, inside), 'read');
  assert.equal(wayOf('get', '/api/v1/timeline/{thing}', timeline, outside), undefined);
  assert.equal(wayOf('get', '/healthz', { operationId: 'health', security: [{}] }, outside), 'read');
  assert.equal(wayOf('get', '/api/v1/document_bytes/{document}', { ...timeline, operationId: 'document_bytes' }, inside), 'noted');
  const signed = { ...hold, requestBody: { content: { 'application/json': { example: { data: {}, sign: 'release' } } } } };
  assert.equal(wayOf('post', '/api/v1/commands/release/release', signed, inside), 'prepare');
  assert.equal(wayOf('post', '/api/v1/commands/quality/hold', hold, inside), undefined, 'what nobody signs has nothing to show before');
  assert.equal(preparedAt('/api/v1/commands/quality/hold'), '/api/v1/prepare/quality/hold');
  for (const [method, operation] of [['post', 'identity'], ['post', 'set_credential'], ['delete', 'sign_out'], ['get', 'feed']] as const) {
    assert.equal(wayOf(method, `/api/v1/${operation}`, { ...hold, operationId: operation }, inside), undefined, operation);
  }
  assert.equal(wayOf('get', '/api/v1/session', { operationId: 'session', security: [{ session: [] }] }, inside), undefined, 'a token is no session');
});
