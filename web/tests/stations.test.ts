// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Course, Line } from '../src/api/types';
import { agrees, ordersOf, phaseOf, startedAt } from '../src/screens/collect/phase';
import { approvalAt, knownOf, residentFits } from '../src/screens/new/subject';
import { boxesIn, countsOf, heatOf, isOpen, sealOf } from '../src/screens/receive/boxes';
import { namedWithout } from '../src/screens/station/without';
import { chainOfIdentityOf, chainOfIdentityTyped, checkCharacter, codeOf, donationNumberOf, isId, isWrongId } from '../src/screens/station/typed';

let seq = 0;
const fact = (name: string, data: Record<string, unknown>, at = '2026-11-30T00:00:00.000Z'): Line =>
  ({ fact: `${name}/1`, data, happened_at: at, changes: [], mentions: [], seq: ++seq }) as unknown as Line;
const sent = (consignment: string, materials: string[], seal = 'S-1') => fact('transport.dispatched', { consignment, materials, from: 'A', to: 'B', carrier: 'person/C', seal });
const received = (material: string, condition = 'intact') => fact('reception.received', { material, condition });

test('a typed id is sent when its check characters fit, and then alone', () => {
  assert.equal(isId('EW5GF78BJMY4B8MG6T'), true);
  assert.equal(isId('EW5GF78BJMY4B8MG6S'), false);
  assert.equal(isId('EW5GF78BJMY4B8M6GT'), false, 'two characters that changed places');
  assert.equal(isId('EW5GF78BJMY4B8MG6'), false);
});
test('a scanner gives a chain-of-identity id without its check character, a person with it', () => {
  assert.equal(chainOfIdentityOf('&/CHA999926000001'), 'CHA999926000001');
  assert.equal(chainOfIdentityOf('CHA99992600000'), undefined);
  const check = checkCharacter('CHA999926000001');
  assert.equal(chainOfIdentityTyped(`CHA999926000001${check}`), 'CHA999926000001');
  assert.equal(chainOfIdentityTyped(`CHA999926000010${check}`), undefined);
  assert.equal(chainOfIdentityTyped('CHA999926000001'), undefined);
});
test('a donation number is read with its flags or without; anything else is none', () => {
  assert.equal(donationNumberOf('=A99992600000200'), 'A999926000002');
  assert.equal(donationNumberOf(']C0=A99992600000200'), 'A999926000002');
  assert.equal(donationNumberOf('A999926000002'), 'A999926000002');
  assert.equal(donationNumberOf('SEAL-1'), undefined);
  assert.equal(codeOf(' seal-1 '), 'SEAL-1');
  assert.equal(codeOf('name of somebody'), undefined);
});
test('a bag is out of its box with its first receipt, and on its way again when it is sent again', () => {
  const facts = [sent('X', ['M', 'N']), received('M', 'damaged')];
  const box = boxesIn(facts)[0]!;
  assert.ok(isOpen(box));
  assert.deepEqual(countsOf(box, 1, true), { expected: 2, received: 1, missing: 1, extra: 1, damaged: 1 });
  assert.equal(countsOf(box, 0, false).missing, 0, 'nothing is missing before somebody said that the box is empty');
  const again = boxesIn([...facts, sent('Y', ['M'])]);
  assert.deepEqual(again.map((one) => [one.consignment, one.received.size]), [['consignment/X', 1], ['consignment/Y', 0]]);
});
test('the seal that counts is the last one recorded', () => {
  const first = sent('X', ['M'], 'S-1');
  const box = boxesIn([first])[0]!;
  assert.equal(sealOf(box, [first, fact('transport.handed_on', { seal: 'S-2' })]), 'S-2');
  assert.equal(sealOf(box, []), 'S-1');
});
test('the worst logger speaks for the box, and none is no good news', () => {
  const trip = { box: 'consignment/X', first: 0, last: 1, minimum: -152, maximum: -150, low: -196, high: -140, above_s: 0, below_s: 0, gaps: 0 };
  assert.equal(heatOf([]).state, 'attention');
  assert.equal(heatOf([trip]).state, 'done');
  assert.equal(heatOf([trip, { ...trip, above_s: 60 }]).state, 'stop');
  assert.equal(heatOf([{ ...trip, gaps: 1 }]).state, 'attention');
  const { low: _, high: __, ...free } = trip;
  assert.equal(heatOf([free]).state, 'attention');
});
test('a collection goes on from what is recorded', () => {
  const start = fact('collection.started', {}, '2026-11-30T01:00:00.000Z'), got = fact('collection.collected', { material: 'M', donation_number: 'A999926000002' });
  assert.equal(phaseOf([], []), 'identity');
  assert.equal(phaseOf([start], []), 'running');
  assert.equal(startedAt([start, fact('collection.aborted', {})]), undefined);
  assert.equal(phaseOf([start, got], []), 'label');
  assert.equal(phaseOf([start, got], [fact('labelling.printed', { label: 'L' })]), 'label');
  assert.equal(phaseOf([start, got], [fact('labelling.scanned_back', {})]), 'hand_over');
  assert.equal(phaseOf([start, got], [fact('labelling.scanned_back', {}), sent('X', ['M'])]), 'over');
});
test('R09 wristband and order agree only when the order is for that patient', () => {
  const all = [{ course: 'course/1', recipient: 'subject/P', site: 'site/A', reached: 'opened' }, { course: 'course/2', recipient: 'subject/Q', site: 'site/A', reached: 'infused' }] as unknown as Course[];
  assert.equal(agrees({ wristband: 'subject/P' }, all), undefined);
  assert.equal(agrees({ wristband: 'subject/P', order: 'course/1' }, all), true);
  assert.equal(agrees({ wristband: 'subject/Q', order: 'course/1' }, all), false);
  assert.equal(agrees({ wristband: 'subject/P', order: 'course/9' }, all), false);
  assert.deepEqual(ordersOf(all, 'subject/Q', 'site/A'), []);
  assert.equal(ordersOf(all, 'subject/P', 'site/A').length, 1);
});
test('a new treatment goes on from what is recorded; a consent that was taken back is none', () => {
  const enrolled = fact('enrolment.subject_enrolled', { study: 'S', site: 'A' }), consent = fact('enrolment.consent_signed', { version: 'ICF-1', signed_at: '2026-11-29T00:00:00.000Z' });
  assert.deepEqual(knownOf([enrolled]), { study: 'study/S', site: 'site/A', identified: false, consent: undefined, alike: [] });
  assert.equal(knownOf([enrolled, consent]).consent?.version, 'ICF-1');
  const registered = fact('identity.registered', { subject: 'P', resembles: ['Q', 'subject/R', 'Q'] });
  assert.deepEqual(knownOf([enrolled, registered]).alike, ['subject/Q', 'subject/R']);
  assert.equal(knownOf([enrolled, consent, fact('enrolment.consent_withdrawn', {})]).consent, undefined);
});
test('an approval counts from its first moment until its end, which it does not reach', () => {
  const one = fact('study.site_opened', { reference: 'EC-1', valid_from: '2026-01-01T00:00:00.000Z', valid_until: '2027-01-01T00:00:00.000Z' });
  assert.equal(approvalAt([one], Date.parse('2026-01-01T00:00:00.000Z'))?.in_force, true);
  assert.equal(approvalAt([one], Date.parse('2027-01-01T00:00:00.000Z'))?.in_force, false);
  assert.equal(approvalAt([], 0), undefined);
});
test('the check character of a resident identity card is looked at when all eighteen are there', () => {
  assert.equal(residentFits('11010519491231002'), undefined);
  assert.equal(residentFits('11010519491231002X'), true);
  assert.equal(residentFits('11010519491231003X'), false);
});
test('R09 without the server a code of ours names itself when its check characters fit; a label only where it counted when it was last seen', () => {
  const bag = 'material/EW5GF78BJMY4B8MG6T';
  const before = [{ thing: bag, labels: [{ label: 'label/PDMZ91YKT56SJD6PSI', phase: 'live' }, { label: 'label/C14SA62HP8E8ERK16D', phase: 'printed' }] }];
  assert.equal(namedWithout(bag), bag);
  assert.equal(namedWithout(`]d2${bag}`), bag);
  assert.equal(namedWithout('material/EW5GF78BJMY4B8MG6S'), undefined);
  assert.equal(namedWithout('badge/EW5GF78BJMY4B8MG6T'), undefined);
  assert.equal(namedWithout('EW5GF78BJMY4B8MG6T'), undefined, 'of what kind nobody knows');
  assert.equal(namedWithout('EW5GF78BJMY4B8MG6T', before), bag);
  assert.equal(namedWithout('label:PDMZ91YKT56SJD6PSI', before), bag);
  assert.equal(namedWithout('label:PDMZ91YKT56SJD6PSI'), undefined);
  assert.equal(namedWithout('label:C14SA62HP8E8ERK16D', before), undefined, 'printed, and not scanned back');
  assert.equal(namedWithout('=A99992600000200', before), undefined);
});
test('what is meant as an id of ours and is none is known before it is sent; other codes are not judged', () => {
  for (const one of ['material/EW5GF78BJMY4B8MG6S', 'material/EW5GF78BJMY4B8MG6', 'EW5GF78BJMY4B8MG6S']) assert.equal(isWrongId(one), true, one);
  for (const one of ['material/EW5GF78BJMY4B8MG6T', 'EW5GF78BJMY4B8MG6T', 'din:A999926000002', 'SEAL-1', '']) assert.equal(isWrongId(one), false, one);
});
test('a number of a shop is no donation number, whether the scanner says what it read or not', () => {
  for (const code of [']E04006381333931', '4006381333931', ']C1]C14006381333931', ']d24006381333931']) assert.equal(donationNumberOf(code), undefined, code);
  assert.equal(donationNumberOf('=A99992612345600'), 'A999926123456');
  assert.equal(donationNumberOf(']C0=A99992612345600'), 'A999926123456');
});
