// SPDX-License-Identifier: Apache-2.0
// One fact as people read it: title, who, when, what; drawn from the catalogue, so that a fact of tomorrow has its line too.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { people, useCatalogue } from '../api/queries';
import { useLive } from '../live/live';
import { useMe } from '../shell/person';
import { hasPage, type Catalogue, type Field, type Line, type Signature } from '../api/types';
import { atSite, figure, utc } from '../words/time';
import { factTitle, named, say, spoken, useLanguage } from '../words/words';
import { Id, ThingLink, Time } from '../parts/basics';
import { Icon, type State } from '../parts/marks';

export const stateOf = (fact: string): State => {
  if (/hold_placed|rejected|deviation_opened/.test(fact)) return 'held';
  if (/aborted|withdrawn|denied|destroyed/.test(fact)) return 'attention';
  return 'done';
};

const fieldsOf = (catalogue: Catalogue | undefined, fact: string): readonly Field[] =>
  catalogue?.facts.find((one) => one.stored_name === fact)?.fields ?? [];

const trimmed = (help: string) => help.replace(/[.。]$/, '');

function thingOf(field: Field | undefined, value: string): string | undefined {
  if (field?.type === 'id' && field.kinds?.[0]) return `${field.kinds[0]}/${value}`;
  if (field?.type === 'thing') return value;
  return undefined;
}

/** What a recorded fact names, by its fields: things with a page of their own. */
export const thingsOf = (catalogue: Catalogue | undefined, fact: string, data: Readonly<Record<string, unknown>>): string[] =>
  fieldsOf(catalogue, fact).flatMap((field) => {
    const value = data[field.name];
    return (Array.isArray(value) ? value : [value]).flatMap((one) => (typeof one === 'string' ? thingOf(field, one) ?? [] : []));
  }).filter(hasPage);

