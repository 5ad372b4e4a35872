// SPDX-License-Identifier: Apache-2.0
// A bundle of evidence (docs/formats/bundle.md), checked step by step in this browser, without the server that made it.
import { base64Of, bytesOf, checkpointOf, hash, isSignedBy, keyOf, leafOf, noteOf, rootOf, same, type Key } from './tree';

export interface Entry { readonly index: number; readonly record: string; readonly id: string; readonly proven: boolean; }
export type StepName = 'file' | 'key' | 'log' | 'records';
export interface Step { readonly name: StepName; readonly holds: boolean; readonly why: string; }
export interface Report {
  readonly about: string; readonly vkey: string; readonly origin: string; readonly size: number; readonly root: string;
  readonly entries: readonly Entry[]; readonly steps: readonly Step[]; readonly holds: boolean; readonly partial: boolean;
}

class Reader {
  private at = 0;
  constructor(private readonly text: string) {}
  get position() { return this.at; }
  line(): string {
    const end = this.text.indexOf('\n', this.at);
    if (end < 0) throw new Error('the file ends too early');
    const out = this.text.slice(this.at, end);
    this.at = end + 1;
    return out;
  }
  expect(pattern: RegExp): string {
    const found = pattern.exec(this.line());
    if (!found) throw new Error(`expected ${String(pattern)}`);
    return found[1] ?? '';
  }
  /** A signed note: up to the empty line after its signatures. */
  note(): string {
    const from = this.at, blank = this.text.indexOf('\n\n', from);
    const end = this.text.indexOf('\n\n', blank + 2);
    const stop = blank < 0 ? -1 : end < 0 ? this.text.length : end + 1;
    if (stop < 0) throw new Error('no signed note');
    this.at = Math.min(stop + 1, this.text.length);
    return this.text.slice(from, stop);
  }
}

const decimal = (text: string) => {
  if (!/^(0|[1-9]\d{0,15})$/.test(text)) throw new Error(`not a number: ${text}`);
  return Number(text);
};

interface Parsed { about: string; vkey: string; checkpoint: string; entries: { index: number; proof: Uint8Array[]; leaf: string; record: string }[]; before_manifest: string; manifest: string; whole: boolean; }

function parsed(text: string): Parsed {
  const reader = new Reader(text);
  reader.expect(/^veinline-evidence@v1$/);
  const about = reader.expect(/^about (.+)$/);
  const count = decimal(reader.expect(/^records (\d+)$/));
  const vkey = reader.expect(/^key (.+)$/);
  reader.expect(/^$/);
  const checkpoint = reader.note();
  const whole = about === 'all';
  const entries = [];
  for (let at = 0; at < count; at += 1) {
    let index = at;
    const proof: Uint8Array[] = [];
    if (!whole) {
      const [i = '', k = ''] = reader.expect(/^index (\d+ \d+)$/).split(' ');
      index = decimal(i);
      for (let left = decimal(k); left > 0; left -= 1) proof.push(bytesOf(reader.line()));
    }
    const line = reader.line(), space = line.indexOf(' ');
    entries.push({ index, proof, leaf: line.slice(0, space), record: line.slice(space + 1) });
  }
  reader.expect(/^$/);
  return { about, vkey, checkpoint, entries, before_manifest: text.slice(0, reader.position), manifest: text.slice(reader.position), whole };
}

function wholeRoot(leaves: readonly Uint8Array[]): Uint8Array {
  // Appended one by one: perfect subtrees of falling size, joined from the right.
  const stack: { size: number; root: Uint8Array }[] = [];
  const join = (left: Uint8Array, right: Uint8Array) => hash(Uint8Array.of(1, ...left, ...right));
  for (const leaf of leaves) {
    stack.push({ size: 1, root: leaf });
    for (let top = stack[stack.length - 1], under = stack[stack.length - 2]; top && under && top.size === under.size;
      top = stack[stack.length - 1], under = stack[stack.length - 2]) {
      stack.splice(-2, 2, { size: top.size * 2, root: join(under.root, top.root) });
    }
  }
  return stack.map((one) => one.root).reduceRight((right, left) => join(left, right));
}

/** `trusted` is a key that the reader had before; without one the file can only be shown to fit together. */
export function checkBundle(text: string, trusted?: string): Report {
  const file = parsed(text);
  const own = keyOf(file.vkey), wanted = trusted ? keyOf(trusted) : own;
  const note = noteOf(file.checkpoint), point = note && checkpointOf(note);
  const steps: Step[] = [];
  const step = (name: StepName, holds: boolean, why: string) => { steps.push({ name, holds, why }); };
  const manifest = noteOf(file.manifest);
  const said = manifest?.text.split('\n') ?? [];
  const signed = (key: Key | undefined) => key !== undefined && manifest !== undefined && isSignedBy(manifest, key);
  step('file', signed(wanted) && said[5] === base64Of(hash(new TextEncoder().encode(file.before_manifest))) && said[2] === file.about
    && said[3] === String(file.entries.length) && said[4] === String(point?.size), said[5] ?? '');
  step('key', own !== undefined && wanted !== undefined && same(own.key, wanted.key) && own.name === wanted.name && trusted !== undefined, file.vkey);
  step('log', note !== undefined && point !== undefined && wanted !== undefined && point.origin === wanted.name && isSignedBy(note, wanted),
    point ? `${point.size} · ${base64Of(point.root)}` : '');
  const entries = file.entries.map(({ index, proof, leaf, record }): Entry => {
    const own_leaf = leafOf(record);
    const root = file.whole ? point?.root : rootOf(own_leaf, index, point?.size ?? 0, proof);
    const id = /"id":"([0-9a-f]{32})"/.exec(record)?.[1] ?? '';
    return { index, record, id, proven: base64Of(own_leaf) === leaf && root !== undefined && point !== undefined && same(root, point.root) };
  });
  const all = file.whole && point ? entries.length === point.size && entries.length > 0 && same(wholeRoot(entries.map((one) => leafOf(one.record))), point.root) : true;
  step('records', all && entries.every((one) => one.proven), `${entries.filter((one) => one.proven).length} / ${entries.length}`);
  return {
    about: file.about.replace(/^part of /, ''), partial: file.about.startsWith('part of '), vkey: file.vkey, origin: point?.origin ?? '', size: point?.size ?? 0,
    root: point ? base64Of(point.root) : '', entries, steps, holds: steps.every((one) => one.holds || (one.name === 'key' && trusted === undefined)),
  };
}
