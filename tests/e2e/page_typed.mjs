// SPDX-License-Identifier: Apache-2.0
// Where a code cannot be scanned: its id is typed before a second person at the stations, is counted, and is never typed at the
// bedside. Arguments as page_test.mjs takes them, then the process of the server and the program.
import assert from 'node:assert/strict';
import { open, closeAll, claim, complaints, expecting, ids, says, scan, scanInto, showToCamera, token, axeOf, api } from './page_parts.mjs';
import { accounts, give, killServer, length, released, signIn, startServer } from './page_house.mjs';

const [url] = process.argv.slice(2);
const people = await accounts(['nurse', 'second-nurse']);
const bag = (await released('nurse')).find(({ facts }) => !facts.some((fact) => fact.fact.startsWith('infusion.')));
const id = bag.bag.split('/')[1], other = `${id.slice(0, -1)}${id.endsWith('A') ? 'B' : 'A'}`;
const ready = (page) => page.locator('html[data-scan-ready]').waitFor();
const grouped = id.match(/.{1,4}/g).join(' ').toLowerCase();
const typedFacts = async () => (await api(`timeline/${bag.bag}?count=1000`, token('nurse'))).facts.filter((one) => /^labelling\.id_(typed|confirmed)\//.test(one.fact));

const page = await open();
const sent = [];
page.on('request', (request) => { if (request.method() === 'POST' && /\/api\/v1\/(scan|commands|prepare)/.test(request.url())) sent.push(new URL(request.url()).pathname); });
await signIn(page, people.nurse, '/');
await claim('R45 a typed id whose check characters do not fit is refused before anything is sent', async () => {
  await page.goto(`${url}/receive`);
  await ready(page);
  await page.getByRole('button', { name: 'Cannot scan' }).click();
  await page.locator('#typed-id').waitFor();
  sent.length = 0;
  await page.fill('#typed-id', id.slice(0, 5));
  await says(page.locator('#typed-id-count'), '5 of 18');
  await page.fill('#typed-id', other);
  await says(page.locator('#typed-id-count'), 'do not fit');
  await page.getByRole('button', { name: 'label damaged' }).click();
  assert.ok(await page.getByRole('button', { name: 'Show it to the second person' }).isDisabled());
  await page.locator('#typed-id').press('Enter');
  await page.waitForTimeout(300);
  assert.deepEqual(sent, [], 'nothing was sent');
  assert.deepEqual(await axeOf(page), []);
});
await claim('R10 it goes on to the second person, who sees the id in groups and what they sign; the first person is refused as the second', async () => {
  await page.fill('#typed-id', grouped);
  await says(page.locator('#typed-id-count'), 'check characters fit');
  await page.getByRole('button', { name: 'Show it to the second person' }).click();
  await says(page.locator('.typed-id'), id);
  assert.equal(await page.locator('.typed-id .id > span').count(), Math.ceil(id.length / 4));
  await says(page.locator('.second .meaning'), 'the same');
  assert.deepEqual((await typedFacts()).map((one) => one.fact), ['labelling.id_typed/1']);
  expecting('40[139]');
  await scan(page, people.nurse.badge);
  await page.fill('#second-pin', people.nurse.pin);
  await page.getByRole('button', { name: 'It is the same: confirm' }).click();
  await page.locator('.second [role=alert], .second .trouble').first().waitFor();
  assert.equal((await typedFacts()).length, 1, 'nobody confirmed it');
});
await claim('R10 a badge that the camera reads while somebody confirms is the badge of who confirms, and no scan of the station', async () => {
  sent.length = 0;
  const before = await page.locator('[data-verdict]').innerText();
  await showToCamera(page, people['second-nurse'].badge);
  await page.locator('.stand').getByRole('button', { name: 'Camera' }).click();
  await page.locator('.camera video').waitFor();
  await page.waitForTimeout(1500);
  assert.deepEqual(sent, [], 'the station asked nobody what the badge names');
  assert.equal(await page.locator('[data-verdict]').innerText(), before);
  await page.locator('.stand').getByRole('button', { name: 'Camera' }).click();
});
await claim('R10 R41 with badge and PIN of another person it is identified as by a scan, and the facts say who, where, why and who signed', async () => {
  await page.fill('#second-pin', people['second-nurse'].pin);  // the camera read their badge
  await page.getByRole('button', { name: 'It is the same: confirm' }).click();
  await page.locator('.cannot').waitFor({ state: 'detached' });
  await page.locator('[data-verdict]:not([data-verdict=planned])').waitFor();
  const [typed, confirmed] = await typedFacts();
  assert.deepEqual([typed.data, `person/${typed.by}`], [{ thing: bag.bag, step: 'receiving', why: 'label_damaged' }, people.nurse.person]);
  assert.deepEqual([confirmed.data.why, confirmed.data.first, `person/${confirmed.by}`], ['label_damaged', typed.by, people['second-nurse'].person]);
  assert.deepEqual(confirmed.signatures.map((one) => [one.meaning, one.suite]), [['typed_id', 'ed25519-node-badge/1']]);
});
await claim('R10 in the form of a command an id is scanned, or typed before a second person where the command has such a step; at the bedside never', async () => {
  await page.goto(`${url}/do/reception/receive`);
  const field = page.locator('#field-material');
  await field.waitFor();
  sent.length = 0;
  await field.focus();
  await page.keyboard.type(id, { delay: 80 });
  await page.keyboard.press('Enter');
  await says(page.locator('.thing-field .why'), 'not typed here');
  assert.equal(await field.inputValue(), '');
  assert.deepEqual(sent, [], 'nothing was sent');
  await page.locator('.thing-field', { has: field }).getByRole('button', { name: 'Cannot scan' }).click();
  await page.fill('#typed-id', id);
  await page.getByRole('button', { name: 'label damaged' }).click();
  await page.getByRole('button', { name: 'Show it to the second person' }).click();
  await page.locator('.typed-id').waitFor();
  await scan(page, people['second-nurse'].badge);
  await page.fill('#second-pin', people['second-nurse'].pin);
  await page.getByRole('button', { name: 'It is the same: confirm' }).click();
  await page.locator('.cannot').waitFor({ state: 'detached' });
  await page.locator(`form.command a[href="/${bag.bag}"]`).waitFor();
  assert.deepEqual((await typedFacts()).map((one) => one.data.step), ['receiving', 'receiving', 'receiving', 'receiving']);
  assert.deepEqual(await axeOf(page), []);
  await page.goto(`${url}/do/infusion/start_thaw`);
  await page.locator('#field-wristband').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Cannot scan' }).count(), 0);
  await page.locator('#field-wristband').focus();
  await page.keyboard.type(bag.patient, { delay: 80 });
  await page.keyboard.press('Enter');
  await says(page.locator('.thing-field .why'), 'not typed here');
  await scanInto(page.locator('#field-wristband'), bag.patient);
  await page.locator(`form.command a[href="/${bag.patient}"]`).waitFor();
  await page.goto(`${url}/receive`);
  await ready(page);
});
await claim('without the server nothing is typed at a station, and it says so', async () => {
  expecting('ERR_|Failed|network');
  await page.getByRole('button', { name: 'Cannot scan' }).click();
  await page.locator('#typed-id').waitFor();
  await killServer();
  await page.locator('.cannot [data-needs-server]').waitFor();
  await page.fill('#typed-id', id);
  await page.getByRole('button', { name: 'other', exact: true }).click();
  assert.ok(await page.getByRole('button', { name: 'Show it to the second person' }).isDisabled());
  await startServer();
  await page.locator('.cannot [data-needs-server]').waitFor({ state: 'detached' });
});
await claim('what was typed, and a late entry as it comes, is counted for its site and month, for quality', async () => {
  const quality = await open({}, token('hospital-quality'));
  await quality.goto(`${url}/sites`);
  const now = await api('counts?count=1000', token('hospital-quality'));
  assert.deepEqual(now.counts.filter((one) => one.typed > 0).map((one) => [one.typed, one.confirmed]), [[2, 2]]);
  await says(quality.locator(`#counts tr[data-month="${new Date().toISOString().slice(0, 7)}"]`), '1');
  assert.deepEqual(await axeOf(quality), []);
  const late = () => quality.locator(`#counts tr[data-month="${new Date().toISOString().slice(0, 7)}"][data-site="site/${ids.HOSPITAL}"] td`).nth(3);
  const before = Number(await late().innerText()), time = new Date(Date.now() - 3_600_000).toISOString();
  await quality.locator('.lamp.live').waitFor();
  await give('nurse', 'reception/receive', { data: { material: `material/${ids.BAG2}`, condition: 'intact' }, happened_at: { time, source: 'person', offset: '+00:00' }, reason: 'LATE-ENTRY' });
  await late().filter({ hasText: String(before + 3) }).waitFor({ timeout: 2000 });  // the receipt, its hold and its deviation
  await quality.context().close();
});
await claim('R10 at the bedside nothing is typed, pasted or written by an input method; a scan is heard', async () => {
  await give('nurse', 'infusion/start_thaw', { data: { material: bag.bag, wristband: bag.patient } });
  await page.goto(`${url}/bedside`);
  await ready(page);
  await says(page.locator('.station'), ':');
  assert.equal(await page.locator('.bedside input, .bedside textarea, .bedside [contenteditable]').count(), 0);
  const before = await length();
  sent.length = 0;
  for (const delay of [70, 160]) {
    await page.keyboard.type(bag.patient, { delay });
    await page.keyboard.press('Enter');
  }
  await page.keyboard.insertText(bag.patient);  // as an input method gives its text
  await page.keyboard.press('Enter');
  await page.evaluate((text) => {
    const held = new DataTransfer();
    held.setData('text/plain', text);
    for (const kind of ['paste', 'drop']) document.body.dispatchEvent(kind === 'paste' ? new ClipboardEvent('paste', { clipboardData: held, bubbles: true, cancelable: true }) : new DragEvent('drop', { dataTransfer: held, bubbles: true, cancelable: true }));
  }, bag.patient);
  for (const code of bag.patient) await page.evaluate(([key, of]) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Process', code: of, bubbles: true, cancelable: true })).toString() + key, [code, /\d/.test(code) ? `Digit${code}` : code === '/' ? 'Slash' : `Key${code.toUpperCase()}`]).then(() => page.waitForTimeout(70));
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
  assert.deepEqual(sent, [], 'no code was taken');
  assert.equal(await page.locator('[data-slot="1"].done').count(), 0);
  assert.equal(await length(), before);
  await scan(page, bag.patient);
  await page.locator('[data-slot="1"].done').waitFor();
});
await page.context().close();
await claim('no error and no breach of the policy on any of these screens', async () => assert.deepEqual(complaints, []));
await closeAll();
