// SPDX-License-Identifier: Apache-2.0
// Who hears what the scanner says: the screen that expects it, else the shell, which opens what the code names. What was
// scanned before the page was ready is heard as soon as it is.
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { signOf } from './layout';
import { collector, scanning, typing, type Rules } from './wedge';

type Hears = (code: string) => void;
interface Listener { readonly hears: Hears; readonly rules: Rules; }
declare global {
  interface Window { veinlineEarly?: KeyboardEvent[]; veinlineHeard?: (event: KeyboardEvent) => void; }
}

const stack: Listener[] = [];
const collect = { typing: collector(typing), scanning: collector(scanning) };
const watchers = new Set<() => void>();
const foremost = () => stack[stack.length - 1];

const types = (target: EventTarget | null) =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;

const hearers = new Set<() => void>();
/** Calls `hear` at every scan, whoever takes it; the answer ends it. */
export const eachScan = (hear: () => void): (() => void) => { hearers.add(hear); return () => { hearers.delete(hear); }; };
export const tellScan = (): void => { for (const hear of [...hearers]) hear(); };

/** The screen in front takes scans and nothing else: no key of ours may cut into one. */
export const onlyScans = () => foremost()?.rules === scanning;

function heard(event: KeyboardEvent): string | null {
  const key = signOf(event), at = event.timeStamp;
  if (key === null) return null;
  const rules = foremost()?.rules;
  const by_typing = collect.typing({ key, at }), by_scanning = collect.scanning({ key, at });
  return rules === scanning ? by_scanning ?? by_typing : by_typing;
}

function onKey(event: KeyboardEvent): void {
  if (types(event.target)) return;
  const code = heard(event);
  if (code === null) return;
  event.preventDefault();
  tellScan();
  foremost()?.hears(code);
}

let ready = false;
/** Takes over from early.js; says to people, and to tests, that scans are heard. */
export function startScanner(): void {
  if (ready) return;
  ready = true;
  const early = window.veinlineEarly ?? [];
  if (window.veinlineHeard) window.removeEventListener('keydown', window.veinlineHeard, true);
  window.addEventListener('keydown', onKey, true);
  document.documentElement.setAttribute('data-scan-ready', '');
  for (const tell of watchers) tell();
  for (const event of early.splice(0)) {
    const code = heard(event);
    if (code !== null) foremost()?.hears(code);
  }
}

export const useScanReady = () => useSyncExternalStore((tell) => { watchers.add(tell); return () => watchers.delete(tell); }, () => ready);

/** From now on scans are `hears`'s; the answer gives them back to whoever had them. */
export function listenToScans(hears: Hears, rules: Rules): () => void {
  const listener: Listener = { hears, rules };
  stack.push(listener);
  return () => { stack.splice(stack.indexOf(listener), 1); };
}
/** What a camera read goes to whoever would have heard a wedge scanner. */
export const hearScan: Hears = (code) => foremost()?.hears(code);

/** While the component stands, scans are its own. */
export function useScan(hears: Hears, rules: Rules = typing): void {
  const latest = useRef(hears);
  latest.current = hears;
  useEffect(() => listenToScans((code) => latest.current(code), rules), [rules]);
}
