// SPDX-License-Identifier: Apache-2.0
// Who is signed in here. A token is kept for this tab; of a session the cookie is out of our reach, and what is kept is the
// word that each change wants. A lock is told apart from an end: what stands in forms stays.
import { useSyncExternalStore } from 'react';
import { ask } from './client';
import { askPasskey, hasPasskeys } from '../forms/passkey';
import type { Me, PasskeyAsked, Session, WaysIn } from './types';

const tokenKey = 'veinline.token', wordKey = 'veinline.csrf', hintKey = 'veinline.session', selfKey = 'veinline.self';
/** `over`: the session ended by itself, and what stands in forms waits, out of sight, for the same person. */
export type Standing = 'out' | 'in' | 'locked' | 'over' | 'asking';

let standing: Standing = sessionStorage.getItem(tokenKey) ? 'in' : localStorage.getItem(hintKey) ? 'asking' : 'out';
let secondWord: string | undefined;
let person: string | undefined;
const listeners = new Set<() => void>();
function become(next: Standing): void {
  if (standing === next) return;
  standing = next;
  for (const tell of listeners) tell();
}

export const token = () => sessionStorage.getItem(tokenKey);
export const csrf = (second = false) => (second ? secondWord : sessionStorage.getItem(wordKey));
export const inSession = () => token() === null && sessionStorage.getItem(wordKey) !== null;
export const useStanding = () => useSyncExternalStore((tell) => { listeners.add(tell); return () => listeners.delete(tell); }, () => standing);
export const standingNow = () => standing;

let turns = 0;
const leaving = new Set<() => void>();
/** `clear` takes away what one person's turn at this page left in memory: another one, or nobody, must not find it. */
export const whenAnother = (clear: () => void): void => { leaving.add(clear); };
/** Counts the turns of people at this page: what was begun in one is nothing to the next. */
export const turn = () => turns;
export const useTurn = () => useSyncExternalStore((tell) => { listeners.add(tell); return () => listeners.delete(tell); }, turn);
function another(next: string | undefined): void {
  turns += 1;
  person = next;
  secondWord = undefined;
  for (const clear of leaving) clear();
  for (const tell of listeners) tell();
}

/** The server knows us no more, or only after an unlock. */
export function forget(code: string): void {
  if (code === 'auth.locked') {
    if (localStorage.getItem(hintKey)) localStorage.setItem(hintKey, 'locked');
    return become('locked');
  }
  if (code !== 'ended' && token() === null && (standing === 'in' || standing === 'locked' || standing === 'over')) return ends();
  kept = undefined;
  sessionStorage.removeItem(selfKey);
  unproven = false;
  // A token is of this tab: its end is none of a session that another tab is in.
  if (token() === null) for (const key of [selfKey, hintKey]) localStorage.removeItem(key);
  sessionStorage.removeItem(tokenKey);
  sessionStorage.removeItem(wordKey);
  another(undefined);
  become('out');
}
let kept: Self | undefined;
/** The session ended by itself: nothing of the person stays on the device, and their forms stay in memory. */
function ends(): void {
  if (standing === 'over') return;
  kept = self();
  person ??= kept?.person;
  unproven = false;
  sessionStorage.removeItem(selfKey);
  localStorage.removeItem(selfKey);
  localStorage.setItem(hintKey, 'over');
  secondWord = undefined;
  become('over');
}
/** All tabs of a browser are in one session: what one of them knows of its end, or of another person in it, holds in the others. */
addEventListener('storage', ({ key, newValue }) => {
  if (token() !== null || standing === 'out' || standing === 'asking') return;
  if (key === hintKey && newValue === null) return forget('ended');
  if (key === hintKey && newValue === 'over') return ends();
  if (key === hintKey && newValue === 'locked') return become('locked');
  if (key === hintKey && standing !== 'in') return void ask<Session>('/api/v1/session').then(begun, () => undefined);
  if (key !== selfKey || newValue === null || (JSON.parse(newValue) as Self).person === (person ?? self()?.person)) return;
  another(undefined);
  become('asking');
  void resume();
});

let idle_ms: number | undefined;
/** After how long without a request the session ends; nothing where there is none, or it is not known yet. */
export const idleLimit = () => (inSession() ? idle_ms : undefined);
function begun(session: Session): Session {
  sessionStorage.removeItem(tokenKey);
  if (session.csrf) sessionStorage.setItem(wordKey, session.csrf);
  localStorage.setItem(hintKey, session.locked ? 'locked' : '1');
  const before = person ?? self()?.person;
  if (self()?.person !== session.person) { sessionStorage.removeItem(selfKey); localStorage.removeItem(selfKey); }
  if (before === session.person) person = before;
  else another(session.person);
  if (kept?.person === session.person) keepSelf(kept);
  kept = undefined;
  idle_ms = session.idle_seconds * 1000;
  become(session.locked ? 'locked' : 'in');
  return session;
}

