// SPDX-License-Identifier: Apache-2.0
// The check at the bedside without the server: what two scans come to by a packet, against a naive model of it.
import { getPublicKey, sign } from '@noble/ed25519';
import { sha256 } from '@noble/hashes/sha2.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge, judgeCodes, packet_head, readPacket, type Kept, type Packet, type Why } from '../src/offline/packet';
import { base64Of } from '../src/proof/tree';

const text = new TextEncoder();
function keyPair(name: string, byte: number) {
  const seed = new Uint8Array(32).fill(byte), typed = Uint8Array.of(1, ...getPublicKey(seed));
  const id = sha256(Uint8Array.of(...text.encode(`${name}\n`), ...typed)).slice(0, 4);
  const vkey = `${name}+${Array.from(id, (one) => one.toString(16).padStart(2, '0')).join('')}+${base64Of(typed)}`;
  const noteOf = (said: string) => `${said}\n— ${name} ${base64Of(Uint8Array.of(...id, ...sign(text.encode(said), seed)))}\n`;
  return { vkey, noteOf };
}
const ours = keyPair('records.example.org/log', 7), theirs = keyPair('records.example.org/log', 8), elsewhere = keyPair('other.example.org/log', 7);
const hour = 3_600_000, issued = Date.parse('2026-11-30T14:00:00.000Z'), at = (ms: number) => new Date(issued + ms).toISOString();
const packet: Packet = {
  as_of: 40, suite: 'ed25519-note/1', would_allow: 'infusion/check_bedside', origin: 'records.example.org/log', person: 'person/P', coi: 'CHA999926000001',
  material: 'material/A', subject: 'subject/S', course: 'course/C', bag_codes: ['material/A', 'label:LA'], wristband_codes: ['subject/S', 'S'],
  issued_at: at(0), ends_at: at(4 * hour), expires: at(6 * hour),
};
const noteOf = (one: object, key = ours, head = packet_head) => key.noteOf(`${head}${JSON.stringify(one)}\n`);
const keptOf = (one: Partial<Packet> = {}, more: Partial<Kept> = {}): Kept => ({ note: noteOf({ ...packet, ...one }), vkey: ours.vkey, person: 'person/P', origin: packet.origin, material: one.material ?? packet.material, until: issued + 4 * hour, ...more });
const both = { wristband: 'subject/S', bag: 'label:LA' };
const said = (kept: Kept | undefined, scans: { wristband?: string; bag?: string } = both, now = issued + hour): Why | 'match' | 'waiting' => { const told = judge(kept, scans, now); return told.kind === 'stop' ? told.why : told.kind; };

