// SPDX-License-Identifier: Apache-2.0
// With what one signs in: passwords, codes, PIN, badge, passkeys, the provider; and where one is signed in. Whoever changes
// something of it says their password once more.
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { ask, newKey } from '../api/client';
import { client } from '../api/queries';
import { cameBack, forgetWayBack, goesOn, inSession, providerAddress, waysIn } from '../api/session';
import type { CredentialSet, Credentials, Sessions } from '../api/types';
import { makePasskey } from '../forms/passkey';
import { Card, Nothing, Time, TroubleNote, Waiting } from '../parts/basics';
import { Entry } from '../shell/door';
import { SetBy } from '../shell/enrolled';
import { plainCode } from './station/without';
import { say, useLanguage } from '../words/words';
import { Removal, type WayIn } from './removal';

const credentials = { queryKey: ['credentials'], queryFn: () => ask<Credentials>('/api/v1/credentials') };
const sessions = { queryKey: ['sessions'], queryFn: () => ask<Sessions>('/api/v1/sessions') };
const ways = { queryKey: ['ways'], staleTime: Infinity, queryFn: waysIn };
const again = () => void Promise.all([credentials, sessions].map(({ queryKey }) => client.invalidateQueries({ queryKey })));

type Proof = { readonly password: string; readonly code?: string };

/** A piece of work that is asked for, its trouble, and what it says when it is done. */
function useWork() {
  const [error, fail] = useState<unknown>();
  const [busy, set] = useState(false);
  const [told, tell] = useState<ReactNode>();
  const run = (work: () => Promise<ReactNode>) => {
    set(true);
    fail(undefined);
    tell(undefined);
    void work().then((words) => { tell(words); again(); }, fail).finally(() => set(false));
  };
  return { error, busy, told, run, tell };
}

function Held() {
  const all = useQuery(credentials);
  const [gone, remove] = useState<WayIn>();
  return <Card title={say('own.what')}>
    {all.error && <TroubleNote error={all.error} again={() => void all.refetch()} />}
    {!all.data && !all.error && <Waiting />}
    {all.data?.credentials.length === 0 && <Nothing why={say('own.none')} />}
    <ul>{all.data?.credentials.map((one) => <li key={one.credential}><b>{say(`own.kind.${one.kind}`)}</b><span className="small">{say('own.since')} <Time at={one.made_at} /></span><SetBy one={one} /><span className="grow" />
      <button type="button" aria-label={`${say('own.remove')}: ${say(`own.kind.${one.kind}`)}`} onClick={() => remove(one)}>{say('own.remove')}</button></li>)}</ul>
    {gone && <Removal way={gone} done={() => { remove(undefined); again(); }} close={() => remove(undefined)} />}
  </Card>;
}

async function addPasskey(proof: Proof) {
  const { options, challenge } = await ask<{ options: unknown; challenge: string }>('/api/v1/passkeys/new', { body: {} });
  const registration = await makePasskey(options);
  await ask('/api/v1/passkeys', { body: { challenge, registration, proof }, key: newKey() });
  return say('own.passkey_added');
}
async function linkProvider(proof: Proof) {
  location.assign((await ask<{ url: string }>(providerAddress, { body: { proof } })).url);
  return undefined;
}
const kinds = ['password', 'totp', 'pin', 'badge'] as const;
type Kind = (typeof kinds)[number];

function Codes({ made, done }: { made: CredentialSet; done: (words: ReactNode) => void }) {
  const work = useWork();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get('code') ?? '').replace(/\s/g, '');
    work.run(async () => {
      goesOn((await ask<CredentialSet>(`/api/v1/credentials/${encodeURIComponent(made.credential)}`, { body: { code }, key: newKey() })).csrf);
      done(say('own.set_done'));
      return undefined;
    });
  };
  return <form onSubmit={submit}>
    <p>{say('own.totp_secret')}</p>
    <p><code className="secret">{made.secret}</code></p>
    {made.address && <p className="small"><a href={made.address}>otpauth://…</a></p>}
    {work.error !== undefined && <TroubleNote error={work.error} />}
    <Entry name="code" label={say('own.totp_confirm')} complete="one-time-code" />
    <div className="row"><button className="main" type="submit" disabled={work.busy}>{say('own.set_do')}</button></div>
  </form>;
}

