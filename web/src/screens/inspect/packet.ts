// SPDX-License-Identifier: Apache-2.0
// Everything that is recorded about one thing: its own facts, those of what it rests on (the cells, the batch), and of the
// boxes and deviations in which these were. Who was shown the patient goes with it.
import { useQueries, useQuery } from '@tanstack/react-query';
import { lineage, timeline, trace } from '../../api/queries';
import { kindOf, told, type Edge, type Line, type Trace } from '../../api/types';

export interface Packet {
  readonly thing: string;
  readonly own: Trace | undefined;
  readonly facts: readonly Line[];
  readonly looks: readonly Line[];
  readonly traces: ReadonlyMap<string, Trace>;
  readonly edges: readonly Edge[];
  readonly complete: boolean;
  readonly error: unknown;
}

const near_max = 60;
const named = (line: Line) => [...line.changes, ...line.mentions];
const ofKind = (kinds: RegExp, keys: readonly string[]) => [...new Set(keys.filter((key) => kinds.test(key)))].slice(0, near_max);
const part = /^(material|batch)\/[0-9A-Z]{18}$/, around = /^(consignment|deviation)\/[0-9A-Z]{18}$/;

/** Facts by which somebody was shown something, or was not. */
const look = /^(disclosure\.|breakglass\.|blinding\.(arm_shown|code_broken|code_break_reviewed)|papers\.version_opened|staff\.access_denied)/;
export const isLook = (line: Line) => look.test(line.fact);

/** What a thing rests on, or is made of. */
function partsOf(thing: string, own: Trace | undefined, facts: readonly Line[]): string[] {
  switch (kindOf(thing)) {
    case 'material': return ofKind(part, own?.came_from ?? []);
    case 'batch': return ofKind(part, [...own?.came_from ?? [], ...facts.flatMap((one) => one.changes)]);
    case 'course': return ofKind(part, facts.flatMap((one) => one.changes));
    case 'subject': return ofKind(/^(material|batch|course)\/[0-9A-Z]{18}$/, facts.flatMap(named));
    default: return [];
  }
}

/** What concerns another bag of the same box or batch alone is no part of it. */
const concerns = (line: Line, core: ReadonlySet<string>) => {
  const materials = named(line).filter((key) => key.startsWith('material/'));
  return materials.length === 0 || materials.some((key) => core.has(key));
};

/** Who may read who read. */
const overseers: readonly string[] = ['administrator', 'inspector'];

export function usePacket(thing: string, roles: readonly string[]): Packet {
  const is_told = told.includes(kindOf(thing));
  const whole = useQuery({ ...trace(thing), enabled: is_told });
  const first = useQuery(timeline(thing));
  const links = useQuery({ ...lineage(thing), enabled: is_told && kindOf(thing) !== 'consignment' });
  // This very look is recorded before it is answered, so that there is something as soon as the timeline was told.
  const readings = useQuery({ ...timeline(`access/${thing}`), enabled: first.isSuccess && roles.some((role) => overseers.includes(role)) });
  const own = first.data ?? [];
  const parts = partsOf(thing, whole.data, own).filter((one) => one !== thing);
  const near = useQueries({ queries: parts.map(timeline) });
  const near_facts = near.flatMap((each) => each.data ?? []);
  const boxes = kindOf(thing) === 'deviation' ? [] : ofKind(around, [...own, ...near_facts].flatMap(named)).filter((one) => one !== thing);
  const far = useQueries({ queries: boxes.map(timeline) });
  const recipient = (whole.data?.identity as { recipient?: string } | undefined)?.recipient;
  const patient = useQuery({ ...timeline(recipient ?? thing), enabled: recipient !== undefined && recipient !== thing });
  const materials = [thing, ...parts].filter((one) => one.startsWith('material/'));
  const traces = useQueries({ queries: materials.map(trace) });
  const core = new Set([thing, ...parts]);
  const merged = new Map<number, Line>();
  for (const one of [...near_facts, ...far.flatMap((each) => each.data ?? [])]) if (concerns(one, core)) merged.set(one.seq, one);
  for (const one of own) merged.set(one.seq, one);
  const facts = [...merged.values()].sort((one, other) => one.seq - other.seq);
  const looks = [...new Map([...facts, ...patient.data ?? [], ...readings.data ?? []].filter(isLook).map((one) => [one.seq, one])).values()].sort((one, other) => one.seq - other.seq);
  const waits = [...(is_told ? [whole] : []), first, ...near, ...far, ...traces];
  return {
    thing, own: whole.data, facts, looks,
    traces: new Map(traces.flatMap((each) => (each.data ? [[each.data.thing, each.data] as const] : []))),
    edges: links.data ? [...links.data.backward, ...links.data.forward] : [],
    complete: waits.every((each) => each.isSuccess),
    error: waits.find((each) => each.error)?.error,
  };
}

export interface Worker { readonly person: string; readonly recorded: number; readonly signed: number; readonly named: number; readonly first: string; readonly last: string; }
/** Who recorded, who signed, who is named. */
export function workersOf(facts: readonly Line[]): Worker[] {
  const all = new Map<string, Worker>();
  const count = (person: string, what: 'recorded' | 'signed' | 'named', at: string) => {
    const one = all.get(person) ?? { person, recorded: 0, signed: 0, named: 0, first: at, last: at };
    all.set(person, { ...one, [what]: one[what] + 1, first: at < one.first ? at : one.first, last: at > one.last ? at : one.last });
  };
  for (const line of facts) {
    count(`person/${line.by}`, 'recorded', line.happened_at);
    for (const one of line.signatures ?? []) count(`person/${one.by}`, 'signed', one.time);
    for (const key of line.mentions) if (key.startsWith('person/')) count(key, 'named', line.happened_at);
  }
  return [...all.values()].sort((one, other) => other.recorded + other.signed - one.recorded - one.signed);
}
