// SPDX-License-Identifier: Apache-2.0
// What is on hold and which deviations are open, folded from the facts of quality.
import type { Course, Line } from '../../api/types';
import { stageOf } from '../course/stages';

export interface Hold { readonly thing: string; readonly line: Line; readonly over: Line | undefined; }
export interface Deviation { readonly deviation: string; readonly about: string; readonly line: Line; readonly over: Line | undefined; }
export interface Standing { readonly holds: readonly Hold[]; readonly deviations: readonly Deviation[]; }

/** Each hold and each deviation, the oldest first, with the fact that ended it. */
export function standingOf(lines: readonly Line[]): Standing {
  const holds = new Map<string, Hold>(), deviations = new Map<string, Deviation>();
  for (const line of [...new Map(lines.map((one) => [one.seq, one])).values()].sort((one, other) => one.seq - other.seq)) {
    const what = line.fact.replace(/\/\d+$/, ''), { data } = line, deviation = `deviation/${String(data['deviation'])}`;
    if (line.corrects) holds.delete(line.corrects);
    if (what === 'quality.hold_placed') holds.set(line.record, { thing: String(data['thing']), line, over: undefined });
    const held = holds.get(String(data['hold']));
    if (what === 'quality.hold_lifted' && held) holds.set(held.line.record, { ...held, over: line });
    if (what === 'quality.deviation_opened') deviations.set(deviation, { deviation, about: String(data['about']), line, over: undefined });
    const open = deviations.get(deviation);
    if (what === 'quality.deviation_closed' && open) deviations.set(deviation, { ...open, over: line });
  }
  return { holds: [...holds.values()], deviations: [...deviations.values()] };
}

/** The treatments that a thing stops, as the list says; the list is read once, however many things are asked for. */
export function stoppedIn(all: readonly Course[]): (thing: string) => readonly Course[] {
  const by_thing = new Map<string, Course[]>();
  for (const one of all) {
    for (const thing of new Set([one.course, one.recipient, ...Object.values(one.barred)])) {
      if (thing === undefined) continue;
      const stopped = by_thing.get(thing);
      if (stopped) stopped.push(one);
      else by_thing.set(thing, [one]);
    }
  }
  return (thing) => by_thing.get(thing) ?? [];
}

export type Severity = 'given' | 'released' | 'before' | 'unknown';
const order: readonly Severity[] = ['given', 'released', 'unknown', 'before'];
/** No record says how grave a deviation is; how far its treatment came says whom it may have reached. */
export function severityOf(stopped: readonly Course[]): Severity {
  const each = stopped.map((one): Severity => {
    const stage = stageOf(one.reached);
    return stage === 'infused' || stage === 'followed_up' ? 'given' : stage === 'released' ? 'released' : 'before';
  });
  return order.find((one) => each.includes(one)) ?? 'unknown';
}
/** What bars treatments, and of which no fact was found: it was put on hold long ago, or the fact is not for the reader. */
export function unexplained(all: readonly Course[], told: Standing): { readonly thing: string; readonly cause: string }[] {
  const known = new Set([...told.holds.map((one) => one.thing), ...told.deviations.map((one) => one.about)]);
  const bars = all.flatMap((one) => Object.entries(one.barred)).filter(([cause, thing]) => (cause === 'held' || cause === 'deviation') && !known.has(thing));
  return [...new Map(bars.map(([cause, thing]) => [`${cause} ${thing}`, { cause, thing }])).values()];
}
