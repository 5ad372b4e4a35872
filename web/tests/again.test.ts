// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askingAgain } from '../src/live/again';

const wait = (ms: number) => new Promise((go) => { setTimeout(go, ms); });

test('under a stream of facts a question is asked again only after its last answer, and once more after the last fact', async () => {
  let asked = 0, answered = 0, going = 0;
  const again = askingAgain(() => { asked += 1; going += 1; setTimeout(() => { going -= 1; answered += 1; }, 150); }, () => going > 0);
  for (let fact = 0; fact < 100; fact += 1) { again(['trace', 'material/A']); await wait(5); }
  assert.ok(asked >= 2 && asked <= 10, `${asked} questions for 100 facts`);
  assert.ok(answered >= 1, 'answers come while facts do');
  const before = asked;
  again(['trace', 'material/A']);
  await wait(600);
  assert.ok(asked > before, 'the last fact is asked for');
  assert.equal(answered, asked);
});
test('what touches nothing that is asked already is asked at once, each question once', async () => {
  const asked: string[] = [];
  const again = askingAgain((key) => { asked.push(key.join(' ')); }, () => false);
  for (const one of ['A', 'B', 'A']) again(['trace', one]);
  await wait(20);
  assert.deepEqual(asked, ['trace A', 'trace B']);
});
test('one question that is slow holds up no other of its kind', async () => {
  const asked: string[] = [], kinds = [['trace', 'SLOW'], ['trace', 'QUICK']];
  let slow = true;
  const again = askingAgain((key) => { asked.push(key.join(' ')); }, (key) => slow && (key.length === 1 || key[1] === 'SLOW'), (key) => (key.length > 1 ? [key] : kinds));
  again(['trace']);
  await wait(20);
  assert.deepEqual(asked, ['trace QUICK']);
  slow = false;
  await wait(300);
  assert.deepEqual(asked, ['trace QUICK', 'trace SLOW']);
});
