// SPDX-License-Identifier: Apache-2.0
// Sends what waits on this device: in the order in which it was made, by one tab, under the key it had from the beginning, and
// for the person who made it alone. What the server has is removed from here; what it refuses stays until its person decides.
import { askAnswer, give, Trouble, type CommandRequest } from '../api/client';
import { touched } from '../api/queries';
import { proveAgain, standingNow, whenAnother } from '../api/session';
import type { Answer, CommandName, Me } from '../api/types';
import { becomeWaiting, waitingNow } from '../live/waiting';
import { nextOf, outcomeOf, type Entry } from './rules';
import * as store from './store';

const every_ms = 5_000;
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('veinline.queue') : undefined;
let person: string | undefined;
let timer: ReturnType<typeof setInterval> | undefined;

async function look(): Promise<void> {
  const all = await store.entries();
  const checks = await store.checks();
  becomeWaiting({ mine: all.filter((one) => one.person === person), others: all.filter((one) => one.person !== person).length,
    checks: checks.filter((one) => one.person === person) });
}
export async function changed(): Promise<void> {
  await look();
  channel?.postMessage('changed');
}
if (channel) channel.onmessage = () => void look();
// Until whoever comes is known, all that waits is of others.
whenAnother(() => {
  person = undefined;
  clearInterval(timer);
  void look();
});
addEventListener('online', () => void send());

/** Who sends now, and to which log: asked anew each time, since a cookie may be another person's by now. */
async function whoSends(): Promise<{ readonly person: string; readonly origin: string; readonly off_s: number } | undefined> {
  try {
    await proveAgain();
    const answer = await askAnswer('/api/v1/me');
    const said = Date.parse(answer.headers.get('date') ?? '');
    const { person: who, origin } = await answer.json() as Me;
    return { person: who, origin, off_s: Number.isNaN(said) ? 0 : Math.abs(said - Date.now()) / 1000 };
  } catch { return undefined; }
}

/** How far the clock of the device is off is said with its time, once: what is sent again must be the same. */
async function timed(entry: Entry, off_s: number): Promise<Entry> {
  const at = entry.body.happened_at;
  if (typeof at !== 'object' || at.source !== 'device' || at.uncertainty_s !== undefined) return entry;
  const out = { ...entry, body: { ...entry.body, happened_at: { ...at, uncertainty_s: Math.ceil(off_s) + 1 } } };
  await store.put(out);
  return out;
}

async function recorded(entry: Entry, answer: Answer): Promise<void> {
  await store.remove(entry.id);
  becomeWaiting({ sent: [...waitingNow().sent, { entry, answer }].slice(-50) });
  for (const one of answer.records) {
    const things = Object.values(one.data as Record<string, unknown>).filter((value): value is string => typeof value === 'string');
    touched({ fact: one.fact, changes: things, mentions: [] } as unknown as Parameters<typeof touched>[0]);
  }
  await changed();
}

/** True: go on with the next one. */
async function sendOne(entry: Entry): Promise<boolean> {
  try {
    await recorded(entry, await give(entry.command as CommandName, entry.body, entry.key));
    return true;
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    const outcome = outcomeOf(error.status, error.problem);
    // Its key was used: the first try, whose answer was lost, had been recorded. The server says again what it said then.
    if (outcome === 'used_before' && entry.before) {
      await store.put({ id: entry.id, origin: entry.origin, person: entry.person, command: entry.command, key: entry.key, at: entry.at, body: entry.before });
      return true;
    }
    if (outcome === 'later' || outcome === 'not_signed_in') return false;
    await store.put({ ...entry, refused: error.problem });
    await changed();
    return true;
  }
}

async function drain(): Promise<void> {
  if (standingNow() !== 'in' || (await store.entries()).length === 0) return;
  const sender = await whoSends();
  if (!sender) return;
  for (;;) {
    const next = nextOf(await store.entries(), sender.person, sender.origin);
    if (!next || !await sendOne(await timed(next, sender.off_s))) return;
  }
}

let under_way: Promise<void> | undefined;
/** One tab sends; where a browser has no locks, two may, and the key of each entry sees that nothing is recorded twice. */
export function send(): Promise<void> {
  under_way ??= (navigator.locks ? navigator.locks.request('veinline.queue', drain) : drain())
    .catch(() => undefined).then(look).catch(() => undefined).finally(() => { under_way = undefined; });
  return under_way;
}

/** For this person from now on; nobody: what waits is counted and no more. */
export async function begin(who: string | undefined): Promise<void> {
  person = who;
  clearInterval(timer);
  if (who) await store.tidyPackets(who, Date.now());
  await look();
  if (!who) return;
  timer = setInterval(() => { if (waitingNow().mine.some((one) => one.refused === undefined)) void send(); }, every_ms);
  await send();
}

export interface Made { readonly command: string; readonly body: CommandRequest; readonly key: string; readonly before?: CommandRequest; readonly at: string; readonly origin: string; readonly person: string; }
/** It is on the disk of this device when this answers, and nowhere else. */
export async function keepHere(made: Made): Promise<void> {
  await store.add(made);
  void navigator.storage?.persist?.().catch(() => false);
  await changed();
}

/** The person decided: it is asked once more, as another command. Without a time of its own it is of now. */
export async function again(entry: Entry, key: string, body: CommandRequest): Promise<void> {
  await store.put({ id: entry.id, origin: entry.origin, person: entry.person, command: entry.command, at: entry.at, key, body });
  await changed();
  await send();
}
/** The person decided: it is not sent. */
export async function discard(entry: Entry): Promise<void> {
  await store.remove(entry.id);
  await changed();
}
export { keep, kept } from './store';
