// SPDX-License-Identifier: Apache-2.0
// The keys of this node: of its log, of its witnesses, under which its texts are sealed, and of devices. From what the server
// reads out; a secret is never among it.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, askText, Trouble } from '../../api/client';
import { people, timeline } from '../../api/queries';
import { Card, Nothing, ThingLink, Time, TroubleNote, Waiting } from '../../parts/basics';
import { Icon, Tag } from '../../parts/marks';
import type { Checkpoint } from '../../proof/tree';
import { useMe } from '../../shell/person';
import { checkpoint } from '../../shell/demonstration';
import { Facts } from '../../things/facts';
import { count, moment, span } from '../../words/time';
import { say, useLanguage } from '../../words/words';
import { Copied, Tabs } from './tabs';

interface Witnessing { readonly size: number; readonly witnessed: number; readonly unwitnessed_s: number; readonly witnesses: readonly { readonly witness: string; readonly answer: string }[]; }
export const witnessing = { queryKey: ['witnessing'], staleTime: 10_000, queryFn: () => ask<Witnessing>('/api/v1/witnessing') };
/** Its own key as a witness of others; nothing where the node is none. */
const orNothing = (path: string) => askText(path).catch((error: unknown) => { if (error instanceof Trouble && error.status === 404) return ''; throw error; });
export const witnessKey = { queryKey: ['witness', 'key'], staleTime: Infinity, queryFn: () => orNothing('/witness/key') };
const witnessed = { queryKey: ['log', 'witnessed'], staleTime: 10_000, queryFn: () => orNothing('/log/witnessed') };

export interface Cosigned { readonly name: string; readonly at: number; }
/** Lines of witnesses under a checkpoint: key id (4), seconds (8), signature (64). */
async function cosignaturesOf(note: string): Promise<{ point: Checkpoint | undefined; lines: Cosigned[] }> {
  const { checkpointOf, noteOf } = await import('../../proof/tree');
  const read = noteOf(note), point = read && checkpointOf(read);
  const lines = (read?.signatures ?? []).filter((one) => one.bytes.length === 76).map((one) => ({ name: one.name, at: Number(new DataView(one.bytes.buffer, one.bytes.byteOffset).getBigUint64(4)) * 1000 }));
  return { point, lines };
}
const cosigned = { queryKey: ['log', 'cosigned'], staleTime: 10_000, queryFn: async () => cosignaturesOf(await witnessed.queryFn()) };

function Log() {
  const myself = useMe(), point = useQuery(checkpoint);
  const seen = useQuery({ queryKey: ['seen', myself.origin], enabled: myself.origin !== undefined, queryFn: async () => (await import('../../proof/memory')).seenOf(myself.origin ?? '') ?? null });
  const [, size = '', root = ''] = (point.data ?? '').split('\n');
  return <Card title={say('keys.log')}>
    <p>{say('keys.log.what')}</p>
    {myself.vkey && <Copied text={myself.vkey} label={say('verify.key_label')} />}
    {myself.origin && <Copied text={myself.origin} label={say('keys.origin')} />}
    {root && <Copied text={root} label={say('keys.root', { size: count(Number(size)) })} />}
    {seen.data !== undefined && <p className="row"><Icon state={seen.data === null ? 'planned' : seen.data.vkey === myself.vkey ? 'done' : 'stop'} />{seen.data === null ? say('keys.seen.not') : seen.data.vkey === myself.vkey
      ? say('keys.seen', { size: count(seen.data.size), when: seen.data.at ? moment(Date.parse(seen.data.at)) : '–' }) : say('intact.why.other_key')}</p>}
  </Card>;
}

const answerWords = (answer: string) => (answer === 'cosigned' || answer === 'unreachable' || answer === 'unknown_log' || answer === 'not_trusted' || answer === 'seen_longer' || answer === 'seen_another'
  ? say(`keys.answer.${answer}`) : say('keys.answer.none'));

