// SPDX-License-Identifier: Apache-2.0
// How far a treatment has come, what comes next, and until when it must.
import type { CommandName, Course, Line } from '../../api/types';
import type { State } from '../../parts/marks';

export const stages = ['opened', 'collecting', 'collected', 'manufacturing', 'produced', 'released', 'infused', 'followed_up'] as const;
export type Stage = (typeof stages)[number];
const lasting: ReadonlySet<string> = new Set(['collecting', 'manufacturing', 'followed_up']);

export const stageOf = (reached: string | undefined): Stage => stages.find((stage) => stage === reached) ?? 'opened';

export function stateOfStage(stage: Stage, reached: Stage): State {
  const at = stages.indexOf(stage), here = stages.indexOf(reached);
  if (at > here) return 'planned';
  return at === here && lasting.has(stage) ? 'going' : 'done';
}

/** What may be recorded next for the treatment itself or its things, at each stage. */
export const nextAt: Record<Stage, readonly CommandName[]> = {
  opened: ['collection/start'],
  collecting: ['collection/record', 'collection/abort'],
  collected: ['labelling/print', 'labelling/scan_back', 'transport/dispatch', 'reception/receive', 'manufacture/start'],
  manufacturing: ['manufacture/record_product'],
  produced: ['testing/record_result', 'release/release'],
  released: ['transport/dispatch', 'reception/receive', 'infusion/start_thaw', 'infusion/check_bedside', 'infusion/record_infusion'],
  infused: ['followup/record_visit'],
  followed_up: ['followup/record_visit'],
};
export const isUnderWay = (course: Course) => !['infused', 'followed_up'].includes(course.reached ?? '');
export const isStopped = (course: Course) => Object.keys(course.barred).length > 0 || course.strange;

export interface Until { readonly at: number; readonly why: 'expires' | 'thawed'; }
/** What ends next of a treatment at a moment, and what is past by then, the latest last. */
export interface Ends { readonly next: Until | undefined; readonly past: readonly Until[]; }
/** As the list says; what it named as next may be over since it was asked. Of what is over nothing ends. */
export function endsOf(course: Course, now: number): Ends {
  if (!isUnderWay(course) || course.last_status === 'dead') return { next: undefined, past: [] };
  const all = [...course.past ?? [], ...course.until ? [course.until] : []].map((one) => ({ at: Date.parse(one.at), why: one.why }));
  return { next: all.find((one) => one.at > now), past: all.filter((one) => one.at <= now) };
}
/** When the next bag ends, or ended: what is past and has nothing after it is no less urgent. */
const rank = (course: Course) => (isStopped(course) ? 0 : endsOf(course, Infinity).past.at(-1)?.at ?? 1e15);
/** What is stopped stands first; then what ends soonest; what has no end on record last, the furthest of it first. */
export const urgent = (one: Course, other: Course) => rank(one) - rank(other)
  || stages.indexOf(stageOf(other.reached)) - stages.indexOf(stageOf(one.reached)) || one.since - other.since;

export interface Slack { readonly until: number; readonly what: 'expires' | 'thawed'; readonly thing: string; }

interface Product { readonly material?: string; readonly expires?: string; }
/** What ends next of the bags that nobody got yet: each expires, or its window is over once it thawed. Where all of it is past, the latest. */
export function slackOf(facts: readonly Line[], window_min: number | undefined, now: number): Slack | undefined {
  const over = new Set(facts.filter((one) => one.fact.startsWith('infusion.infused/')).map((one) => String(one.data['material'])));
  const ends = new Map<string, Slack>();
  const add = (material: string, until: number, what: Slack['what']) => {
    const known = ends.get(material);
    if (!over.has(material) && (!known || until < known.until)) ends.set(material, { until, what, thing: `material/${material}` });
  };
  for (const one of facts) {
    if (one.fact.startsWith('manufacture.produced/')) {
      for (const product of (one.data['products'] ?? []) as readonly Product[]) {
        if (product.material && product.expires) add(product.material, Date.parse(product.expires), 'expires');
      }
    }
    if (one.fact.startsWith('infusion.thaw_started/') && window_min) add(String(one.data['material']), Date.parse(one.happened_at) + window_min * 60_000, 'thawed');
  }
  const all = [...ends.values()].sort((one, other) => one.until - other.until);
  return all.find((one) => one.until > now) ?? all.at(-1);
}
