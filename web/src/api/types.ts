// SPDX-License-Identifier: Apache-2.0
// The nouns of the API as the page says them: from the generated types, so that a change of the server does not compile.
import type { components } from '../generated/api';
import type { Command, Fact } from '../generated/facts';

type Schemas = components['schemas'];
export type Course = Schemas['Course'];
export type Courses = Schemas['Courses'];
/** What is named of a type that may have more: an index signature would swallow the names. */
type Named<T> = { [K in keyof T as string extends K ? never : K]: T[K] };
export type Line = Omit<Named<Schemas['Line']>, 'data'> & { readonly data: Record<string, unknown> };
export type Timeline = { readonly as_of: number; readonly facts: readonly Line[]; readonly next?: string };
/** A signature as it is shown; of a trace or a lineage with the fact that it is of. */
export type Signature = NonNullable<Schemas['Line']['signatures']>[number] & { readonly fact?: string; readonly seq?: number };
/** What was counted at a site in a month. */
export interface Counted { readonly site: string; readonly month: string; readonly typed: number; readonly confirmed: number; readonly late: number; readonly reprints: number; readonly openings: number; readonly deviations: number; }
export type Counts = { readonly as_of: number; readonly counts: readonly Counted[]; readonly next?: string };
export type Emergencies = { readonly as_of: number; readonly facts: readonly Line[]; readonly next?: string };
export type Trace = Schemas['Trace'];
export type Lineage = Named<Schemas['Lineage']>;
export type Edge = Schemas['Edge'];
export type Catalogue = Schemas['Catalogue'];
export type CommandType = Schemas['CommandType'];
export type Field = Schemas['Field'];
export type Session = Schemas['Session'];
export type WaysIn = Schemas['WaysIn'];
export type PasskeyAsked = Schemas['PasskeyAsked'];
export type CredentialSet = Schemas['CredentialSet'];
export type Credential = Schemas['Credential'];
export type Credentials = Schemas['Credentials'];
export type Sessions = Schemas['Sessions'];
export type FoundPatient = Schemas['FoundPatient'];
export type FoundPatients = Schemas['FoundPatients'];
export type Identity = Schemas['Identity'];
export type Arm = Schemas['Arm'];
export type Documents = Schemas['Documents'];
export type Paper = Schemas['Document'];
export type CourierBox = Schemas['CourierBox'];
export type Prepared = Schemas['Prepared'];
export type Problem = Schemas['Problem'];
export type Person = Schemas['Person'];
export type Answer = Schemas['Answer'];
export type Found = Schemas['FoundPatients'];
export type Scanned = Schemas['Scanned'];
export type Receipt = Schemas['Receipt'];
export type Me = Named<Schemas['Me']> & { readonly demonstration?: boolean };

export type CommandName = Command['command'];
export type FactName = Fact['fact'];

/** "material/3F7K000000000000XX": what a page is about. */
export type ThingKey = `${string}/${string}`;
export const kindOf = (thing: string) => thing.slice(0, thing.indexOf('/'));
export const idOf = (thing: string) => thing.slice(thing.indexOf('/') + 1);
/** Kinds that have a page. Aliases and credentials have none. */
export const paged = ['course', 'material', 'batch', 'subject', 'consignment', 'site', 'study', 'person', 'deviation', 'label', 'document'] as const;
export type Paged = (typeof paged)[number];
export const hasPage = (thing: string) => (paged as readonly string[]).includes(kindOf(thing));
/** Kinds of which the server tells everything at once. */
export const told = ['course', 'material', 'batch', 'subject', 'consignment'];

export function unreachable(never: never): never {
  throw new Error(`not expected: ${String(never)}`);
}
