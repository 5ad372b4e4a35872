// SPDX-License-Identifier: Apache-2.0
// The audit trail by position: only the blocks in sight are asked for, each of a stretch of sequence numbers. Of a block that
// was read as many rows stand as its reader may see. Whoever looks for something has the whole trail gone through, newest
// first, and only what fits is kept.
import { useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ask } from '../api/client';
import { client } from '../api/queries';
import type { Line, Timeline } from '../api/types';

export const block_size = 500;
const page_size = 1000, found_max = 20_000;

const page = (after: number, count: number, head: number, signal?: AbortSignal) =>
  ask<Timeline>(`/api/v1/audit?count=${count}&as_of=${head}${after > 0 ? `&after=${after}` : ''}`, signal && { signal });

export const useHead = () => useQuery({ queryKey: ['audit', 'head'], queryFn: async () => (await ask<Timeline>('/api/v1/audit?count=1')).as_of });

/** Records (number * block_size, (number + 1) * block_size], newest first. */
const block = (number: number, head: number) => ({
  queryKey: ['audit', 'block', head, number] as const, staleTime: Infinity, notifyOnChangeProps: ['data' as const, 'error' as const],
  queryFn: async () => (await page(number * block_size, block_size, head)).facts.filter((one) => one.seq <= (number + 1) * block_size).reverse(),
});

export interface Place { readonly block: number; readonly at: number; }
/** Where the rows of each block begin: blocks from the newest on; one that was not read yet is as long as it can be. */
export class Rows {
  readonly starts: readonly number[];
  readonly total: number;
  constructor(private readonly lengths: readonly number[]) {
    let at = 0;
    this.starts = lengths.map((length) => { at += length; return at - length; });
    this.total = at;
  }
  of(row: number): Place {
    let low = 0, high = this.lengths.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.starts[middle] ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    return { block: low, at: row - (this.starts[low] ?? 0) };
  }
}

export interface Trail { readonly rows: Rows; readonly number: (place: Place) => number; readonly read: (numbers: readonly number[]) => void; readonly line: (row: number) => Line | undefined; readonly rowOf: (seq: number) => number; readonly error: unknown; }
export function useTrail(head: number): Trail {
  const [wanted, want] = useState<readonly number[]>([]);
  const blocks = useQueries({ queries: wanted.map((number) => block(number, head)) });
  const count = Math.ceil(head / block_size);
  const numberAt = (at: number) => count - 1 - at;
  const data = (at: number) => client.getQueryData<readonly Line[]>(['audit', 'block', head, numberAt(at)]);
  const rows = new Rows(Array.from({ length: count }, (_, at) => data(at)?.length ?? Math.min(block_size, head - numberAt(at) * block_size)));
  return {
    rows, number: (place) => numberAt(place.block),
    read: (numbers) => { if (numbers.join() !== wanted.join()) want(numbers); },
    line: (row) => { const place = rows.of(row); return data(place.block)?.[place.at]; },
    rowOf: (seq) => {
      const at = count - 1 - Math.floor((seq - 1) / block_size), known = data(at);
      return (rows.starts[at] ?? 0) + (known ? Math.max(0, known.findIndex((one) => one.seq <= seq)) : Math.min(block_size, head - numberAt(at) * block_size) - ((seq - 1) % block_size) - 1);
    },
    error: blocks.find((one) => one.error)?.error,
  };
}

export interface Sought { readonly found: readonly Line[]; readonly read: number; readonly done: boolean; readonly error: unknown; }
const nothing: Sought = { found: [], read: 0, done: false, error: undefined };
/** Everything that fits, as it is found. `key` changes with what is looked for. */
export function useSought(head: number, key: string | undefined, fits: (line: Line) => boolean): Sought {
  const [sought, set] = useState<Sought>(nothing);
  useEffect(() => {
    set(nothing);
    if (key === undefined || head === 0) return undefined;
    const ended = new AbortController();
    const go = async () => {
      let found: readonly Line[] = [];
      for (let number = Math.ceil(head / page_size) - 1; number >= 0 && found.length < found_max; number -= 1) {
        const { facts } = await page(number * page_size, page_size, head, ended.signal);
        found = [...found, ...facts.filter((one) => one.seq <= (number + 1) * page_size && fits(one)).reverse()];
        set({ found, read: head - number * page_size, done: number === 0 || found.length >= found_max, error: undefined });
      }
    };
    const soon = setTimeout(() => { go().catch((error: unknown) => { if (!ended.signal.aborted) set((was) => ({ ...was, done: true, error })); }); }, 250);
    return () => { clearTimeout(soon); ended.abort(); };
    // `fits` is another function each time; what it asks is in `key`.
  }, [head, key]);
  return sought;
}
