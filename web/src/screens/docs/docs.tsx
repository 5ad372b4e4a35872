// SPDX-License-Identifier: Apache-2.0
// The API as its own document describes it: addresses, what they take, examples to fill in and to copy; to ask where they only
// read, and to prepare where they would record.
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState, type FormEvent } from 'react';
import { ask, askAnswer, newKey, refusedHere } from '../../api/client';
import { courses, timeline } from '../../api/queries';
import { inSession, useStanding } from '../../api/session';
import { TroubleNote, Waiting } from '../../parts/basics';
import { Unshown } from '../lost';
import { Icon, Tag } from '../../parts/marks';
import { say, useLanguage } from '../../words/words';
import { addressOf, commandOf, curl, fieldsOf, firstBody, firstValues, missing, preparedAt, wayOf, type Document, type Here, type Operation, type Way } from './requests';
import './docs.css';

const longest = 20_000;
interface Told { readonly status: number; readonly type: string; readonly ms: number; readonly text: string; }

/** What was answered, as a person reads it: JSON in lines, text as it is, of anything else how much it is. */
async function toldOf(answer: Response, ms: number): Promise<Told> {
  const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? '', blob = await answer.blob();
  const of_text = /^text\/|json$/.test(type);
  let text = of_text ? await blob.text() : say('docs.bytes', { count: blob.size, type });
  if (/json$/.test(type)) try { text = JSON.stringify(JSON.parse(text), null, 1); } catch { /* then as it came */ }
  return { status: answer.status, type, ms, text };
}

function Answer({ told }: { told: Told }) {
  return <div className="answered" data-answer={told.status}><p className="row small" role="status"><Icon state="done" />{say('docs.answered', { status: told.status, ms: told.ms })} {told.type}{told.text.length > longest && <> · {say('docs.cut', { count: longest })}</>}</p>
    <pre tabIndex={0} aria-label={say('docs.answer')}>{told.text.slice(0, longest)}</pre></div>;
}

/** What is asked, and what it does: nobody presses a button here without knowing whether it is recorded. */
const effect = (way: Way) => (way === 'prepare' ? say('docs.prepare_how') : way === 'noted' ? say('docs.noted_how') : say('docs.read_how'));

function Copy({ text }: { text: string }) {
  const [told, tell] = useState(false);
  return <button type="button" onClick={() => void navigator.clipboard?.writeText(text).then(() => tell(true), () => undefined)}>{say(told ? 'house.copied' : 'house.copy')}</button>;
}

function Request({ method, path, operation, here }: { method: string; path: string; operation: Operation; here: Here }) {
  const inside = useStanding() === 'in';
  const way = wayOf(method, path, operation, { inside, session: inSession() });
  const [values, set] = useState(() => firstValues(operation, here));
  const [body, write] = useState(() => firstBody(operation, here));
  const [key] = useState(newKey);
  const [told, tell] = useState<Told>();
  const [error, fail] = useState<unknown>();
  const [busy, work] = useState(false);
  const latest = useRef(0);
  const address = addressOf(path, operation, values), line = curl(method, location.origin, address, operation, body, key), records = commandOf(path) !== undefined;
  const id = operation.operationId.replace('.', '-'), lacks = missing(operation, values);
  const run = async () => {
    const from = performance.now(), ours = latest.current += 1;
    fail(undefined);
    tell(undefined);
    work(true);
    try {
      let sent: unknown;
      if (way === 'prepare') try { sent = JSON.parse(body ?? '{}'); } catch (why) { throw refusedHere('page.no_json', `${say('docs.no_json')} ${String((why as Error).message)}`); }
      const answer = await askAnswer(way === 'prepare' ? preparedAt(address) : address, sent === undefined ? {} : { body: sent, key: newKey() });
      const next = await toldOf(answer, Math.round(performance.now() - from));
      if (ours === latest.current) tell(next);
    } catch (why) { if (ours === latest.current) fail(why); } finally { if (ours === latest.current) work(false); }
  };
  const submit = (event: FormEvent) => { event.preventDefault(); if (way && lacks.length === 0) void run(); };
  return <form className="ask-api" onSubmit={submit}>
    {fieldsOf(operation).length > 0 && <div className="ask-fields">{fieldsOf(operation).map((one) => <div key={one.name} className="field">
      <label htmlFor={`${id}-${one.name}`}><code>{one.name}</code> <small>{say(one.in === 'path' ? 'docs.in_path' : 'docs.in_query')}</small></label>
      <input id={`${id}-${one.name}`} value={values[one.name] ?? ''} autoComplete="off" autoCapitalize="none" spellCheck={false} required={one.in === 'path'} maxLength={400}
        {...(one.schema?.type === 'integer' && { inputMode: 'numeric' as const })} aria-describedby={`${id}-${one.name}-how`} onChange={(event) => set((before) => ({ ...before, [one.name]: event.target.value.trim() }))} />
      <small id={`${id}-${one.name}-how`}>{one.description}</small></div>)}</div>}
    {body !== undefined && <div className="field"><label htmlFor={`${id}-body`}>{say('docs.body')}</label>
      <textarea id={`${id}-body`} className="json" rows={Math.min(16, body.split('\n').length + 1)} value={body} spellCheck={false} autoComplete="off" onChange={(event) => write(event.target.value)} /></div>}
    {way && <div className="row"><button className="main" type="submit" disabled={busy || lacks.length > 0}>{say(way === 'prepare' ? 'docs.prepare' : 'docs.run')}</button>
      <small>{lacks.length > 0 ? say('docs.lacks', { what: lacks.join(', ') }) : effect(way)}</small></div>}
    {busy && <Waiting />}
    {error !== undefined && <TroubleNote error={error} />}
    {told && <Answer told={told} />}
    <div className="row"><h3>{say('docs.example')}</h3><span className="grow" /><Copy text={line} /></div>
    {(records || !way) && <p className="small row">{(records || method !== 'get') && <Icon state="attention" />}{say(records || method !== 'get' ? 'docs.copy_records' : 'docs.copy_only')}</p>}
    <pre tabIndex={0}>{line}</pre>
  </form>;
}

