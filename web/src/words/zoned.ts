// SPDX-License-Identifier: Apache-2.0
// A time of the clock on a wall, "2026-11-30T14:05", read in the zone of that wall: where the clocks jump there are times that
// never were, and times that were twice. `datetime-local` itself would read it in the zone of the device.

const minute_ms = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();
/** What a clock in that zone shows, as if it were UTC. */
function wallOf(at: number, zone: string): number {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' });
  formats.set(zone, format);
  const part = Object.fromEntries(format.formatToParts(at).map((one) => [one.type, Number(one.value)]));
  return Date.UTC(part['year'] as number, (part['month'] as number) - 1, part['day'], part['hour'], part['minute'], part['second']);
}

/** Of the zone at that moment, as "+08:00". */
export function offsetOf(at: number, zone: string): string {
  const minutes = Math.round((wallOf(at, zone) - at) / minute_ms), size = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.trunc(size / 60))}:${two(size % 60)}`;
}

/** What `datetime-local` shows of a moment, in that zone. */
export const wallText = (at: number, zone: string): string => new Date(wallOf(at, zone)).toISOString().slice(0, 16);

export type Read =
  | { readonly kind: 'one'; readonly at: number }
  /** The clocks were put back: the earlier and the later of the two. */
  | { readonly kind: 'twice'; readonly first: number; readonly second: number }
  /** The clocks were put forward over it. */
  | { readonly kind: 'never' }
  | { readonly kind: 'unread' };

const written = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/;
/** With an offset, as who chose between two times leaves it, it is one moment. */
export function readIn(text: string, zone: string): Read {
  const found = written.exec(text.trim());
  if (!found) return { kind: 'unread' };
  if (found[7]) {
    const at = Date.parse(text.trim());
    return Number.isNaN(at) ? { kind: 'unread' } : { kind: 'one', at };
  }
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((one) => Number(one ?? 0)) as [number, number, number, number, number, number];
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  if (new Date(wall).getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) return { kind: 'unread' };
  // No zone changes twice within a day: the offsets of the day before and the day after are all there are.
  const day_ms = 24 * 60 * minute_ms;
  const all = [...new Set([wall - day_ms, wall + day_ms].map((near) => wall - (wallOf(near, zone) - near)))].filter((at) => wallOf(at, zone) === wall).sort((one, other) => one - other);
  const [first, later] = all;
  if (first === undefined) return { kind: 'never' };
  return later === undefined ? { kind: 'one', at: first } : { kind: 'twice', first, second: later };
}

/** The moment where it is one; the text as it is where not, which the server refuses. */
export function instantOf(text: string, zone: string): string {
  const read = readIn(text, zone);
  return read.kind === 'one' ? new Date(read.at).toISOString() : text;
}
