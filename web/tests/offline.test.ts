// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { CommandType } from '../src/api/types';
import { deviceTime, isAway, isOnPaper, mayWait, nextOf, not_waiting, outcomeOf, waiting, waitsAbout, type Entry } from '../src/offline/rules';

const command = (more: Partial<CommandType>): CommandType => ({ name: 'reception/receive', kind: 'observation', title: '', help: '', roles: [], needs_reason: false, fields: [], ...more }) as CommandType;
const field = (type: string, fields?: unknown[]) => ({ name: 'x', help: '', type, many: false, required: true, ...(fields && { fields }) });

test('what stands in the list may wait, and a hand-over; no other permission, nothing that is signed, nothing that tells of a person', () => {
  assert.equal(mayWait(command({})), true);
  assert.equal(mayWait(command({ name: 'custody/hand_over', kind: 'permission' })), true);
  assert.equal(mayWait(command({ name: 'infusion/check_bedside', kind: 'permission' })), false);
  assert.equal(mayWait(command({ name: 'release/release', kind: 'permission', signs: 'release' })), false);
  assert.equal(mayWait(command({ signs: 'infusion' })), false);
  assert.equal(mayWait(command({ fields: [field('sealed')] as never })), false);
  assert.equal(mayWait(command({ fields: [field('group', [field('sealed')])] as never })), false);
});

test('every observation of the catalogue stands in one of the two lists, and no other permission waits than a hand-over', () => {
  const { commands } = JSON.parse(readFileSync('../tests/golden/catalogue.json', 'utf8')) as { commands: readonly { readonly name: string; readonly kind: string }[] };
  const observations = commands.filter((one) => one.kind === 'observation').map((one) => one.name).sort();
  assert.deepEqual([...waiting, ...not_waiting].filter((name) => name !== 'custody/hand_over').sort(), observations);
  assert.equal(commands.find((one) => one.name === 'custody/hand_over')?.kind, 'permission');
});

test('a withdrawal is entered from paper afterwards, and waits on no device; a hold and an infusion wait', () => {
  assert.deepEqual([mayWait(command({ name: 'enrolment/withdraw_consent' })), isOnPaper(command({ name: 'enrolment/withdraw_consent' }))], [false, true]);
  assert.equal(mayWait(command({ name: 'labelling/type_id' })), false);
  assert.equal(mayWait(command({ name: 'a/new_observation' })), false);
  assert.equal(mayWait(command({ name: 'quality/hold' })), true);
  assert.equal(mayWait(command({ name: 'infusion/record_infusion' })), true);
  assert.equal(isOnPaper(command({ name: 'release/release', kind: 'permission' })), false);
});

test('only a refusal that recorded nothing is one; everything else is asked again under the same key', () => {
  const said = (status: number, code: string, recorded: string) => outcomeOf(status, { code, recorded } as never);
  assert.equal(said(409, 'custody.not_the_holder', 'no'), 'refused');
  assert.equal(said(400, 'input.bad_fields', 'no'), 'refused');
  assert.equal(said(409, 'input.key_reused', 'no'), 'used_before');
  assert.equal(said(401, 'auth.no_session', 'no'), 'not_signed_in');
  assert.equal(said(403, 'auth.foreign_page', 'no'), 'not_signed_in');
  assert.equal(said(403, 'general.role_missing', 'no'), 'refused');
  for (const status of [0, 429, 500, 502, 503]) assert.equal(said(status, 'x', 'no'), 'later');
  assert.equal(said(404, 'http.404', 'unknown'), 'later');
});

test('the first that waits of this person for this log is next; another person\'s, another log\'s and what was refused are not', () => {
  const one = (id: number, more: Partial<Entry> = {}): Entry => ({ id, origin: 'log', person: 'person/A', command: 'c', key: 'k', body: { data: {} }, at: '', ...more });
  const problem = { code: 'x' } as never;
  assert.equal(nextOf([one(5), one(3), one(1, { person: 'person/B' }), one(2, { refused: problem }), one(0, { origin: 'another' })], 'person/A', 'log')?.id, 3);
  assert.equal(nextOf([one(1, { person: 'person/B' })], 'person/A', 'log'), undefined);
});

test('the time of the device is said with its offset', () => {
  const at = new Date('2026-11-30T12:00:00Z');
  for (const [minutes, offset] of [[0, '+00:00'], [-480, '+08:00'], [210, '-03:30'], [-345, '+05:45']] as const) {
    at.getTimezoneOffset = () => minutes;
    assert.deepEqual(deviceTime(at), { time: '2026-11-30T12:00:00.000Z', source: 'device', offset });
  }
});

test('what a proxy says in words of its own is no answer of the server; a word of the server is one', () => {
  for (const [status, code, away] of [[0, 'network', true], [502, 'http.502', true], [504, 'http.504', true], [503, 'server.busy', false], [500, 'http.500', false], [404, 'http.404', false]] as const) {
    assert.equal(isAway(status, code), away, `${status} ${code}`);
  }
});

test('what waits about a thing is found by its command and the field that names it', () => {
  const one = { id: 1, origin: 'log', person: 'person/A', command: 'reception/receive', key: 'k', body: { data: { material: 'material/M' } }, at: '' };
  assert.equal(waitsAbout([one], 'reception/receive', 'material', 'material/M'), one);
  assert.equal(waitsAbout([one], 'quality/hold', 'material', 'material/M'), undefined);
  assert.equal(waitsAbout([one], 'reception/receive', 'material', 'material/N'), undefined);
});
