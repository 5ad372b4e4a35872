// SPDX-License-Identifier: Apache-2.0
// A scanner that types: keys that come faster than a person can, and an Enter. What is typed by hand is no scan on any screen,
// whatever input method is on, and nothing is taken from a clipboard. Times are those of the events, not of when
// a busy processor got round to them.
export interface Key { readonly key: string; readonly at: number; }
export interface Rules {
  /** Longest pause between two keys of one scan. */
  readonly pause_ms: number;
  /** Longest time for each key, over the whole scan: one that stumbles is a scan, and a hand is none. */
  readonly key_ms: number;
  readonly shortest: number;
}
export const typing: Rules = { pause_ms: 60, key_ms: 60, shortest: 6 };
export const scanning: Rules = { pause_ms: 500, key_ms: 50, shortest: 3 };

/** Takes keys one by one, and answers with a whole scan at its Enter (or Tab). Keeps FNC1 (GS, Ctrl+]) as it comes. */
export function collector(rules: Rules): (key: Key) => string | null {
  let text = '', last = -Infinity, first = 0;
  return ({ key, at }) => {
    if (at - last > rules.pause_ms) text = '';
    if (text === '') first = at;
    if (key === 'Enter' || key === 'Tab') {
      const scanned = text.length >= rules.shortest && at - first <= rules.key_ms * text.length ? text : null;
      text = '';
      return scanned;
    }
    if (key.length === 1) text += key;
    else if (key === 'F8' || key === 'Unidentified') text += key === 'F8' ? '\u001d' : '';
    last = at;
    return null;
  };
}
