// SPDX-License-Identifier: Apache-2.0
// How often, at each site and in each month, a scan was not taken and what else was done beside the rules.
import { useQuery } from '@tanstack/react-query';
import { counts } from '../../api/queries';
import type { Counted } from '../../api/types';
import { Card, Nothing, ThingLink, TroubleNote, Waiting } from '../../parts/basics';
import { Tag } from '../../parts/marks';
import { count } from '../../words/time';
import { say } from '../../words/words';

function Row({ one }: { one: Counted }) {
  const open = one.typed - one.confirmed;
  return <tr data-month={one.month} data-site={one.site}><td><ThingLink thing={one.site} /></td><td>{one.month}</td>
    <td>{count(one.typed)} {open > 0 && <Tag state="attention">{say('counts.unconfirmed', { count: open })}</Tag>}</td>
    <td>{count(one.late)}</td><td>{count(one.reprints)}</td><td>{count(one.openings)}</td><td>{count(one.deviations)}</td></tr>;
}

export function Counts() {
  const all = useQuery(counts);
  return <Card title={say('counts')}><p className="small">{say('counts.how')}</p>
    {all.error ? <TroubleNote error={all.error} again={() => void all.refetch()} /> : !all.data ? <Waiting /> : all.data.length === 0 ? <Nothing why={say('counts.none')} />
      : <div className="scroll" tabIndex={0} role="region" aria-label={say('counts')}><table id="counts"><thead><tr><th>{say('people.site')}</th><th>{say('counts.month')}</th><th>{say('counts.typed')}</th><th>{say('counts.late')}</th><th>{say('counts.reprints')}</th><th>{say('counts.openings')}</th><th>{say('counts.deviations')}</th></tr></thead>
        <tbody>{all.data.map((one) => <Row key={`${one.site} ${one.month}`} one={one} />)}</tbody></table></div>}
  </Card>;
}
