// SPDX-License-Identifier: Apache-2.0
// What a code that a courier scans is, without asking anybody: who takes the box, or the number of its seal. An id that does
// not fit its check characters is neither, and nothing of it is taken.
import { codeOf, isWrongId } from './station/typed';
import { plainCode } from './station/without';

export type OfBox = { readonly receiver: string } | { readonly seal: string } | { readonly why: 'other' | 'wrong' };
export function codeOfBox(code: string): OfBox {
  const text = plainCode(code);
  if (/^(?:person|site)\//.test(text)) return isWrongId(text) ? { why: 'wrong' } : { receiver: text };
  const seal = codeOf(code);
  return seal === undefined ? { why: 'other' } : { seal };
}
