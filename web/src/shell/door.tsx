// SPDX-License-Identifier: Apache-2.0
// Signing in: name, password and code; a link that sets a first password; a token; and the lock of a shared station.
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { ask, askText } from '../api/client';
import { lazy, Suspense, useLayoutEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { cameBack, forget, providerAddress, secretOfAddress, setUp, signIn, signInByPasskey, signInWithToken, signOut, unlock, unlockByPasskey, waysIn } from '../api/session';
import { TroubleNote, Waiting } from '../parts/basics';
import { useScan } from '../scan/scanner';
import { choose, say, sayMore, spoken } from '../words/words';
import { checkpoint, DemonstrationMark } from './demonstration';
import { HelpButton } from './help';

const AtDoor = lazy(async () => ({ default: (await Promise.all([import('../offline/band'), sayMore()]))[0].AtDoor }));
let secret = secretOfAddress();  // good once: then whoever comes signs in

function useSending(send: (form: FormData) => Promise<void>) {
  const [error, fail] = useState<unknown>();
  const [busy, set] = useState(false);
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    set(true);
    fail(undefined);
    void send(new FormData(event.currentTarget)).catch(fail).finally(() => set(false));
  };
  return { error, busy, onSubmit };
}
const text = (form: FormData, name: string) => String(form.get(name) ?? '');

export function Entry({ name, label, type = 'text', complete, hint, required = true }: { name: string; label: string; type?: string; complete?: string; hint?: string; required?: boolean }) {
  return <div className="field"><label htmlFor={`entry-${name}`}>{label}</label>
    <input id={`entry-${name}`} name={name} type={type} required={required} autoComplete={complete ?? 'off'} spellCheck={false}
      aria-describedby={hint ? `hint-${name}` : undefined} {...(name === 'code' && { inputMode: 'numeric' as const })} />
    {hint && <small id={`hint-${name}`}>{hint}</small>}</div>;
}

function Panel({ title, sending, button, children, below }: { title: string; sending: ReturnType<typeof useSending>; button: string; children: ReactNode; below?: ReactNode }) {
  return <form onSubmit={sending.onSubmit}>
    <span className="brand"><img src="/icon.svg" alt="" />Veinline</span>
    <h1>{title}</h1>
    {sending.error !== undefined && <TroubleNote error={sending.error} />}
    {children}
    <button className="main" type="submit" disabled={sending.busy}>{button}</button>
    {below}
    <HelpButton path="/door" />
    <button className="quiet" type="button" lang={spoken() === 'en' ? 'zh-CN' : 'en'} onClick={() => void choose(spoken() === 'en' ? 'zh-CN' : 'en')}>{spoken() === 'en' ? '中文' : 'English'}</button>
  </form>;
}

/** Nobody but the console, and no treatment: the node is to be set up. */
async function isEmpty(): Promise<boolean> {
  const { people } = await ask<{ people: readonly unknown[] }>('/api/v1/people?count=2');
  return people.length < 2;
}

function SetUp() {
  const router = useRouter();
  const log = useQuery({ queryKey: ['log', 'key'], staleTime: Infinity, queryFn: () => askText('/log/key') });
  const sending = useSending(async (form) => {
    await setUp(secret as string, text(form, 'login'), text(form, 'password'));
    secret = undefined;
    if (await isEmpty().catch(() => false)) await router.navigate({ to: '/begin', replace: true });
  });
  return <Panel title={say('door.set_up')} sending={sending} button={say('door.set_up_do')} below={log.data && <p className="small code">{say('door.set_up_log')}: <code>{log.data.trim()}</code></p>}>
    <Entry name="login" label={say('door.login')} complete="username" />
    <Entry name="password" label={say('door.new_password')} type="password" complete="new-password" hint={say('door.password_how')} />
  </Panel>;
}

const waysThere = { queryKey: ['ways'], staleTime: Infinity, queryFn: waysIn };
/** Where the server and this browser can do it. */
function ByPasskey({ words, does }: { words: string; does: () => Promise<void> }) {
  const ways = useQuery(waysThere);
  const [error, fail] = useState<unknown>();
  const [busy, set] = useState(false);
  const ask = () => {
    set(true);
    fail(undefined);
    void does().catch(fail).finally(() => set(false));
  };
  return <>{error !== undefined && <TroubleNote error={error} />}
    {ways.data?.passkey && <button type="button" disabled={busy} onClick={ask}>{words}</button>}</>;
}

/** The buttons, where there is something behind them. */
function OtherWays() {
  const ways = useQuery(waysThere);
  const came = cameBack();
  return <>
    {came && came !== 'in' && <p className="small" role="status">{say(`door.provider.${came}`)}</p>}
    <ByPasskey words={say('door.by_passkey')} does={signInByPasskey} />
    {ways.data?.provider && <button type="button" onClick={() => location.assign(providerAddress)}>{say('door.by_provider')}</button>}
  </>;
}

