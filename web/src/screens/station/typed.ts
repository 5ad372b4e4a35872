// SPDX-License-Identifier: Apache-2.0
// Numbers that a person types carry their own check: of ours ISO/IEC 7064 MOD 1271-36 (src/kernel/id.cpp), of ISBT 128 MOD
// 37-2 (src/codes/isbt128.cpp). What does not fit is never sent.
import { paged } from '../../api/types';

const payload = '0123456789ABCDEFGHJKMNPQRSTVWXYZ', checks = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const id_length = 18;

/** What a person typed, without gaps, in capitals. */
export const bare = (text: string) => text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();

export function isId(text: string): boolean {
  if (text.length !== id_length || [...text.slice(0, -2)].some((one) => !payload.includes(one))) return false;
  let sum = 0;
  for (const one of text.slice(0, -2)) sum = (sum + checks.indexOf(one)) * 36 % 1271;
  const check = (1271 + 1 - sum * 36 % 1271) % 1271;
  return text.slice(-2) === `${checks[Math.floor(check / 36)]}${checks[check % 36]}`;
}

const kinds = new Set<string>(paged);
/** Meant as an id of ours, with its kind before it or bare, and none: its length or its check characters are wrong. */
export function isWrongId(text: string): boolean {
  const [, kind, id = ''] = /^(?:([a-z]+)[/:])?(.*)$/s.exec(text.trim()) ?? [];
  if (kind !== undefined) return kinds.has(kind) && !isId(bare(id));
  return /^[0-9A-Z]{18}$/.test(bare(id)) && !isId(bare(id));
}

export function checkCharacter(text: string): string {
  let rest = 0;
  for (const one of text) rest = (rest + checks.indexOf(one)) * 2 % 37;
  return `${checks}*`[(37 + 1 - rest) % 37] as string;
}

const facility = '[1-9A-NP-Z][0-9A-NP-Z]{2}\\d{4}';
const din = new RegExp(`^${facility}\\d{6}$`), coi = new RegExp(`^CH${facility}[0-9A-Z]{6}$`);
export const coi_typed = 16;

/** A number of a shop has 13 digits too: by what the scanner says of it (EAN, GS1), or else by its own check digit. */
function isOfTrade(code: string): boolean {
  if (/^\](?:E|C1|d2|Q3|e0)/.test(code)) return true;
  return /^\d{13}$/.test(code) && [...code].reduce((sum, digit, at) => sum + Number(digit) * (at % 2 ? 3 : 1), 0) % 10 === 0;
}
/** The donation number of what a scanner gives: "=A999926000002" and two flags, or bare. */
export function donationNumberOf(code: string): string | undefined {
  if (isOfTrade(code.trim())) return undefined;
  const text = code.trim().replace(/^\][A-Za-z]\d/, '').replace(/^(?:=|din:)/i, '');
  const number = text.slice(0, 13);
  return din.test(number) && /^(?:[0-9A-Z]{2})?$/.test(text.slice(13)) ? number : undefined;
}

/** The chain-of-identity id of what a scanner gives: "&/CHA999926000001", or bare. */
export function chainOfIdentityOf(code: string): string | undefined {
  const text = code.trim().replace(/^\][A-Za-z]\d/, '').replace(/^(?:&\/|coi:)/i, '');
  return coi.test(text) ? text : undefined;
}

/** The same, typed: its check character, which is printed behind it for the eye, at its end. */
export function chainOfIdentityTyped(text: string): string | undefined {
  const value = text.slice(0, -1);
  return coi.test(value) && text.slice(-1) === checkCharacter(value) ? value : undefined;
}

/** A number of a site's own, as a seal bears it. */
export const codeOf = (text: string): string | undefined => {
  const code = text.trim().replace(/^\][A-Za-z]\d/, '').toUpperCase();
  return /^[A-Z0-9._-]{1,40}$/.test(code) ? code : undefined;
};
