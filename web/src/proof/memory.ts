// SPDX-License-Identifier: Apache-2.0
// What this browser saw of a log before: its key, and how far it had come. A server that shows another key, or less, or
// another past, is found out by whoever was here before.
import { growthProof, grewOutOf, type ReadTile } from './growth';
import { bytesOf } from './tree';

export interface Seen { readonly vkey: string; readonly size: number; readonly root: string; readonly at?: string; }
export type Compared = 'first' | 'grown' | 'same' | 'other_key' | 'shorter' | 'forked';

export function compared(before: Seen | undefined, now: Seen): Compared {
  if (!before) return 'first';
  if (before.vkey !== now.vkey) return 'other_key';
  if (now.size < before.size) return 'shorter';
  if (now.size === before.size) return now.root === before.root ? 'same' : 'forked';
  return 'grown';
}

const place = (origin: string) => `veinline.log ${origin}`;
export function seenOf(origin: string): Seen | undefined {
  try { return JSON.parse(localStorage.getItem(place(origin)) ?? 'null') as Seen ?? undefined; } catch { return undefined; }
}

export interface Followed { readonly past: Compared; readonly before: Seen | undefined; readonly hashes: number; }
/** What was seen before is compared, and what grew is proven to have grown; then it is what was seen. */
export async function follow(origin: string, now: Seen, read: ReadTile): Promise<Followed> {
  const before = seenOf(origin), said = compared(before, now);
  const proof = said === 'grown' && before ? await growthProof(before.size, now.size, read) : [];
  const grew = said !== 'grown' || !before || grewOutOf({ size: before.size, root: bytesOf(before.root) }, { size: now.size, root: bytesOf(now.root) }, proof);
  const past = grew ? said : 'forked';
  if (past === 'first' || past === 'grown') localStorage.setItem(place(origin), JSON.stringify({ ...now, at: new Date().toISOString() }));
  return { past, before, hashes: proof.length };
}
