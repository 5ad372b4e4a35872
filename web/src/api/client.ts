// SPDX-License-Identifier: Apache-2.0
// Questions to the server. Every failure is a Trouble that says what is wrong, whether anything was recorded, what to do.
import { say, spoken } from '../words/words';
import type { Answer, CommandName, Prepared, Problem, Scanned } from './types';
import { csrf, forget, token } from './session';

export class Trouble extends Error {
  readonly status: number;
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.status = problem.status;
    this.problem = problem;
  }
}

const local = (status: number, code: string, detail: string, recorded: Problem['recorded']): Trouble =>
  new Trouble({ status, code, detail, recorded, title: '', type: 'about:blank' } as Problem);

function troubleOf(status: number, text: string): Trouble {
  try {
    const told = JSON.parse(text) as Problem;
    if (typeof told.detail === 'string') return new Trouble({ ...told, status });
  } catch { /* not ours: a proxy may have answered */ }
  return local(status, `http.${status}`, say('trouble.refused', { status }), 'unknown' as Problem['recorded']);
}

interface Asked {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: unknown;
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

export async function askBlob(path: string, asked: Asked = {}): Promise<Blob> {
  const method = asked.method ?? (asked.body === undefined ? 'GET' : 'POST');
  const timeout = AbortSignal.timeout(30_000);
  let answer: Response, body: Blob;
  try {
    answer = await fetch(path, {
      method, headers: headersOf(asked, method), cache: 'no-cache', signal: asked.signal ?? timeout,
      ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
    });
    body = await answer.blob();
  } catch (error) {
    if (asked.signal?.aborted) throw error;
    throw local(0, 'network', say('trouble.network'), method === 'GET' ? 'no' : 'unknown' as Problem['recorded']);
  }
  if (answer.ok) return body;
  const trouble = troubleOf(answer.status, await body.text());
  if (answer.status === 401 && !path.startsWith('/api/v1/session')) forget(trouble.problem.code);
  throw trouble;
}

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
  readonly reason?: string;
  readonly sign?: string;
  readonly proof?: Record<string, unknown>;
  readonly happened_at?: string;
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
