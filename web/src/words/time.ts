// SPDX-License-Identifier: Apache-2.0
// Times as people read them: in the zone of their site, which is always named; UTC is one hover away.
import { useSyncExternalStore } from 'react';
import { spoken } from './words';

export const zoneOfBrowser = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
let zone = zoneOfBrowser();
const listeners = new Set<() => void>();
export function setZone(of_site: string): void {
  if (zone === of_site) return;
  zone = of_site;
  for (const tell of listeners) tell();
}
export const zoneNow = () => zone;
/** Draws again when it is known at which site one works. */
export const useZone = () => useSyncExternalStore((tell) => { listeners.add(tell); return () => listeners.delete(tell); }, zoneNow);

const formats = new Map<string, Intl.DateTimeFormat>();
function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = spoken() === 'zh-CN' ? 'zh-CN' : 'en-GB';
  const key = `${locale} ${zone} ${JSON.stringify(options)}`;
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: 'h23', ...options });
  formats.set(key, made);
  return made;
}

function parts(at: Date | number): Record<string, string> {
  return Object.fromEntries(format({ year: 'numeric', month: spoken() === 'zh-CN' ? '2-digit' : 'short', day: '2-digit',
    hour: '2-digit', minute: '2-digit' }).formatToParts(at).map((one) => [one.type, one.value]));
}

/** 14 Nov 2026 18:00, or 2026-11-14 18:00. */
export function moment(at: Date | number): string {
  const { year, month, day, hour, minute } = parts(at);
  return spoken() === 'zh-CN' ? `${year}-${month}-${day} ${hour}:${minute}` : `${day} ${month} ${year} ${hour}:${minute}`;
}
/** The same in a zone that is named, as at the site of a signature. */
export const inZone = (at: string, named: string) => `${new Intl.DateTimeFormat(spoken() === 'zh-CN' ? 'sv-SE' : 'en-GB',
  { dateStyle: 'short', timeStyle: 'short', timeZone: named }).format(new Date(at)).replace(',', '')} ${named}`;
/** When that was at the site of a signature: by the offset that was signed, which no later rule of the zone changes. Signatures of before
 *  offsets were signed say +00:00 there, and only the zone tells. */
export function atSite({ time, offset, zone: named }: { readonly time: string; readonly offset?: string; readonly zone?: string }): string | undefined {
  if (!offset || offset === '+00:00') return named && inZone(time, named);
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  const ahead = (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
  const there = inZone(new Date(Date.parse(time) + ahead).toISOString(), 'UTC').replace(/ UTC$/, '');
  return `${there} ${named ? `${named} (UTC${offset})` : `UTC${offset}`}`;
}
export function day(at: Date | number): string {
  const { year, month, day: date } = parts(at);
  return spoken() === 'zh-CN' ? `${year}-${month}-${date}` : `${date} ${month} ${year}`;
}
/** Short enough for an axis. */
export const axisDay = (at: Date | number) =>
  (spoken() === 'zh-CN' ? `${parts(at).month}-${parts(at).day}` : `${parts(at).day} ${parts(at).month}`);
export const clock = (at: Date | number) => `${parts(at).hour}:${parts(at).minute}`;
export const utc = (at: Date | number) => `${new Date(at).toISOString().replace('T', ' ').slice(0, 16)} UTC`;

const units: readonly [Intl.NumberFormatOptions['unit'], number][] = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000]];
/** 3 days, 5 hr: the largest unit of which there are two or more. */
export function span(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  const [unit, each] = units.find(([, length]) => size >= 2 * length) ?? ['minute', 60_000];
  const number = new Intl.NumberFormat(spoken(), { style: 'unit', unit: unit as string, unitDisplay: 'short', maximumFractionDigits: 0 });
  return number.format(Math.trunc(milliseconds / each)).replace('-', '−');
}
export const count = (value: number) => new Intl.NumberFormat(spoken()).format(value);
/** Numbers keep the digits that were written; minus is U+2212. */
export const figure = (text: string) => text.replace(/^-/, '−');
