// SPDX-License-Identifier: Apache-2.0
// What stands between a scanner and the page: an input method, CapsLock, a dead key.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signOf, type Pressed } from '../src/scan/layout';
import { collector, typing } from '../src/scan/wedge';

// A US keyboard as it lies on the desk: places of a row, what they say, and what they say with Shift.
const rows = [
  ['Backquote Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal', '`1234567890-=', '~!@#$%^&*()_+'],
  ['KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight Backslash', 'qwertyuiop[]\\', 'QWERTYUIOP{}|'],
  ['KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL Semicolon Quote', "asdfghjkl;'", 'ASDFGHJKL:"'],
  ['KeyZ KeyX KeyC KeyV KeyB KeyN KeyM Comma Period Slash Space', 'zxcvbnm,./ ', 'ZXCVBNM<>? '],
] as const;
const none = { ctrlKey: false, shiftKey: false, altKey: false, metaKey: false };
function pressed(sign: string): Pressed {
  if (sign === '\u001d') return { ...none, key: ']', code: 'BracketRight', ctrlKey: true };
  for (const [places, plain, shifted] of rows) {
    for (const [at, code] of places.split(' ').entries()) {
      if (plain[at] === sign) return { ...none, key: sign, code };
      if (shifted[at] === sign) return { ...none, key: sign, code, shiftKey: true };
    }
  }
  throw new Error(`no key for ${sign}`);
}
type Between = (key: Pressed) => Pressed;
function heard(code: string, between: Between): string | null {
  const take = collector(typing);
  let at = 0;
  const give = (key: Pressed) => {
    const sign = signOf(between(key));
    return sign === null ? null : take({ key: sign, at: (at += 2) });
  };
  for (const sign of code) {
    const key = pressed(sign);
    if (key.shiftKey) give({ ...none, key: 'Shift', code: 'ShiftLeft', shiftKey: true });
    if (key.ctrlKey) give({ ...none, key: 'Control', code: 'ControlLeft', ctrlKey: true });
    give(key);
  }
  return give({ ...none, key: 'Enter', code: 'Enter' });
}

const codes = {
  'a wristband of our own': 'subject/6YXYCWR76BZG9D9VE7',
  'a label of our own': 'label:3F7K5Q2M8ZC0WDTB1X',
  'a material': 'material/6YXYCWR76BZG9D9VE7',
  'an address': 'https://veinline.example:8443/#/material/6YXYCWR76BZG9D9VE7',
  'ISBT 128, a donation number': '=A99991712345600',
  'ISBT 128, an expiry date': '&>0240312359',
  'ISBT 128, a chain of identity': '&/CHA999926000A1Z',
  'ISBT 128, a compound message': '=+05000=/A9997XYZ100T0479=A99991712345600=,000012=>019031&/CHA999926000A1Z',
  'GS1 DataMatrix with separators': ']d2010950600013435210LOT-7_a\u001d21Ser"9"/%&\u001d17270200',
  'GS1-128': ']C100340123450000000000',
  'GS1 in brackets': '(01)09506000134352(10)L1(21)S9',
  'a badge': 'STAFF-1000-nurse',
};
const input_method: Between = (key) => ({ ...key, key: 'Process' });
const capsLock: Between = (key) => ({ ...key, key: /^[a-z]$/i.test(key.key) ? (key.shiftKey ? key.key.toLowerCase() : key.key.toUpperCase()) : key.key,
  getModifierState: (name) => name === 'CapsLock' });
const fullWidth: Between = (key) => ({ ...key, key: /^[!-~]$/.test(key.key) && !/\w/.test(key.key) ? String.fromCharCode(key.key.charCodeAt(0) + 0xfee0) : key.key });
const dead: Between = (key) => ({ ...key, key: /^[`'"^~]$/.test(key.key) ? 'Dead' : key.key });

for (const [name, between] of Object.entries({ 'nothing': (key: Pressed) => key, 'an input method': input_method, 'CapsLock': capsLock, 'full-width signs': fullWidth, 'dead keys': dead })) {
  test(`real codes come whole through ${name}, small letters small and capitals capital`, () => {
    for (const [what, code] of Object.entries(codes)) assert.equal(heard(code, between), code, what);
  });
}

test('every key of a US keyboard says under an input method what it says without, with Shift and without', () => {
  for (const [, plain, shifted] of rows) for (const sign of `${plain}${shifted}`) assert.equal(signOf({ ...pressed(sign), key: 'Process' }), sign);
});

test('a place that nobody knows does not shorten a code', () => {
  const take = collector(typing);
  const keys = [...'material/', ...'6YXYCWR76BZG9D9VE'].map(pressed).map(input_method);
  let at = 0;
  for (const key of [...keys, { ...none, key: 'Process', code: 'Elsewhere' }]) take({ key: signOf(key) ?? '', at: (at += 2) });
  assert.equal(take({ key: 'Enter', at: at + 2 }), 'material/6YXYCWR76BZG9D9VE\ufffd');
});

test('what opens menus and goes back is of no scan', () => {
  for (const held of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }]) assert.equal(signOf({ ...pressed('a'), ...held }), null);
});
