// SPDX-License-Identifier: Apache-2.0
// Boxes that were refused or taken with a remark on the way: nothing holds them by itself, since a box that is held goes no
// further. Quality is told, and decides.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../api/client';
import type { Line, Timeline } from '../api/types';
import { Card } from '../parts/basics';
import { Fact } from '../things/facts';
import { say } from '../words/words';
import { toSee } from './boxes_to_see';

export const boxesJudged = { queryKey: ['audit', 'boxes'] as const, refetchInterval: 30_000, queryFn: async (): Promise<readonly Line[]> => {
  const out: Line[] = [];
  for (let after = ''; ;) {
    const page = await ask<Timeline>(`/api/v1/audit?fact=transport.box_judged&count=1000${after && `&after=${after}`}`);
    out.push(...page.facts);
    if (!page.next) return out;
    after = page.next;
  }
} };

export function BoxesJudged() {
  const all = useQuery(boxesJudged), now = all.dataUpdatedAt;
  const seen = toSee(all.data ?? [], now);
  if (seen.length === 0) return null;
  return <Card title={say('work.boxes', { count: seen.length })}><ol className="facts" id="boxes-judged">{seen.slice(0, 20).map((line) => <Fact key={line.record} line={line} />)}</ol>
    <ul className="row">{seen.slice(0, 20).map((line) => <li key={line.seq}><Link className="button" to="/do/$stage/$command" params={{ stage: 'quality', command: 'hold' }}
      search={{ thing: `consignment/${String(line.data['consignment'])}`, cause: 'other' }}>{say('work.boxes_hold')} #{line.seq}</Link></li>)}</ul></Card>;
}