test('R09 bag and wristband of the packet match, in whichever of their codes; one of them alone is waited for', () => {
  for (const bag of packet.bag_codes) for (const wristband of packet.wristband_codes) assert.equal(said(keptOf(), { bag, wristband }), 'match');
  assert.equal(said(keptOf(), { bag: ']d1label:LA', wristband: ' ]Q1subject/S ' }), 'match', 'a camera says which symbol it was');
  assert.equal(said(keptOf(), { bag: ']d2label:LA', wristband: 'S' }), 'bag', 'a GS1 symbol is another code');
  assert.equal(said(keptOf(), { bag: 'label:LA' }), 'waiting');
  assert.equal(said(keptOf(), {}), 'waiting');
});
test('R09 another wristband, another bag, and codes that are the same but for a letter, stop', () => {
  for (const wristband of ['subject/T', 'S ubject/S', 'subject/s', 'subject/S1', 'ubject/S', 'label:LA', '']) assert.equal(said(keptOf(), { ...both, wristband }), 'wristband', wristband);
  for (const bag of ['material/B', 'label:LB', 'LABEL:LA', 'label:LA0', 'A', 'subject/S', '']) assert.equal(said(keptOf(), { ...both, bag }), 'bag', bag);
  assert.equal(said(keptOf({ wristband_codes: ['subject/S', 'label:LA'] }), { ...both, bag: 'label:LA' }), 'bag', 'a code that stands for both stands for neither');
});
test('R31 it counts from its making to its end and never beyond the bag, by the clock of the device', () => {
  const kept = keptOf();
  const when = (now: number) => said(kept, both, issued + now);
  assert.deepEqual([when(-1), when(0), when(4 * hour - 1), when(4 * hour), when(6 * hour)], ['clock', 'match', 'match', 'ended', 'expired']);
  assert.equal(said(keptOf({ expires: at(hour) })), 'expired');
  assert.equal(said(kept, both, Number.NaN), 'clock');
  assert.equal(said(undefined), 'no_packet');
});
test('R25 what the log did not sign, or not so, or for somebody else, is a stop', () => {
  const other = (more: Partial<Kept>) => said(keptOf({}, more));
  assert.equal(other({ vkey: theirs.vkey }), 'signature');
  assert.equal(other({ note: noteOf(packet, theirs) }), 'signature');
  assert.equal(other({ note: noteOf(packet, elsewhere), vkey: elsewhere.vkey }), 'signature', 'the log of another house');
  assert.equal(other({ note: noteOf(packet, ours, 'veinline bedside packet 2\n') }), 'signature');
  assert.equal(other({ note: ours.noteOf('records.example.org/log\n40\nAAAA\n') }), 'signature', 'a checkpoint of the same key');
  assert.equal(other({ person: 'person/Q' }), 'signature');
  assert.equal(other({ material: 'material/B' }), 'signature');
  for (const member of Object.keys(packet)) {
    const { [member as keyof Packet]: _, ...rest } = packet;
    assert.equal(other({ note: noteOf(rest) }), 'signature', `without ${member}`);
    assert.equal(other({ note: noteOf({ ...packet, [member]: 7.5 }) }), 'signature', `${member} is a number`);
  }
  assert.equal(other({ note: noteOf({ ...packet, ends_at: 'tomorrow' }) }), 'signature');
});
test('R09 of several packets that of the scanned bag counts, in any order of the scans', () => {
  const second = keptOf({ material: 'material/B', bag_codes: ['material/B', 'label:LB'] }), stranger = keptOf({ material: 'material/X', bag_codes: ['material/X'], subject: 'subject/T', wristband_codes: ['subject/T'] });
  const all = [keptOf(), second, stranger];
  const told = (...codes: string[]) => { const { judged } = judgeCodes(all, codes, issued + hour); return judged.kind === 'match' ? judged.packet.material : judged.kind === 'stop' ? judged.why : judged.kind; };
  assert.equal(told('subject/S', 'label:LB'), 'material/B');
  assert.equal(told('label:LB', 'subject/S'), 'material/B');
  assert.equal(told('S'), 'waiting');
  assert.equal(told('material/X', 'subject/S'), 'wristband');
  assert.equal(told('subject/S', 'material/Z'), 'bag');
  assert.equal(told('material/Z'), 'no_packet');
  assert.equal(told('subject/Z'), 'no_packet');
  assert.equal(told('subject/Z', 'material/A'), 'wristband');
  assert.equal(told('subject/T', 'subject/S', 'material/A'), 'material/A', 'the last wristband is the one that is checked');
  assert.equal(judgeCodes([keptOf({}, { note: 'x' })], ['material/A', 'subject/S'], issued).judged.kind, 'stop');
  assert.equal(judgeCodes([], ['material/A'], issued).judged.kind, 'stop');
});

test('R09 a code of which no packet tells, a badge say, is judged neither as a bag nor as a wristband', () => {
  const told = (all: readonly Kept[], ...codes: string[]) => judgeCodes(all, codes, issued + hour);
  for (const badge of ['STAFF-1000-nurse', ']Q1STAFF-1000', 'person/P', 'badge:7', '=A99992600000200', 'HOSPITAL-OWN-7', '']) {
    const before = told([keptOf()], 'subject/S', badge), after = told([keptOf()], 'subject/S', 'label:LA', badge);
    assert.deepEqual([before.judged.kind, before.unknown, before.things], ['waiting', true, { wristband: 'subject/S' }], badge);
    assert.deepEqual([after.scans.bag, after.unknown], ['label:LA', true], badge);
    assert.deepEqual([told([], badge).judged.kind, told([], badge).things], ['waiting', {}], badge);
  }
  assert.equal(told([keptOf()], 'STAFF-1000-nurse', 'subject/S').unknown, false, 'it is of the last code');
});
test('R09 what a code of a packet stands for is known at once, whatever the code looks like', () => {
  const kept = keptOf({ wristband_codes: ['subject/S', 'HOSPITAL-7'] }), told = (...codes: string[]) => judgeCodes([kept], codes, issued + hour).things;
  assert.deepEqual(told('HOSPITAL-7'), { wristband: 'subject/S' });
  assert.deepEqual(told('label:LA'), { bag: 'material/A' });
  assert.deepEqual(told('HOSPITAL-7', 'label:LA'), { wristband: 'subject/S', bag: 'material/A' });
  assert.deepEqual(told('subject/T', 'material/B'), { wristband: 'subject/T', bag: 'material/B' });
});
test('R09 R31 of two bags of one patient the packet is chosen by both scans: one that has ended stops its own bag alone', () => {
  const ended = keptOf({ ends_at: at(hour / 2) }), second = keptOf({ material: 'material/B', bag_codes: ['material/B', 'label:LB'] });
  for (const all of [[ended, second], [second, ended]]) {
    const told = (...codes: string[]) => { const { judged } = judgeCodes(all, codes, issued + hour); return judged.kind === 'match' ? judged.packet.material : judged.kind === 'stop' ? judged.why : judged.kind; };
    assert.equal(told('subject/S'), 'waiting');
    assert.equal(told('subject/S', 'label:LB'), 'material/B');
    assert.equal(told('label:LB', 'subject/S'), 'material/B');
    assert.equal(told('subject/S', 'label:LA'), 'ended');
    assert.equal(told('subject/T', 'label:LB'), 'wristband');
    assert.equal(told('subject/S', 'material/C'), 'bag');
  }
  const wristband = judgeCodes([ended], ['subject/S'], issued + hour).judged;
  assert.equal(wristband.kind === 'stop' && wristband.why, 'no_packet');
  const expired = keptOf({ expires: at(hour / 2) });
  assert.equal(judgeCodes([expired, second], ['subject/S'], issued + hour).judged.kind, 'waiting');
});

