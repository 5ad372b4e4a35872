// SPDX-License-Identifier: Apache-2.0
// Which boxes are on their way to a site, what of each has arrived, and how warm it was: from the facts that mention the site.
import type { Line } from '../../api/types';
import type { State } from '../../parts/marks';
import type { PageKey } from '../../words/words';
import type { Trip } from '../course/condition';

export interface Box {
  readonly consignment: string; readonly from: string; readonly to: string; readonly carrier: string; readonly seal: string;
  readonly sent: string; readonly seq: number; readonly materials: readonly string[];
  /** By material: the fact of its receipt. */
  readonly received: ReadonlyMap<string, Line>;
}
interface Sent { readonly consignment: string; readonly from: string; readonly to: string; readonly carrier: string; readonly seal: string; readonly materials: readonly string[]; }

/** Every box in these facts. A bag is out of its box with the first receipt after it was sent. */
export function boxesIn(facts: readonly Line[]): Box[] {
  const boxes: (Box & { received: Map<string, Line> })[] = [];
  const under_way = new Map<string, Box & { received: Map<string, Line> }>();
  for (const one of [...facts].sort((a, b) => a.seq - b.seq)) {
    if (one.fact.startsWith('transport.dispatched/')) {
      const sent = one.data as unknown as Sent;
      const box = { consignment: `consignment/${sent.consignment}`, from: `site/${sent.from}`, to: `site/${sent.to}`, carrier: sent.carrier, seal: sent.seal,
        sent: one.happened_at, seq: one.seq, materials: sent.materials.map((id) => `material/${id}`), received: new Map<string, Line>() };
      boxes.push(box);
      for (const material of box.materials) under_way.set(material, box);
    } else if (one.fact.startsWith('reception.received/')) {
      const material = `material/${String(one.data['material'])}`;
      under_way.get(material)?.received.set(material, one);
      under_way.delete(material);
    }
  }
  return boxes;
}
export const isOpen = (box: Box) => box.received.size < box.materials.length;
/** The last seal on record: couriers may have put on another. */
export const sealOf = (box: Box, facts: readonly Line[]) =>
  facts.filter((one) => /^(transport|custody)\./.test(one.fact) && typeof one.data['seal'] === 'string').map((one) => String(one.data['seal'])).at(-1) ?? box.seal;

export interface Heat { readonly state: State; readonly words: PageKey; }
/** What the loggers of a box say, the worst of them first. */
export function heatOf(trips: readonly Trip[]): Heat {
  if (trips.length === 0) return { state: 'attention', words: 'receive.heat.none' };
  if (trips.some((one) => one.above_s > 0 || one.below_s > 0)) return { state: 'stop', words: 'receive.heat.outside' };
  if (trips.some((one) => one.low === undefined && one.high === undefined)) return { state: 'attention', words: 'receive.heat.no_limits' };
  if (trips.some((one) => one.gaps > 0)) return { state: 'attention', words: 'receive.heat.gaps' };
  return { state: 'done', words: 'receive.heat.inside' };
}

export interface Counts { readonly expected: number; readonly received: number; readonly missing: number; readonly extra: number; readonly damaged: number; }
/** `closed`: somebody said that nothing more is in the box; what did not come by then is missing. */
export function countsOf(box: Box, extra: number, closed: boolean): Counts {
  const received = [...box.received.values()];
  const open = box.materials.length - received.length;
  return { expected: box.materials.length, received: received.length, missing: closed ? open : 0, extra, damaged: received.filter((one) => one.data['condition'] !== 'intact').length };
}
