// SPDX-License-Identifier: Apache-2.0
// A receipt, recomputed in the browser: from the record's bytes to the root (RFC 9162 section 2.1.3.2).
const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const base64 = (array) => btoa(String.fromCharCode(...array));
async function hash(...parts) {
  const all = await new Blob(parts).arrayBuffer();
  return new Uint8Array(await crypto.subtle.digest('SHA-256', all));
}

export function parseReceipt(text) {
  const lines = text.split('\n'), end = lines.indexOf('');
  return { index: Number(lines[1].slice(6)), path: lines.slice(2, end), ...parseCheckpoint(lines.slice(end + 1)) };
}
export const parseCheckpoint = ([origin, size, root]) => ({ origin, size: Number(size), root });

/// {leaf, proven}: both undefined where the browser has no hashes (neither HTTPS nor localhost).
export async function recompute(record, { index, path, size, root }) {
  if (!globalThis.crypto?.subtle) return {};
  let node = await hash(Uint8Array.of(0), new TextEncoder().encode(record));
  const leaf = base64(node), half = (count) => Math.floor(count / 2);
  let at = index, last = size - 1;
  for (const sibling of path.map(bytes)) {
    if (last === 0) return { leaf, proven: false };
    if (at % 2 || at === last) {
      node = await hash(Uint8Array.of(1), sibling, node);
      while (at && at % 2 === 0) [at, last] = [half(at), half(last)];
    } else {
      node = await hash(Uint8Array.of(1), node, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return { leaf, proven: last === 0 && index < size && base64(node) === root };
}
