// SPDX-License-Identifier: Apache-2.0
// What the document of the API says can be asked, filled in: an address, a body, a line to copy; and whether it may be asked
// from a page on which nobody wants to record anything.
export interface Media { readonly schema?: unknown; readonly example?: unknown; readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>; }
export interface Parameter { readonly name: string; readonly in: string; readonly description?: string; readonly example?: unknown; readonly required?: boolean; readonly schema?: { readonly type?: string }; }
export interface Operation {
  readonly operationId: string; readonly summary?: string; readonly description?: string; readonly tags?: readonly string[]; readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> }; readonly security?: readonly Readonly<Record<string, unknown>>[];
}
export interface Document { readonly info: { readonly title: string; readonly description?: string; readonly summary?: string }; readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>; readonly components: { readonly schemas: Readonly<Record<string, unknown>> }; }
export type Values = Readonly<Record<string, string>>;
/** Things of this server by kind: the examples of the document are of another one. */
export type Here = Readonly<Record<string, string>>;

const commands = '/api/v1/commands/';
export const commandOf = (path: string) => (path.startsWith(commands) ? path.slice(commands.length) : undefined);
export const fieldsOf = (operation: Operation) => (operation.parameters ?? []).filter((one) => one.in === 'path' || one.in === 'query');

/** Keys of things become those of things that are here, kind by kind. */
export const ofHere = (text: string, here: Here) => text.replace(/\b([a-z]+)\/[0-9A-Z]{18}\b/g, (whole, kind: string) => here[kind] ?? whole);
export const firstValues = (operation: Operation, here: Here): Values =>
  Object.fromEntries(fieldsOf(operation).flatMap((one) => (one.example === undefined ? [] : [[one.name, ofHere(String(one.example), here)]])));

const exampleOf = (media: Media | undefined) => media?.example ?? Object.values(media?.examples ?? {})[0]?.value;
/** What nobody signs has nothing to show before it is done. */
const isSigned = (operation: Operation) => (exampleOf(operation.requestBody?.content['application/json']) as { sign?: unknown } | undefined)?.sign !== undefined;
export const takesJson = (operation: Operation) => operation.requestBody?.content['application/json'] !== undefined;
export const firstBody = (operation: Operation, here: Here) =>
  (takesJson(operation) ? ofHere(JSON.stringify(exampleOf(operation.requestBody?.content['application/json']) ?? {}, null, 1), here) : undefined);

/** No character of a value steers the address, but the slashes that keys and tiles have. */
const inPath = (value: string) => value.split('/').map((part) => (part === '.' || part === '..' ? '' : encodeURIComponent(part))).join('/');
export function addressOf(path: string, operation: Operation, values: Values): string {
  const filled = fieldsOf(operation).filter((one) => one.in === 'path').reduce((text, one) => text.replace(`{${one.name}}`, inPath(values[one.name] ?? '') || `{${one.name}}`), path);
  const query = new URLSearchParams(fieldsOf(operation).filter((one) => one.in === 'query' && values[one.name]).map((one) => [one.name, values[one.name] as string]));
  return query.size > 0 ? `${filled}?${query}` : filled;
}
export const missing = (operation: Operation, values: Values) => fieldsOf(operation).filter((one) => one.in === 'path' && !values[one.name]).map((one) => one.name);

/** For a shell: an apostrophe ends what is quoted. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
export function curl(method: string, origin: string, address: string, operation: Operation, body: string | undefined, key: string): string {
  const lines = [`curl -sS ${quoted(`${origin}${address}`)}`];
  const security = operation.security ?? [];
  if (security.length > 0 && !security.some((one) => Object.keys(one).length === 0)) lines.push('  -H "Authorization: Bearer $TOKEN"');
  if (operation.parameters?.some((one) => one.name === 'Idempotency-Key')) lines.push(`  -H ${quoted(`Idempotency-Key: ${key}`)}`);
  if (body !== undefined) lines.push(`  --json ${quoted(compact(body))}`);
  else if (operation.requestBody) lines.push(`  -H ${quoted(`Content-Type: ${Object.keys(operation.requestBody.content)[0] ?? ''}`)} --data-binary @FILE`);
  else if (method !== 'get') lines.push(`  -X ${method.toUpperCase()}`);
  return lines.join(' \\\n');
}
function compact(text: string): string {
  try { return JSON.stringify(JSON.parse(text)); } catch { return text; }
}

export type Way =
  /** It reads. */
  | 'read'
  /** It reads, and that somebody did is recorded. */
  | 'noted'
  /** What it would record is shown. */
  | 'prepare'
  /** From here it is copied only. */
  | undefined;
/** A stream that does not end, and addresses to which a provider sends the browser. */
const not_here = new Set(['feed', 'begin_provider_sign_in', 'come_back_from_provider']);
export function wayOf(method: string, path: string, operation: Operation, standing: { readonly inside: boolean; readonly session: boolean }): Way {
  const open = (operation.security ?? [{}]).some((one) => Object.keys(one).length === 0);
  const mine = standing.inside && (operation.security ?? []).some((one) => 'token' in one || ('session' in one && standing.session));
  if (not_here.has(operation.operationId) || !(open || mine)) return undefined;
  if (method === 'get') return operation.operationId === 'document_bytes' ? 'noted' : 'read';
  return method === 'post' && ((commandOf(path) !== undefined && isSigned(operation)) || operation.operationId === 'prepare') ? 'prepare' : undefined;
}
/** Where what would be recorded is asked. */
export const preparedAt = (path: string) => { const command = commandOf(path); return command === undefined ? path : `/api/v1/prepare/${command}`; };
