// SPDX-License-Identifier: Apache-2.0
// What touches a site: boxes that are sent to it or from it, what was received there, studies that were opened at it.
import { queryOptions } from '@tanstack/react-query';
import { ask, pathOf } from '../../api/client';
import type { Line, Timeline } from '../../api/types';

// A box that was sent before this many facts of the log is not looked for: nothing travels that long.
const looked_back = 100_000, page_size = 1000;

/** Told again with each fact that touches the site: the key begins as that of its timeline does. */
export const arrivalsAt = (site: string) => queryOptions({
  queryKey: ['timeline', site, 'arrivals'],
  queryFn: async () => {
    const path = pathOf('timeline', site), out: Line[] = [];
    const { as_of } = await ask<Timeline>(`${path}?count=1`);
    for (let after = String(Math.max(0, as_of - looked_back)); ;) {
      const page = await ask<Timeline>(`${path}?count=${page_size}&after=${after}`);
      out.push(...page.facts);
      if (!page.next) return out;
      after = page.next;
    }
  },
});
