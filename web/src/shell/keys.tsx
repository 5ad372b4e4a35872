// SPDX-License-Identifier: Apache-2.0
// Keys that work everywhere; F1 also where scans alone are heard, since no scanner types it.
import { useEffect } from 'react';
import { onlyScans } from '../scan/scanner';
import { places } from './places';

interface Actions { readonly find: () => void; readonly palette: () => void; readonly help: () => void; readonly go: (to: string) => void; }
const pause_ms = 1200;
const typed = (target: EventTarget | null) => target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');

export function useKeys({ find, palette, help, go }: Actions): void {
  useEffect(() => {
    let leader = -Infinity, before = -Infinity;
    const onKey = (event: KeyboardEvent) => {
      if (document.querySelector('dialog.lock')) return undefined;  // nothing behind it hears a key
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        return palette();
      }
      if (event.key === 'F1' && !document.querySelector('dialog[open]')) {
        event.preventDefault();
        return help();
      }
      const alone = event.timeStamp - before > 80;  // a scanner types faster than any person
      before = event.timeStamp;
      if (event.ctrlKey || event.metaKey || event.altKey || !alone || onlyScans() || typed(event.target) || document.querySelector('dialog[open]')) return undefined;
      const goes = event.timeStamp - leader < pause_ms;
      leader = event.key === 'g' ? event.timeStamp : -Infinity;
      const place = goes ? places.find((one) => one.key === event.key) : undefined;
      if (place) return go(place.to);
      if (event.key === '/') {
        event.preventDefault();
        return find();
      }
      if (event.key === '?') return help();
      return undefined;
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [find, palette, help, go]);
}
