// SPDX-License-Identifier: Apache-2.0
// What every part of the page is made of. It writes text, never HTML.
import { instant, say } from './words.js';

export const at = (selector) => document.querySelector(selector);

export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return element;
}
/// A state is a shape, a word and only then a colour; the shapes stand in index.html.
export const icon = (state) => at(`#icon-${state}`).content.firstElementChild.cloneNode(true);
export const chip = (state, word) => h('span', { class: `chip ${state}` }, icon(state), word);
export const section = (key, ...children) => h('section', { class: key }, h('h2', {}, say(key)), ...children);
export const empty = (key) => h('p', { class: 'empty' }, say(key));
export const time = (iso) => h('time', { datetime: iso, title: `${iso.slice(0, 19).replace('T', ' ')} UTC` }, instant(iso));
export const button = (key, click, kind) => h('button', { type: 'button', class: kind, click }, say(key));
export const quantity = ({ value, unit }) => `${value} ${unit}`;
export const pairs = (rows) => h('dl', {}, rows.filter(([, value]) => value).map(([name, value, hint]) => {
  const kind = value.querySelector?.('.kind');
  if (kind?.textContent === name) kind.remove();  // the label has said it
  return h('div', {}, h('dt', { title: hint }, name), h('dd', {}, value));
}));

export function save(name, content) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content]));
  h('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
