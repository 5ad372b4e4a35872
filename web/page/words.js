// SPDX-License-Identifier: Apache-2.0
// The page's own words (words.json: English, Chinese), and times as a reader expects them.
const words = await (await fetch('/words.json')).json();

let spoken = 0;
export const language = () => ['en', 'zh-CN'][spoken];
export function speak(tag) {
  spoken = /^zh/i.test(tag) ? 1 : 0;
  document.documentElement.lang = language();
}
/// The sentence of a key, with {0}, {1} filled in; the key itself where there is none.
export const say = (key, ...told) =>
  (words[key]?.[spoken] ?? key).replace(/\{(\d)\}/g, (_, place) => told[place]);

const format = {
  en: new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }),
  'zh-CN': new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' }),
};
export const zone = () => format.en.resolvedOptions().timeZone;
export const instant = (iso) => format[language()].format(new Date(iso)).replace(',', '');
/// The same in a zone that is named, as at the site of a signature.
export const inZone = (iso, named) => `${new Intl.DateTimeFormat(language() === 'en' ? 'en-GB' : 'sv-SE',
  { dateStyle: 'short', timeStyle: 'short', timeZone: named }).format(new Date(iso)).replace(',', '')} ${named}`;
export function span(from, to) {
  const minutes = Math.round((new Date(to) - new Date(from)) / 60000);
  const days = Math.floor(minutes / 1440), hours = Math.floor(minutes / 60) % 24;
  const parts = [[days, 'days'], [hours, 'hours'], [days ? 0 : minutes % 60, 'minutes']];
  return parts.filter(([count]) => count).map(([count, unit]) => say(unit, count)).join(' ')
    || say('minutes', 0);
}
