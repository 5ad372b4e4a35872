// SPDX-License-Identifier: Apache-2.0
// That a log grew and nothing before was changed (RFC 9162 section 2.1.4): the proof is put together here from the tiles of
// the log (c2sp.org/tlog-tiles), which hold hashes alone, and checked against both roots that were signed.
import { nodeOf, same } from './tree';

const tile_height = 8, tile_width = 256, hash_bytes = 32;

/** The hashes of a tile, one after another. */
export type ReadTile = (path: string) => Promise<Uint8Array>;

/** 1234067 is "x001/x234/067". */
export function tilePath(level: number, index: number, width: number): string {
  const groups: string[] = [];
  for (let left = index, first = true; first || left > 0; left = Math.floor(left / 1000), first = false) groups.unshift(String(left % 1000).padStart(3, '0'));
  const named = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return `/log/tile/${level}/${named}${width < tile_width ? `.p/${width}` : ''}`;
}

const halves = (size: number) => { let half = 1; while (half * 2 < size) half *= 2; return half; };
const isPower = (size: number) => Number.isInteger(Math.log2(size));

class Tree {
  private readonly tiles = new Map<string, Promise<Uint8Array>>();
  constructor(private readonly size: number, private readonly read: ReadTile) {}

  /** The root over leaves [from, to) of this tree. */
  async over(from: number, to: number): Promise<Uint8Array> {
    const count = to - from;
    if (isPower(count) && from % count === 0) return this.node(Math.log2(count), from / count);
    const half = halves(count);
    return nodeOf(await this.over(from, from + half), await this.over(from + half, to));
  }
  /** A perfect subtree: kept in a tile, or folded from the row of one. */
  private async node(height: number, index: number): Promise<Uint8Array> {
    const level = Math.floor(height / tile_height), inside = height % tile_height, wide = 2 ** inside;
    const first = index * wide, tile = Math.floor(first / tile_width);
    const full = Math.floor(this.size / tile_width ** level) - tile * tile_width;
    const path = tilePath(level, tile, Math.min(tile_width, full));
    const bytes = await (this.tiles.get(path) ?? this.tiles.set(path, this.read(path)).get(path) as Promise<Uint8Array>);
    let row: Uint8Array[] = Array.from({ length: wide }, (_, at) => { const start = (first % tile_width + at) * hash_bytes; return bytes.slice(start, start + hash_bytes); });
    if (row.some((one) => one.length !== hash_bytes)) throw new Error(`${path} is too short`);
    for (; row.length > 1;) row = Array.from({ length: row.length / 2 }, (_, at) => nodeOf(row[2 * at] as Uint8Array, row[2 * at + 1] as Uint8Array));
    return row[0] as Uint8Array;
  }
}

/** The hashes that lead from the first `before` leaves, and from all `now`, to both roots. */
export async function growthProof(before: number, now: number, read: ReadTile): Promise<Uint8Array[]> {
  const tree = new Tree(now, read), out: Uint8Array[] = [];
  const part = async (size: number, from: number, to: number, whole: boolean): Promise<void> => {
    if (size === to - from) { if (!whole) out.push(await tree.over(from, to)); return; }
    const half = halves(to - from);
    if (size <= half) {
      await part(size, from, from + half, whole);
      out.push(await tree.over(from + half, to));
    } else {
      await part(size - half, from + half, to, false);
      out.push(await tree.over(from, from + half));
    }
  };
  await part(before, 0, now, true);
  return out;
}

/** Whether this proof leads to both roots (RFC 9162 section 2.1.4.2). */
export function grewOutOf(before: { readonly size: number; readonly root: Uint8Array }, now: { readonly size: number; readonly root: Uint8Array }, proof: readonly Uint8Array[]): boolean {
  if (before.size < 1 || before.size >= now.size || proof.length === 0) return false;
  const path = isPower(before.size) ? [before.root, ...proof] : [...proof];
  let old = before.size - 1, last = now.size - 1;
  const half = () => { old = Math.floor(old / 2); last = Math.floor(last / 2); };
  while (old % 2 === 1) half();
  let first = path[0] as Uint8Array, second = first;
  for (const one of path.slice(1)) {
    if (last === 0) return false;
    if (old % 2 === 1 || old === last) {
      first = nodeOf(one, first);
      second = nodeOf(one, second);
      while (old % 2 === 0 && old > 0) half();
    } else {
      second = nodeOf(second, one);
    }
    half();
  }
  return last === 0 && same(first, before.root) && same(second, now.root);
}
