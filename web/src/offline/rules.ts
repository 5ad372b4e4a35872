// SPDX-License-Identifier: Apache-2.0
// What may wait on the device for the server, and what an answer means for it. Nothing here asks anybody.
import type { CommandRequest } from '../api/client';
import type { CommandName, CommandType, Field, Problem } from '../api/types';

/** What may wait here, and no more (docs/decisions/0055). A hand-over is a permission, of now (decision 0012): it waits for five
 *  minutes alone, which the server judges. A box that a courier hands on waits in a place of its own (screens/handed.ts). */
export const waiting: readonly string[] = ['custody/hand_over', 'collection/record', 'collection/abort', 'reception/receive', 'manufacture/record_product',
  'testing/record_result', 'infusion/record_infusion', 'followup/record_visit', 'quality/hold'] satisfies readonly CommandName[];
/** What has happened too, and does not wait: others act on it at once, it wants somebody beside it whom the server knows, it tells
 *  of a person, or a program says it. A new observation stands in one of the two lists. */
export const not_waiting: readonly string[] = ['enrolment/withdraw_consent', 'labelling/type_id', 'transport/attach_logger_record', 'followup/record_contact',
  'staff/record_denial', 'staff/record_refused_device', 'staff/record_refused_sign_in', 'disclosure/record_reading', 'breakglass/record_shown', 'keys/record_replacement'] satisfies readonly CommandName[];
const tells = (fields: readonly Field[]): boolean => fields.some((field) => field.type === 'sealed' || tells(field.fields ?? []));

/** Nothing that is signed, and nothing that says a name or a number of somebody, whatever list it stands in. */
const isBare = (command: CommandType): boolean => !command.signs && !tells(command.fields);
export const mayWait = (command: CommandType): boolean => isBare(command) && waiting.includes(command.name);
/** What a sheet of paper asks for, and what is entered from it afterwards: every bare thing that has happened. */
export const isOnPaper = (command: CommandType): boolean => isBare(command) && (command.kind === 'observation' || waiting.includes(command.name));

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
