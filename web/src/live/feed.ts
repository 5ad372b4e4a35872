// SPDX-License-Identifier: Apache-2.0
// What is recorded while the page is open. One tab of a browser reads the feed and tells the others; when it goes, another
// takes over from where it was. Server-Sent Events are read by hand, because an EventSource cannot bring a token.
import { token } from '../api/session';
import type { Line } from '../api/types';
import { eventsIn } from './events';

const patience_ms = 11_500, pause_ms = 1_000;
export type Told =
  | { readonly kind: 'fact'; readonly line: Line }
  | { readonly kind: 'alive'; readonly seq: number }
  | { readonly kind: 'lost' }
  /** Who listened is known no more. */
  | { readonly kind: 'refused' };

const sleep = (ms: number) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** Reads the feed until `ended`; `seen` is where to go on from. */
async function read(tell: (told: Told) => void, ended: AbortSignal, seen: { at: string | undefined }): Promise<void> {
  while (!ended.aborted) {
    const control = new AbortController();
    const stop = () => control.abort();
    ended.addEventListener('abort', stop, { once: true });
    let timer = setTimeout(stop, patience_ms);
    try {
      const bearer = token();
      const answer = await fetch('/api/v1/feed', {
        headers: { ...(bearer && { authorization: `Bearer ${bearer}` }), ...(seen.at && { 'last-event-id': seen.at }) },
        cache: 'no-store', signal: control.signal,
      });
      if (answer.status === 400) seen.at = undefined;  // of another log: it was put back from a backup
      if (answer.status === 401 || answer.status === 403) return tell({ kind: answer.status === 401 ? 'refused' : 'lost' });
      const reader = answer.ok && answer.body?.pipeThrough(new TextDecoderStream()).getReader();
      for (let text = ''; reader;) {
        const { value, done } = await reader.read();
        if (done) break;
        clearTimeout(timer);
        timer = setTimeout(stop, patience_ms);
        const { events, rest } = eventsIn(text + value);
        text = rest;
        for (const one of events) {
          if (one.id) seen.at = one.id;
          if (one.event === 'fact' && one.data) tell({ kind: 'fact', line: JSON.parse(one.data) as Line });
        }
        tell({ kind: 'alive', seq: Number(seen.at ?? 0) });
      }
    } catch { /* the line is cut; it is tried again */ } finally {
      clearTimeout(timer);
      ended.removeEventListener('abort', stop);
    }
    if (ended.aborted) return;
    tell({ kind: 'lost' });
    await sleep(pause_ms);
  }
}

/** Calls `tell` with what is recorded, in every tab of `person`, from one connection. The answer ends it. */
export function listen(person: string, tell: (told: Told) => void): () => void {
  const ended = new AbortController();
  const name = `veinline.feed ${person}`;
  const seen: { at: string | undefined } = { at: undefined };
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel(name) : undefined;
  let silent = setTimeout(() => tell({ kind: 'lost' }), patience_ms);
  const hear = (told: Told) => {
    clearTimeout(silent);
    if (told.kind === 'alive') seen.at = String(told.seq);
    if (told.kind === 'alive' || told.kind === 'fact') silent = setTimeout(() => tell({ kind: 'lost' }), patience_ms);
    tell(told);
  };
  if (channel) channel.onmessage = (message: MessageEvent<Told>) => hear(message.data);
  const opened = Date.now();
  const lead = () => {
    // Another tab read until now, and told nothing yet: what was recorded meanwhile is asked for.
    if (!seen.at && Date.now() - opened > 300) hear({ kind: 'lost' });
    return read((told) => { channel?.postMessage(told); hear(told); }, ended.signal, seen);
  };
  // Over plain HTTP in a house there are no locks: then each tab reads for itself.
  if (navigator.locks && channel) {
    navigator.locks.request(name, { signal: ended.signal }, lead).catch(() => undefined);
  } else {
    void lead();
  }
  return () => {
    ended.abort();
    clearTimeout(silent);
    channel?.close();
  };
}
