// SPDX-License-Identifier: Apache-2.0
// A scanner that types: keys that come faster than a person can, and an Enter. Times are those of the events, not of when
// a busy processor got round to them.
export interface Key { readonly key: string; readonly at: number; }
export interface Rules {
  /** Longest pause between two keys of one scan. On screens where nothing is typed it may be long. */
  readonly pause_ms: number;
  readonly shortest: number;
}
export const typing: Rules = { pause_ms: 60, shortest: 6 };
export const scanning: Rules = { pause_ms: 1500, shortest: 3 };

/** Takes keys one by one, and answers with a whole scan at its Enter (or Tab). Keeps FNC1 (GS, Ctrl+]) as it comes. */
export function collector(rules: Rules): (key: Key) => string | null {
  let text = '', last = -Infinity;
  return ({ key, at }) => {
    if (at - last > rules.pause_ms) text = '';
    if (key === 'Enter' || key === 'Tab') {
      const scanned = text.length >= rules.shortest ? text : null;
      text = '';
      return scanned;
    }
    if (key.length === 1) text += key;
    else if (key === 'F8' || key === 'Unidentified') text += key === 'F8' ? '\u001d' : '';
    last = at;
    return null;
  };
}
