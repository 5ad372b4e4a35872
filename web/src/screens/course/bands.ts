// SPDX-License-Identifier: Apache-2.0
// Who had it while a logger measured: one band for each time of one holder, whatever number of bags they had.
export interface Held { readonly holder: string; readonly since: number; readonly until: number | undefined; }
export interface Band { readonly holder: string; readonly from: number; readonly to: number; readonly row: number; }

/** Within `from` and `to`, in the order of their beginnings; those that run side by side are in rows of their own. */
export function bandsOf(held: readonly Held[], from: number, to: number, now: number): Band[] {
  const joined: { holder: string; from: number; to: number }[] = [];
  const clipped = held.map((one) => ({ holder: one.holder, from: Math.max(from, one.since), to: Math.min(to, one.until ?? Math.max(now, one.since)) }))
    .filter((one) => one.from < one.to).sort((one, other) => one.from - other.from);
  for (const one of clipped) {
    const before = [...joined].reverse().find((each) => each.holder === one.holder && each.to >= one.from);
    if (before) before.to = Math.max(before.to, one.to);
    else joined.push({ ...one });
  }
  const ends: number[] = [];
  return joined.map((one) => {
    const free = ends.findIndex((end) => end <= one.from), row = free < 0 ? ends.length : free;
    ends[row] = one.to;
    return { ...one, row };
  });
}
/** Who had it at some time between the two. */
export const holdersIn = (held: readonly Held[], from: number, to: number, now: number): string[] =>
  [...new Set(bandsOf(held, from, Math.max(to, from + 1), now).map((one) => one.holder))];
