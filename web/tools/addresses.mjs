// SPDX-License-Identifier: Apache-2.0
// Every address of the page, read from its router: nobody keeps a list by hand. What stands for a thing in an address
// ($kind, $id, $command …) is filled from a demonstration; what cannot be filled is told, not left out in silence.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { some } from './browser.mjs';

const source = (path) => fs.readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

/** The paths of src/routes.tsx, as they stand there: '/do/$stage/$command'. */
export function routes(text = source('src/routes.tsx')) {
  const found = [...text.matchAll(/(?:\bpage\(|\bpath:\s*)'(\/[^']*)'/g)].map(([, path]) => path);
  return [...new Set(found)];
}
/** Which roles the rail leads to a place: { '/bedside': ['infusion_nurse', 'physician'] }. */
export function rolesOfPlaces(text = source('src/shell/places.ts')) {
  const rows = [...text.matchAll(/\{ to: '([^']+)'[^}]*?roles: \[([^\]]*)\]/g)];
  return Object.fromEntries(rows.map(([, to, roles]) => [to, [...roles.matchAll(/'([^']+)'/g)].map(([, role]) => role)]));
}
/** First words of addresses for which the server sends the page. */
export const served = () => JSON.parse(source('screens.json'));

/** The things of a demonstration, by kind: the named ones first, then whatever most facts are about. */
async function thingsOf(house) {
  const { facts } = await house.api('audit?count=1000', 'administrator');
  const times = new Map();
  for (const fact of facts) for (const thing of [...fact.changes, ...fact.mentions]) times.set(thing, (times.get(thing) ?? 0) + 1);
  const things = {};
  for (const [thing] of [...times].sort(([, one], [, other]) => other - one)) things[thing.split('/')[0]] ??= thing.split('/')[1];
  const { ids } = house;
  return { ...things, course: ids.COURSE, material: ids.BAG2, batch: ids.BATCH, subject: ids.PATIENT, study: ids.STUDY, site: ids.HOSPITAL };
}

/** What stands for the names after $ in an address: a list of ways to fill them, or nothing. */
async function waysToFill(path, things, house, wanted, next) {
  const names = [...path.matchAll(/\$(\w+)/g)].map(([, name]) => name);
  if (names.length === 0) return [{}];
  if (names.includes('command')) {
    const { commands } = await house.api('catalogue', 'quality');
    return some(commands.map((one) => one.name).sort(), wanted, next).map((name) => ({ stage: name.split('/')[0], command: name.split('/')[1] }));
  }
  if (names.includes('kind') && names.includes('id')) {
    const kinds = served().filter((kind) => things[kind]);
    return kinds.map((kind) => ({ kind, id: things[kind] }));
  }
  const of = { what: 'downtime', code: things.material, coi: things.course, id: undefined, ...things };
  const filled = Object.fromEntries(names.map((name) => [name, of[name] ?? (name === 'id' ? things[path.split('/')[1]] : undefined)]));
  return Object.values(filled).every(Boolean) ? [filled] : [];
}

/** A link for the courier of a box that is under way: good once, so that each look has its own. Nothing, where no box is. */
async function courierLinks(house) {
  const { facts } = await house.api('audit?count=1000', 'administrator');
  const arrived = new Set(facts.filter((one) => one.fact.startsWith('reception.received/')).map((one) => one.data.consignment));
  const box = facts.find((one) => one.fact.startsWith('transport.dispatched/') && !arrived.has(one.data.consignment) && one.data.carrier.startsWith('person/'))?.data;
  return box && (async () => {
    const secret = `vl3_${randomBytes(32).toString('hex')}`;
    const answer = await house.asked('commands/transport/issue_link', 'quality', { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify({ data: { consignment: box.consignment, courier: box.carrier.slice('person/'.length), link: createHash('sha256').update(secret).digest('hex'), until: new Date(Date.now() + 3_600_000).toISOString() } }) });
    if (!answer.ok) throw new Error(`a courier's link: ${answer.status} ${await answer.text()}`);
    return `/courier#${box.consignment}.${secret}`;
  });
}

/** Addresses to look at: { path, who }, with `fresh` where each look needs an address of its own; and what could not be filled. `forms`: how many commands, by chance. */
export async function addresses(house, { forms = 4, next = Math.random } = {}) {
  const things = await thingsOf(house);
  const { people } = await house.api('people?count=1000', 'administrator');
  const rolesOf = new Map();
  for (const name of house.names) {
    const { person } = await house.api('me', name);
    rolesOf.set(name, people.find((one) => one.person === person)?.roles ?? []);
  }
  const restricted = rolesOfPlaces();
  const found = [], empty = [];
  for (const route of routes()) {
    if (route === '/courier') {
      const fresh = await courierLinks(house);
      if (fresh) found.push({ path: route, fresh });
      else empty.push(route);
      continue;
    }
    const ways = await waysToFill(route, things, house, forms, next);
    if (ways.length === 0) empty.push(route);
    const roles = restricted[`/${route.split('/')[1]}`];
    const who = roles && house.names.find((name) => roles.some((role) => rolesOf.get(name)?.includes(role)));
    for (const way of ways) {
      found.push({ path: route.replace(/\$(\w+)/g, (_, name) => way[name]), ...who && { who } });
    }
  }
  return { found, empty };
}

/** Who is tried for an address that is not of one role: the first one who is not refused. */
export const readers = ['quality', 'coordinator', 'nurse', 'administrator'];
