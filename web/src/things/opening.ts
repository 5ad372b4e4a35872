// SPDX-License-Identifier: Apache-2.0
// Whether somebody reads a record because of an emergency, and until when: as the fact says it.
import { idOf, type Line } from '../api/types';

export interface Opening { readonly until: number; readonly reason: string | undefined; readonly seq: number; }
/** The one that ends last of those that this person made and that are not over. */
export function openingOf(facts: readonly Line[], person: string | undefined, now: number): Opening | undefined {
  if (person === undefined) return undefined;
  return facts.filter((one) => one.fact.startsWith('breakglass.record_opened/') && String(one.data['person']).replace(/^person\//, '') === idOf(person))
    .map((one) => ({ until: Date.parse(String(one.data['until'])), reason: one.reason, seq: one.seq }))
    .filter((one) => one.until > now).sort((one, other) => other.until - one.until)[0];
}
/** 59:07 */
export function remaining(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${String(Math.trunc(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}
