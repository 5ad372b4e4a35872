// SPDX-License-Identifier: Apache-2.0
// The packet of a bag, as the server signed it, and what two scans come to by it while the server is away. Nothing here asks
// anybody, and whatever does not fit to the letter is a stop.
import { isSignedBy, keyOf, noteOf } from '../proof/tree';

export const packet_head = 'veinline bedside packet 1\n';

export interface Packet {
  readonly as_of: number; readonly suite: 'ed25519-note/1'; readonly would_allow: 'infusion/check_bedside';
  readonly origin: string; readonly person: string; readonly material: string; readonly subject: string; readonly course: string; readonly coi: string;
  readonly bag_codes: readonly string[]; readonly wristband_codes: readonly string[];
  readonly issued_at: string; readonly ends_at: string; readonly expires: string; readonly thawed_until?: string;
}
/** As it is kept on this device: for whom, and with the key that the log had when it was fetched, or before. */
export interface Kept { readonly note: string; readonly vkey: string; readonly person: string; readonly origin: string; readonly material: string; readonly until: number; }

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isTime = (value: unknown) => isText(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) && !Number.isNaN(Date.parse(value));
const areCodes = (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isText);
function isPacket(told: unknown): told is Packet {
  if (typeof told !== 'object' || told === null) return false;
  const one = told as Record<string, unknown>;
  return one['suite'] === 'ed25519-note/1' && one['would_allow'] === 'infusion/check_bedside' && Number.isInteger(one['as_of'])
    && ['origin', 'person', 'material', 'subject', 'course', 'coi'].every((name) => isText(one[name]))
    && ['issued_at', 'ends_at', 'expires'].every((name) => isTime(one[name])) && (one['thawed_until'] === undefined || isTime(one['thawed_until']))
    && areCodes(one['bag_codes']) && areCodes(one['wristband_codes']);
}

/** What the log signed with this key, or nothing. */
export function readPacket(note: string, vkey: string): Packet | undefined {
  try {
    const key = keyOf(vkey), signed = noteOf(note);
    if (!key || !signed || !signed.text.startsWith(packet_head) || !isSignedBy(signed, key)) return undefined;
    const told: unknown = JSON.parse(signed.text.slice(packet_head.length));
    return isPacket(told) && told.origin === key.name ? told : undefined;
  } catch { return undefined; }
}

export interface Scans { readonly wristband?: string | undefined; readonly bag?: string | undefined; }
export type Why = 'no_packet' | 'signature' | 'clock' | 'ended' | 'expired' | 'wristband' | 'bag';
export type Judged = { readonly kind: 'waiting' } | { readonly kind: 'match'; readonly packet: Packet } | { readonly kind: 'stop'; readonly why: Why; readonly packet?: Packet };

/** What a camera says before the code of which symbol it was; that of a GS1 symbol belongs to its code. */
const bare = (code: string) => code.trim().replace(/^\](?!d2|C1|Q3|e0)[A-Za-z]\d/, '');
/** A code that stands for bag and patient alike stands for neither. */
const stands = (code: string, codes: readonly string[], others: readonly string[]) => codes.includes(bare(code)) && !others.includes(bare(code));
const isBag = (packet: Packet, code: string) => stands(code, packet.bag_codes, packet.wristband_codes);
const isWristband = (packet: Packet, code: string) => stands(code, packet.wristband_codes, packet.bag_codes);

