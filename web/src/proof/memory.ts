// SPDX-License-Identifier: Apache-2.0
// What this browser saw of a log before: its key, and how far it had come. A server that shows another key, or less, is
// found out by whoever was here before.
export interface Seen { readonly vkey: string; readonly size: number; readonly root: string; }
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
export function remember(origin: string, now: Seen): Compared {
  const before = seenOf(origin), out = compared(before, now);
  if (out === 'first' || out === 'grown') localStorage.setItem(place(origin), JSON.stringify(now));
  return out;
}
