// SPDX-License-Identifier: Apache-2.0
// The box as it is now: asked for every five seconds while somebody looks, with what was handed on here meanwhile. Whether the
// server answers is told as the lamp of the other pages tells it.
import { useEffect, useRef, useState } from 'react';
import { boxAgain, openBox } from '../api/box';
import { Trouble } from '../api/client';
import { idOf, type CourierBox } from '../api/types';
import { unanswered } from '../offline/keeping';
import { lampOf, type Beat } from './courier_lamp';
import { handedHere, isHanded, sendHanded, type Handed } from './handed';

const every_ms = 5_000;
/** The link counts no more: nobody is asked again. */
export const isOver = (error: unknown) => error instanceof Trouble && [401, 403, 404].includes(error.status);

export function useBox() {
  const [box, set] = useState<CourierBox>();
  const [error, fail] = useState<unknown>();
  const [waits, wait] = useState<readonly Handed[]>([]);
  const [beat, tell] = useState<Beat>({ heard: 0, lost: false });
  const [now, tick] = useState(Date.now);
  const shown = useRef(box);
  shown.current = box;
  /** Grows with each hand-over: an answer that was asked for before it is older than what is shown. */
  const round = useRef(0);
  const become = (next: CourierBox) => { round.current += 1; set(next); };
  useEffect(() => {
    let ended = false, busy = false, over = false;
    const ask = async () => {
      const begun = round.current;
      try {
        const next = await (shown.current ? boxAgain(shown.current) : openBox());
        if (ended) return;
        tell({ heard: Date.now(), lost: false });
        fail(undefined);
        if (begun === round.current) set(next);
      } catch (why) {
        if (ended) return;
        const away = unanswered(why);
        tell(({ heard }) => (away ? { heard, lost: true } : { heard: Date.now(), lost: false }));
        over = isOver(why);
        if (over) set(undefined);
        if (over || !shown.current) fail(why);
      }
    };
    const look = async () => {
      if (busy || document.hidden) return;
      busy = true;
      try {
        for (const one of await handedHere().catch(() => [])) {
          const next = one.refused ? one : await sendHanded(one);
          if (!isHanded(next) && !ended && next.consignment === shown.current?.consignment) become(next);
        }
        if (!over && !ended) await ask();
        const here = await handedHere().catch(() => []);
        if (!ended) wait(here);
      } catch { /* no place to keep anything: then nothing waits */ } finally { busy = false; }
    };
    void look();
    const soon = () => void look(), timer = setInterval(soon, every_ms), clock = setInterval(() => tick(Date.now()), 1000);
    addEventListener('online', soon);
    document.addEventListener('visibilitychange', soon);
    return () => { ended = true; clearInterval(timer); clearInterval(clock); removeEventListener('online', soon); document.removeEventListener('visibilitychange', soon); };
  }, []);
  return { box, become, error, waits, wait, now, lamp: lampOf(beat, now), since: beat.heard, here: (one: Handed) => one.consignment === (box && idOf(box.consignment)) };
}
