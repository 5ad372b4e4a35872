// SPDX-License-Identifier: Apache-2.0
// Everything about one treatment: its own facts, and those of each material and batch that they name.
import { useQueries, useQuery } from '@tanstack/react-query';
import { courses, lineage, timeline, trace } from '../../api/queries';
import type { Course, Edge, Line, Trace } from '../../api/types';
import { barsOf, type Bar } from './bars';

export interface Journey {
  readonly course: Course | undefined;
  readonly own: Trace | undefined;
  readonly facts: readonly Line[];
  readonly materials: ReadonlyMap<string, Trace>;
  /** Of it, and of each material and batch of it, as far as they came. */
  readonly traces: readonly Trace[];
  /** What bars it or anything made for it: cause and thing, each once, as the server says it now. */
  readonly bars: readonly Bar[];
  readonly edges: readonly Edge[];
  readonly complete: boolean;
  readonly error: unknown;
}

const partsIn = (facts: readonly Line[]) => [...new Set(facts.flatMap((one) => one.changes).filter((key) => /^(material|batch)\/[0-9A-Z]{18}$/.test(key)))];

export function useJourney(key: string): Journey {
  const all = useQuery(courses);
  const own = useQuery(trace(key)), facts = useQuery(timeline(key));
  const parts = partsIn(facts.data ?? []);
  const materials = parts.filter((one) => one.startsWith('material/'));
  const timelines = useQueries({ queries: parts.map(timeline) });
  const traces = useQueries({ queries: parts.map(trace) });
  const collected = (facts.data ?? []).filter((one) => one.fact.startsWith('collection.collected/')).map((one) => `material/${String(one.data['material'])}`);
  const lines = useQueries({ queries: collected.map(lineage) });
  const merged = new Map<number, Line>();
  for (const one of [facts.data ?? [], ...timelines.map((each) => each.data ?? [])].flat()) merged.set(one.seq, one);
  const waits = [own, facts, ...timelines, ...traces, ...lines];
  const known = new Set(parts), complete = waits.every((each) => each.isSuccess), course = all.data?.find((one) => one.course === key);
  return {
    course,
    bars: barsOf([own.data, ...traces.map((each) => each.data)], course, complete),
    own: own.data,
    traces: [own.data, ...traces.map((each) => each.data)].filter((one) => one !== undefined),
    facts: [...merged.values()].sort((one, other) => one.seq - other.seq),
    materials: new Map(traces.flatMap((each) => (each.data && materials.includes(each.data.thing) ? [[each.data.thing, each.data] as const] : []))),
    edges: lines.flatMap((each) => (each.data ? [...each.data.backward, ...each.data.forward] : []))
      .filter((edge) => known.has(edge.from) || known.has(edge.to)),
    complete,
    error: waits.find((each) => each.error)?.error,
  };
}
