// SPDX-License-Identifier: Apache-2.0
// Hashes of the log (RFC 9162 section 2.1) and signed notes (C2SP), in this browser. Not WebCrypto: it is missing over plain
// HTTP in a house, and has Ed25519 only since Chrome 137.
import { hashes, verify } from '@noble/ed25519';
import { sha256, sha512 } from '@noble/hashes/sha2.js';

hashes.sha512 = sha512;

const text = new TextEncoder();
export const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
export const base64Of = (bytes: Uint8Array) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
export const same = (one: Uint8Array, other: Uint8Array) => one.length === other.length && one.every((byte, at) => byte === other[at]);

function digest(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = sha256.create();
  for (const part of parts) hash.update(part);
  return hash.digest();
}
export const hash = (bytes: Uint8Array) => digest(bytes);
export const leafOf = (record: string) => digest(Uint8Array.of(0), text.encode(record));
export const nodeOf = (left: Uint8Array, right: Uint8Array) => digest(Uint8Array.of(1), left, right);

/** The root that this proof leads to, or nothing where its length does not fit. */
export function rootOf(leaf: Uint8Array, index: number, size: number, proof: readonly Uint8Array[]): Uint8Array | undefined {
  if (index < 0 || index >= size) return undefined;
  let found = leaf, at = index, last = size - 1;
  const half = (value: number) => Math.floor(value / 2);
  for (const sibling of proof) {
    if (last === 0) return undefined;
    if (at % 2 === 1 || at === last) {
      found = nodeOf(sibling, found);
      while (at % 2 === 0 && at > 0) [at, last] = [half(at), half(last)];
    } else {
      found = nodeOf(found, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? found : undefined;
}

export interface Key { readonly name: string; readonly id: Uint8Array; readonly key: Uint8Array; }
/** `name+key id+base64(01 key)`: the id must be that of the key. */
export function keyOf(vkey: string): Key | undefined {
  const found = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(vkey.trim());
  if (!found) return undefined;
  const [, name = '', hex = '', encoded = ''] = found;
  const typed = bytesOf(encoded);
  const id = Uint8Array.from(hex.match(/../g) ?? [], (two) => parseInt(two, 16));
  const wanted = digest(text.encode(`${name}\n`), typed).slice(0, 4);
  return typed.length === 33 && typed[0] === 1 && same(id, wanted) ? { name, id, key: typed.slice(1) } : undefined;
}

export interface Note { readonly text: string; readonly signatures: readonly { readonly name: string; readonly bytes: Uint8Array }[]; }
export function noteOf(note: string): Note | undefined {
  const end = note.lastIndexOf('\n\n');
  if (end < 0) return undefined;
  const signatures = note.slice(end + 2).split('\n').filter((line) => line !== '').map((line) => {
    const [, name = '', encoded = ''] = /^— (\S+) ([A-Za-z0-9+/=]+)$/.exec(line) ?? [];
    return { name, bytes: bytesOf(encoded) };
  });
  return { text: note.slice(0, end + 1), signatures };
}
export const isSignedBy = (note: Note, key: Key): boolean => note.signatures.some((one) =>
  one.name === key.name && one.bytes.length === 68 && same(one.bytes.slice(0, 4), key.id) && verify(one.bytes.slice(4), text.encode(note.text), key.key));

export interface Checkpoint { readonly origin: string; readonly size: number; readonly root: Uint8Array; }
export function checkpointOf(note: Note): Checkpoint | undefined {
  const [origin = '', size = '', root = ''] = note.text.split('\n');
  return /^(0|[1-9]\d{0,15})$/.test(size) ? { origin, size: Number(size), root: bytesOf(root) } : undefined;
}
