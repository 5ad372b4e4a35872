// SPDX-License-Identifier: Apache-2.0
// The facts of quality, which the list of treatments does not hold.
import { queryOptions } from '@tanstack/react-query';
import { ask } from '../../api/client';
import { client } from '../../api/queries';
import type { Line, Timeline } from '../../api/types';

const page_size = 1000;
/** What was put on hold before this many records, and is in no treatment, is not looked for. */
export const looked_back = 100_000;
const is_told = /^quality\.(hold_placed|hold_lifted|deviation_opened|deviation_closed)\//;

export interface Told { readonly head: number; readonly lines: readonly Line[]; }
const key = ['standing'];
/** Read once; then only what was recorded since. */
export const standing = queryOptions({
  queryKey: key,
  queryFn: async (): Promise<Told> => {
    const before = client.getQueryData<Told>(key), lines = [...before?.lines ?? []];
    const { as_of: head } = await ask<Timeline>('/api/v1/audit?count=1');
    for (let after = String(before?.head ?? Math.max(0, head - looked_back)); Number(after) < head;) {
      const page = await ask<Timeline>(`/api/v1/audit?count=${page_size}&as_of=${head}${after === '0' ? '' : `&after=${after}`}`);
      lines.push(...page.facts.filter((one) => is_told.test(one.fact) || one.corrects));
      if (!page.next) break;
      after = page.next;
    }
    return { head, lines };
  },
});
