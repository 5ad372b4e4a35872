// SPDX-License-Identifier: Apache-2.0
// Where the rail leads, and for whom: eight places at most for one role (web/tests/places.test.ts). What one seeks seldom stands
// in the menu of who one is, and all of it in the palette.
import type { PageKey } from '../words/words';

interface Place { readonly to: '/' | '/tower' | '/do' | '/patients' | '/documents' | '/bedside' | '/collect' | '/receive' | '/new' | '/holds' | '/inspect' | '/people' | '/audit' | '/verify' | '/docs'; readonly words: PageKey; readonly key: string; readonly roles?: readonly string[]; readonly seldom?: true | readonly string[]; }

export const places: readonly Place[] = [
  { to: '/', words: 'place.work', key: 'w' },
  { to: '/tower', words: 'place.tower', key: 't' },
  { to: '/bedside', words: 'place.bedside', key: 'b', roles: ['infusion_nurse', 'physician'] },
  { to: '/patients', words: 'place.patients', key: 'n', roles: ['coordinator', 'investigator', 'physician', 'apheresis_nurse', 'infusion_nurse', 'quality'] },
  { to: '/new', words: 'place.new', key: 'e', roles: ['coordinator', 'investigator', 'physician'] },
  { to: '/collect', words: 'place.collect', key: 'c', roles: ['apheresis_nurse'] },
  { to: '/receive', words: 'place.receive', key: 'r', roles: ['technologist', 'operator', 'infusion_nurse'] },
  { to: '/do', words: 'place.record', key: 'd' },
  { to: '/documents', words: 'place.documents', key: 'm' },
  { to: '/holds', words: 'place.holds', key: 'o', roles: ['quality'] },
  { to: '/inspect', words: 'place.inspect', key: 'i', roles: ['inspector', 'quality', 'administrator'] },
  { to: '/audit', words: 'place.audit', key: 'a' },
  { to: '/people', words: 'place.house', key: 'h', roles: ['administrator', 'coordinator', 'investigator', 'quality', 'inspector'], seldom: ['quality'] },
  { to: '/verify', words: 'place.verify', key: 'v', seldom: true },
  { to: '/docs', words: 'place.docs', key: 'p', roles: ['administrator', 'importer', 'inspector'], seldom: true },
];

export const placesFor = (roles: readonly string[], knows: boolean) =>
  places.filter((place) => !place.roles || !knows || place.roles.some((role) => roles.includes(role)));
/** In the menu of who one is, and not in the rail: for everybody, or for who has these roles alone. */
export const isSeldom = ({ seldom }: Place, roles: readonly string[]) =>
  seldom === true || (seldom !== undefined && roles.length > 0 && roles.every((role) => seldom.includes(role)));
