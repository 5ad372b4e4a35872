// SPDX-License-Identifier: Apache-2.0
// How far a new treatment has come: from the facts of the subject, so that it goes on after a refusal, or a new page.
import type { Course, Line } from '../../api/types';
import { alikeIn } from '../../things/alike';

export interface Known {
  readonly study: string | undefined; readonly site: string | undefined; readonly identified: boolean;
  readonly consent: { readonly version: string; readonly signed_at: string } | undefined;
  /** Others who may be taken for them, as their registration says. */
  readonly alike: readonly string[];
}
export function knownOf(facts: readonly Line[]): Known {
  const enrolled = facts.find((one) => one.fact.startsWith('enrolment.subject_enrolled/'));
  let consent: Known['consent'];
  for (const one of facts) {
    if (one.fact.startsWith('enrolment.consent_signed/')) consent = { version: String(one.data['version']), signed_at: String(one.data['signed_at']) };
    if (one.fact.startsWith('enrolment.consent_withdrawn/')) consent = undefined;
  }
  const registered = facts.filter((one) => one.fact.startsWith('identity.registered/'));
  return { study: enrolled && `study/${String(enrolled.data['study'])}`, site: enrolled && `site/${String(enrolled.data['site'])}`,
    identified: registered.length > 0, consent, alike: alikeIn(registered) };
}

export interface Approval { readonly reference: string; readonly from: number; readonly until: number; }
/** The approval in force at that moment, else the last one that was. */
export function approvalAt(facts: readonly Line[], now: number): { readonly approval: Approval; readonly in_force: boolean } | undefined {
  const all = facts.filter((one) => one.fact.startsWith('study.site_opened/')).map((one): Approval => ({
    reference: String(one.data['reference']), from: Date.parse(String(one.data['valid_from'])), until: Date.parse(String(one.data['valid_until'])) }));
  const standing = all.filter((one) => one.from <= now && now < one.until).at(-1);
  const last = standing ?? all.at(-1);
  return last && { approval: last, in_force: standing !== undefined };
}

/** Studies that one may enrol in here: those of the treatments that one sees, and those opened at the site. */
export const studiesOf = (all: readonly Course[], facts: readonly Line[]) => [...new Set([
  ...facts.filter((one) => one.fact.startsWith('study.site_opened/')).map((one) => `study/${String(one.data['study'])}`),
  ...all.flatMap((one) => (one.study === undefined ? [] : [one.study]))])];

/** Resident identity cards carry a check character (GB 11643): nothing to say before all eighteen are there. */
export function residentFits(text: string): boolean | undefined {
  if (text.length < 18) return undefined;
  if (!/^\d{17}[\dX]$/.test(text)) return false;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return '10X98765432'[weights.reduce((sum, weight, at) => sum + weight * Number(text[at]), 0) % 11] === text[17];
}

export const tasks = ['enrol', 'identity', 'consent', 'course'] as const;
export type Task = (typeof tasks)[number];
