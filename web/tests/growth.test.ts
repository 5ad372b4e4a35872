// SPDX-License-Identifier: Apache-2.0
// Growth of a log against a tree that is computed leaf by leaf.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growthProof, grewOutOf, tilePath } from '../src/proof/growth';
import { leafOf, nodeOf } from '../src/proof/tree';

const all = Array.from({ length: 700 }, (_, at) => leafOf(`record ${at}`));
function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return leaves[0] as Uint8Array;
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return nodeOf(rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half)));
}
const tilesOf = (leaves: readonly Uint8Array[]) => async (path: string): Promise<Uint8Array> => {
  const [, level = '', index = '', width] = /^\/log\/tile\/(\d)\/(\d{3})(?:\.p\/(\d+))?$/.exec(path) ?? [];
  const each = 256 ** Number(level), first = Number(index) * 256;
  const count = Number(width ?? 256);
  assert.ok((first + count) * each <= leaves.length, `${path} is not there yet`);
  return Uint8Array.from(Array.from({ length: count }, (_, at) => [...rootOf(leaves.slice((first + at) * each, (first + at + 1) * each))]).flat());
};
const at = (size: number) => ({ size, root: rootOf(all.slice(0, size)) });
const pairs: readonly (readonly [number, number])[] = [[1, 2], [1, 700], [2, 3], [3, 7], [4, 8], [6, 8], [7, 8], [255, 256], [256, 257], [256, 512], [257, 700], [300, 513], [512, 700], [511, 512], [699, 700]];

test('a log that grew is shown to have grown, at every kind of size', async () => {
  for (const [before, now] of pairs) {
    const proof = await growthProof(before, now, tilesOf(all.slice(0, now)));
    assert.ok(grewOutOf(at(before), at(now), proof), `${before} to ${now}`);
  }
});

test('one record of before that is another now is found, and so are a hash too many and one too few', async () => {
  for (const [before, now] of pairs) {
    const changed = all.slice(0, now).map((leaf, index) => (index === before - 1 ? leafOf('another') : leaf));
    const proof = await growthProof(before, now, tilesOf(changed));
    assert.equal(grewOutOf(at(before), { size: now, root: rootOf(changed) }, proof), false, `${before} to ${now}`);
    const honest = await growthProof(before, now, tilesOf(all.slice(0, now)));
    assert.equal(grewOutOf(at(before), at(now), honest.slice(0, -1)), false);
    assert.equal(grewOutOf(at(before), at(now), [...honest, all[0] as Uint8Array]), false);
  }
});

test('tiles are named as C2SP names them', () => {
  assert.equal(tilePath(0, 1_234_067, 256), '/log/tile/0/x001/x234/067');
  assert.equal(tilePath(1, 0, 3), '/log/tile/1/000.p/3');
});