function ByPassword({ other }: { other: () => void }) {
  const sending = useSending((form) => signIn(text(form, 'login'), text(form, 'password'), text(form, 'code').replace(/\s/g, '')));
  return <Panel title={say('sign_in')} sending={sending} button={say('sign_in')} below={<><OtherWays /><button className="quiet" type="button" onClick={other}>{say('door.by_token')}</button></>}>
    <Entry name="login" label={say('door.login')} complete="username" />
    <Entry name="password" label={say('door.password')} type="password" complete="current-password" />
    <Entry name="code" label={say('door.code')} complete="one-time-code" hint={say('door.code_where')} required={false} />
  </Panel>;
}

function ByToken({ other }: { other: () => void }) {
  const sending = useSending(async (form) => signInWithToken(text(form, 'token').trim()));
  return <Panel title={say('sign_in')} sending={sending} button={say('sign_in')}>
    <Entry name="token" label={say('door.token')} type="password" hint={say('door.token_where')} />
    <button className="quiet" type="button" onClick={other}>{say('door.by_password')}</button>
  </Panel>;
}

export function Door() {
  const point = useQuery(checkpoint);
  // Of a demonstration people have tokens, and nobody a password.
  const demonstration = point.data?.startsWith('demonstration.veinline.invalid/') ?? false;
  const [chosen, set] = useState<'password' | 'token'>();
  const by = chosen ?? (demonstration && !cameBack() ? 'token' : 'password');
  return <><DemonstrationMark /><main className="door">
    <Suspense><AtDoor /></Suspense>
    {point.isPending ? <Waiting what="waiting.of.checkpoint" again={() => void point.refetch({ cancelRefetch: true })} /> : secret ? <SetUp /> : by === 'password' ? <ByPassword other={() => set('token')} /> : <ByToken other={() => set('password')} />}
  </main></>;
}

function Unlock() {
  const sending = useSending((form) => unlock(text(form, 'secret')));
  return <form className="sheet" onSubmit={sending.onSubmit}>
    <h2>{say('door.locked')}</h2>
    <p>{say('door.locked_how')}</p>
    {sending.error !== undefined && <TroubleNote error={sending.error} />}
    <Entry name="secret" label={say('door.unlock_with')} type="password" complete="current-password" />
    <div className="row"><button className="main" type="submit" disabled={sending.busy}>{say('door.unlock')}</button>
      <ByPasskey words={say('door.unlock_by_passkey')} does={unlockByPasskey} />
      <button type="button" onClick={() => void signOut()}>{say('sign_out')}</button></div>
  </form>;
}

function Anew() {
  const sending = useSending((form) => signIn(text(form, 'login'), text(form, 'password'), text(form, 'code').replace(/\s/g, '')));
  return <form className="sheet" onSubmit={sending.onSubmit}>
    <h2>{say('door.over')}</h2>
    <p>{say('door.over_how')}</p>
    {sending.error !== undefined && <TroubleNote error={sending.error} />}
    <Entry name="login" label={say('door.login')} complete="username" />
    <Entry name="password" label={say('door.password')} type="password" complete="current-password" />
    <Entry name="code" label={say('door.code')} complete="one-time-code" hint={say('door.code_where')} required={false} />
    <div className="row"><button className="main" type="submit" disabled={sending.busy}>{say('sign_in')}</button>
      <ByPasskey words={say('door.by_passkey')} does={signInByPasskey} />
      <button type="button" onClick={() => forget('ended')}>{say('door.leave')}</button></div>
  </form>;
}

/** The station is locked, or its session ended: what was being written is still there behind, where nobody sees or reaches it. */
export function Locked({ over }: { over: boolean }) {
  const at = useRef<HTMLDialogElement>(null);
  useScan(() => undefined);  // what is scanned meanwhile opens nothing
  useLayoutEffect(() => {
    const dialog = at.current as HTMLDialogElement, before = document.activeElement;
    const shows = () => {
      if (dialog.open) dialog.close();
      dialog.showModal();
    };
    shows();
    const stays = (event: KeyboardEvent) => { if (event.key === 'Escape') event.preventDefault(); };
    // The browser shuts any dialog when it is asked to often enough; and one of the frame, that came late, must not stand before this one.
    const again = () => { if (dialog.isConnected && !dialog.open) dialog.showModal(); };
    const others = new MutationObserver((seen) => { if (seen.some(({ target }) => target !== dialog && target instanceof HTMLDialogElement && target.open)) shows(); });
    window.addEventListener('keydown', stays, true);
    dialog.addEventListener('close', again);
    others.observe(document.body, { subtree: true, childList: true, attributeFilter: ['open'] });
    return () => {
      others.disconnect();
      window.removeEventListener('keydown', stays, true);
      dialog.removeEventListener('close', again);
      dialog.close();
      requestAnimationFrame(() => { if (before instanceof HTMLElement && before.isConnected) before.focus(); });
    };
  }, []);
  return <dialog ref={at} className="lock" aria-label={say(over ? 'door.over' : 'door.locked')} onCancel={(event) => event.preventDefault()}>{over ? <Anew /> : <Unlock />}</dialog>;
}
