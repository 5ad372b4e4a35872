// SPDX-License-Identifier: Apache-2.0
// Nobody does anything here: the page locks itself before the server ends the session. Somebody does: then what they write
// for a long time without asking the server anything is a sign of life too. All tabs of a browser are in one session, and
// somebody at one of them is at all.
import { useEffect } from 'react';
import { ask } from './client';
import { dueNow } from './due';
import { idleLimit, lock } from './session';

const activeKey = 'veinline.active', signs = ['keydown', 'input', 'pointerdown', 'pointermove', 'wheel'] as const;
export function useIdle(inside: boolean): void {
  useEffect(() => {
    if (!inside) return undefined;
    let told = Date.now(), here = told, noted = 0, timer = 0;
    const every = () => Math.min(5000, (idleLimit() ?? Infinity) / 20);
    const note = () => {
      here = Date.now();
      if (here - noted < every()) return;
      noted = here;
      localStorage.setItem(activeKey, String(here));
    };
    const look = async () => {
      const limit = idleLimit(), now = Date.now();
      const due = limit === undefined ? undefined : dueNow(now, Math.max(here, Number(localStorage.getItem(activeKey))), told, limit);
      if (due) told = now;
      // Without the server it stays as it is: nobody could unlock it, and what can wait is entered here meanwhile.
      if (due) await (due === 'lock' ? lock() : ask('/api/v1/me')).catch(() => undefined);
    };
    const goOn = () => { timer = window.setTimeout(() => void look().finally(() => { if (timer >= 0) goOn(); }), every()); };
    note();
    goOn();
    for (const sign of signs) window.addEventListener(sign, note, { capture: true, passive: true });
    return () => {
      clearTimeout(timer);
      timer = -1;
      for (const sign of signs) window.removeEventListener(sign, note, { capture: true });
    };
  }, [inside]);
}
