// SPDX-License-Identifier: Apache-2.0
// What a person is told when a code does not name one thing.
import type { Scanned } from '../api/types';
import type { PageKey } from '../words/words';

export type Found =
  | { readonly kind: 'thing'; readonly thing: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'stop'; readonly verdict: string; readonly words: PageKey; readonly what: string; readonly candidates: readonly string[] };

const sentences: Record<Exclude<Scanned['verdict'], 'found' | 'unknown'>, PageKey> = {
  ambiguous: 'scan.ambiguous', differs: 'scan.differs', printed: 'scan.printed', replaced: 'scan.replaced', destroyed: 'scan.destroyed',
};

export function judged(scanned: Scanned): Found {
  if (scanned.verdict === 'found' && scanned.thing) return { kind: 'thing', thing: scanned.thing };
  if (scanned.verdict === 'unknown' || scanned.verdict === 'found') return { kind: 'unknown' };
  const candidates = (scanned.candidates ?? []).flatMap((one) =>
    (typeof one === 'string' ? [one] : typeof (one as { thing?: unknown }).thing === 'string' ? [(one as { thing: string }).thing] : []));
  return { kind: 'stop', verdict: scanned.verdict, words: sentences[scanned.verdict], what: (scanned.differs ?? []).join(', '), candidates };
}
