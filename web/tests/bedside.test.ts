// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Catalogue, CommandType } from '../src/api/types';
import type { ToSign } from '../src/forms/sign';
import { foreseen, isSame } from '../src/screens/bedside/checks';
import { checkedAtBedside, invitedBy, ofForms } from '../src/things/commands';

const catalogue = { facts: [{ stored_name: 'infusion.bedside_confirmed/1', title: 'Confirmed', fields: [] }] } as unknown as Catalogue;
const request = { data: { material: 'material/3F7K000000000000XX', wristband: 'subject/3F7K000000000000YY' }, sign: 'infusion' };
const told = (data: Record<string, string>, meaning = 'infusion') =>
  ({ meaning, facts: [{ fact: 'infusion.bedside_confirmed/1', title: 'Bestätigt', changes: ['material/3F7K000000000000XX'], data }] });
const data = { first: '3F7K000000000000ZZ', material: '3F7K000000000000XX', wristband: '3F7K000000000000YY' };

test('R10 what stood there before the PIN is what the server would record, to the letter', () => {
  const shown = foreseen(catalogue, request, 'person/3F7K000000000000ZZ') as ToSign;
  assert.ok(shown);
  assert.equal(isSame(shown, told(data)), true, 'the order of members is none of what is signed');
  assert.equal(isSame(shown, told({ ...data, wristband: '3F7K000000000000ZZ' })), false);
  assert.equal(isSame(shown, told({ ...data, more: 'x' })), false);
  assert.equal(isSame(shown, told(data, 'release')), false);
  assert.equal(isSame(shown, { meaning: 'infusion', facts: [] }), false);
});
test('R09 checks at the bedside have no form anywhere; their roles are led there', () => {
  const command = (name: string) => ({ name, roles: [{ value: 'infusion_nurse', title: '' }],
    fields: [{ name: 'material', type: 'id', kinds: ['material'] }] }) as unknown as CommandType;
  const all = ['infusion/check_bedside', 'infusion/confirm_bedside', 'infusion/start_thaw'].map(command), bag = 'material/3F7K000000000000XX';
  assert.deepEqual(ofForms(all).map((one) => one.name), ['infusion/start_thaw']);
  assert.deepEqual(invitedBy(all, bag, ['infusion_nurse'], true).map((one) => one.name), ['infusion/start_thaw']);
  assert.equal(checkedAtBedside(all, bag, ['infusion_nurse'], true), true);
  assert.equal(checkedAtBedside(all, bag, ['courier'], true), false);
  assert.equal(checkedAtBedside(all, 'batch/3F7K000000000000XX', ['infusion_nurse'], true), false);
});
