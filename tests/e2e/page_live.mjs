// SPDX-License-Identifier: Apache-2.0
// Hospital and factory carry one treatment through, each in a browser of its own. In a third and a fourth window a doctor at the
// hospital, from the beginning, and somebody of quality at the factory, from when it is theirs, have the page of the treatment
// open: nobody loads it anew, and every step of the other side appears there. Arguments as page_test.mjs takes them: URL, data folder, Chromium.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { api, claim, closeAll, complaints, ids, open, says, scan, scanInto, token } from './page_parts.mjs';

const [url, , , server] = process.argv.slice(2);
const some = String(Date.now()).slice(-6), coi = `CHA999926${some}`, din = `A999926${some}`;
const give = async (who, name, data, sign, reason) => {
  const answer = await fetch(`${url}/api/v1/commands/${name}`, { method: 'POST', headers: { authorization: `Bearer ${token(who)}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify({ data, ...(sign && { sign }), ...(reason && { reason }) }) });
  const told = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(told));
  return told.records[0].data;
};
const subject = `subject/${(await give('coordinator', 'enrolment/enrol', { study: `study/${ids.STUDY}`, site: `site/${ids.HOSPITAL}` })).subject}`;
await give('coordinator', 'enrolment/sign_consent', { subject, version: 'ICF-1.2', signed_at: new Date(Date.now() - 3_600_000).toISOString() }, 'consent');
const course = `course/${(await give('coordinator', 'enrolment/open_course', { subject, coi })).course}`;
const { people } = await api('people?count=1000', token('coordinator'));
const carrier = people.find((one) => one.roles.includes('courier')).person;

/** What a page that is loaded anew has lost. */
async function watch(page) {
  await says(page.locator('h1'), /CHA9/);
  await page.evaluate(() => { window.never_loaded_anew = true; });
}
const doctor = await open({}, token('physician')), factory_quality = await open({}, token('quality'));
await doctor.goto(`${url}/${course}`);
await watch(doctor);
/** How long until the other side sees it, without loading anything anew. */
const waits = [];
async function appears(watcher, title) {
  const from = performance.now(), fact = watcher.locator('.fact', { hasText: title }).first(), newer = watcher.locator('.newer button');
  // What is new is told at once, and stands in its place when the reader asks for it: no line moves by itself.
  while (await fact.count() === 0) {
    await newer.or(fact).first().waitFor({ timeout: 10_000 });
    if (await newer.count() > 0) await newer.click({ timeout: 10_000 }).catch(() => undefined);
    assert.ok(performance.now() - from < 10_000, title);
  }
  waits.push(performance.now() - from);
  assert.equal(await watcher.evaluate(() => window.never_loaded_anew), true, 'nobody loaded it anew');
}

const hospital = await open(), factory = await open();
/** Somebody else sits down at the device of their side and fills in the form of a command. */
async function does(page, who, command, given, { fill = {}, sign = false } = {}) {
  await page.goto(`${url}/verify`);
  await page.evaluate((bearer) => sessionStorage.setItem('veinline.token', bearer), token(who));
  await page.goto(`${url}/do/${command}?${new URLSearchParams(given)}`);
  const form = page.locator('form.command');
  await form.waitFor();
  for (const [name, value] of Object.entries(fill)) {
    const field = form.locator(`[id="field-${name}"]`);
    await field.waitFor();
    if (await field.evaluate((one) => one.tagName) === 'SELECT') await field.selectOption(value);
    else if (await field.getAttribute('readonly') !== null) {
      await scanInto(field, value);
      await field.waitFor({ state: 'detached' });
    } else await field.fill(value);
  }
  await form.locator('button.main').click();
  if (sign) await page.getByRole('button', { name: 'Sign and record' }).click();
  await says(page.locator('.recorded'), 'Recorded.');
}
const last = async (thing, fact, who) => (await api(`timeline/${thing}?count=1000`, token(who))).facts.filter((one) => one.fact.startsWith(`${fact}/`)).at(-1)?.data;

let cells, batch, bag;
await claim('the hospital collects and sends; the doctor sees each step come in', async () => {
  await does(hospital, 'apheresis-nurse', 'collection/start', { course });
  await appears(doctor, 'Collection started');
  await does(hospital, 'apheresis-nurse', 'collection/record', { course, donation_number: din }, { fill: { quantity: '110' } });
  cells = `material/${(await last(course, 'collection.collected', 'apheresis-nurse')).material}`;
  await appears(doctor, 'Material collected');
  await does(hospital, 'apheresis-nurse', 'transport/dispatch', { materials: cells, to: `site/${ids.FACTORY}`, carrier, seal: `SEAL-${some}` });
  await appears(doctor, 'Dispatched');
});
await claim('the factory receives, prepares and tests, and the doctor watches it live; quality at the factory sees the hospital\'s part', async () => {
  const sent = await last(cells, 'transport.dispatched', 'technologist');
  await does(factory, 'technologist', 'reception/receive', { material: cells, seal: `SEAL-${some}`, consignment: `consignment/${sent.consignment}` }, { fill: { condition: 'intact' } });
  await appears(doctor, 'Received');
  await does(factory, 'operator', 'manufacture/start', { course }, { fill: { 'inputs.0.material': cells, 'inputs.0.quantity': '100' } });
  await appears(doctor, 'Preparation started');
  await factory_quality.goto(`${url}/${course}`);  // before it was theirs it was nothing to them
  await watch(factory_quality);
  batch = `batch/${(await last(course, 'manufacture.started', 'operator')).batch}`;
  await does(factory, 'operator', 'manufacture/record_product', { batch }, { fill: { 'products.0.division': 'A0', 'products.0.quantity': '50', 'products.0.expires': `${new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10)}T00:00` } });
  bag = `material/${(await last(batch, 'manufacture.produced', 'operator')).products[0].material}`;
  await appears(doctor, 'Product filled');
  await appears(factory_quality, 'Product filled');
  for (const [test, value, unit] of [['VIABILITY', '91.5', 'PERCENT'], ['CAR-POSITIVE', '34.2', 'PERCENT'], ['ENDOTOXIN', '0.05', 'EU-PER-ML'], ['CD3-POSITIVE', '90', 'PERCENT'], ['VCN', '1.2', 'COPIES-PER-CELL'], ['STERILITY', '0', 'CFU'], ['MYCOPLASMA', '0', 'CFU']]) {
    await give('analyst', 'testing/record_result', { batch, test, value, unit });
  }
  await appears(doctor, 'Test result recorded');
});
await claim('quality releases with a signature, the bag is labelled and sent, and the doctor sees who released it', async () => {
  await does(factory, 'quality', 'release/release', { material: bag }, { sign: true });
  await appears(doctor, 'Product released');
  const printed = await give('quality', 'labelling/print', { material: bag });
  await give('quality', 'labelling/scan_back', { material: bag, code: `label:${printed.label}` });
  await does(factory, 'quality', 'transport/dispatch', { materials: bag, to: `site/${ids.HOSPITAL}`, carrier, seal: `BACK-${some}` });
});
await claim('R10 the hospital receives, thaws and checks with two people at the bedside, and infuses; the factory sees the end of it live', async () => {
  const sent = await last(bag, 'transport.dispatched', 'nurse');
  await does(hospital, 'nurse', 'reception/receive', { material: bag, seal: `BACK-${some}`, consignment: `consignment/${sent.consignment}` }, { fill: { condition: 'intact' } });
  await does(hospital, 'nurse', 'infusion/start_thaw', { material: bag, wristband: subject });
  await appears(factory_quality, 'Thaw');
  for (const [who, state] of [['nurse', 'first'], ['second-nurse', 'sign']]) {
    await hospital.goto(`${url}/verify`);
    await hospital.evaluate((bearer) => sessionStorage.setItem('veinline.token', bearer), token(who));
    await hospital.goto(`${url}/bedside`);
    await hospital.locator('html[data-scan-ready]').waitFor();
    await says(hospital.locator('.station'), ':');
    await scan(hospital, subject);
    await hospital.locator('[data-slot="1"].done').waitFor();
    await scan(hospital, bag);
    if (state === 'first') await hospital.locator('.bedside[data-state=first]').waitFor();
    else await hospital.getByRole('button', { name: 'Sign and record' }).click();
  }
  await hospital.locator('.bedside[data-state=match]').waitFor();
  await does(hospital, 'nurse', 'infusion/record_infusion', { material: bag, subject }, { fill: { quantity: '50' } });
  await appears(factory_quality, 'infused');
  await appears(doctor, 'infused');
});
const sorted = waits.sort((one, other) => one - other);
console.log(`   ${waits.length} steps were seen by the other side, the slowest ${Math.round(sorted.at(-1))} ms after it was recorded, median ${Math.round(sorted[sorted.length >> 1])} ms`);
/** When the lamp says so, by the clock that this story reads too. */
const lampSays = (page, state) => page.evaluate((wanted) => new Promise((done) => {
  const look = () => { if (document.querySelector(`.lamp.${wanted}`)) done(Date.now()); else setTimeout(look, 20); };
  look();
}), state);
await claim('a server that says nothing more while the line stays up is seen as lost within 12 seconds, in the tab that listens and in another, and heals without loss', async () => {
  const first = await open({}, token('physician'));
  await first.goto(`${url}/${bag}`);
  await lampSays(first, 'live');
  const second = await first.context().newPage();
  await second.addInitScript((bearer) => sessionStorage.setItem('veinline.token', bearer), token('physician'));
  await second.goto(`${url}/${bag}`);
  await lampSays(second, 'live');
  const pages = [first, second];
  for (const page of pages) await page.evaluate(() => { window.never_loaded_anew = true; });
  const feeds = await Promise.all(pages.map((page) => page.evaluate(() => performance.getEntriesByName(`${location.origin}/api/v1/feed`).length)));
  assert.ok(feeds[1] === 0, 'the second tab listens to the first');
  const places = () => Promise.all(pages.map((page) => page.locator('main .heading, main h1').first().evaluate((one) => one.getBoundingClientRect().y)));
  const before = await places();
  process.kill(Number(server), 'SIGSTOP');  // no socket is closed by it
  try {
    const from = Date.now();
    const took = (await Promise.all(pages.map((page) => lampSays(page, 'stale')))).map((at) => at - from);
    console.log(`   lost after ${took.join(' and ')} ms`);
    for (const one of took) assert.ok(one <= 12_000, `${one} ms`);
    for (const page of pages) await page.locator('.band .alarm').first().waitFor();
    assert.deepEqual(await places(), before, 'what says it pushes nothing away');
  } finally { process.kill(Number(server), 'SIGCONT'); }
  await Promise.all(pages.map((page) => lampSays(page, 'live')));
  await give('nurse', 'quality/hold', { thing: bag, cause: 'other' }, undefined, 'TEST');
  for (const page of pages) {
    await page.locator('.alarm.held').first().waitFor({ timeout: 10_000 });
    assert.equal(await page.evaluate(() => window.never_loaded_anew), true, 'nobody loaded it anew');
  }
  await first.context().close();
});
await claim('the browser had nothing to complain about', () => assert.deepEqual(complaints, []));
await closeAll();
