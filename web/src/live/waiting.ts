// SPDX-License-Identifier: Apache-2.0
// What waits on this device, as every screen sees it. The queue itself (src/offline) is loaded after the first look.
import { useEffect, useSyncExternalStore } from 'react';
import { useStanding, whenAnother } from '../api/session';
import { useLive } from './live';
import type { Check, Entry } from '../offline/rules';
import type { Answer } from '../api/types';

export interface Waiting {
  readonly mine: readonly Entry[];
  /** How many wait for somebody else who has to sign in. No more is told of them. */
  readonly others: number;
  /** Bags of one's own that matched without the server. */
  readonly checks: readonly Check[];
  /** What the server has now, since this page was opened. */
  readonly sent: readonly { readonly entry: Entry; readonly answer: Answer }[];
}
let now: Waiting = { mine: [], others: 0, checks: [], sent: [] };
const listeners = new Set<() => void>();
export function becomeWaiting(next: Partial<Waiting>): void {
  now = { ...now, ...next };
  for (const tell of listeners) tell();
}
whenAnother(() => becomeWaiting({ mine: [], checks: [], sent: [] }));
export const waitingNow = () => now;
export const useWaiting = () => useSyncExternalStore((tell) => { listeners.add(tell); return () => listeners.delete(tell); }, () => now);

export const queue = () => import('../offline/queue');

let stands = false;
/** Loads the queue once the page stands, and has it send whenever the server gives signs of life. */
export function useSending(person: string | undefined): void {
  const { state } = useLive();
  const inside = useStanding() === 'in';
  useEffect(() => {
    if (!inside) return undefined;
    // Not during the first look.
    const timer = setTimeout(() => { stands = true; void queue().then((one) => one.begin(person)); }, stands ? 300 : 2500);
    return () => clearTimeout(timer);
  }, [person, inside, state]);
}
