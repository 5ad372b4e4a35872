// SPDX-License-Identifier: Apache-2.0
// Questions to the server. Every failure is a Trouble: a sentence and what to do about it.
import { language, say } from './words.js';

// A token is kept for this tab. Of a session the cookie is out of our reach; what is kept is the word that each change
// wants, and for other tabs that there is one.
const kept = 'veinline.token', word = 'veinline.csrf', hint = 'veinline.session';
export const hasSession = () => sessionStorage.getItem(word) !== null;
export const signedIn = () => sessionStorage.getItem(kept) !== null || hasSession();
export function forget() {
  sessionStorage.removeItem(kept);
  sessionStorage.removeItem(word);
  localStorage.removeItem(hint);
}

export class Trouble extends Error {
  constructor(status, sentence, advice, code) {
    super(sentence);
    this.status = status;
    this.code = code;
    this.advice = advice;
    // What a rule or a form refuses is refused again: its own sentence says what to do.
    this.isFinal = status >= 400 && status < 500 && ![401, 404, 408, 429].includes(status);
  }
}

function troubleOf(status, text) {
  let told = {};
  try { told = JSON.parse(text); } catch { /* not ours: a proxy may have answered */ }
  const code = told.code ?? `HTTP ${status}`;
  // A sentence that is missing on the server comes as its key.
  const detail = / |[^\x00-\x7f]/.test(told.detail ?? '') ? told.detail : say('refused', code);
  const sentence = told.why ? `${detail} (${told.why})` : detail;
  const known = status === 401 || status === 404 ? say(`do_${status}`) : say('do_other', code);
  return new Trouble(status, sentence, known, code);
}

async function ask(path, token, sent, key, method = sent && 'POST') {
  const headers = { 'accept-language': language() };
  const posted = method && { method, body: sent && JSON.stringify(sent) };
  if (method && !token && hasSession()) headers['x-veinline-csrf'] = sessionStorage.getItem(word);
  if (key) headers['idempotency-key'] = key;
  if (token && path.startsWith('/api/')) headers.authorization = `Bearer ${token}`;
  let answer, body;
  try {
    answer = await fetch(path, { ...posted, headers, cache: 'no-store', signal: AbortSignal.timeout(30000) });
    body = await answer.blob();
  } catch {
    throw new Trouble(0, say('no_network'), say('do_no_network'));
  }
  if (!answer.ok) throw troubleOf(answer.status, await body.text());
  return body;
}
const text = async (...asked) => (await ask(...asked)).text();

export const getText = (path) => text(path, sessionStorage.getItem(kept));
export const get = async (path) => JSON.parse(await getText(path));
/// An answer of /api/v1 about one thing, or without an id about all; an id is written so that no character of it steers.
export const view = (name, id = '', query = '') =>
  get(`/api/v1/${[name, ...id ? id.split('/') : []].map(encodeURIComponent).join('/')}${query}`);

export const getBlob = (path) => ask(path, sessionStorage.getItem(kept));

/// Random, of version 4 (RFC 9562): randomUUID() is there over HTTPS and on localhost alone.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
/// Does a command, once: a lost answer is asked for again with the same key.
export async function command(name, data, reason) {
  const key = newKey(), sent = reason ? { data, reason } : { data };
  const path = `/api/v1/commands/${name}`, token = sessionStorage.getItem(kept);
  const answer = await text(path, token, sent, key).catch((error) => {
    if (error.status !== 0) throw error;
    return text(path, token, sent, key);
  });
  return JSON.parse(answer);
}

/// The open end of the feed, after the fact that was seen last; from now on when none was.
export async function openFeed(seen, signal) {
  const token = sessionStorage.getItem(kept);
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  if (seen !== undefined) headers['last-event-id'] = seen;
  const answer = await fetch('/api/v1/feed', { headers, cache: 'no-store', signal });
  if (!answer.ok) throw troubleOf(answer.status, await answer.text());
  return answer.body;
}

/// What a code names. It is sent in a body: somebody may type a name where a code is wanted, and addresses are kept.
export const scan = async (code) =>
  JSON.parse(await text('/api/v1/scan', sessionStorage.getItem(kept), { code }));

