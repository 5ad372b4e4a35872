// SPDX-License-Identifier: Apache-2.0
// What the scans at the bedside come to. The kind of a code says into which slot it goes, in any order; nothing is typed.
import type { CommandRequest } from '../../api/client';
import type { Catalogue, Line, Scanned } from '../../api/types';
import { idOf, kindOf } from '../../api/types';
import type { ToSign } from '../../forms/sign';
import { plainCode } from '../station/without';

export interface Slots { readonly wristband?: string; readonly bag?: string; readonly badge?: string; }
export type Placed = { readonly slots: Slots; readonly unknown?: true } | { readonly stop: 'other_kind' | 'void' | 'ambiguous' | 'differs'; readonly what: string };

/** A code that names nothing may be a badge, which only its PIN proves; it never fills the slots of patient and bag. */
export function place(slots: Slots, code: string, scanned: Scanned): Placed {
  switch (scanned.verdict) {
    case 'unknown': return { slots: { ...slots, badge: plainCode(code) }, unknown: true };
    case 'ambiguous': return { stop: 'ambiguous', what: code };
    case 'differs': return { stop: 'differs', what: (scanned.differs ?? []).join(', ') };
    case 'printed': case 'replaced': case 'destroyed': return { stop: 'void', what: code };
    case 'found': break;
  }
  const thing = scanned.thing ?? '';
  switch (kindOf(thing)) {
    case 'subject': return { slots: { ...slots, wristband: thing } };
    case 'material': return { slots: { ...slots, bag: thing } };
    default: return { stop: 'other_kind', what: thing };
  }
}

/** Whether somebody else checked this bag and patient, and nobody has confirmed since: then this is the second check. */
export function firstCheck(facts: readonly Line[], wristband: string, me: string): Line | undefined {
  const checks = facts.filter((one) => /^infusion\.(bedside_checked|bedside_confirmed|infused)\//.test(one.fact));
  const last = checks[checks.length - 1];
  return last?.fact.startsWith('infusion.bedside_checked/') && `subject/${String(last.data['wristband'])}` === wristband && `person/${last.by}` !== me ? last : undefined;
}

/** What the second person will sign, from what was scanned and who checked first. */
export function foreseen(catalogue: Catalogue, request: CommandRequest, first: string): ToSign | undefined {
  const fact = catalogue.facts.find((one) => one.stored_name.startsWith('infusion.bedside_confirmed/'));
  const { material, wristband } = request.data;
  const data: Record<string, unknown> = { material: idOf(String(material)), wristband: idOf(String(wristband)), first: idOf(first) };
  return fact && { meaning: String(request.sign), facts: [{ fact: fact.stored_name, title: fact.title, changes: [String(material)], data }] };
}
const inOrder = (value: unknown): unknown => (Array.isArray(value) ? value.map(inOrder) : typeof value === 'object' && value !== null
  ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, one]) => [name, inOrder(one)])) : value);
/** Whether both are signed alike: meaning and data, to the letter. A title is words for people. */
export const isSame = (one: ToSign, other: ToSign) => {
  const bare = ({ meaning, facts }: ToSign) => JSON.stringify([meaning, facts.map(({ fact, changes, data }) => [fact, changes, inOrder(data)])]);
  return bare(one) === bare(other);
};
