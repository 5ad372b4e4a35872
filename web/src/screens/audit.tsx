// SPDX-License-Identifier: Apache-2.0
// The audit trail: every record that its reader may see, newest first, by person, kind of fact and thing. Only the rows in
// sight are in the page.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { ask } from '../api/client';
import { people, useCatalogue } from '../api/queries';
import type { Line, Timeline } from '../api/types';
import { Nothing, ThingLink, Time, TroubleNote, Waiting } from '../parts/basics';
import { Icon } from '../parts/marks';
import { signatureWords, stateOf } from '../things/facts';
import { count } from '../words/time';
import { factTitle, say, useLanguage } from '../words/words';

const page_size = 1000, row_height = 46, signature_height = 22;

export function Audit() {
  useLanguage();
  const [who, setWho] = useState(''), [what, setWhat] = useState(''), [text, setText] = useState('');
  const everybody = useQuery(people), catalogue = useCatalogue();
  const box = useRef<HTMLDivElement>(null);
  const trail = useInfiniteQuery({
    queryKey: ['audit'], initialPageParam: '', getNextPageParam: (last: Timeline) => last.next,
    queryFn: ({ pageParam }) => ask<Timeline>(`/api/v1/audit?count=${page_size}${pageParam && `&after=${pageParam}`}`),
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = trail;
  useEffect(() => { if (hasNextPage && !isFetchingNextPage) void fetchNextPage(); }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const all = useMemo(() => (trail.data?.pages ?? []).flatMap((page): readonly Line[] => page.facts), [trail.data]);
  const shown = useMemo(() => all.filter((one) => (!who || `person/${one.by}` === who) && (!what || one.fact === what)
    && (!text || [...one.changes, ...one.mentions, one.record, String(one.seq)].some((key) => key.includes(text.trim().toUpperCase()) || key === text.trim()))).reverse(), [all, who, what, text]);
  const key = useCallback((at: number) => shown[at]?.seq ?? at, [shown]);  // other rows, other heights
  const virtual = useVirtualizer({ count: shown.length, getScrollElement: () => box.current, getItemKey: key, overscan: 20,
    estimateSize: (at) => row_height + signature_height * (shown[at]?.signatures?.length ?? 0) });
  if (trail.error) return <TroubleNote error={trail.error} again={() => void trail.refetch()} />;
  if (!trail.data) return <Waiting lines={8} />;
  return <>
    <div className="heading"><h1>{say('place.audit')}</h1><p>{say('audit.count', { shown: count(shown.length), all: count(all.length) })}</p></div>
    <div className="filters">
      <select aria-label={say('audit.who')} value={who} onChange={(event) => setWho(event.target.value)}><option value="">{say('audit.everybody')}</option>{everybody.data?.map((one) => <option key={one.person} value={one.person}>{one.name ?? one.person}</option>)}</select>
      <select aria-label={say('audit.what')} value={what} onChange={(event) => setWhat(event.target.value)}><option value="">{say('audit.all_facts')}</option>{catalogue.data?.facts.map((one) => <option key={one.stored_name} value={one.stored_name}>{one.title}</option>)}</select>
      <input aria-label={say('audit.text')} placeholder={say('audit.text')} value={text} onChange={(event) => setText(event.target.value)} spellCheck={false} autoComplete="off" />
    </div>
    {shown.length === 0 ? <Nothing why={say(all.length === 0 ? 'facts.none' : 'audit.none')}><button type="button" onClick={() => { setWho(''); setWhat(''); setText(''); }}>{say('audit.clear')}</button></Nothing>
      : <div className="trail" ref={box} tabIndex={0} role="table" aria-label={say('place.audit')} aria-rowcount={shown.length}><div role="rowgroup" ref={(at) => { if (at) at.style.height = `${virtual.getTotalSize()}px`; }}>
        {virtual.getVirtualItems().map((item) => {
          const line = shown[item.index] as Line;
          const thing = [...line.changes, ...line.mentions].find((key) => !key.startsWith('alias/') && key.split('/').length === 2);
          return <div key={line.seq} role="row" aria-rowindex={item.index + 1} className="trail-row" ref={(at) => { if (at) { at.style.transform = `translateY(${item.start}px)`; at.style.height = `${item.size}px`; } }}>
            <span role="cell" className="seq">#{line.seq}</span><span role="cell"><Time at={line.recorded_at} /></span>
            <span role="cell" className="what"><Icon state={stateOf(line.fact)} />{factTitle(line.fact)}</span>
            <span role="cell"><ThingLink thing={`person/${line.by}`} /></span><span role="cell">{thing && <ThingLink thing={thing} />}</span><span role="cell">{line.reason ?? ''}</span>
            {line.signatures?.map((one, at) => <span key={at} role="cell" className="signature">{one.name ?? <ThingLink thing={`person/${one.by}`} />}: {signatureWords(one)}</span>)}
          </div>;
        })}</div></div>}
  </>;
}