export function Witnesses() {
  const state = useQuery(witnessing), lines = useQuery(cosigned), own = useQuery(witnessKey);
  if (state.error) return <Card title={say('keys.witnesses')}><TroubleNote error={state.error} again={() => void state.refetch()} /></Card>;
  const behind = state.data && state.data.size - state.data.witnessed;
  return <Card title={say('keys.witnesses')} side={state.data && <Tag state={state.data.witnesses.length === 0 ? 'attention' : behind === 0 ? 'done' : 'going'}>{say('keys.witnessed', { witnessed: count(state.data.witnessed), size: count(state.data.size) })}</Tag>}>
    <p>{say('keys.witnesses.what')}</p>
    {!state.data && <Waiting />}
    {state.data?.witnesses.length === 0 && <Nothing why={say('keys.witnesses.none')} />}
    {(state.data?.witnesses.length ?? 0) > 0 && <table><thead><tr><th>{say('keys.witness')}</th><th>{say('keys.answer')}</th></tr></thead><tbody>{state.data?.witnesses.map((one) =>
      <tr key={one.witness}><td><code className="code">{one.witness}</code></td><td><span className="row"><Icon state={one.answer === 'cosigned' ? 'done' : /seen_/.test(one.answer) ? 'stop' : 'attention'} />{answerWords(one.answer)}</span></td></tr>)}</tbody></table>}
    {(lines.data?.lines.length ?? 0) > 0 && <><h3>{say('keys.cosigned', { size: count(lines.data?.point?.size ?? 0) })}</h3><ul className="lines">{lines.data?.lines.map((one) => <li key={one.name}><Icon state="done" /><code className="code">{one.name}</code> <Time at={new Date(one.at).toISOString()} /></li>)}</ul></>}
    {state.data && state.data.witnesses.length > 0 && behind !== undefined && behind > 0 && <p className="row"><Icon state="attention" />{say('keys.behind', { count: count(behind), span: span(state.data.unwitnessed_s * 1000) })}</p>}
    {own.data && <Copied text={own.data.trim()} label={say('keys.own_witness')} />}
  </Card>;
}

function SiteKey() {
  const facts = useQuery({ ...timeline('keys/site'), retry: false });
  const none = facts.error instanceof Trouble && facts.error.status === 404;
  const all = facts.data ?? [];
  return <Card title={say('keys.site')} side={(facts.data ?? none) && <Tag state="done">{say('keys.generation', { number: all.length + 1 })}</Tag>}>
    <p>{say('keys.site.what')}</p>
    {facts.error && !none ? <TroubleNote error={facts.error} /> : none || (facts.data && all.length === 0) ? <Nothing why={say('keys.site.first')} /> : facts.data ? <Facts all={all} /> : <Waiting />}
  </Card>;
}

function Devices() {
  const everybody = useQuery(people);
  const [now] = useState(Date.now);
  const all = (everybody.data ?? []).flatMap((one) => one.devices.map((device) => ({ ...device, person: one.person })));
  return <Card title={say('keys.devices')}>{!everybody.data ? <Waiting /> : all.length === 0 ? <Nothing why={say('keys.devices.none')} /> : <table><thead><tr><th>{say('keys.device')}</th><th>{say('keys.acts_for')}</th><th>{say('own.session.until')}</th><th>{say('keys.state')}</th></tr></thead><tbody>{all.map((one) => {
    const over = Date.parse(one.expires) < now;
    return <tr key={one.device}><td><code className="code">{one.device.slice(0, 16)}…</code></td><td><ThingLink thing={one.person} /></td><td><Time at={one.expires} /></td><td><Tag state={one.revoked || over ? 'planned' : 'done'}>{say(one.revoked ? 'people.revoked' : over ? 'people.expired' : 'keys.counts')}</Tag></td></tr>;
  })}</tbody></table>}</Card>;
}

export function Keys() {
  useLanguage();
  return <>
    <div className="heading"><h1>{say('house.keys')}</h1><span className="grow" /><Tabs /></div>
    <div className="house"><Log /><Witnesses /><SiteKey /><Devices /></div>
  </>;
}