export function Value({ field, value }: { field: Field | undefined; value: unknown }) {
  if (value === null || value === undefined) return <>–</>;
  if (Array.isArray(value)) {
    return value.every((one) => typeof one === 'object' && one !== null)
      ? <ul className="many">{value.map((one, at) => <li key={at}><Value field={field} value={one} /></li>)}</ul>
      : <>{value.map((one, at) => <span key={at}>{at > 0 && (spoken() === 'zh-CN' ? '、' : ', ')}<Value field={field} value={one} /></span>)}</>;
  }
  if (typeof value === 'object') {
    const parts = value as Record<string, unknown>;
    if (typeof parts['value'] === 'string' && typeof parts['unit'] === 'string') return <>{figure(parts['value'])} {parts['unit']}</>;
    if ('ciphertext' in parts) return <span className="tag planned">{say('sealed')}</span>;
    return <DataList fields={field?.fields ?? []} data={parts} />;
  }
  const text = String(value);
  const thing = thingOf(field, text);
  if (thing) return <ThingLink thing={thing} />;
  if (field?.type === 'instant' || /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return <Time at={text} />;
  const choice = field?.choices?.find((one) => one.value === text)?.title;
  if (choice) return <>{trimmed(choice)}</>;
  if (/^[0-9A-Z]{18}$/.test(text)) return <Id id={text} />;
  if (/^-?\d+(\.\d+)?$/.test(text)) return <>{figure(text)}</>;
  return <span className={field?.type === 'choice' ? undefined : 'code'}>{field?.type === 'choice' ? named('choice', text) : text}</span>;
}

export function DataList({ fields, data }: { fields: readonly Field[]; data: Readonly<Record<string, unknown>> }) {
  return <dl className="data">{Object.entries(data).map(([name, value]) => {
    const field = fields.find((one) => one.name === name);
    return <div key={name}><dt>{field ? trimmed(field.help) : name}</dt><dd><Value field={field} value={value} /></dd></div>;
  })}</dl>;
}

/** The figures of a fact in one line: what was measured, how much, which choice. */
function Summary({ line, fields }: { line: Line; fields: readonly Field[] }) {
  const told = fields.filter((field) => ['decimal', 'quantity', 'choice', 'count', 'code'].includes(field.type) && !field.many && line.data[field.name] !== undefined
    && !['SHA-256 in hex', 'token digest', 'passkey digest', 'base64', 'key id'].includes(field.syntax ?? ''));
  if (told.length === 0) return null;
  return <p className="told">{told.map((field, at) => <span key={field.name}>{at > 0 && ' · '}<Value field={field} value={line.data[field.name]} /></span>)}</p>;
}

/** Who signed, with which meaning, when in UTC, and when that was at the site (21 CFR 11.50): in words, so that paper has it too. */
export function signatureWords(one: Signature): string {
  const at_site = atSite(one);
  return `${trimmed(named('meaning', one.meaning))} · ${utc(Date.parse(one.time))}${at_site ? ` · ${at_site}` : ''}`;
}

/** Of a trace, each with the fact that it is of. */
export function Signatures({ all }: { all: readonly Signature[] | undefined }) {
  useLanguage();
  return <>{(all ?? []).map((one, at) => <p key={at} className="signed"><Icon state="done" /><span>
    {one.fact && <>{factTitle(one.fact)} · </>}{one.name ?? <ThingLink thing={`person/${one.by}`} />}: {signatureWords(one)}<span className="only-print"> · {one.suite}</span></span></p>)}</>;
}

/** On paper nothing is behind a button. */
function usePrinting(): boolean {
  const [printing, set] = useState(false);
  useEffect(() => {
    const become = (now: boolean) => () => flushSync(() => set(now));
    const before = become(true), after = become(false);
    addEventListener('beforeprint', before);
    addEventListener('afterprint', after);
    return () => { removeEventListener('beforeprint', before); removeEventListener('afterprint', after); };
  }, []);
  return printing;
}

export function Fact({ line, about, whole = false }: { line: Line; about?: string; whole?: boolean }) {
  useLanguage();
  const catalogue = useCatalogue();
  const [opened, set] = useState(false);
  const open = opened || whole;
  const also = [...line.changes, ...line.mentions].filter((thing) => thing !== about && !/^(alias|study|site|person)\//.test(thing) && thing.split('/').length === 2);
  return <li className="fact" data-seq={line.seq}>
    <Icon state={stateOf(line.fact)} />
    <div>
      <p className="what"><strong>{factTitle(line.fact)}</strong> <Time at={line.happened_at} /></p>
      <p className="small"><ThingLink thing={`person/${line.by}`} /> · <ThingLink thing={`site/${line.at}`} />
        {line.reason && <> · {say('fact.reason', { reason: line.reason })}</>}
        {line.corrects && <> · {say('fact.corrects')}</>}</p>
      <Summary line={line} fields={fieldsOf(catalogue.data, line.fact)} />
      {also.length > 0 && <p className="also">{also.map((thing) => <ThingLink key={thing} thing={thing} />)}</p>}
      <Signatures all={line.signatures} />
      {open && <><DataList fields={fieldsOf(catalogue.data, line.fact)} data={line.data} />
        <p className="small">{say('fact.recorded')} <Time at={line.recorded_at} /> · #{line.seq} · <code>{line.fact}</code> <code className="only-print">{line.record}</code></p></>}
    </div>
    <button type="button" className="quiet" aria-expanded={open} onClick={() => set(!opened)}>{open ? say('less') : say('details')}</button>
  </li>;
}

/** What is recorded while one reads stands above when one asks for it: no line moves by itself. What one recorded is there. */
function useRead(all: readonly Line[], complete: boolean): { readonly lines: readonly Line[]; readonly held: number; readonly show: () => void } {
  const { seq, drawn } = useLive();
  const { key } = useMe();
  const [read, set] = useState<number>();
  const last = all[all.length - 1]?.seq ?? 0;
  useEffect(() => set(undefined), [drawn]);
  useEffect(() => { if (read === undefined && complete) set(Math.max(last, seq)); }, [read, complete, last, seq]);
  const mine = all.reduce((most, one) => (`person/${one.by}` === key ? one.seq : most), 0);
  const lines = read === undefined ? all : all.filter((one) => one.seq <= Math.max(read, mine));
  return { lines, held: all.length - lines.length, show: () => set(last) };
}

/** The last ones first: that is what one came for. `all` are in the order of the log; not `complete`: more of them come. */
export function Facts({ all, about, complete = true }: { all: readonly Line[]; about?: string; complete?: boolean }) {
  useQuery(people);
  const [shown, set] = useState(20);
  const printing = usePrinting();
  const { lines, held, show } = useRead(all, complete);
  const latest = [...printing ? all : lines].reverse();
  return <><div className="newer no-print" role="status">{held > 0 ? <button type="button" className="main" onClick={show}>{say('fresh', { count: held })}</button> : null}</div>
    <ol className="facts">{latest.slice(0, printing ? latest.length : shown).map((line) => <Fact key={line.record} line={line} whole={printing} {...(about && { about })} />)}</ol>
    {latest.length > shown && <button type="button" onClick={() => set(shown + 100)}>{say('more', { count: latest.length - shown })}</button>}</>;
}
