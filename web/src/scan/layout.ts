// SPDX-License-Identifier: Apache-2.0
// What a key of a scanner says. A scanner types as a US keyboard does; where something stands between it and the page, the
// place of the key and whether Shift is down say what was meant: an input method (`key` is "Process", or a full-width sign),
// a dead key, CapsLock. Events kept by public/early.js are read by the same rules.
export interface Pressed {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly getModifierState?: (name: 'CapsLock') => boolean;
}

/** What the collector takes for FNC1: a scanner that was told so presses F8, others Ctrl+]. */
export const separator = 'F8';
/** A place that we know nothing of: a code with it names nothing, where one that lacks a sign could name something else. */
const unknown = '\ufffd';

const beside: Record<string, readonly [string, string]> = {
  Digit1: ['1', '!'], Digit2: ['2', '@'], Digit3: ['3', '#'], Digit4: ['4', '$'], Digit5: ['5', '%'],
  Digit6: ['6', '^'], Digit7: ['7', '&'], Digit8: ['8', '*'], Digit9: ['9', '('], Digit0: ['0', ')'],
  Minus: ['-', '_'], Equal: ['=', '+'], BracketLeft: ['[', '{'], BracketRight: [']', '}'], Backslash: ['\\', '|'],
  Semicolon: [';', ':'], Quote: ["'", '"'], Backquote: ['`', '~'], Comma: [',', '<'], Period: ['.', '>'], Slash: ['/', '?'],
  IntlBackslash: ['\\', '|'], Space: [' ', ' '], Enter: ['Enter', 'Enter'], NumpadEnter: ['Enter', 'Enter'], Tab: ['Tab', 'Tab'],
  NumpadAdd: ['+', '+'], NumpadSubtract: ['-', '-'], NumpadMultiply: ['*', '*'], NumpadDivide: ['/', '/'],
  NumpadDecimal: ['.', '.'], NumpadEqual: ['=', '='], NumpadComma: [',', ','], F8: [separator, separator],
};
const silent = /^(?:Shift|Control|Alt|Meta|OS)(?:Left|Right)$|^(?:CapsLock|NumLock|ScrollLock|Lang\d|Convert|NonConvert|KanaMode)$/;
/** Signs that a Chinese input method writes for those of the keyboard. */
const full_width = /^[\u00b7\u2014\u2018-\u201f\u2026\u3000-\u303f\uff01-\uffee]$/;

function ofPlace(code: string, shift: boolean): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter) return shift ? letter : letter.toLowerCase();
  const numpad = /^Numpad(\d)$/.exec(code)?.[1];
  return numpad ?? beside[code]?.[shift ? 1 : 0] ?? (silent.test(code) ? null : unknown);
}

/** The sign, or the name of the key; nothing for a key that is of no scan. */
export function signOf(pressed: Pressed): string | null {
  const { key, code, ctrlKey, shiftKey, altKey, metaKey } = pressed;
  if (ctrlKey && !altKey && !metaKey && (code === 'BracketRight' || key === ']' || key === '\u001d')) return separator;
  // With both of them, Ctrl and Alt are AltGr: a key of a layout that has it there.
  if (metaKey || ctrlKey !== altKey) return null;
  if (key === 'Process' || full_width.test(key)) return ofPlace(code, shiftKey);
  if (key === 'Dead' || key === 'Unidentified') return code === '' ? null : ofPlace(code, shiftKey);
  // With CapsLock what a scanner presses with Shift comes small, and the other way round.
  if (/^[A-Za-z]$/.test(key) && pressed.getModifierState?.('CapsLock')) return shiftKey ? key.toUpperCase() : key.toLowerCase();
  return key;
}
