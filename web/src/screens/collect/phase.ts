// SPDX-License-Identifier: Apache-2.0
// How far a collection has come: from the facts of its treatment and of the bag, so that it goes on at any device.
import type { Course, Line } from '../../api/types';

export const phases = ['identity', 'running', 'label', 'hand_over', 'over'] as const;
export type Phase = (typeof phases)[number];

const of = (facts: readonly Line[], name: string) => facts.filter((one) => one.fact.startsWith(`${name}/`));

/** The earliest start that nothing has answered yet; the server counts the same way. */
export function startedAt(facts: readonly Line[]): string | undefined {
  const answered = of(facts, 'collection.collected').length + of(facts, 'collection.aborted').length;
  return of(facts, 'collection.started').map((one) => one.happened_at).sort()[answered];
}
export function bagOf(facts: readonly Line[]): { readonly material: string; readonly din: string } | undefined {
  const last = of(facts, 'collection.collected').at(-1);
  return last && { material: `material/${String(last.data['material'])}`, din: String(last.data['donation_number']) };
}
export const printedLabel = (facts: readonly Line[]) => of(facts, 'labelling.printed').concat(of(facts, 'labelling.reprinted')).map((one) => String(one.data['label'])).at(-1);

export function phaseOf(course: readonly Line[], bag: readonly Line[]): Phase {
  if (startedAt(course) !== undefined) return 'running';
  if (!bagOf(course)) return 'identity';
  if (of(bag, 'transport.dispatched').length > 0) return 'over';
  return of(bag, 'labelling.scanned_back').length > 0 || of(bag, 'labelling.code_registered').length > 0 ? 'hand_over' : 'label';
}

export interface Read { readonly wristband?: string; readonly order?: string; readonly din?: string; }
/** Whether a collection may be due here. */
export const isDue = (one: Course, site: string | undefined) =>
  (site === undefined || one.site === site) && ['opened', 'collecting'].includes(one.reached ?? 'opened') && one.last_status !== 'dead';
export const ordersOf = (all: readonly Course[], subject: string, site: string | undefined) =>
  all.filter((one) => one.recipient === subject && isDue(one, site));
/** Whether wristband and order are of one patient; nothing while one of them is missing. */
export function agrees(read: Read, all: readonly Course[]): boolean | undefined {
  if (!read.wristband || !read.order) return undefined;
  return all.find((one) => one.course === read.order)?.recipient === read.wristband;
}

// What was read before the needle is compared with the bag after it, in this tab.
const kept = 'veinline.collect';
const all = (): Record<string, string> => JSON.parse(sessionStorage.getItem(kept) ?? '{}') as Record<string, string>;
export const remember = (course: string, din: string) => sessionStorage.setItem(kept, JSON.stringify({ ...all(), [course]: din }));
export const remembered = (course: string | undefined) => (course === undefined ? undefined : all()[course]);
