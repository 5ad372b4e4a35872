// SPDX-License-Identifier: Apache-2.0
// Packets of bags on this device: fetched while the server is there, for who is signed in; gone when they end, and when
// somebody else signs in. And the checks that went by them, which the server does not have.
import { askText, pathOf, refusedHere } from '../api/client';
import { seenOf } from '../proof/memory';
import { say } from '../words/words';
import { readPacket, type Kept, type Packet } from './packet';
import { changed } from './queue';
import * as store from './store';

export { judgeCodes } from './packet';

/** Of this person, and good by their end; the key is the one that this browser saw of the log first. */
export async function packetsOf(person: string, origin: string): Promise<readonly Kept[]> {
  const seen = seenOf(origin)?.vkey;
  return (await store.packets()).filter((one) => one.person === person && one.origin === origin).map((one) => (seen ? { ...one, vkey: seen } : one));
}

/** What is kept was read here as it will be read without the server. */
export async function fetchPacket(material: string, who: { readonly person: string; readonly origin: string; readonly vkey: string }): Promise<Packet> {
  const note = await askText(pathOf('bedside_packet', material));
  const vkey = seenOf(who.origin)?.vkey ?? who.vkey, packet = readPacket(note, vkey);
  if (vkey !== who.vkey || !packet || packet.person !== who.person || packet.origin !== who.origin || packet.material !== material) {
    throw refusedHere('packet.signature', say('bedside.off.why.signature'));
  }
  const until = Date.parse(packet.ends_at);
  if (Date.now() >= until || Date.now() < Date.parse(packet.issued_at) - 60_000) throw refusedHere('packet.clock', say('bedside.off.why.clock'));
  await store.keepPacket({ note, vkey, person: who.person, origin: who.origin, material, until });
  return packet;
}

/** A match without the server: on this device only, and nowhere else. */
export async function keepCheck(packet: Packet, at: Date): Promise<void> {
  const { person, origin, material, subject, as_of, issued_at } = packet;
  await store.keepCheck({ person, origin, material, subject, as_of, issued_at, at: at.toISOString() });
  await changed();
}
/** Their person has seen to it. */
export async function dropCheck(at: string, material: string): Promise<void> {
  await store.dropCheck(at, material);
  await changed();
}
