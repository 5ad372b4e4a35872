// SPDX-License-Identifier: Apache-2.0
// A place for each thing of a lineage: its column is the longest way to it, its row the first free one near its parent.
// Who received a product stands at its end, also where the cells came from the same person.
import type { Edge } from '../api/types';

export const node_width = 152, node_height = 60;
const step_x = 196, step_y = 72, margin = 6;

export interface Node { readonly key: string; readonly thing: string; readonly column: number; readonly x: number; readonly y: number; readonly ends: boolean; }
export interface Layout { readonly nodes: readonly Node[]; readonly links: readonly string[]; readonly width: number; readonly height: number; }

const ends = (edge: Edge) => edge.to.startsWith('subject/');
const target = (edge: Edge) => (ends(edge) ? `${edge.to} after ${edge.from}` : edge.to);

export function layout(all: readonly Edge[]): Layout {
  const seen = new Set<string>();
  const edges = all.filter((edge) => !seen.has(`${edge.from} ${edge.to}`) && seen.add(`${edge.from} ${edge.to}`));
  const parents = new Map<string, string[]>();
  for (const edge of edges) {
    parents.set(edge.from, parents.get(edge.from) ?? []);
    parents.set(target(edge), [...parents.get(target(edge)) ?? [], edge.from]);
  }
  const columns = new Map<string, number>();
  const column = (key: string, depth = 0): number => {
    const known = columns.get(key);
    if (known !== undefined || depth > 64) return known ?? 0;
    const found = Math.max(0, ...(parents.get(key) ?? []).map((parent) => column(parent, depth + 1) + 1));
    columns.set(key, found);
    return found;
  };
  const keys = [...parents.keys()].map((key) => ({ key, column: column(key) }));
  keys.sort((one, other) => one.column - other.column);
  const taken = new Map<number, Set<number>>(), rows = new Map<string, number>();
  for (const { key, column: at } of keys) {
    const near = Math.min(...(parents.get(key) ?? []).map((parent) => rows.get(parent) ?? 0), Infinity);
    const used = taken.get(at) ?? new Set<number>();
    let row = Number.isFinite(near) ? near : 0;
    while (used.has(row)) row += 1;
    used.add(row);
    taken.set(at, used);
    rows.set(key, row);
  }
  const x = (key: string) => margin + (columns.get(key) ?? 0) * step_x, y = (key: string) => margin + (rows.get(key) ?? 0) * step_y;
  const nodes = keys.map(({ key, column: at }) => ({
    key, thing: key.split(' ')[0] as string, column: at, x: x(key), y: y(key), ends: key.includes(' after '),
  }));
  const links = edges.map((edge) => {
    const to = target(edge), x1 = x(edge.from) + node_width, y1 = y(edge.from) + node_height / 2, x2 = x(to), y2 = y(to) + node_height / 2;
    return y1 === y2 ? `M${x1} ${y1}H${x2}` : `M${x1} ${y1}H${x2 - 22}V${y2}H${x2}`;
  });
  return {
    nodes, links,
    width: Math.max(0, ...nodes.map((one) => one.x)) + node_width + margin,
    height: Math.max(0, ...nodes.map((one) => one.y)) + node_height + margin,
  };
}
