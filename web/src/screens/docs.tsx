// SPDX-License-Identifier: Apache-2.0
// The API as its own document describes it: addresses, what they take, examples to copy, and to run where they only read.
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { ask, askText, newKey } from '../api/client';
import { useStanding } from '../api/session';
import { TroubleNote, Waiting } from '../parts/basics';
import { Tag } from '../parts/marks';
import { say, useLanguage } from '../words/words';

interface Media { readonly schema?: unknown; readonly example?: unknown; readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>; }
interface Parameter { readonly name: string; readonly in: string; readonly description?: string; readonly example?: unknown; readonly required?: boolean; }
interface Operation { readonly operationId: string; readonly summary?: string; readonly description?: string; readonly tags?: readonly string[]; readonly parameters?: readonly Parameter[]; readonly requestBody?: { readonly content: Readonly<Record<string, Media>> }; readonly security?: readonly object[]; }
interface Document { readonly info: { readonly title: string; readonly description?: string; readonly summary?: string }; readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>; readonly components: { readonly schemas: Readonly<Record<string, unknown>> }; }

const exampleOf = (media: Media | undefined) => media?.example ?? Object.values(media?.examples ?? {})[0]?.value;

function curl(method: string, path: string, operation: Operation): string {
  const media = operation.requestBody?.content['application/json'];
  const address = operation.parameters?.filter((one) => one.in === 'path').reduce((text, one) => text.replace(`{${one.name}}`, String(one.example ?? one.name)), path) ?? path;
  const lines = [`curl -sS ${location.origin}${address}`];
  if (Object.keys(operation.security?.[0] ?? {}).length > 0) lines.push('  -H "Authorization: Bearer $TOKEN"');
  if (operation.parameters?.some((one) => one.name === 'Idempotency-Key')) lines.push(`  -H 'Idempotency-Key: ${newKey()}'`);
  if (media) lines.push(`  --json '${JSON.stringify(exampleOf(media) ?? {})}'`);
  else if (method !== 'get') lines.push(`  -X ${method.toUpperCase()}`);
  return lines.join(' \\\n');
}

function Run({ path }: { path: string }) {
  const [answer, set] = useState<string>();
  const [error, fail] = useState<unknown>();
  const run = () => { fail(undefined); askText(path).then((text) => { try { set(JSON.stringify(JSON.parse(text), null, 1)); } catch { set(text); } }, fail); };
  return <><p><button type="button" onClick={run}>{say('docs.run')}</button></p>{error !== undefined && <TroubleNote error={error} />}{answer !== undefined && <pre tabIndex={0}>{answer.slice(0, 20_000)}</pre>}</>;
}

function One({ method, path, operation, schemas }: { method: string; path: string; operation: Operation; schemas: Document['components']['schemas'] }) {
  const inside = useStanding() === 'in';
  const schema = schemas[operation.operationId];
  const runs = method === 'get' && !path.includes('{') && !['feed', 'metrics'].includes(operation.operationId);
  return <details className="operation"><summary><code className={`method ${method}`}>{method.toUpperCase()}</code> <code>{path}</code> <span>{operation.summary}</span></summary>
    <div>{operation.description && <p>{operation.description}</p>}
      {(operation.parameters?.length ?? 0) > 0 && <table><tbody>{operation.parameters?.map((one) => <tr key={one.name}><td><code>{one.name}</code> <small>{one.in}</small></td><td>{one.description}</td></tr>)}</tbody></table>}
      <h3>{say('docs.example')}</h3><pre tabIndex={0}>{curl(method, path, operation)}</pre>
      {schema !== undefined && <details><summary>{say('docs.schema')}</summary><pre tabIndex={0}>{JSON.stringify(schema, null, 1)}</pre></details>}
      {runs && inside && <Run path={path} />}</div></details>;
}

export function Docs() {
  const language = useLanguage();
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
  if (document.error) return <TroubleNote error={document.error} again={() => void document.refetch()} />;
  if (!document.data) return <Waiting lines={8} />;
  return <>
    <div className="heading"><h1>{say('place.docs')}</h1><Tag state="planned">OpenAPI 3.1</Tag><a href="/openapi.json">openapi.json</a></div>
    <p>{document.data.info.description ?? document.data.info.summary}</p>
    <input className="filter" aria-label={say('docs.find')} placeholder={say('docs.find')} value={text} onChange={(event) => set(event.target.value)} />
    {groups.map(([group, all]) => <section key={group} className="card"><header><h2>{group}</h2></header>{all.map((one) => <One key={one.operation.operationId} {...one} schemas={document.data.components.schemas} />)}</section>)}
  </>;
}