/** `now` by the clock of the device, in milliseconds. */
export function judge(kept: Kept | undefined, scans: Scans, now: number): Judged {
  if (!kept) return { kind: 'stop', why: 'no_packet' };
  const packet = readPacket(kept.note, kept.vkey);
  if (!packet || packet.person !== kept.person || packet.origin !== kept.origin || packet.material !== kept.material) return { kind: 'stop', why: 'signature' };
  const stop = (why: Why): Judged => ({ kind: 'stop', why, packet });
  if (!(now >= Date.parse(packet.issued_at))) return stop('clock');
  if (!(now < Date.parse(packet.expires))) return stop('expired');
  if (!(now < Date.parse(packet.ends_at))) return stop('ended');
  if (scans.wristband !== undefined && !isWristband(packet, scans.wristband)) return stop('wristband');
  if (scans.bag !== undefined && !isBag(packet, scans.bag)) return stop('bag');
  return scans.wristband === undefined || scans.bag === undefined ? { kind: 'waiting' } : { kind: 'match', packet };
}

interface Read { readonly kept: Kept; readonly packet: Packet | undefined; }
/** What a code is by itself or by a packet. What it is by none, a badge say, is nothing that is checked. */
function kindOf(read: readonly Read[], code: string): 'wristband' | 'bag' | undefined {
  const wristband = bare(code).startsWith('subject/') || read.some(({ packet }) => packet && isWristband(packet, code));
  const bag = /^(?:material\/|label[:/])/.test(bare(code)) || read.some(({ packet }) => packet && isBag(packet, code));
  return wristband === bag ? undefined : wristband ? 'wristband' : 'bag';
}

/** The packet of both scans; where there is none that of the bag. A patient may have several bags, and some of their packets have ended. */
function chosen(of_bag: readonly Read[], of_patient: readonly Read[], { bag, wristband }: Scans, now: number): Read | undefined {
  const alive = (some: readonly Read[]) => some.find(({ kept }) => judge(kept, {}, now).kind === 'waiting');
  if (bag === undefined) return alive(of_patient);
  const both = of_bag.filter((one) => of_patient.includes(one)), found = alive(both) ?? both[0] ?? alive(of_bag) ?? of_bag[0];
  return found ?? (wristband === undefined ? undefined : alive(of_patient));
}

export interface Seen {
  readonly scans: Scans; readonly judged: Judged;
  /** What the codes stand for, as far as a packet or the code itself says so. */
  readonly things: { readonly wristband?: string; readonly bag?: string };
  /** The last code is nothing that is checked: it was not judged. */
  readonly unknown: boolean;
}
/** The codes since somebody began, in any order: which of them is a wristband, which a bag, and by which packet they are judged. */
export function judgeCodes(all: readonly Kept[], codes: readonly string[], now: number): Seen {
  const read = all.map((kept): Read => ({ kept, packet: readPacket(kept.note, kept.vkey) }));
  const last = (kind: 'wristband' | 'bag') => codes.filter((code) => kindOf(read, code) === kind).at(-1);
  const scans: Scans = { wristband: last('wristband'), bag: last('bag') }, { bag, wristband } = scans;
  const of_bag = bag === undefined ? [] : read.filter(({ kept, packet }) => (packet ? isBag(packet, bag) : kept.material === bare(bag)));
  const of_patient = wristband === undefined ? [] : read.filter(({ packet }) => packet && isWristband(packet, wristband));
  const at = chosen(of_bag, of_patient, scans, now);
  const known = (code: string | undefined, kind: string, some: readonly Read[], thing: (packet: Packet) => string) => {
    const things = [...new Set((at && some.includes(at) ? [at] : some).flatMap(({ packet }) => (packet ? [thing(packet)] : [])))];
    return things.length === 1 ? things[0] : code !== undefined && bare(code).startsWith(`${kind}/`) ? bare(code) : undefined;
  };
  const subject = known(wristband, 'subject', of_patient, (packet) => packet.subject), material = known(bag, 'material', of_bag, (packet) => packet.material);
  const unknown = codes.length > 0 && kindOf(read, codes.at(-1) as string) === undefined;
  const judged: Judged = bag === undefined && wristband === undefined ? { kind: 'waiting' } : judge(at?.kept, scans, now);
  return { scans, judged, things: { ...(subject !== undefined && { wristband: subject }), ...(material !== undefined && { bag: material }) }, unknown };
}