export async function signIn(login: string, password: string, code: string): Promise<void> {
  begun(await ask<Session>('/api/v1/session', { body: { login, password, ...(code && { code }) } }));
}
/** Which other ways in there are. Only what this browser can do as well is one. */
export const waysIn = async (): Promise<WaysIn> => {
  const ways = await ask<WaysIn>('/api/v1/sign-in');
  return { ...ways, passkey: ways.passkey && hasPasskeys() };
};
/** With any passkey that the authenticator finds for this page: whose they are we are not asked. */
async function byPasskey(path: string): Promise<void> {
  const { options, challenge } = await ask<PasskeyAsked>('/api/v1/sign-in/passkey/new', { body: {} });
  begun(await ask<Session>(path, { body: { challenge, passkey: await askPasskey(options) } }));
}
export const signInByPasskey = () => byPasskey('/api/v1/sign-in/passkey');
/** Of the person of the locked session, else it stays locked. */
export const unlockByPasskey = () => byPasskey('/api/v1/session/unlock');
/** The provider sends the browser back with one word; gone from the address at once. */
export const ways_back = ['in', 'linked', 'refused', 'away', 'failed'] as const;
let came: (typeof ways_back)[number] | undefined;
export const cameBack = () => came;
export const forgetWayBack = () => { came = undefined; };
export const providerAddress = '/api/v1/sign-in/provider';
/** New secrets end the other sessions; the one that goes on has a new word. */
export function goesOn(word: string | undefined): void {
  if (word) sessionStorage.setItem(wordKey, word);
}
/** With the secret of a link, which is good once. */
export async function setUp(secret: string, login: string, password: string): Promise<void> {
  begun(await ask<Session>('/api/v1/set_up', { body: { secret, login, password } }));
}
export async function signInWithToken(text: string): Promise<void> {
  sessionStorage.setItem(tokenKey, text);
  sessionStorage.removeItem(selfKey);
  try {
    const { person: who } = await ask<Me>('/api/v1/me');
    if (who !== person) another(who);
    become('in');
  } catch (error) {
    sessionStorage.removeItem(tokenKey);
    throw error;
  }
}
/** The session that another tab, or the time before a reload, began. */
export async function resume(): Promise<void> {
  if (standing !== 'asking') return;
  await ask<Session>('/api/v1/session').then(begun, (error: unknown) => {
    // The server is away, and whoever was here last may go on with what can wait. What they enter is sent when it knows them again.
    const away = (error as { status?: number }).status;
    if ((away !== 0 && (away ?? 0) < 500) || !self()) return forget('ended');
    unproven = true;
    become(localStorage.getItem(hintKey) === 'locked' ? 'locked' : 'in');
  });
}
let unproven = false;
/** After a time without the server: whether the session is still there, and its word. */
export async function proveAgain(): Promise<void> {
  if (!unproven) return;
  await ask<Session>('/api/v1/session').then((session) => { unproven = false; begun(session); }, (error: unknown) => {
    if (((error as { status?: number }).status ?? 0) === 401) forget('auth.no_session');
    throw error;
  });
}

/** Of oneself as much as a form needs without the server. No name. */
export interface Self { readonly person: string; readonly origin: string; readonly roles: readonly string[]; readonly site?: string; readonly code?: string; readonly zone?: string; }
export function keepSelf(one: Self): void {
  sessionStorage.setItem(selfKey, JSON.stringify(one));
  // A token is of this tab; a session is of the browser, and there again after it was closed.
  if (inSession()) localStorage.setItem(selfKey, JSON.stringify(one));
}
export function self(): Self | undefined {
  const text = sessionStorage.getItem(selfKey) ?? (token() === null && localStorage.getItem(hintKey) ? localStorage.getItem(selfKey) : null);
  return text === null ? undefined : JSON.parse(text) as Self;
}
export async function lock(): Promise<void> {
  begun(await ask<Session>('/api/v1/session/lock', { method: 'POST' }));
}
export async function unlock(secret: string): Promise<void> {
  begun(await ask<Session>('/api/v1/session/unlock', { body: /^[0-9]{6,12}$/.test(secret) ? { pin: secret } : { password: secret } }));
}
export async function signOut(): Promise<void> {
  try { if (inSession()) await ask('/api/v1/session', { method: 'DELETE' }); } finally { forget('ended'); }
}
/** A second person at this device, for two minutes without a request. */
export async function join(by: { badge: string; pin: string } | { login: string; password: string; code?: string }): Promise<Session> {
  const session = await ask<Session>('/api/v1/session/second', { body: by });
  secondWord = session.csrf;
  return session;
}
export const personOfSession = () => person;

/** `#token=…`, as the command line prints it: kept for this tab, and gone from the address. */
export function takeTokenOfAddress(): void {
  const found = /^#token=([\x21-\x7e]+)$/.exec(location.hash)?.[1];
  if (!found) return;
  sessionStorage.setItem(tokenKey, found);
  sessionStorage.removeItem(selfKey);
  history.replaceState(null, '', location.pathname);
  standing = 'in';
}
/** `#provider=…`, as the server sends the browser back. */
export function takeWayBackOfAddress(): void {
  const found = /^#provider=([a-z]+)$/.exec(location.hash)?.[1];
  if (found) history.replaceState(null, '', location.pathname);
  came = ways_back.find((one) => one === found);
  if (came === 'in') standing = 'asking';
}
/** `#set-up=…`: the secret of a link that is good once; gone from the address too. */
export function secretOfAddress(): string | undefined {
  const found = /^#set-up=([\x21-\x7e]+)$/.exec(location.hash)?.[1];
  if (found) history.replaceState(null, '', location.pathname);
  return found;
}
