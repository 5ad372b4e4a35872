// SPDX-License-Identifier: Apache-2.0
// tests/data/evidence.txt is a bundle that `veinline` exported from a demonstration.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { checkBundle } from '../src/proof/bundle';

const evidence = readFileSync('tests/data/evidence.txt', 'utf8');
const key = /^key (.+)$/m.exec(evidence)?.[1] as string;
const holds = (text: string, trusted?: string) => { try { return checkBundle(text, trusted).holds; } catch { return false; } };

test('evidence of the server holds under its key, and without one only fits together', () => {
  const report = checkBundle(evidence, key);
  assert.deepEqual(report.steps.map((one) => [one.name, one.holds]), [['file', true], ['key', true], ['log', true], ['records', true]]);
  assert.equal(report.holds, true);
  const open = checkBundle(evidence);
  assert.equal(open.holds, true);
  assert.equal(open.steps.find((one) => one.name === 'key')?.holds, false);
});

test('no byte can be changed: every fortieth is tried', () => {
  for (let at = 0; at < evidence.length; at += 41) {
    const letter = evidence[at] === 'A' ? 'B' : 'A';
    assert.equal(holds(evidence.slice(0, at) + letter + evidence.slice(at + 1), key), false, `byte ${at}`);
  }
});

test('another key, and a file that is cut off, hold nothing', () => {
  assert.equal(holds(evidence, key.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))), false);
  assert.equal(holds(evidence, ''.padEnd(10, 'x')), false);
  for (const part of [0.1, 0.5, 0.9, 0.99]) assert.equal(holds(evidence.slice(0, evidence.length * part), key), false);
});