/** mulberry32: the same seed, the same run. */
function chance(seed: number) {
  let state = seed >>> 0;
  return (below: number) => { state = (state + 0x6d2b79f5) >>> 0; let x = Math.imul(state ^ (state >>> 15), 1 | state); x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x; return ((x ^ (x >>> 14)) >>> 0) % below; };
}
test('R09 R31 over random changes of packet, key, scans and clock it matches when a naive model does, and never else', () => {
  const seed = Date.now() % 1_000_000, any = chance(seed);
  const pick = <T>(of: readonly T[]) => of[any(of.length)] as T;
  const codes = ['subject/S', 'S', 'material/A', 'label:LA', 'subject/T', 'material/B', 'label:LB', 'Label:LA', 'x', ''];
  const times = [-hour, -1, 0, 1, hour, 2 * hour - 1, 2 * hour, 4 * hour - 1, 4 * hour, 6 * hour];
  let matches = 0;
  for (let round = 0; round < 800; round += 1) {
    const one: Packet = { ...packet, ends_at: at(pick([...times, 4 * hour, 4 * hour, 4 * hour, 4 * hour])), expires: at(pick([...times.slice(4), 6 * hour, 6 * hour, 6 * hour])), issued_at: at(pick([0, 0, 0, 1, hour])),
      bag_codes: pick([packet.bag_codes, packet.bag_codes, ['material/A'], ['label:LA', 'x']]), wristband_codes: pick([packet.wristband_codes, ['S'], ['subject/S', 'x']]) };
    const signer = pick([ours, ours, ours, ours, theirs]), whole = noteOf(one, signer);
    let note = whole;
    if (any(4) === 0) {
      const where = any(note.length);
      note = pick([() => note.slice(0, where) + pick(['A', '7', ' ', '"', '\n', '}']) + note.slice(where + 1), () => note.slice(0, where), () => note.slice(0, where) + note.slice(where + 1), () => note + pick(['x', '\n', whole])])();
    }
    const kept = keptOf({}, { note, person: pick(['person/P', 'person/P', 'person/P', 'person/Q']) });
    const scans = { wristband: pick([pick(codes), 'subject/S', 'S']), bag: pick([pick(codes), 'label:LA', 'material/A']) }, now = issued + pick([...times, hour, hour, hour]);
    const in_time = now >= Date.parse(one.issued_at) && now < Date.parse(one.ends_at) && now < Date.parse(one.expires);
    const both_fit = one.bag_codes.includes(scans.bag) && !one.wristband_codes.includes(scans.bag) && one.wristband_codes.includes(scans.wristband) && !one.bag_codes.includes(scans.wristband);
    const wanted = in_time && both_fit && signer === ours && kept.person === one.person;
    const told = judge(kept, scans, now).kind;
    if (note === whole) assert.equal(told === 'match', wanted, `seed ${seed}, round ${round}: ${JSON.stringify([one, scans, now - issued])}`);
    // A change of what stands behind the signature, a lost last newline say, is none of what was signed.
    else if (told === 'match') assert.ok(wanted && note.startsWith(whole.slice(0, whole.indexOf('\n\n') + 2)), `seed ${seed}, round ${round}`);
    matches += told === 'match' ? 1 : 0;
  }
  assert.ok(matches > 12, `${matches} matches of seed ${seed}: it is about nothing`);
});
test('R25 no byte that was signed can be changed', () => {
  const note = noteOf(packet), end = note.indexOf('\n\n') + 1;
  for (let place = 0; place < end; place += 9) {
    const letter = note[place] === 'A' ? 'B' : 'A';
    assert.equal(readPacket(note.slice(0, place) + letter + note.slice(place + 1), ours.vkey), undefined, `byte ${place}`);
  }
});
