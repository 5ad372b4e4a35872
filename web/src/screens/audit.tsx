// SPDX-License-Identifier: Apache-2.0
// The audit trail: every record that its reader may see, newest first, by person, kind of fact and thing. Only the rows in
// sight are in the page, and only the blocks in sight are asked for. What was chosen stands in the address, what was typed
// does not.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { people, timeline, useCatalogue } from '../api/queries';
import type { Line } from '../api/types';
import { Nothing, ThingLink, Time, TroubleNote, Waiting } from '../parts/basics';
import { Unshown } from './lost';
import { lineHeight, useDensity } from '../parts/density';
import { Icon } from '../parts/marks';
import type { AuditSearch } from '../routes';
import { signatureWords, stateOf } from '../things/facts';
import { count } from '../words/time';
import { factTitle, say, useLanguage } from '../words/words';
import { useHead, useSought, useTrail, type Trail } from './trail';

function Row({ line, at, start }: { line: Line | undefined; at: number; start: number }) {
  const thing = line && [...line.changes, ...line.mentions].find((key) => !key.startsWith('alias/') && key.split('/').length === 2);
  return <div role="row" aria-rowindex={at + 1} className={line?.signatures ? 'trail-row signed-row' : 'trail-row'} ref={(box) => { if (box) box.style.transform = `translateY(${start}px)`; }}>
    {line ? <><span role="cell" className="seq">#{line.seq}</span><span role="cell"><Time at={line.recorded_at} /></span>
      <span role="cell" className="what"><Icon state={stateOf(line.fact)} />{factTitle(line.fact)}</span>
      <span role="cell"><ThingLink thing={`person/${line.by}`} /></span><span role="cell">{thing && <ThingLink thing={thing} />}</span><span role="cell">{line.reason ?? ''}</span>
      {line.signatures && <span role="cell" className="signature">{line.signatures.map((one) => `${one.name ?? one.by}: ${signatureWords(one)}`).join('; ')}</span>}</>
      : <span role="cell" className="seq">…</span>}
  </div>;
}

interface Shown { readonly total: number; readonly line: (row: number) => Line | undefined; readonly sees?: (rows: readonly number[]) => void; readonly to?: number | undefined; }
/** A browser draws no box of any height: 200,000 rows are 9 million pixels, and 17 where they stand widest, which all take. */
function List({ total, line, sees, to }: Shown) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: total, getScrollElement: () => box.current, estimateSize: lineHeight, overscan: 12 });
  const density = useDensity();
  useEffect(() => virtual.measure(), [density, virtual]);
  const items = virtual.getVirtualItems();
  useEffect(() => { sees?.(items.map((one) => one.index)); });
  useEffect(() => { if (to !== undefined) virtual.scrollToIndex(to, { align: 'start' }); }, [to, virtual]);
  return <div className="trail" ref={box} tabIndex={0} role="table" aria-label={say('place.audit')} aria-rowcount={total}>
    <div role="rowgroup" ref={(at) => { if (at) at.style.height = `${virtual.getTotalSize()}px`; }}>{items.map((item) => <Row key={item.index} line={line(item.index)} at={item.index} start={item.start} />)}</div></div>;
}

function Everything({ trail, to }: { trail: Trail; to: number | undefined }) {
  if (trail.error) return <Unshown error={trail.error} />;
  return <List total={trail.rows.total} line={trail.line} to={to} sees={(rows) => trail.read([...new Set(rows.map((row) => trail.number(trail.rows.of(row))))])} />;
}

export function Audit() {
  useLanguage();
  const navigate = useNavigate();
  const { about, who, what } = useSearch({ from: '/inside/audit' });
  const [text, setText] = useState('');
  const everybody = useQuery(people), catalogue = useCatalogue(), head = useHead();
  const at = head.data ?? 0;
  const choose = (next: AuditSearch) => void navigate({ to: '/audit', search: { about, who, what, ...next }, replace: true });
  const wanted = text.trim(), jump = !about && !who && !what && /^\d+$/.test(wanted) && Number(wanted) > 0 && Number(wanted) <= at ? Number(wanted) : undefined;
  const typed = jump === undefined ? wanted : '';
  const fits = (one: Line) => (!who || `person/${one.by}` === who) && (!what || one.fact === what)
    && (!typed || [...one.changes, ...one.mentions, one.record, String(one.seq)].some((key) => key.includes(typed.toUpperCase()) || key === typed));
  const one_thing = useQuery({ ...timeline(about ?? 'site/'), enabled: about !== undefined });
  const seeks = !about && (who || what || typed) ? JSON.stringify([who, what, typed]) : undefined;
  const sought = useSought(at, seeks, fits), trail = useTrail(at);
  const clear = () => { setText(''); void navigate({ to: '/audit', search: {}, replace: true }); };
  const error = head.error ?? one_thing.error ?? sought.error;
  const found = about ? (one_thing.data ?? []).filter(fits).reverse() : seeks ? sought.found : undefined;
  const waits = about ? !one_thing.data : head.data === undefined;
  const done = about ? true : sought.done;
  return <>
    <div className="heading"><h1>{say('place.audit')}</h1><p role="status">{waits ? '' : found
      ? say(done ? 'audit.count' : 'audit.reading', { shown: count(found.length), all: count(about ? one_thing.data?.length ?? 0 : at), read: count(sought.read) }) : say('audit.all', { all: count(trail.rows.total) })}</p>
      {(about ?? seeks) && <button type="button" onClick={clear}>{say('audit.clear')}</button>}</div>
    <div className="filters">
      {about && <p className="chosen"><ThingLink thing={about} /><button type="button" aria-label={say('remove')} onClick={() => choose({ about: undefined })}>×</button></p>}
      <select aria-label={say('audit.who')} value={who ?? ''} onChange={(event) => choose({ who: event.target.value || undefined })}><option value="">{say('audit.everybody')}</option>{everybody.data?.map((one) => <option key={one.person} value={one.person}>{one.name ?? one.person}</option>)}</select>
      <select aria-label={say('audit.what')} value={what ?? ''} onChange={(event) => choose({ what: event.target.value || undefined })}><option value="">{say('audit.all_facts')}</option>{catalogue.data?.facts.map((one) => <option key={one.stored_name} value={one.stored_name}>{one.title}</option>)}</select>
      <input aria-label={say('audit.text')} placeholder={say('audit.text')} value={text} onChange={(event) => setText(event.target.value)} spellCheck={false} autoComplete="off" />
    </div>
    {error ? <TroubleNote error={error} again={() => void Promise.all([head.refetch(), about && one_thing.refetch()])} /> : waits ? <Waiting lines={8} />
      : found ? found.length > 0 ? <List key={about ?? seeks} total={found.length} line={(row) => found[row]} />
        : done ? <Nothing why={say('audit.none')}><button type="button" onClick={clear}>{say('audit.clear')}</button></Nothing> : <Waiting lines={8} />
        : at === 0 ? <Nothing why={say('facts.none')} /> : <Everything trail={trail} to={jump && trail.rowOf(jump)} />}
  </>;
}