function One({ method, path, operation, schemas, here }: { method: string; path: string; operation: Operation; schemas: Document['components']['schemas']; here: Here }) {
  const [open, set] = useState(false);
  const schema = schemas[operation.operationId];
  const others = operation.parameters?.filter((one) => one.in !== 'path' && one.in !== 'query') ?? [];
  return <details className="operation" data-operation={operation.operationId} onToggle={(event) => { if (event.currentTarget.open) set(true); }}>
    <summary><code className={`method ${method}`}>{method.toUpperCase()}</code> <code>{path}</code> <span>{operation.summary}</span></summary>
    {open && <div>{operation.description && <p>{operation.description}</p>}
      {others.length > 0 && <table><tbody>{others.map((one) => <tr key={one.name}><td><code>{one.name}</code> <small>{one.in}</small></td><td>{one.description}</td></tr>)}</tbody></table>}
      <Request key={JSON.stringify(here)} method={method} path={path} operation={operation} here={here} />
      {schema !== undefined && <details><summary>{say('docs.schema')}</summary><pre tabIndex={0}>{JSON.stringify(schema, null, 1)}</pre></details>}</div>}</details>;
}

/** One thing of each kind that this reader knows: the first treatment, and what its facts name. */
function useHere(): Here {
  const inside = useStanding() === 'in';
  const all = useQuery({ ...courses, enabled: inside }), course = all.data?.[0]?.course;
  const facts = useQuery({ ...timeline(course ?? ''), enabled: course !== undefined });
  const now = useMemo(() => Object.fromEntries([course, ...(facts.data ?? []).flatMap((one) => [...one.changes, ...one.mentions])].filter((one): one is string => one !== undefined).reverse().map((one) => [one.split('/')[0], one])) as Here, [course, facts.data]);
  // What is recorded meanwhile takes nothing out of a form that somebody fills in.
  const kept = useRef<Here>(undefined);
  if (!inside) kept.current = undefined;
  else if (facts.data) kept.current ??= now;
  return kept.current ?? now;
}

export function Docs() {
  const language = useLanguage();
  const here = useHere();
  const [text, set] = useState('');
  const document = useQuery({ queryKey: ['openapi', language], staleTime: Infinity, queryFn: () => ask<Document>('/openapi.json') });
  const groups = useMemo(() => {
    const out = new Map<string, { method: string; path: string; operation: Operation }[]>();
    for (const [path, methods] of Object.entries(document.data?.paths ?? {})) {
      for (const [method, operation] of Object.entries(methods)) {
        if (text && !`${path} ${operation.summary ?? ''}`.toLowerCase().includes(text.toLowerCase())) continue;
        const group = operation.tags?.[0] ?? (path.startsWith('/api/') ? say('docs.questions') : say('docs.open'));
        out.set(group, [...out.get(group) ?? [], { method, path, operation }]);
      }
    }
    return [...out].sort(([one], [other]) => (one < other ? -1 : 1));
  }, [document.data, text]);
  if (document.error) return <Unshown error={document.error} again={() => void document.refetch()} />;
  if (!document.data) return <Waiting lines={8} />;
  const { schemas } = document.data.components;
  return <>
    <div className="heading"><h1>{say('place.docs')}</h1><Tag state="planned">OpenAPI 3.1</Tag><a href="/openapi.json">openapi.json</a></div>
    <p>{document.data.info.description ?? document.data.info.summary} {say('docs.how')}</p>
    <input className="filter" aria-label={say('docs.find')} placeholder={say('docs.find')} value={text} onChange={(event) => set(event.target.value)} />
    {groups.length === 0 && <p className="nothing">{say('docs.none')}</p>}
    {groups.map(([group, all]) => <section key={group} className="card"><header><h2>{group}</h2></header>{all.map((one) => <One key={one.operation.operationId} {...one} schemas={schemas} here={here} />)}</section>)}
  </>;
}
