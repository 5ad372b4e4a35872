// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isSeldom, places, placesFor } from '../src/shell/places';

const words = JSON.parse(readFileSync('../words/en.json', 'utf8')) as Record<string, string>;  // run in web/
const roles = Object.keys(words).filter((one) => /^role\.[a-z_]+$/.test(one)).map((one) => one.slice(5));

test('the rail leads to eight places at most for anybody with one role', () => {
  assert.ok(roles.length > 10, `the roles of the catalogue: ${roles.join(' ')}`);
  for (const role of roles) {
    const rail = placesFor([role], true).filter((place) => !isSeldom(place, [role]));
    assert.ok(rail.length <= 8, `${role}: ${rail.map((place) => place.to).join(' ')}`);
    assert.ok(rail.some((place) => place.to === '/'), role);
  }
});
test('every place is for a role that there is, and has a key of its own', () => {
  for (const place of places) for (const role of place.roles ?? []) assert.ok(roles.includes(role), `${place.to}: ${role}`);
  assert.equal(new Set(places.map((place) => place.key)).size, places.length);
});
