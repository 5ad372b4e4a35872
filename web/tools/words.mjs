// SPDX-License-Identifier: Apache-2.0
// The page says the words of words/*.json, which the server reads too. `virtual:words/en` has the families that the page
// says by itself; the rest comes with the server's answers.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const families = new Set(['page', 'thing', 'role', 'meaning', 'fact', 'verdict', 'choice']);
// Said by screens that are loaded when they are wanted: `virtual:words/en+later`, so that the first look stays small.
const later = ['arm', 'audit', 'bedside', 'begin', 'box', 'collect', 'condition', 'counts', 'custody', 'docs', 'evidence', 'form', 'help', 'holds', 'identity', 'inspect', 'invite', 'key', 'keys', 'label',
  'lineage', 'new', 'offline', 'own', 'paper', 'papers', 'patients', 'people', 'print', 'receive', 'sign', 'sites', 'station', 'typed', 'verify'].map((screen) => `page.${screen}.`).concat('choice.', 'meaning.');
const prefix = 'virtual:words/';

const comes_later = (key) => later.some((one) => key.startsWith(one));
export const of_page = (all, are_later = false) =>
  Object.fromEntries(Object.entries(all).filter(([key]) => families.has(key.split('.')[0]) && comes_later(key) === are_later));

/** A plugin of Vite; `folder` is a URL. */
export function words(folder) {
  const file = (id) => fileURLToPath(new URL(`${id.slice(prefix.length + 1).replace('+later', '')}.json`, folder));
  return {
    name: 'veinline-words',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return null;
      this.addWatchFile(file(id));
      return `export default ${JSON.stringify(of_page(JSON.parse(readFileSync(file(id), 'utf8')), id.endsWith('+later')))}`;
    },
  };
}
