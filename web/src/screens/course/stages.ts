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
/** What ends next, as the list says; of what is over nothing does. */
export const untilOf = (course: Course): Until | undefined =>
  (course.until && isUnderWay(course) && course.last_status !== 'dead' ? { at: Date.parse(course.until.at), why: course.until.why } : undefined);
const rank = (course: Course) => (isStopped(course) ? 0 : untilOf(course)?.at ?? 1e15);
/** What is stopped stands first; then what ends soonest; what has no end on record last, the furthest of it first. */
export const urgent = (one: Course, other: Course) => rank(one) - rank(other)
  || stages.indexOf(stageOf(other.reached)) - stages.indexOf(stageOf(one.reached)) || one.since - other.since;

export interface Slack { readonly until: number; readonly what: 'expires' | 'thawed'; readonly thing: string; }

interface Product { readonly material?: string; readonly expires?: string; }
/** The earliest end that is on record: an expiry of a bag that nobody got yet, or a thawed bag's window. */
export function slackOf(facts: readonly Line[], window_min: number | undefined): Slack | undefined {
  const over = new Set(facts.filter((one) => one.fact.startsWith('infusion.infused/')).map((one) => String(one.data['material'])));
  const ends: Slack[] = [];
  for (const one of facts) {
    if (one.fact.startsWith('manufacture.produced/')) {
      for (const product of (one.data['products'] ?? []) as readonly Product[]) {
        if (product.material && product.expires && !over.has(product.material)) ends.push({ until: Date.parse(product.expires), what: 'expires', thing: `material/${product.material}` });
      }
    }
    if (one.fact.startsWith('infusion.thaw_started/') && window_min && !over.has(String(one.data['material']))) {
      ends.push({ until: Date.parse(one.happened_at) + window_min * 60_000, what: 'thawed', thing: `material/${String(one.data['material'])}` });
    }
  }
  return ends.sort((one, other) => one.until - other.until)[0];
}
