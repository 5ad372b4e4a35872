// SPDX-License-Identifier: Apache-2.0
// One document: its versions, who approved and read them, and the filing of another. A file is hashed here before it goes.
import { sha256 } from '@noble/hashes/sha2.js';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { ask, askAnswer, newKey } from '../api/client';
import { client, document_, timeline, useCatalogue } from '../api/queries';
import { idOf, type Answer, type Paper } from '../api/types';
import { Card, Nothing, ThingLink, Time, TroubleNote, Waiting } from '../parts/basics';
import { Tag, type State } from '../parts/marks';
import { save } from '../parts/save';
import { useMe } from '../shell/person';
import { mayGive } from '../things/commands';
import { Facts } from '../things/facts';
import { NextSteps } from '../things/next';
import { count } from '../words/time';
import { named, say } from '../words/words';
import { Denied } from './lost';
import { Trouble } from '../api/client';

type Version = Paper['versions'][number];
const states: Record<Version['state'], State> = { draft: 'planned', coming: 'going', in_force: 'done', superseded: 'planned', ended: 'planned', withdrawn: 'stop' };
const endings: Record<Version['media'], string> = { pdf: 'pdf', png: 'png', jpeg: 'jpg', plain_text: 'txt' };

function useMay(name: string) {
  const catalogue = useCatalogue();
  const myself = useMe();
  const command = catalogue.data?.commands.find((one) => one.name === name);
  return command && mayGive(command, myself.roles, myself.knowsRoles) ? command : undefined;
}
function Do({ command: name, document, version }: { command: string; document: string; version: string }) {
  const command = useMay(`papers/${name}`);
  if (!command) return null;
  return <Link className="button" to="/do/$stage/$command" params={{ stage: 'papers', command: name }} search={{ document, version }}>{command.title}</Link>;
}

function OneVersion({ of, version }: { of: Paper; version: Version }) {
  const [error, fail] = useState<unknown>();
  const open = () => {
    fail(undefined);
    void askAnswer(`/api/v1/document_bytes/${encodeURIComponent(idOf(of.document))}?version=${encodeURIComponent(version.version)}`, { signal: AbortSignal.timeout(300_000) })
      .then((answer) => answer.blob()).then((blob) => save(blob, `${of.code}-${version.version}.${endings[version.media]}`), fail);
  };
  const myself = useMe();
  // Never by who filed it.
  const is_draft = version.state === 'draft' && version.author !== myself.key, is_read = version.state === 'in_force' || version.state === 'coming';
  return <li className="version"><div className="row"><b>{version.version}</b><Tag state={states[version.state]}>{say(`papers.state.${version.state}`)}</Tag>
    {version.from && <span className="small">{say('papers.from')} <Time at={version.from} />{version.until && <> – <Time at={version.until} /></>}</span>}<span className="grow" />
    <button type="button" onClick={open}>{say('papers.open')}</button>
    {is_draft && <Do command="approve_version" document={of.document} version={version.version} />}
    {is_read && <Do command="record_reading" document={of.document} version={version.version} />}
    {version.state !== 'withdrawn' && <Do command="withdraw_version" document={of.document} version={version.version} />}</div>
    <p className="small">{say('papers.author')} <ThingLink thing={version.author} /> · <Time at={version.filed_at} />
      {version.approver && <> · {say('papers.approver')} <ThingLink thing={version.approver} /></>} · {say('papers.read', { read: count(version.read_by.length), open: count(version.not_read_by.length) })} · {count(version.size)} B</p>
    {version.sha256 && <p className="small"><code className="code">SHA-256 {version.sha256}</code></p>}
    {error !== undefined && <TroubleNote error={error} />}</li>;
}

const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

function File_({ document }: { document: string }) {
  const command = useMay('papers/file_version');
  const [error, fail] = useState<unknown>();
  const [busy, set] = useState(false);
  const [done, say_done] = useState(false);
  const [key, renew] = useState(newKey);
  if (!command) return null;
  const submit = async (form: HTMLFormElement) => {
    const said = new FormData(form), file = said.get('file'), version = String(said.get('version') ?? '').trim();
    if (!(file instanceof File) || !version) return;
    const digest = hexOf(sha256(new Uint8Array(await file.arrayBuffer())));
    await ask<Answer>(`/api/v1/document/${encodeURIComponent(idOf(document))}?version=${encodeURIComponent(version)}&sha256=${digest}`, { bytes: file, key, signal: AbortSignal.timeout(300_000) });
    form.reset();
    renew(newKey());
    say_done(true);
    await Promise.all([['document', document], ['timeline', document], ['documents']].map((queryKey) => client.invalidateQueries({ queryKey })));
  };
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    set(true);
    fail(undefined);
    say_done(false);
    void submit(event.currentTarget).catch((why: unknown) => {
      // Refused for good: what is sent next is another command.
      if (why instanceof Trouble && why.problem.recorded === 'no' && why.status !== 0) renew(newKey());
      fail(why);
    }).finally(() => set(false));
  };
  return <Card title={say('papers.file')}><form className="file-version" onSubmit={send}>
    {error !== undefined && <TroubleNote error={error} />}
    {done && <p className="told" role="status">{say('papers.sent')}</p>}
    <div className="field"><label htmlFor="paper-version">{say('papers.version')}</label><input id="paper-version" name="version" required autoComplete="off" spellCheck={false} maxLength={40} /></div>
    <div className="field"><label htmlFor="paper-file">{say('papers.choose')}</label><input id="paper-file" name="file" type="file" required accept=".pdf,.png,.jpg,.jpeg,.txt,application/pdf,image/png,image/jpeg,text/plain" /></div>
    <div className="row"><button className="main" type="submit" disabled={busy}>{say('papers.file')}</button>{busy && <span role="status">{say('form.sending')}</span>}</div>
    <p className="small">{say('papers.file_how')}</p>
  </form></Card>;
}

export function DocumentPage({ document }: { document: string }) {
  const whole = useQuery(document_(document));
  const facts = useQuery(timeline(document));
  if (whole.error instanceof Trouble && whole.error.status === 403) return <Denied error={whole.error} />;
  if (whole.error) return <TroubleNote error={whole.error} again={() => void whole.refetch()} />;
  if (!whole.data) return <Waiting lines={8} />;
  const of = whole.data;
  return <>
    <section className="banner" aria-label={say('banner')}>
      <div><small>{named('choice', of.kind)}</small><h1>{of.code}</h1></div>
      {of.title && <div><small>{say('papers.title')}</small><b>{of.title}</b></div>}
      <div><small>{say('papers.in_force')}</small><b>{of.in_force ?? say('papers.no_version')}</b></div>
      <div><small>{say('papers.kept_by')}</small><b><ThingLink thing={of.site} /></b></div>
      {of.study && <div><small>{say('identity.study')}</small><b><ThingLink thing={of.study} /></b></div>}
      {of.subject && <div><small>{named('thing', 'subject')}</small><b><ThingLink thing={of.subject} bare /></b></div>}
    </section>
    <div className="two">
      <div className="aside">
        <Card title={say('papers.versions')}>{of.versions.length === 0 ? <Nothing why={say('papers.no_version')} /> : <ul>{of.versions.map((one) => <OneVersion key={one.version} of={of} version={one} />)}</ul>}</Card>
        <File_ document={document} />
        <Card title={say('facts')}>{facts.data ? <Facts all={facts.data} about={document} /> : <Waiting />}</Card>
      </div>
      <NextSteps thing={document} of={undefined} />
    </div>
  </>;
}
