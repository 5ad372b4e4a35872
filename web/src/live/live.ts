// SPDX-License-Identifier: Apache-2.0
// How far this page was told, whether the server still gives signs of life, and what came since somebody looked.
import { useEffect, useSyncExternalStore } from 'react';
import { client, courses, touched } from '../api/queries';
import { whenAnother } from '../api/session';
import type { Line } from '../api/types';
import { listen } from './feed';

export interface Live {
  readonly state: 'waiting' | 'live' | 'stale';
  readonly seq: number;
  readonly since: number;  // the last sign of life before it became stale
  readonly fresh: readonly Line[];  // recorded since the lists were last drawn anew
  readonly drawn: number;  // how often somebody asked for that
}

let heard = Date.now();
let missed = false;  // nobody listened for a while: the page was locked
const nothing: Live = { state: 'waiting', seq: 0, since: 0, fresh: [], drawn: 0 };
let now = nothing;
const listeners = new Set<() => void>();
function become(next: Live): void {
  now = next;
  for (const tell of listeners) tell();
}

whenAnother(() => { missed = false; become(nothing); });

export const useLive = () => useSyncExternalStore((tell) => { listeners.add(tell); return () => listeners.delete(tell); }, () => now);

/** What lists have not shown yet is shown: rows move when the reader says so. */
export async function showFresh(): Promise<void> {
  become({ ...now, fresh: [] });
  await Promise.all([courses.queryKey, ['audit', 'head']].map((queryKey) => client.invalidateQueries({ queryKey })));
  become({ ...now, drawn: now.drawn + 1 });
}

const fresh_max = 500;
export function useFeed(person: string | undefined): void {
  useEffect(() => {
    if (!person) return undefined;
    let ours = true;
    const end = listen(person, (told) => {
      if (!ours) return;
      switch (told.kind) {
        case 'lost':
          if (now.state !== 'stale') become({ ...now, state: 'stale', since: heard });
          return;
        case 'refused':
          void client.invalidateQueries({ queryKey: ['me'] });  // which ends in the door, when it is true
          return;
        case 'alive':
          heard = Date.now();
          if (now.state === 'stale' || missed) void client.invalidateQueries();  // what was missed meanwhile
          missed = false;
          if (now.state !== 'live' || now.seq !== told.seq) become({ ...now, state: 'live', seq: told.seq });
          return;
        case 'fact':
          touched(told.line);
          if (now.fresh.some((one) => one.seq === told.line.seq)) return;  // of the tab that read before, and again of the one that took over
          become({ ...now, state: 'live', seq: told.line.seq, fresh: [...now.fresh, told.line].slice(-fresh_max) });
          return;
      }
    });
    return () => {
      ours = false;
      end();
      missed = now.state !== 'waiting';
      if (missed) become({ ...now, state: 'waiting' });
    };
  }, [person]);
}
