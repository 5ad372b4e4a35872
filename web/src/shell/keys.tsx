// SPDX-License-Identifier: Apache-2.0
// Keys that work everywhere, and the list of them.
import { useEffect } from 'react';
import { onlyScans } from '../scan/scanner';
import { say } from '../words/words';
import { Dialog } from './dialog';
import { places } from './places';

interface Actions { readonly find: () => void; readonly palette: () => void; readonly help: () => void; readonly go: (to: string) => void; }
const pause_ms = 1200;
const typed = (target: EventTarget | null) => target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');

export function useKeys({ find, palette, help, go }: Actions): void {
  useEffect(() => {
    let leader = -Infinity, before = -Infinity;
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        return palette();
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

export function KeyMap({ close }: { close: () => void }) {
  const rows: [string, string][] = [['/', say('key.find')], ['Ctrl K', say('key.palette')], ['?', say('key.help')],
    ...places.map((place): [string, string] => [`g ${place.key}`, say(place.words)]), ['Esc', say('key.close')]];
  return <Dialog title={say('keys')} close={close}><div className="sheet">
    <p>{say('help.scan')}</p>
    <dl className="keys">{rows.map(([key, what]) => <div key={key} className="row"><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>)}</dl>
    <p className="small">{say('help.states')}</p>
  </div></Dialog>;
}
