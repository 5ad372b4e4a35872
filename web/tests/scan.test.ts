// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judged } from '../src/scan/verdict';
import { hearScan, listenToScans } from '../src/scan/scanner';
import { collector, scanning, typing, type Rules } from '../src/scan/wedge';
import { place } from '../src/screens/bedside/checks';
import type { Scanned } from '../src/api/types';

function fed(rules: Rules, keys: readonly (readonly [string, number])[]): string[] {
  const take = collector(rules);
  let at = 0;
  return keys.flatMap(([key, pause]) => take({ key, at: (at += pause) }) ?? []);
}
const burst = (text: string, pause: number) => [...text].map((key) => [key, pause] as const);

test('a thousand scans at two milliseconds a key are a thousand scans, none merged', () => {
  const codes = Array.from({ length: 1000 }, (_, at) => `material/${String(at).padStart(18, '0')}`);
  const keys = codes.flatMap((code) => [...burst(code, 2), ['Enter', 2] as const, ['Shift', 90] as const]);
  assert.deepEqual(fed(typing, keys), codes);
});

test('what a person types is no scan, and what is short is none', () => {
  assert.deepEqual(fed(typing, [...burst('material', 180), ['Enter', 180]]), []);
  assert.deepEqual(fed(typing, [...burst('abc', 2), ['Enter', 2]]), []);
});

test('where scans alone are taken a slow or stumbling scanner is heard, and the letters before a long rest are not part of it', () => {
  assert.deepEqual(fed(scanning, [...burst('SLOW123', 45), ['Enter', 45]]), ['SLOW123']);
  assert.deepEqual(fed(scanning, [...burst('material/0123', 5), ['4', 300], ...burst('56789ABCDEFG', 5), ['Enter', 5]]), ['material/0123456789ABCDEFG']);
  assert.deepEqual(fed(scanning, [['x', 10], ...burst('', 0), ['A', 2000], ...burst('BC123', 5), ['Enter', 5]]), ['ABC123']);
});

test('R10 an id that a hand types at the bedside is no scan, however fast the hand', () => {
  const id = 'subject/6YXYCWR76BZG9D9VE7';
  for (const pause of [70, 120, 180, 400, 1400]) assert.deepEqual(fed(scanning, [...burst(id, pause), ['Enter', pause]]), [], `${pause} ms`);
});

test('a group separator is kept', () => {
  assert.deepEqual(fed(typing, [...burst('0112345678', 2), ['F8', 2], ...burst('10A', 2), ['Enter', 2]]), ['0112345678\u001d10A']);
});

const scanned = (rest: Partial<Scanned>): Scanned => ({ as_of: 1, read_as: 'own', verdict: 'found', ...rest } as Scanned);

test('R09 the kind of a code says into which slot it goes, in any order; a code of nothing fills no slot of patient or bag', () => {
  const bag = place({}, 'x', scanned({ thing: 'material/1' }));
  assert.deepEqual(bag, { slots: { bag: 'material/1' } });
  assert.deepEqual(place({ bag: 'material/1' }, 'y', scanned({ thing: 'subject/2' })), { slots: { bag: 'material/1', wristband: 'subject/2' } });
  assert.deepEqual(place({}, 'badge', scanned({ verdict: 'unknown' })), { slots: { badge: 'badge' }, unknown: true });
  assert.deepEqual(place({}, ']Q1badge', scanned({ verdict: 'unknown' })), { slots: { badge: 'badge' }, unknown: true }, 'a camera says which symbol it was, which no badge bears');
  assert.ok('stop' in place({}, 'z', scanned({ thing: 'batch/3' })));
});

test('R11 a void label stops, at the bedside and elsewhere', () => {
  for (const verdict of ['printed', 'replaced', 'destroyed', 'ambiguous', 'differs'] as const) {
    assert.ok('stop' in place({}, 'x', scanned({ verdict, thing: 'material/1' })), verdict);
    assert.equal(judged(scanned({ verdict, thing: 'material/1' })).kind, 'stop', verdict);
  }
  assert.deepEqual(judged(scanned({ thing: 'material/1' })), { kind: 'thing', thing: 'material/1' });
  assert.deepEqual(judged(scanned({ verdict: 'unknown' })), { kind: 'unknown' });
});

test('what a camera reads goes to whoever is in front: to the one who confirms a typed id, and to the station again afterwards', () => {
  const heard: string[] = [];
  const station = listenToScans((code) => heard.push(`station ${code}`), scanning);
  hearScan('material/A');
  const confirming = listenToScans((code) => heard.push(`confirming ${code}`), scanning);
  hearScan('STAFF-7');
  confirming();
  hearScan('material/B');
  station();
  hearScan('nobody hears it');
  assert.deepEqual(heard, ['station material/A', 'confirming STAFF-7', 'station material/B']);
});
