// SPDX-License-Identifier: Apache-2.0
// The page without its server, claim by claim: the server is really killed, by its pid, and started again on its port.
// Arguments: URL, data folder, Chromium, pid of the server, the program. Last line: "server PID", which runs then. Where the page is
// served by another program before it (tools/serve.mjs), PAGE_BEHIND is the URL of the server itself.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { courierLink } from './page_house.mjs';
import { packetClaims } from './page_packet.mjs';
import { ids, open, closeAll, claim, complaints, expectingThroughout, says, scan, scanInto, token, axeOf, wide, api } from './page_parts.mjs';

const [url, data, , first_pid, program] = process.argv.slice(2);
const behind = process.env.PAGE_BEHIND ?? url;
const nurse = token('nurse'), technologist = token('technologist'), quality = token('quality');
let server = Number(first_pid);

const gone = async (pid) => { for (;;) { try { process.kill(pid, 0); } catch { return; } await sleep(50); } };
async function kill(signal = 'SIGKILL') {
  process.kill(server, signal);
  await gone(server);
}
async function start() {
  const child = spawn(program, ['serve', '--data', data, '--listen', `127.0.0.1:${new URL(behind).port}`], { stdio: 'ignore', detached: true });
  child.unref();
  server = child.pid;
  for (let tries = 0; tries < 300; tries += 1) {
    if (await fetch(`${behind}/healthz`).then((answer) => answer.ok, () => false)) return;
    await sleep(100);
  }
  throw new Error('the server did not come back');
}
const factsOf = async (thing, who = quality) => {
  const told = await api(`timeline/${thing}?count=1000`, who);
  assert.ok(told.facts, JSON.stringify(told));
  return told.facts;
};
const received = async (thing) => (await factsOf(thing)).filter((one) => one.fact.startsWith('reception.received/'));
/** What stands in one place of this device. Not by waitForFunction, to which any promise is true. */
const here = (page, place) => page.evaluate((name) => new Promise((resolve, reject) => {
  const asked = indexedDB.open('veinline');
  asked.onupgradeneeded = () => asked.transaction.abort();  // not made yet: it is not ours to make
  asked.onerror = () => resolve([]);
  asked.onsuccess = () => {
    const db = asked.result;
    const all = db.transaction(name).objectStore(name).getAll();
    all.onsuccess = () => { db.close(); resolve(all.result); };
    all.onerror = () => reject(all.error);
  };
}), place);
const waiting = (page) => here(page, 'queue');
const until = async (what, check, tries = 300) => {
  for (let at = 0; at < tries; at += 1) { if (await check()) return; await sleep(100); }
  throw new Error(`never: ${what}`);
};
const stale = (page) => page.locator('.lamp.stale').waitFor({ timeout: 15_000 });
const live = (page) => page.locator('.lamp.live').waitFor({ timeout: 30_000 });
/** The page has what it needs for when the server goes. */
async function ready(page) {
  await live(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await until('the catalogue is kept', async () => (await here(page, 'kept')).length > 0);
  await page.waitForFunction(() => sessionStorage.getItem('veinline.self')?.includes('"code"'));
}
async function receive(page, material, condition = 'intact') {
  await page.goto(`${url}/do/reception/receive?material=${material}`);
  await page.locator('#field-condition').selectOption(condition);
  await page.locator('form.command button.main').click();
}
expectingThroughout('ERR_|Failed to load|503|502|401|409');

const page = await open({}, nurse);
await page.goto(url);
await ready(page);
await claim('a server that dies is shown within 12 seconds, with the time, in the lamp and in a band that says what can be done', async () => {
  await page.goto(`${url}/do/reception/receive?material=material/${ids.BAG1}`);
  await live(page);
  const before = Date.now();
  await kill();
  await stale(page);
  assert.ok(Date.now() - before < 12_000, `${Date.now() - before} ms`);
  await says(page.locator('.band .alarm'), /No connection to the server since \d\d:\d\d/);
  await says(page.locator('form .alarm'), 'on this device only');
});
await claim('what was being entered is kept on this device only, with the time of the device, and says so', async () => {
  await page.locator('#field-condition').selectOption('intact');
  await page.getByRole('button', { name: 'Keep on this device' }).click();
  await says(page.locator('.recorded.kept'), 'On this device only');
  await says(page.locator('.band'), 'On this device only: 1');
  const [one] = await waiting(page);
  assert.equal(one.key.length, 36);
  assert.equal(one.command, 'reception/receive');
  assert.equal(one.body.happened_at.source, 'device');
  assert.ok(Math.abs(Date.parse(one.body.happened_at.time) - Date.now()) < 30_000);
  assert.equal(JSON.stringify(one).includes(nurse), false, 'no token');
});
await claim('the page opens again without the server: another form, one more entry; release, signing and the match say that they need it', async () => {
  await page.goto(`${url}/do/quality/hold?thing=material/${ids.BAG1}`);
  await page.locator('#field-cause').selectOption('other');
  await page.fill('#field-reason', 'DOWNTIME');
  await page.getByRole('button', { name: 'Keep on this device' }).click();
  await says(page.locator('.recorded.kept'), 'On this device only');
  await page.goto(`${url}/bedside`);
  await says(page.locator('.bedside .alarm.stop'), 'there is no match');
  await page.goto(`${url}/do/infusion/start_thaw`);
  await says(page.locator('form .alarm'), 'Nothing of it is kept here');
  await page.reload();
  await page.goto(`${url}/device`);
  await page.locator('[data-entry=waiting]').nth(1).waitFor();
  assert.deepEqual(await axeOf(page), []);
});
await claim('it heals without a reload: both are sent, in their order, once, with the time of the device; nothing of them stays', async () => {
  await start();
  await live(page);
  await until('the queue is empty', async () => (await waiting(page)).length === 0);
  const facts = await factsOf(`material/${ids.BAG1}`);
  const mine = facts.filter((one) => /^(reception\.received|quality\.hold_placed)\//.test(one.fact) && one.source === 'device' && (one.reason === 'DOWNTIME' || one.fact.startsWith('reception')));  // a wrong receipt holds the bag by itself
  assert.deepEqual(mine.map((one) => one.fact.split('/')[0]), ['reception.received', 'quality.hold_placed']);
  await says(page.locator('[data-entry=sent]'), 'Recorded.');
});
await claim('R40 a server that is killed as it answers: the entry is recorded once, and what the server said then is what is shown', async () => {
  const before = (await received(`material/${ids.BAG2}`)).length;
  let cut = 0;
  // The command reaches the server and is recorded; its answer never comes back, and the server is gone before it is asked again.
  await page.route('**/api/v1/commands/**', async (route) => {
    if (cut > 0) return route.abort();
    cut += 1;
    await route.fetch();
    await kill();
    await route.abort();
  });
  await receive(page, `material/${ids.BAG2}`);
  await says(page.locator('.recorded.kept'), 'On this device only');
  await page.unroute('**/api/v1/commands/**');
  assert.equal((await waiting(page)).length, 1);
  await start();
  await until('it is sent', async () => (await waiting(page)).length === 0);
  await says(page.locator('.recorded:not(.kept)'), 'Recorded.');
  const after = await received(`material/${ids.BAG2}`);
  assert.equal(after.length, before + 1);
});
await claim('two tabs, and one that is reloaded as it sends: each entry is recorded once, in order', async () => {
  const before = (await received(`material/${ids.BAG2}`)).length;
  const other = await page.context().newPage();
  await other.addInitScript((text) => sessionStorage.setItem('veinline.token', text), nurse);
  await other.goto(url);
  await ready(other);
  await page.goto(url);
  await live(page);
  await kill();
  await Promise.all([stale(page), stale(other)]);
  for (const [tab, condition] of [[page, 'intact'], [other, 'damaged'], [page, 'seal_broken'], [other, 'too_warm']]) {
    await receive(tab, `material/${ids.BAG2}`, condition);
    await says(tab.locator('.recorded.kept'), 'On this device only');
  }
  assert.equal((await waiting(page)).length, 4);
  await start();
  await other.reload();
  await until('all are sent', async () => (await waiting(page)).length === 0);
  const after = (await received(`material/${ids.BAG2}`)).slice(before);
  assert.deepEqual(after.map((one) => one.data.condition), ['intact', 'damaged', 'seal_broken', 'too_warm']);
  await other.close();
});
await claim('a refusal afterwards is shown and kept until the person decides; the ones behind it are sent', async () => {
  await kill();
  await stale(page);
  await page.goto(`${url}/do/reception/receive?material=material/000000000000000001`);
  await page.locator('#field-condition').selectOption('intact');
  await page.getByRole('button', { name: 'Keep on this device' }).click();
  await says(page.locator('.recorded.kept'), 'On this device only');
  await receive(page, `material/${ids.BAG1}`, 'damaged');
  await says(page.locator('.recorded.kept'), 'On this device only');
  await start();
  await says(page.locator('.band .alarm.stop'), 'Refused by the server');
  await until('the other one is sent', async () => (await waiting(page)).length === 1);
  await page.goto(`${url}/device`);
  await page.reload();
  await says(page.locator('[data-entry=refused] .trouble'), 'Nothing was recorded');
  await page.getByRole('button', { name: 'Do not send it' }).click();
  await page.getByRole('button', { name: 'Do not send it', exact: true }).click();
  await until('it is gone', async () => (await waiting(page)).length === 0);
});
await claim('R40 a hand-over that waited longer than a permission may is refused, and says what is recorded instead', async () => {
  await kill();
  await stale(page);
  await page.goto(`${url}/do/custody/hand_over?material=material/${ids.BAG1}`);
  await says(page.locator('form .alarm'), 'within five minutes');
  await page.locator('#field-receiver').fill(`site/${ids.HOSPITAL}`);
  await page.getByRole('button', { name: 'Keep on this device' }).click();
  await says(page.locator('.recorded.kept'), 'On this device only');
  await page.evaluate(() => new Promise((resolve) => {  // ten minutes pass
    const asked = indexedDB.open('veinline');
    asked.onsuccess = () => {
      const act = asked.result.transaction('queue', 'readwrite'), all = act.objectStore('queue').getAll();
      all.onsuccess = () => { for (const one of all.result) act.objectStore('queue').put({ ...one, body: { ...one.body, happened_at: { ...one.body.happened_at, time: new Date(Date.now() - 600_000).toISOString() } } }); };
      act.oncomplete = () => { asked.result.close(); resolve(undefined); };
    };
  }));
  await start();
  await says(page.locator('.band .alarm.stop'), 'Refused by the server');
  await page.goto(`${url}/device`);
  await says(page.locator('[data-entry=refused]'), 'whoever received the material records the receipt');
  await page.getByRole('button', { name: 'Do not send it' }).click();
  await page.getByRole('button', { name: 'Do not send it', exact: true }).click();
  await until('it is gone', async () => (await waiting(page)).length === 0);
});
await claim('who signed out meanwhile is asked to sign in; another person sees and sends nothing of theirs; the same person sends it', async () => {
  const before = (await received(`material/${ids.BAG1}`)).length;
  await kill();
  await stale(page);
  await receive(page, `material/${ids.BAG1}`, 'too_warm');
  await says(page.locator('.recorded.kept'), 'On this device only');
  await page.locator('.who summary').click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await says(page.locator('.door'), 'Entries that wait on this device: 1');
  await start();
  const other = await page.context().newPage();
  await other.addInitScript((text) => sessionStorage.setItem('veinline.token', text), technologist);
  await other.goto(`${url}/device`);
  await says(other.locator('main'), 'Entries of somebody else that wait on this device: 1');
  assert.equal(await other.locator('[data-entry]').count(), 0);
  await sleep(7000);
  assert.equal((await waiting(other)).length, 1);
  assert.equal((await received(`material/${ids.BAG1}`)).length, before);
  await other.close();
  await page.locator('#entry-token').fill(nurse);
  await page.keyboard.press('Enter');
  await until('it is sent', async () => (await waiting(page)).length === 0);
  assert.equal((await received(`material/${ids.BAG1}`)).length, before + 1);
});
const apheresis = token('apheresis-nurse');
const done = async (bearer, name, data, sign) => {
  const answer = await fetch(`${url}/api/v1/commands/${name}`, { method: 'POST', headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() }, body: JSON.stringify({ data, ...(sign && { sign }) }) });
  const told = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(told));
  return told.records;
};
const some = String(Date.now()).slice(-6);  // numbers that nobody used before
const verdict = (at, state, text) => says(at.locator(`[data-verdict=${state}]`), text);
/** A new treatment, of which cells may be collected here. */
const due = async (number) => {
  const writer = token('coordinator');
  const { subject } = (await done(writer, 'enrolment/enrol', { study: `study/${ids.STUDY}`, site: `site/${ids.HOSPITAL}` }))[0].data;
  const recipient = `subject/${subject.replace(/^subject\//, '')}`;
  await done(writer, 'enrolment/sign_consent', { subject: recipient, version: 'ICF-1.2', signed_at: new Date(Date.now() - 3_600_000).toISOString() }, 'consent');
  const { course } = (await done(writer, 'enrolment/open_course', { subject: recipient, coi: `CHA99${number}26${some}` }))[0].data;
  return { course: `course/${course.replace(/^course\//, '')}`, recipient };
};
/** `people` is what tells in which site somebody works, the catalogue what may wait: both are there before the server goes. */
async function station(bearer, path) {
  const at = await open({}, bearer);
  await at.goto(`${url}${path}`);
  await at.locator('html[data-scan-ready]').waitFor();
  await ready(at);
  return at;
}
await claim('R40 at the collection station what was collected waits when the server goes, says so in the verdict, and is recorded once; what needs the server says so', async () => {
  const { course, recipient } = await due('95');
  const at = await station(apheresis, '/collect');
  await scan(at, recipient);
  await at.locator('[data-slot=wristband].done').waitFor();
  await scan(at, course);
  await at.locator('[data-slot=order].done').waitFor();
  await scan(at, `=A999930${some}00`);
  await verdict(at, 'going', 'agree');
  await at.getByRole('button', { name: 'Start', exact: true }).click();
  await verdict(at, 'done', 'allowed');
  await at.getByRole('button', { name: 'Stop', exact: true }).click();
  await at.fill('#volume', '77.5');
  await kill();
  await stale(at);
  await scan(at, `=A999930${some}00`);
  await verdict(at, 'going', 'Same number');
  await at.getByRole('button', { name: 'Record what was collected' }).click();
  await verdict(at, 'going', 'On this device only');
  await says(at.locator('[data-waits="collection/record"]'), 'On this device only');
  assert.equal(await at.getByRole('button', { name: 'Record what was collected' }).count(), 0, 'it is entered once');
  const [one] = await waiting(at);
  assert.equal(one.body.happened_at.source, 'device');
  assert.deepEqual(await axeOf(at), []);
  await at.getByRole('button', { name: 'Begin anew' }).click();
  await scan(at, '=A99993099999900');
  await verdict(at, 'planned', 'wristband');
  await start();
  await live(at);
  await until('it is sent', async () => (await waiting(at)).length === 0);
  const facts = (await factsOf(course, token('administrator'))).filter((fact) => fact.fact.startsWith('collection.collected/'));  // the factory has nothing of it yet
  assert.deepEqual(facts.map((fact) => [fact.data.donation_number, fact.data.quantity.value, fact.source]), [[`A999930${some}`, '77.5', 'device']]);
  await scan(at, recipient);
  await at.locator('[data-slot=wristband].done').waitFor();
  await scan(at, course);
  await at.getByRole('button', { name: 'Print the label' }).waitFor();
  await kill();
  await says(at.locator('[data-needs-server]'), 'The number of a label is made by the server');
  await at.getByRole('button', { name: 'Print the label' }).click();
  await verdict(at, 'stop', 'does not answer');
  await at.locator('[data-verdict=stop] a[href="/print/downtime"]').waitFor();
  await start();
  await at.context().close();
});
await claim('R40 at the receiving station a bag is received without the server by its own code or its label, once however often it is scanned, and what became of it is told', async () => {
  const { course } = await due('96');
  await done(apheresis, 'collection/start', { course });
  const bag = `material/${(await done(apheresis, 'collection/record', { course, donation_number: `A999931${some}`, quantity: { value: '20', unit: 'mL' } }))[0].data.material}`;
  const { label } = (await done(apheresis, 'labelling/print', { material: bag }))[0].data;
  await done(apheresis, 'labelling/scan_back', { material: `din:A999931${some}`, code: `label:${label}` });
  const { people } = await api('people?count=1000', quality), seal = `SEAL-W${some}`;
  await done(apheresis, 'transport/dispatch', { materials: [bag], to: `site/${ids.FACTORY}`, carrier: people.find((one) => one.roles.includes('courier')).person, seal });
  const at = await station(technologist, '/receive');
  await says(at.locator('.boxes li'), seal);
  await kill();
  await stale(at);
  await scan(at, seal);
  await at.locator(`[data-bag="${bag}"]`).waitFor();
  await scan(at, 'label:000000000000000001');
  await verdict(at, 'stop', 'cannot be read');
  const asked = [];
  await at.waitForTimeout(4000);  // what the screen itself asked is given up by then
  at.on('request', (request) => { if (request.url().includes('/trace/')) asked.push(request.url()); });
  await scan(at, bag);
  await verdict(at, 'going', 'belongs to this box');
  assert.deepEqual(asked, [], 'who did not answer is not asked three times more');
  await at.waitForTimeout(800);
  await scan(at, bag);
  await verdict(at, 'going', 'On this device only');
  await scan(at, bag);
  await verdict(at, 'attention', 'entered here already');
  assert.equal((await waiting(at)).length, 1);
  await says(at.locator(`[data-bag="${bag}"]`), 'On this device only');
  assert.deepEqual(await axeOf(at), []);
  await start();
  await live(at);
  await until('it is sent', async () => (await waiting(at)).length === 0);
  await at.locator(`[data-bag="${bag}"][data-state=done]`).waitFor();
  const all = await received(bag);
  assert.deepEqual(all.map((one) => [one.data.condition, one.data.seal, one.source]), [['intact', seal, 'device']]);
  await at.context().close();
});
await claim('R40 a courier hands on while the server is away: it stays on the telephone, and is recorded once after', async () => {
  const { address, box } = await courierLink();
  const { people } = await api('people?count=1000', quality), to = people.find((one) => one.person === box.carrier).site;
  const handed = async () => (await factsOf(`material/${box.materials[0]}`)).filter((one) => one.fact.startsWith('custody.handed_over/')).length;
  const phone = await open({ viewport: { width: 390, height: 844 } });
  await phone.goto(address);
  await phone.locator('#facts').waitFor();
  await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const before = await handed();
  await kill();
  const away = Date.now();
  await phone.locator('.lamp.stale').waitFor({ timeout: 12_000 });
  assert.ok(Date.now() - away < 12_000, 'the loss is said within 12 s');
  await scan(phone, `${to.slice(0, -1)}${to.endsWith('A') ? 'B' : 'A'}`);
  await says(phone.locator('#scan-why'), 'do not fit');
  await scan(phone, to);
  await phone.locator('[data-outcome=accepted]').click();
  await phone.locator('#give').click();
  await says(phone.locator('[data-handed=waiting]'), 'On this device only');
  await phone.reload();
  await says(phone.locator('[data-handed=waiting]'), to);
  assert.deepEqual(await wide(phone), []);
  await start();
  await phone.locator('[data-handed]').waitFor({ state: 'detached' });
  await phone.locator('#facts').waitFor();
  await phone.locator('.lamp.live').waitFor();
  assert.ok(await handed() > before);
  const once = await handed();
  await sleep(6000);
  assert.equal(await handed(), once);
  await phone.context().close();
});
await claim('evidence is checked by whoever opened the page before the network went, and the page opens again without it', async () => {
  const bundle = await (await fetch(`${url}/api/v1/export/material/${ids.BAG1}`, { headers: { authorization: `Bearer ${quality}` } })).text();
  const stranger = await open();
  await stranger.goto(`${url}/verify`);
  await stranger.locator('.drop').waitFor();
  await stranger.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await stranger.context().setOffline(true);
  for (const again of [false, true]) {
    if (again) await stranger.reload();
    await stranger.locator('.drop input').setInputFiles({ name: 'evidence.txt', mimeType: 'text/plain', buffer: Buffer.from(bundle) });
    await stranger.locator('[data-verdict=open]').waitFor();
  }
  await stranger.context().close();
});
await claim('no answer of the API is among what the service worker keeps', async () => {
  const paths = await page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname)))).flat());
  assert.ok(paths.length > 10);
  assert.deepEqual(paths.filter((one) => !/^\/(assets\/.+|early\.js|icon\.svg)?$/.test(one)), []);
});
await claim('the downtime sheet of a treatment fits A4, and its codes are read back as its things', async () => {
  const paper = await open({}, quality);
  await paper.goto(`${url}/print/downtime?course=course/${ids.COURSE}`);
  await paper.locator('.codes .qr').first().waitFor();
  await paper.emulateMedia({ media: 'print' });
  const require = createRequire(new URL('../../web/package.json', import.meta.url));
  const { readBarcodes, prepareZXingModule } = require('zxing-wasm/reader');
  const fs = await import('node:fs');
  prepareZXingModule({ overrides: { wasmBinary: fs.readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm')) } });
  const things = [];
  for (const one of await paper.locator('.codes .qr').all()) {
    const [found] = await readBarcodes(await one.screenshot(), { formats: ['QRCode'] });
    things.push([found?.text, await one.getAttribute('aria-label')]);
  }
  assert.ok(things.length >= 3);
  for (const [read, said] of things) assert.equal(read, said);
  assert.ok(things.some(([read]) => read === `course/${ids.COURSE}`));
  const pdf = await paper.pdf({ preferCSSPageSize: true });
  const boxes = pdf.toString('latin1').match(/\/MediaBox ?\[[^\]]*\]/g);
  assert.match(String(boxes), /\[0 0 59[45][.\d]* 84[12][.\d]*\]/);
  await paper.emulateMedia({ media: 'screen' });
  assert.deepEqual(await axeOf(paper), []);
  assert.deepEqual(await wide(paper), []);
  await paper.context().close();
});
await packetClaims({ url, waiting, here, until, stale, live, station, kill, start });
await claim('what stands on a sheet is entered afterwards, with its time, who did it, and as late', async () => {
  const before = (await received(`material/${ids.BAG2}`)).length;
  const entry = await open({}, nurse);
  await entry.goto(`${url}/paper`);
  await entry.fill('#around-sheet', 'AB12CD34');
  await entry.fill('#around-done_by', 'Zhang Wei');
  await entry.getByRole('button', { name: 'Receive', exact: true }).click();
  await entry.locator('form.command button.main').click();
  await says(entry.locator('.trouble'), 'Say when it happened');
  assert.equal(await entry.getByRole('button', { name: 'Hand over', exact: true }).count(), 0, 'a permission is not given afterwards');
  await scanInto(entry.locator('#field-material'), `material/${ids.BAG2}`);
  await entry.locator('#field-material').waitFor({ state: 'detached' });
  await entry.locator('#field-condition').selectOption('intact');
  const when = new Date(Date.now() - 3 * 3_600_000);
  const zone = /: (\S+)/.exec(await entry.locator('#zone-late-when').innerText())[1];
  await entry.fill('#late-when', when.toLocaleString('sv-SE', { timeZone: zone }).replace(' ', 'T').slice(0, 16));
  await entry.locator('form.command button.main').click();
  await says(entry.locator('.recorded'), 'Recorded.');
  const one = (await received(`material/${ids.BAG2}`))[before];
  assert.equal(one.reason, 'LATE-ENTRY');
  assert.equal(one.source, 'person');
  assert.equal(one.happened_at.slice(0, 16), when.toISOString().slice(0, 16));
  assert.equal(JSON.stringify(one).includes('Zhang'), false, 'names are in the vault');
  assert.deepEqual(await axeOf(entry), []);
  await entry.context().close();
});
await claim('a treatment on paper has its chain of identity, the head of the log, every fact and who signed', async () => {
  const paper = await open({ colorScheme: 'dark' }, quality);
  await paper.goto(`${url}/course/${ids.COURSE}`);
  await paper.locator('.fact').first().waitFor();
  await paper.locator('.print-head .qr').waitFor({ state: 'attached' });
  await paper.waitForFunction(() => !document.querySelector('.waiting'));
  await paper.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await paper.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const root = (await (await fetch(`${url}/log/checkpoint`)).text()).split('\n')[2];
  await says(paper.locator('.print-head'), root);
  assert.equal(await paper.locator('.rail-nav').isVisible(), false);
  assert.equal(await paper.locator('.fact').count(), await paper.locator('.fact > div > .data').count());
  assert.equal(await paper.evaluate(() => getComputedStyle(document.body).color), 'rgb(0, 0, 0)');
  await paper.context().close();
});
await claim('the browser had nothing to complain about', () => assert.deepEqual(complaints, []));
await closeAll();
console.log(`server ${server}`);