/// Keeps the token for this tab if the server knows it.
export async function signIn(token) {
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Trouble(401, say('token_shape'), say('do_401'));
  await text('/api/v1/me', token);
  sessionStorage.setItem(kept, token);
}

async function begun(path, sent, method) {
  const session = JSON.parse(await text(path, null, sent, undefined, method));
  sessionStorage.removeItem(kept);
  sessionStorage.setItem(word, session.csrf);
  localStorage.setItem(hint, '1');
  return session;
}
export const signInAs = (login, password, code) =>
  begun('/api/v1/session', { login, password, ...code && { code } });
/// {passkey, provider}: which other ways in there are. Only what this browser can do as well is one.
export async function waysIn() {
  const ways = await get('/api/v1/sign-in').catch(() => ({}));
  const canRead = typeof globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON === 'function';
  return { passkey: !!ways.passkey && canRead, provider: !!ways.provider };
}
/// With any passkey that the authenticator finds for this page: whose they are we are not asked.
export async function signInByPasskey() {
  const asked = JSON.parse(await text('/api/v1/sign-in/passkey/new', null, {}));
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked.options);
  const made = await answered(navigator.credentials.get({ publicKey }));
  return begun('/api/v1/sign-in/passkey', { challenge: asked.challenge, passkey: made.toJSON() });
}
/// What the authenticator makes of a question, or the sentence that it made nothing.
const answered = (asking) => asking.catch(() => { throw new Trouble(400, say('passkey_none'), ''); });
/// A passkey of whoever is signed in, who says their password once more.
export async function addPasskey(proof) {
  const asked = JSON.parse(await text('/api/v1/passkeys/new', null, {}));
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(asked.options);
  const made = await answered(navigator.credentials.create({ publicKey }));
  await text('/api/v1/passkeys', null, { challenge: asked.challenge, registration: made.toJSON(), proof });
}
/// The address of the provider by which they link their account there.
export const linkProvider = async (proof) => JSON.parse(await text(providerAddress, null, { proof })).url;
export const providerAddress = '/api/v1/sign-in/provider';
/// The session that began when a provider sent the browser back here.
export const resumeFromProvider = () => begun('/api/v1/session');
/// With the secret of a link, which is good once.
export const setUp = (secret, login, password) => begun('/api/v1/set_up', { secret, login, password });
/// The session that another tab began; whether it is there, and locked.
export async function resume() {
  if (signedIn() || localStorage.getItem(hint) === null) return;
  await begun('/api/v1/session').catch((error) => { if (error.status === 401) forget(); });
}
export const isLocked = async () => hasSession() && (await get('/api/v1/session')).locked;
export const lock = () => begun('/api/v1/session/lock', {});
export const unlock = (secret) =>
  begun('/api/v1/session/unlock', /^[0-9]{6,12}$/.test(secret) ? { pin: secret } : { password: secret });
export async function signOut() {
  try { if (hasSession()) await ask('/api/v1/session', null, undefined, undefined, 'DELETE'); } finally { forget(); }
}

/// Titles of facts, fields and values in the reader's language, empty where the server has none; `kind` says what kind of
/// thing a field holds the id of.
export async function catalogue() {
  const titles = new Map(), kinds = new Map();
  const walk = (owner, fields = []) => fields.forEach((field) => {
    titles.set(`${owner}:${field.name}`, field.help);
    if (field.type === 'id') kinds.set(`${owner}:${field.name}`, field.kinds[0]);
    field.choices?.forEach((choice) => titles.set(choice.value, choice.title));
    walk(owner, field.fields);
  });
  const all = await get('/api/v1/catalogue').catch(() => ({}));
  all.facts?.forEach((fact) => { titles.set(fact.stored_name, fact.title); walk(fact.stored_name, fact.fields); });
  all.strange?.forEach((one) => titles.set(one.value, one.title));
  all.commands?.forEach((command) => {
    walk(command.name, command.fields);
    command.roles?.forEach((role) => titles.set(role.value, role.title));
  });
  const title = (key) => titles.get(key)?.replace(/[.。]$/, '');
  return Object.assign(title, { kind: (key) => kinds.get(key) });
}
