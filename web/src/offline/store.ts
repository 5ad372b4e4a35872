// SPDX-License-Identifier: Apache-2.0
// What is kept on the device: entries that wait for the server, until it has them; the catalogue, which names nobody; packets of
// bags while they are good, and the checks that went by them.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Kept as KeptPacket } from './packet';
import type { Check, Entry } from './rules';

interface Kept extends DBSchema {
  readonly queue: { readonly key: number; readonly value: Entry };
  readonly kept: { readonly key: string; readonly value: unknown };
}

let opened: Promise<IDBPDatabase<Kept>> | undefined;
function place(): Promise<IDBPDatabase<Kept>> {
  opened ??= openDB<Kept>('veinline', 1, {
    upgrade(made) {
      made.createObjectStore('queue', { keyPath: 'id', autoIncrement: true });
      made.createObjectStore('kept');
    },
    terminated() { opened = undefined; },
  }).catch((error: unknown) => { opened = undefined; throw error; });
  return opened;
}

export const entries = async (): Promise<Entry[]> => (await place()).getAll('queue');

/** On the disk, not only with the browser, when it answers. */
async function change(work: (queue: { add: (one: Entry) => Promise<number>; put: (one: Entry) => Promise<number>; delete: (id: number) => Promise<void> }) => Promise<unknown>): Promise<void> {
  const act = (await place()).transaction('queue', 'readwrite', { durability: 'strict' });
  await Promise.all([work(act.store), act.done]);
}
export const add = (one: Omit<Entry, 'id'>) => change((queue) => queue.add(one as Entry));
export const put = (one: Entry) => change((queue) => queue.put(one));
export const remove = (id: number) => change((queue) => queue.delete(id));

export const keep = async (name: string, value: unknown): Promise<void> => { await (await place()).put('kept', value, name); };
export const kept = async (name: string): Promise<unknown> => (await place()).get('kept', name);

const every = (prefix: string) => IDBKeyRange.bound(prefix, `${prefix}\uffff`);
const packet = 'packet ', check = 'check ';
export const packets = async (): Promise<KeptPacket[]> => (await (await place()).getAll('kept', every(packet))) as KeptPacket[];
export const keepPacket = (one: KeptPacket) => keep(`${packet}${one.material}`, one);
export const dropPacket = async (material: string): Promise<void> => { await (await place()).delete('kept', `${packet}${material}`); };
/** None of another person stays, and none that has ended. */
export async function tidyPackets(person: string, now: number): Promise<void> {
  const all = await packets(), at = await place();
  await Promise.all(all.filter((one) => one.person !== person || one.until <= now).map((one) => at.delete('kept', `${packet}${one.material}`)));
}
export const checks = async (): Promise<Check[]> => (await (await place()).getAll('kept', every(check))) as Check[];
export const keepCheck = (one: Check) => keep(`${check}${one.at} ${one.material}`, one);
export const dropCheck = async (at: string, material: string): Promise<void> => { await (await place()).delete('kept', `${check}${at} ${material}`); };
