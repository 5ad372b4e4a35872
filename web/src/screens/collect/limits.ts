// SPDX-License-Identifier: Apache-2.0
// What a sender says of how a box travels, as it was typed: what is left empty is not said, and what is no number the server
// refuses in words.
export interface Limits { readonly low: string; readonly high: string; readonly hours: string; }

const decimal = (text: string) => text.trim().normalize('NFKC').replace('−', '-').replace(',', '.');
export function limitsOf({ low, high, hours }: Limits, now: number) {
  const of = (name: string, text: string) => (text.trim() === '' ? {} : { [name]: decimal(text) });
  const lasts = Number(decimal(hours));
  return { ...of('low', low), ...of('high', high),
    ...(hours.trim() !== '' && { holds_until: lasts > 0 && lasts <= 8760 ? new Date(now + lasts * 3_600_000).toISOString() : hours.trim() }) };
}
