// SPDX-License-Identifier: Apache-2.0
// What may wait on the device for the server, and what an answer means for it. Nothing here asks anybody.
import type { CommandRequest } from '../api/client';
import type { CommandType, Field, Problem } from '../api/types';

/** A hand-over is a permission, of now (decision 0012): it may wait, but for five minutes alone. The server judges that. */
const handed: ReadonlySet<string> = new Set(['custody/hand_over']);
const tells = (fields: readonly Field[]): boolean => fields.some((field) => field.type === 'sealed' || tells(field.fields ?? []));

/** What has happened already may wait, and a hand-over; never what is signed, and nothing that says a name or a number of somebody. */
export const mayWait = (command: CommandType): boolean =>
  !command.signs && !tells(command.fields) && (command.kind === 'observation' || handed.has(command.name));

export interface Entry {
  /** Grows: the order in which they were made. */
  readonly id: number;
  /** Of which log: an entry is never told to another. */
  readonly origin: string;
  readonly person: string;
  readonly command: string;
  readonly key: string;
  readonly body: CommandRequest;
  /** As it was sent first, while the server seemed to be there: without a time of the device. */
  readonly before?: CommandRequest;
  /** By the clock of the device. */
  readonly at: string;
  /** The server said no; the person decides. */
  readonly refused?: Problem;
}

/** A bag that matched by its packet, while the server was away: no record, and nothing that is sent. */
export interface Check {
  readonly person: string; readonly origin: string; readonly material: string; readonly subject: string;
  /** How far the log was when the packet was made, and when that was. */
  readonly as_of: number; readonly issued_at: string;
  /** By the clock of the device. */
  readonly at: string;
}

export type Outcome = 'recorded' | 'refused' | 'later' | 'not_signed_in' | 'used_before';

/** Nobody answered, or a proxy said that nobody does: in words that are not the server's. */
export const isAway = (status: number, code: string): boolean => status === 0 || /^http\.50[234]$/.test(code);

/** What a failed try means for what waits. */
export function outcomeOf(status: number, problem: Pick<Problem, 'code' | 'recorded'>): Exclude<Outcome, 'recorded'> {
  if (problem.code.startsWith('auth.') || status === 401) return 'not_signed_in';
  if (problem.code === 'input.key_reused') return 'used_before';
  if (status === 0 || status === 408 || status === 425 || status === 429 || status >= 500) return 'later';
  return problem.recorded === 'no' ? 'refused' : 'later';
}

/** What waits here of one command about one thing: it is entered, and not recorded. */
export const waitsAbout = (entries: readonly Entry[], command: string, field: string, thing: string): Entry | undefined =>
  entries.find((one) => one.command === command && one.body.data[field] === thing);

/** The first one that waits, of this person, for this log; the order is that in which they were made. */
export const nextOf = (entries: readonly Entry[], person: string, origin: string): Entry | undefined =>
  entries.filter((one) => one.person === person && one.origin === origin && one.refused === undefined).sort((one, other) => one.id - other.id)[0];

/** With the offset of the device, so that its own day and hour can be read from the record. */
export function deviceTime(at: Date): Exclude<CommandRequest['happened_at'], string | undefined> {
  const minutes = -at.getTimezoneOffset(), size = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return { time: at.toISOString(), source: 'device', offset: `${minutes < 0 ? '-' : '+'}${two(Math.trunc(size / 60))}:${two(size % 60)}` };
}
