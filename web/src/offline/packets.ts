// SPDX-License-Identifier: Apache-2.0
// Packets of bags on this device: fetched while the server is there, for who is signed in; gone when they end, and when
// somebody else signs in. And the checks that went by them, which the server does not have.
import { askText, pathOf, refusedHere, Trouble } from '../api/client';
import { seenOf } from '../proof/memory';
import { say } from '../words/words';
import { readPacket, type Kept, type Packet } from './packet';
import { changed } from './queue';
import { outcomeOf } from './rules';
import * as store from './store';

export { judgeCodes } from './packet';

/** Of this person, and good by their end; the key is the one that this browser saw of the log first. */
export async function packetsOf(person: string, origin: string): Promise<readonly Kept[]> {
  const seen = seenOf(origin)?.vkey;
  return (await store.packets()).filter((one) => one.person === person && one.origin === origin).map((one) => (seen ? { ...one, vkey: seen } : one));
}

interface Who { readonly person: string; readonly origin: string; readonly vkey: string; }
/** What is kept was read here as it will be read without the server. */
export async function fetchPacket(material: string, who: Who): Promise<Packet> {
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

/** The server said what is of this bag now: nobody goes by what it signed before. Where its no was of another code it signs anew. */
export async function packetAnew(material: string, who: Who): Promise<void> {
  if (!(await packetsOf(who.person, who.origin)).some((one) => one.material === material)) return;
  await store.dropPacket(material);
  await fetchPacket(material, who);
}
async function renew(who: Who): Promise<void> {
  for (const { material } of await packetsOf(who.person, who.origin)) {
    await fetchPacket(material, who).catch(async (error: unknown) => {
      if (error instanceof Trouble && outcomeOf(error.status, error.problem) === 'refused') await store.dropPacket(material);
    });
  }
}
let line = Promise.resolve(), waits = false;
/** While the server is there: what was held or given since a packet was made ends it. One waits at most, however many facts come. */
export function renewPackets(who: Who): Promise<void> {
  if (waits) return line;
  waits = true;
  line = line.then(() => { waits = false; return renew(who); }).catch(() => undefined);
  return line;
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
