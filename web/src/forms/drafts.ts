// SPDX-License-Identifier: Apache-2.0
// From what stands in a form to the data of a command, and back: empty fields are left out, lists are split, ids are bare
// where the field says their kind.
import type { Field } from '../api/types';
import { isWrongId } from '../screens/station/typed';
import { zoneNow } from '../words/time';
import { instantOf, readIn } from '../words/zoned';

export type Draft = { readonly [name: string]: DraftValue };
export type DraftValue = string | boolean | readonly string[] | Draft | readonly Draft[] | undefined;

export const emptyRow = (field: Field): Draft => Object.fromEntries((field.fields ?? []).map((one) => [one.name, undefined]));

function valueOf(field: Field, value: DraftValue): unknown {
  switch (field.type) {
    case 'group': {
      const rows = (Array.isArray(value) ? value : value === undefined ? [] : [value]) as readonly Draft[];
      const all = rows.map((row) => dataOf(field.fields ?? [], row)).filter((row) => Object.keys(row).length > 0);
      return field.many ? (all.length > 0 ? all : undefined) : all[0];
    }
    case 'quantity': {
      const { value: amount, unit } = (value ?? {}) as { value?: string; unit?: string };
      return amount?.trim() ? { value: plain(amount), unit: unit?.trim() || 'mL' } : undefined;
    }
    case 'object': {
      const text = String(value ?? '').trim();
      if (text === '') return undefined;
      try { return JSON.parse(text) as unknown; } catch { return text; }
    }
    default: break;
  }
  if (field.many) {
    const list = (Array.isArray(value) ? value as readonly string[] : String(value ?? '').split(/[\s,，、]+/)).map((one) => one.trim()).filter(Boolean);
    return list.length > 0 ? list : undefined;
  }
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === '') return undefined;
  if (field.type === 'count' || field.type === 'record') return /^\d+$/.test(text) ? Number(text) : text;
  if (field.type === 'decimal') return plain(text);
  if (field.type === 'instant') return instantOf(text, zoneNow());
  return text;
}

/** People type a minus that is none, and full-width digits. */
const plain = (text: string) => text.trim().normalize('NFKC').replace(/^−/, '-');

export function dataOf(fields: readonly Field[], draft: Draft): Record<string, unknown> {
  return Object.fromEntries(fields.map((field): [string, unknown] => [field.name, valueOf(field, draft[field.name])])
    .filter(([, value]) => value !== undefined));
}

/** "data.products[0].material" or "products.0.material" of a problem: the name of the field beside which it stands. */
export const placeOf = (path: string) => path.replace(/^data\./, '').replace(/\[(\d+)\]/g, '.$1');

export interface WrongTime { readonly path: string; readonly kind: 'never' | 'twice'; }
/** The places of times that never were by the clocks of the site, or were twice: neither is guessed. */
export function wrongTimes(fields: readonly Field[], draft: Draft, path = ''): WrongTime[] {
  return fields.flatMap((field): WrongTime[] => {
    const value = draft[field.name], here = `${path}${field.name}`;
    if (field.type === 'group') {
      const rows = (Array.isArray(value) ? value : value === undefined ? [] : [value]) as readonly Draft[];
      return rows.flatMap((row, at) => wrongTimes(field.fields ?? [], row, field.many ? `${here}.${at}.` : `${here}.`));
    }
    if (field.type !== 'instant' || typeof value !== 'string') return [];
    const { kind } = readIn(value, zoneNow());
    return kind === 'never' || kind === 'twice' ? [{ path: here, kind }] : [];
  });
}

/** The places of fields in which an id stands that is none: it is told there, and not sent. */
export function wrongIds(fields: readonly Field[], draft: Draft, path = ''): string[] {
  return fields.flatMap((field): string[] => {
    const value = draft[field.name], here = `${path}${field.name}`;
    if (field.type === 'group') {
      const rows = (Array.isArray(value) ? value : value === undefined ? [] : [value]) as readonly Draft[];
      return rows.flatMap((row, at) => wrongIds(field.fields ?? [], row, field.many ? `${here}.${at}.` : `${here}.`));
    }
    if (field.type !== 'id' && field.type !== 'thing') return [];
    return (Array.isArray(value) ? value as readonly string[] : typeof value === 'string' ? [value] : []).some(isWrongId) ? [here] : [];
  });
}
