// SPDX-License-Identifier: Apache-2.0
// Questions to the server. Every failure is a Trouble: a sentence and what to do about it.
import { language, say } from './words.js';

const kept = 'veinline.token';
export const signedIn = () => sessionStorage.getItem(kept) !== null;
export const signOut = () => sessionStorage.removeItem(kept);

export class Trouble extends Error {
  constructor(status, sentence, advice) {
    super(sentence);
    this.status = status;
    this.advice = advice;
  }
}

function troubleOf(status, text) {
  let told = {};
  try { told = JSON.parse(text); } catch { /* not ours: a proxy may have answered */ }
  const code = told.code ?? `HTTP ${status}`;
  // A sentence that is missing on the server comes as its key.
  const sentence = / |[^\x00-\x7f]/.test(told.detail ?? '') ? told.detail : say('refused', code);
  const known = status === 401 || status === 404 ? say(`do_${status}`) : say('do_other', code);
  return new Trouble(status, sentence, known);
}

async function text(path, token) {
  const headers = { 'accept-language': language() };
  if (token && path.startsWith('/api/')) headers.authorization = `Bearer ${token}`;
  let answer, body;
  try {
    answer = await fetch(path, { headers, cache: 'no-store', signal: AbortSignal.timeout(30000) });
    body = await answer.text();
  } catch {
    throw new Trouble(0, say('no_network'), say('do_no_network'));
  }
  if (!answer.ok) throw troubleOf(answer.status, body);
  return body;
}

export const getText = (path) => text(path, sessionStorage.getItem(kept));
export const get = async (path) => JSON.parse(await getText(path));
/// An answer of /api/v1 about one thing; its id is written so that no character of it steers.
export const view = (name, id = '', query = '') =>
  get(`/api/v1/${name}/${id.split('/').map(encodeURIComponent).join('/')}${query}`);

/// Keeps the token for this tab if the server knows it.
export async function signIn(token) {
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Trouble(401, say('token_shape'), say('do_401'));
  await text('/api/v1/me', token);
  sessionStorage.setItem(kept, token);
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