function Add() {
  const there = useQuery(ways);
  const work = useWork();
  const [kind, choose] = useState<Kind>('password');
  const [codes, set] = useState<CredentialSet>();
  const proofOf = (form: HTMLFormElement): Proof => {
    const said = new FormData(form);
    const code = String(said.get('code') ?? '').replace(/\s/g, '');
    return { password: String(said.get('password') ?? ''), ...(code && { code }) };
  };
  const adds = (button: HTMLButtonElement, what: (proof: Proof) => Promise<ReactNode>) => {
    const form = button.form;
    if (form?.elements.namedItem('password') && (form.elements.namedItem('password') as HTMLInputElement).reportValidity()) {
      work.run(async () => { const words = await what(proofOf(form)); form.reset(); return words; });
    }
  };
  const setNew = (form: HTMLFormElement) => async (proof: Proof) => {
    const text = String(new FormData(form).get('value') ?? '');
    const made = await ask<CredentialSet>('/api/v1/credentials', { key: newKey(), body: { kind, proof, ...(kind !== 'totp' && { [kind]: kind === 'badge' ? plainCode(text) : text }) } });
    goesOn(made.csrf);
    if (kind === 'totp') { set(made); return undefined; }
    return say('own.set_done');
  };
  if (codes) return <Card title={say('own.kind.totp')}><Codes made={codes} done={(words) => { set(undefined); work.tell(words); }} /></Card>;
  return <Card title={say('own.add')}>
    <form onSubmit={(event) => { event.preventDefault(); const form = event.currentTarget; work.run(async () => { const words = await setNew(form)(proofOf(form)); form.reset(); return words; }); }}>
      <p>{say('own.how')}</p>
      {work.error !== undefined && <TroubleNote error={work.error} />}
      {work.told && <p className="told" role="status">{work.told}</p>}
      <fieldset><legend>{say('own.proof')}</legend><div className="pair"><Entry name="password" label={say('door.password')} type="password" complete="current-password" />
        <Entry name="code" label={say('door.code')} complete="one-time-code" required={false} /></div></fieldset>
      <div className="row">
        {there.data?.passkey && <button className="main" type="button" disabled={work.busy} onClick={(event) => adds(event.currentTarget, addPasskey)}>{say('own.add_passkey')}</button>}
        {there.data?.provider && <button type="button" disabled={work.busy} onClick={(event) => adds(event.currentTarget, linkProvider)}>{say('own.link_provider')}</button>}</div>
      <div className="choices" role="group" aria-label={say('own.add')}>{kinds.map((one) => <button key={one} type="button" aria-pressed={one === kind} onClick={() => choose(one)}>{say(`own.kind.${one}`)}</button>)}</div>
      {kind === 'totp' ? <p>{say('own.set.totp')}</p> : <Entry key={kind} name="value" label={say(`own.set.${kind}`)} type="password" complete={kind === 'password' ? 'new-password' : 'off'} />}
      <div className="row"><button type="submit" disabled={work.busy}>{say('own.set_do')}</button></div>
    </form>
  </Card>;
}

function Open() {
  const all = useQuery(sessions);
  const here = useQuery({ queryKey: ['sessions', 'here'], queryFn: () => ask<{ session: string }>('/api/v1/session') });
  const work = useWork();
  const end = (ids: readonly string[]) => work.run(async () => {
    for (const id of ids) await ask(`/api/v1/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' });
    return undefined;
  });
  const others = all.data?.sessions.filter((one) => one.session !== here.data?.session) ?? [];
  return <Card title={say('own.sessions')} side={here.data && others.length > 1 && <button type="button" disabled={work.busy} onClick={() => end(others.map((one) => one.session))}>{say('own.session.end_all')}</button>}>
    {work.error !== undefined && <TroubleNote error={work.error} />}
    {all.error && <TroubleNote error={all.error} again={() => void all.refetch()} />}
    <ul>{all.data?.sessions.map((one) => <li key={one.session}><b>{one.methods.map((way) => say(`own.kind.${way}`)).join(' + ')}</b>
      <span className="small"><Time at={one.authenticated_at} /> · {say('own.session.until')} <Time at={one.ends_at} /></span><span className="grow" />
      {one.session === here.data?.session ? <span className="tag done">{say('own.session.here')}</span> : <button type="button" disabled={work.busy} onClick={() => end([one.session])}>{say('own.session.end')}</button>}</li>)}</ul>
  </Card>;
}

export function Ways() {
  useLanguage();
  const [came] = useState(cameBack);
  useState(forgetWayBack);
  return <>
    <div className="heading"><h1>{say('own')}</h1></div>
    <div className="ways" id="ways">
      {came && came !== 'in' && <p className="told" role="status">{say(`door.provider.${came}`)}</p>}
      <Held />
      {inSession() ? <><Add /><Open /></> : <Nothing why={say('own.token')} />}
    </div>
  </>;
}
