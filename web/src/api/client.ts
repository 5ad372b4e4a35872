// SPDX-License-Identifier: Apache-2.0
// Questions to the server. Every failure is a Trouble that says what is wrong, whether anything was recorded, what to do.
import { say, spoken } from '../words/words';
import type { Answer, CommandName, Prepared, Problem, Scanned } from './types';
import { askedOf } from './asked';
import { csrf, forget, token, turn } from './session';

export class Trouble extends Error {
  readonly status: number;
  readonly problem: Problem;
  /** By which whoever runs the server finds this request in its log. */
  readonly reference: string | undefined;
  /** What was asked for, without the thing that it was about: "GET trace". */
  readonly asked: string | undefined;
  constructor(problem: Problem, reference?: string | null, asked?: string) {
    super(problem.detail);
    this.status = problem.status;
    this.problem = problem;
    this.reference = reference ?? undefined;
    this.asked = asked;
  }
}

const local = (status: number, code: string, detail: string, recorded: Problem['recorded'], reference?: string | null, asked?: string): Trouble =>
  new Trouble({ status, code, detail, recorded, title: '', type: 'about:blank' } as Problem, reference, asked);

/** Something that this browser could not do. */
export const refusedHere = (code: string, detail: string, fields?: Problem['fields']) =>
  new Trouble({ status: 400, code, detail, recorded: 'no', title: '', type: 'about:blank', ...(fields && { fields }) } as Problem);

function troubleOf(status: number, text: string, reference: string | null, asked: string): Trouble {
  try {
    const told = JSON.parse(text) as Problem;
    if (typeof told.detail === 'string') return new Trouble({ ...told, status }, reference, asked);
  } catch { /* not ours: a proxy may have answered */ }
  return local(status, `http.${status}`, say('trouble.refused', { status }), 'unknown' as Problem['recorded'], reference, asked);
}

interface Asked {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: unknown;
  /** A file, as it is. */
  readonly bytes?: Blob;
  readonly key?: string;
  readonly second?: boolean;
  readonly signal?: AbortSignal;
}

function headersOf(asked: Asked, method: string): Record<string, string> {
  const headers: Record<string, string> = { 'accept-language': spoken() };
  const bearer = token(), word = csrf(asked.second);
  if (asked.second) headers['x-veinline-session'] = 'second';
  if (bearer && !asked.second) headers['authorization'] = `Bearer ${bearer}`;
  else if (word && method !== 'GET') headers['x-veinline-csrf'] = word;
  if (asked.key) headers['idempotency-key'] = asked.key;
  return headers;
}

/** Codes after which nobody is signed in here. Any other 401 is about what was said: a password, a signature, a link. */
const ended = new Set(['auth.no_session', 'auth.no_token', 'auth.bad_token', 'auth.session_over', 'auth.locked']);

/** One request, whatever it is answered: the bytes, or a Trouble. */
async function sent(path: string, method: string, headers: Record<string, string>, body: BodyInit | undefined, signal: AbortSignal | undefined): Promise<Response> {
  const limit = AbortSignal.timeout(30_000);
  let answer: Response;
  try {
    answer = await fetch(path, { method, headers, cache: 'no-cache', signal: signal ?? limit, ...(body === undefined ? {} : { body }) });
    if (answer.ok) return new Response(await answer.blob(), answer);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw local(0, 'network', say('trouble.network'), method === 'GET' ? 'no' : 'unknown' as Problem['recorded']);
  }
  throw troubleOf(answer.status, await answer.text().catch(() => ''), answer.headers.get('x-request-id'), askedOf(method, path));
}

/** With headers of one's own, and nothing of who is signed in. */
export const asked = async <T>(path: string, method: string, headers: Record<string, string>, body?: unknown) =>
  await (await sent(path, method, headers, body === undefined ? undefined : JSON.stringify(body), undefined)).json() as T;

export async function askAnswer(path: string, asked: Asked = {}): Promise<Response> {
  const method = asked.method ?? (asked.body === undefined && asked.bytes === undefined ? 'GET' : 'POST');
  const body = asked.bytes ?? (asked.body === undefined ? undefined : JSON.stringify(asked.body));
  const ours = turn();  // what somebody asked before ends nobody else's session
  return sent(path, method, headersOf(asked, method), body, asked.signal).catch((error: unknown) => {
    if (error instanceof Trouble && ended.has(error.problem.code) && ours === turn() && path !== '/api/v1/session') forget(error.problem.code);
    throw error;
  });
}
export const askBlob = async (path: string, asked?: Asked) => (await askAnswer(path, asked)).blob();

export const askText = async (path: string, asked?: Asked) => (await askBlob(path, asked)).text();
export const ask = async <T>(path: string, asked?: Asked) => JSON.parse(await askText(path, asked)) as T;

/** No character of an id steers the address. */
export const pathOf = (view: string, thing: string) =>
  `/api/v1/${[view, ...thing.split('/')].map(encodeURIComponent).join('/')}`;

/** Random, of version 4 (RFC 9562): randomUUID() is there over HTTPS and on localhost alone. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export interface CommandRequest {
  readonly data: Record<string, unknown>;
  readonly reason?: string | { readonly code: string; readonly text?: string };
  readonly sign?: string;
  readonly proof?: Record<string, unknown>;
  readonly happened_at?: string | { readonly time: string; readonly source?: 'device' | 'person'; readonly offset?: string; readonly uncertainty_s?: number };
}

/** Does a command, once: a lost answer is asked for again with the same key. */
export async function give(name: CommandName, body: CommandRequest, key: string, second = false): Promise<Answer> {
  const once = () => ask<Answer>(`/api/v1/commands/${name}`, { body, key, second });
  return once().catch((error: unknown) => {
    if (error instanceof Trouble && error.status === 0) return once();
    throw error;
  });
}

export const prepare = (name: CommandName, body: CommandRequest, key: string, second = false) =>
  ask<Prepared>(`/api/v1/prepare/${name}`, { body, key, second });

/** What a code names. It is sent in a body: somebody may type a name where a code is wanted, and addresses are kept. */
export const scan = (code: string) => ask<Scanned>('/api/v1/scan', { body: { code } });
