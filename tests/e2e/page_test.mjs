// SPDX-License-Identifier: Apache-2.0
// What people do on the page, claim by claim, on the demonstration. Arguments: URL, data folder, Chromium, pid of the
// server, secret of the link that sets up the first account.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { ids, open, closeAll, burst, claim, budgets, complaints, expecting, firstLook, says, scan, token, views, axeOf, wide, api } from './page_parts.mjs';

const [url, , , server, secret] = process.argv.slice(2);
const quality = token('quality'), nurse = token('nurse'), second = token('second-nurse');

// A treatment whose released bags wait at the hospital, and its patient.
const { courses } = await api('courses?count=1000', nurse);
let bag, patient;
for (const one of courses.filter((course) => course.reached === 'released' && Object.keys(course.barred).length === 0)) {
  const { facts } = await api(`timeline/${one.course}`, nurse);
  patient = one.recipient;
  bag = `material/${facts.find((fact) => fact.fact.startsWith('manufacture.produced/')).data.products[0].material}`;
}

const page = await open();
await page.goto(url);
await claim('whoever comes is told that this is a demonstration, before they sign in', () => says(page.locator('#mark'), 'Demonstration'));
await claim('a wrong token is refused with the sentence of the server', async () => {
  expecting('401');
  await page.fill('#entry-token', 'not-the-token');
  await page.keyboard.press('Enter');
  const told = await (await fetch(`${url}/api/v1/me`, { headers: { authorization: 'Bearer not-the-token' } })).json();
  await says(page.locator('.trouble strong'), told.detail);
});
await claim('the right token opens my work, and is kept for the tab alone', async () => {
  await page.fill('#entry-token', quality);
  await page.keyboard.press('Enter');
  await says(page.locator('h1'), 'My work');
  assert.equal(await page.evaluate((text) => JSON.stringify(localStorage).includes(text), quality), false);
});
await claim('any code finds its thing, on any page; what is typed never stands in an address', async () => {
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.keyboard.press('/');
  await page.keyboard.type(`material/${ids.BAG2}`);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/material/${ids.BAG2}`);
  await page.fill('#question', 'Zhang San');
  await page.keyboard.press('Enter');
  await says(page.locator('dialog .alarm'), 'Nothing is recorded under this code');
  await page.keyboard.press('Escape');
  assert.deepEqual([...asked, page.url()].filter((one) => /Zhang/.test(one)), []);
});
await claim('a held bag is loudly held, in words and shape', async () => {
  await says(page.locator('.alarm.held'), 'On hold. Do not use.');
  assert.equal(await page.locator('.alarm.held svg .held').count(), 1);
});
await claim('a scan that comes before the page is ready is not lost', async () => {
  const early = await open({}, nurse);
  await early.route('**/assets/*.js', async (route) => { await new Promise((go) => { setTimeout(go, 700); }); await route.continue(); });
  await early.goto(url, { waitUntil: 'commit' });
  await early.waitForFunction(() => Array.isArray(window.veinlineEarly));
  await scan(early, `material/${ids.BAG2}`);
  await early.waitForURL(`**/material/${ids.BAG2}`);
  await early.context().close();
});
await claim('nor is one under a Chinese input method, nor the separator of one that has some', async () => {
  for (const [code, method] of [[`material/${ids.BAG2}`, true], [']d2010950600013435210LOT-7\u001d21Ser9', false], ['&/CHA999926000A1Z', true]]) {
    const early = await open({}, nurse);
    const heard = early.waitForRequest((asked) => asked.url().endsWith('/api/v1/scan'));
    await early.route('**/assets/*.js', async (route) => { await new Promise((go) => { setTimeout(go, 700); }); await route.continue(); });
    await early.goto(url, { waitUntil: 'commit' });
    await early.waitForFunction(() => Array.isArray(window.veinlineEarly) && document.body);
    assert.equal(await early.locator('html[data-scan-ready]').count(), 0, 'the page is not ready');
    await burst(early, [code], method);
    assert.equal((await heard).postDataJSON().code, code);
    await early.context().close();
  }
});
await claim('a treatment shows its eight steps, its lanes, its lineage, and that its record is intact, computed here', async () => {
  await page.goto(`${url}/course/${ids.COURSE}`);
  await page.locator('[data-intact=yes]').waitFor();
  assert.equal(await page.locator('.rail:not(.mini) li').count(), 8);
  await page.locator('svg.lanes .bar').first().waitFor();
  await page.locator('svg.lineage .node').nth(3).waitFor();
});
await claim('evidence of which one byte is another is not intact', async () => {
  const other = await open({}, quality);
  await other.route('**/api/v1/export/**', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace('"v":1', '"v":2') });
  });
  await other.goto(`${url}/course/${ids.COURSE}`);
  await says(other.locator('.intact'), 'NOT intact');
  await other.context().close();
});
const form = await open({}, nurse);
await claim('what the server refuses in a form stands beside its field, and nothing is recorded', async () => {
  await form.goto(`${url}/do/quality/hold?thing=material/${ids.BAG1}`);
  expecting('400');
  await form.getByRole('button', { name: 'Record', exact: true }).click();
  await says(form.locator('#why-cause'), /\w+/);
  await says(form.locator('.trouble'), 'Nothing was recorded');
});
await claim('what one person records appears before another, without reloading', async () => {
  await page.goto(`${url}/material/${ids.BAG1}`);
  await says(page.locator('.lamp'), 'Live');
  assert.equal(await page.locator('.alarm').count(), 0);
  await form.locator('#field-cause').selectOption('other');
  await form.fill('#field-reason', 'TEST');
  await form.getByRole('button', { name: 'Record', exact: true }).click();
  await says(form.locator('.recorded'), 'Recorded.');
  await says(page.locator('.alarm.held'), 'On hold');
});
await claim('who signs is shown exactly what will be recorded, first', async () => {
  const lifter = await open({}, token('hospital-quality'));
  await lifter.goto(`${url}/do/quality/lift?thing=material/${ids.BAG1}`);
  await lifter.fill('#field-reason', 'TEST-OVER');
  await lifter.getByRole('button', { name: 'Show what I sign' }).click();
  await says(lifter.locator('dialog .prepared'), 'Hold lifted');
  await lifter.getByText('Exactly what is recorded').click();
  await says(lifter.locator('dialog pre'), ids.BAG1);
  await lifter.getByRole('button', { name: 'Sign and record' }).click();
  await says(lifter.locator('.recorded'), 'Recorded.');
  await lifter.context().close();
});
await claim('R09 another patient\'s wristband is a stop that fills the screen, with both identities', async () => {
  expecting('409');
  await form.goto(`${url}/bedside`);
  await form.locator('html[data-scan-ready]').waitFor();
  await says(form.locator('.station'), /陈/);
  assert.equal(await form.locator('.bedside input[type=text]').count(), 0);
  await scan(form, `subject/${ids.PATIENT}`);
  await form.locator('[data-slot="1"].done').waitFor();
  await scan(form, bag);
  await form.locator('.bedside[data-state=stop]').waitFor();
  await says(form.locator('.both'), patient.slice(-2));
  await form.getByRole('button', { name: 'Begin anew' }).click();
});
await claim('R10 bag and wristband in any order, and a second person, are a match', async () => {
  await form.goto(`${url}/do/infusion/start_thaw?material=${bag}&wristband=${patient}`);
  await form.getByRole('button', { name: 'Record', exact: true }).click();
  await says(form.locator('.recorded'), 'Recorded.');
  await form.goto(`${url}/bedside`);
  await form.locator('html[data-scan-ready]').waitFor();
  await says(form.locator('.station'), /陈/);
  await scan(form, bag);
  await form.locator('[data-slot="2"].done').waitFor();
  await scan(form, patient);
  await form.locator('.bedside[data-state=first]').waitFor();
  const other = await open({}, second);
  await other.goto(`${url}/bedside`);
  await other.locator('html[data-scan-ready]').waitFor();
  await says(other.locator('.station'), 'Marchetti');
  await scan(other, patient);
  await other.locator('[data-slot="1"].done').waitFor();
  await scan(other, bag);
  await other.getByRole('button', { name: 'Sign and record' }).click();
  await other.locator('.bedside[data-state=match]').waitFor();
  await other.context().close();
});
await claim('anybody checks evidence without signing in; a changed byte is found', async () => {
  const evidence = await (await fetch(`${url}/api/v1/export/course/${ids.COURSE}`, { headers: { authorization: `Bearer ${quality}` } })).text();
  const stranger = await open();
  await stranger.goto(`${url}/verify`);
  const file = (text) => ({ name: 'evidence.txt', mimeType: 'text/plain', buffer: Buffer.from(text) });
  await stranger.fill('#verify-key', /^key (.+)$/m.exec(evidence)[1]);
  await stranger.setInputFiles('input[type=file]', file(evidence));
  await stranger.locator('[data-verdict=yes]').waitFor();
  await stranger.setInputFiles('input[type=file]', file(evidence.replace('"uncertainty_s":0', '"uncertainty_s":1')));
  await stranger.locator('[data-verdict=no]').waitFor();
  // Dropped, as from a folder.
  const drop = (text) => stranger.locator('.drop').evaluate((box, given) => {
    const held = new DataTransfer();
    held.items.add(new File([given], 'evidence.txt', { type: 'text/plain' }));
    for (const kind of ['dragenter', 'dragover', 'drop']) box.dispatchEvent(new DragEvent(kind, { dataTransfer: held, bubbles: true, cancelable: true }));
  }, text);
  await drop(evidence);
  await stranger.locator('[data-verdict=yes]').waitFor();
  await drop(evidence.replace('"uncertainty_s":0', '"uncertainty_s":2'));
  await stranger.locator('[data-verdict=no]').waitFor();
  await stranger.context().close();
});
await claim('R43 a patient is found by their name and shown for a purpose; nothing of it stands in an address', async () => {
  const told = await (await fetch(`${url}/api/v1/identity`, { method: 'POST', headers: { authorization: `Bearer ${token('coordinator')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ subject: `subject/${ids.PATIENT}`, purpose: 'enrolment' }) })).json();
  const desk = await open({}, token('coordinator'));
  const asked = [];
  desk.on('request', (request) => asked.push(decodeURIComponent(request.url())));
  await desk.goto(`${url}/patients`);
  await desk.fill('#patient-text', told.name);
  await desk.keyboard.press('Enter');
  const hit = desk.locator('.patient').filter({ has: desk.locator(`a[href$="${ids.PATIENT}"]`) });
  await hit.getByRole('button', { name: 'Who this is' }).click();
  assert.equal((await hit.textContent()).includes(told.name), false, 'masked until it is asked for');
  await hit.locator('select').selectOption('bedside');
  await hit.getByRole('button', { name: 'Show', exact: true }).click();
  await says(hit.locator('.who-is'), told.name);
  await says(hit.locator('.who-is'), told.birth_date);
  assert.deepEqual([...asked, desk.url()].filter((one) => one.includes(told.name)), []);
  await desk.context().close();
});
await claim('a document is begun, a version filed with its digest, approved by another and opened', async () => {
  const keeper = await open({}, token('hospital-quality'));
  await keeper.goto(`${url}/do/papers/begin`);
  await keeper.locator('#field-kind').selectOption('sop');
  await keeper.locator('#field-language').selectOption('english');
  await keeper.fill('#field-code', 'SOP-PAGE-1');
  await keeper.fill('#field-title', 'Thawing at the bedside');
  await keeper.getByRole('button', { name: 'Record', exact: true }).click();
  await keeper.locator('.recorded a').first().click();
  await keeper.fill('#paper-version', 'V1.0');
  await keeper.setInputFiles('#paper-file', { name: 'sop.txt', mimeType: 'text/plain', buffer: Buffer.from('Thaw slowly.\n') });
  await keeper.getByRole('button', { name: 'File a version' }).click();
  await says(keeper.locator('.version'), createHash('sha256').update('Thaw slowly.\n').digest('hex'));
  await says(keeper.locator('.version'), 'draft');
  assert.equal(await keeper.locator('.version').getByRole('link', { name: 'Approve' }).count(), 0, 'never by who filed it');
  const other = await open({}, token('investigator'));
  await other.goto(keeper.url());
  await other.locator('.version').getByRole('link', { name: 'Approve a version' }).click();
  await other.getByRole('button', { name: 'Show what I sign' }).click();
  await other.getByRole('button', { name: 'Sign and record' }).click();
  await says(other.locator('.recorded'), 'Recorded.');
  await says(keeper.locator('.version'), 'in force');
  const [file] = await Promise.all([keeper.waitForEvent('download'), keeper.getByRole('button', { name: 'Open a copy' }).click()]);
  assert.equal(file.suggestedFilename(), 'SOP-PAGE-1-V1.0.txt');
  await other.context().close();
  await keeper.context().close();
});
await claim('the courier of one box opens its link once on a telephone, takes it and hands it on, without an account', async () => {
  const { facts } = await api('audit?count=1000', token('administrator'));
  const arrived = new Set(facts.filter((one) => one.fact.startsWith('reception.received/')).map((one) => one.data.consignment));
  const box = facts.find((one) => one.fact.startsWith('transport.dispatched/') && !arrived.has(one.data.consignment) && one.data.carrier.startsWith('person/')).data;
  const sender = await open({}, quality);
  await sender.goto(`${url}/consignment/${box.consignment}`);
  await sender.locator('#link-courier').selectOption(box.carrier);
  await sender.getByRole('button', { name: 'Issue the link' }).click();
  const link = await sender.locator('#courier-link').textContent();
  await sender.context().close();
  const phone = await open({ viewport: { width: 320, height: 700 }, locale: 'zh-CN', colorScheme: 'dark' });
  await phone.goto(link);
  await says(phone.locator('#with'), '该箱在您手中');
  assert.equal(phone.url(), `${url}/courier`);
  await phone.locator('#language').click();
  await says(phone.locator('#facts'), box.seal);
  assert.deepEqual(await axeOf(phone), []);
  assert.deepEqual(await wide(phone), []);
  await phone.reload();
  await says(phone.locator('#with'), 'You have this box');
  assert.equal(await phone.locator('.dos li svg').count(), 4, 'pictures of what to do and not');
  await says(phone.locator('#limits'), 'Temperature allowed');
  assert.equal(await phone.locator('#receiver').count(), 0, 'nobody is typed');
  // What is refused stays with who has it, and is told to quality.
  await phone.locator('#to-company').click();
  await phone.locator('[data-outcome=refused]').click();
  assert.ok(await phone.locator('#give').isDisabled(), 'a refusal says why');
  await phone.locator('[data-remark=temperature_alarm]').click();
  await phone.fill('#remark-text', 'display reads high');
  assert.deepEqual(await axeOf(phone), []);
  assert.deepEqual(await wide(phone), []);
  await phone.locator('#give').click();
  await says(phone.locator('.told'), 'The refusal is recorded');
  await says(phone.locator('[data-was=refused]'), 'shows an alarm');
  await says(phone.locator('#with'), 'You have this box');
  const keeper = await open({}, quality);
  await keeper.goto(`${url}/consignment/${box.consignment}`);
  await says(keeper.locator('main'), 'refused');
  await keeper.context().close();
  // Handed on: a seal that cannot be scanned is typed, and recorded so.
  await phone.locator('summary', { hasText: 'Type the seal number' }).click();
  await phone.fill('#seal', 'seal-new');
  await phone.locator('#seal-take').click();
  await scan(phone, `site/${ids.FACTORY}`);
  await phone.locator('[data-outcome=accepted]').click();
  expecting('4\\d\\d');
  await phone.locator('#give').click();
  await says(phone.locator('.trouble'), 'Nothing was recorded');
  await says(phone.locator('[data-slot=seal]'), 'SEAL-NEW');
  const { people } = await api('people?count=1000', token('administrator'));
  await scan(phone, people.find((one) => one.person === box.carrier).site);
  await phone.locator('#give').click();
  await says(phone.locator('.told'), 'Recorded.');
  // What was told before says that it is recorded too.
  let handed;
  for (let i = 0; i < 100 && handed?.data.seal !== 'SEAL-NEW'; ++i) {
    await phone.waitForTimeout(100);
    handed = (await api(`timeline/material/${box.materials[0]}?count=1000`, token('administrator'))).facts.filter((one) => one.fact.startsWith('custody.handed_over/')).at(-1);
  }
  assert.deepEqual([handed.data.seal, handed.reason?.code ?? handed.reason], ['SEAL-NEW', 'SEAL-TYPED']);
  const stranger = await open();
  await stranger.goto(link);
  await says(stranger.locator('.trouble'), 'This link does not count');
  await stranger.context().close();
  await phone.context().close();
});
await claim('the other language reaches every word, and stays', async () => {
  await page.goto(`${url}/tower`);
  await page.locator('.who summary').click();
  await page.getByRole('button', { name: '简体中文' }).click();
  await says(page.locator('h1'), '控制塔');
  await page.reload();
  await says(page.locator('h1'), '控制塔');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'zh-CN');
});
await claim('a first account is set up by its link, locked and unlocked with what was written still there, and left', async () => {
  const console_ = await open();
  await console_.goto(`${url}/#set-up=${secret}`);
  await console_.fill('#entry-login', 'console');
  await console_.fill('#entry-password', 'seven quiet lamps over water');
  await console_.keyboard.press('Enter');
  await says(console_.locator('h1'), 'My work');
  assert.equal(console_.url(), `${url}/`);
  await console_.goto(`${url}/do/study/register_site`);
  await console_.fill('#field-code', 'HOSP-NEW');
  await console_.locator('.who summary').click();
  await console_.getByRole('button', { name: 'Lock', exact: true }).click();
  await console_.fill('#entry-secret', 'seven quiet lamps over water');
  await console_.keyboard.press('Enter');
  await console_.locator('dialog[open]').waitFor({ state: 'detached' });
  assert.equal(await console_.inputValue('#field-code'), 'HOSP-NEW');
  await console_.getByRole('button', { name: 'Sign out' }).click();
  await says(console_.locator('h1'), 'Sign in');
  await console_.context().close();
});
await claim('the first look is small in scripts, styles and requests', async () => {
  const fresh = await open({}, quality);
  const { scripts, styles, files, questions } = await firstLook(fresh, url);
  console.log(`   first look: ${scripts} bytes of scripts, ${styles} of styles, ${files.length} requests for files, and ${questions.length} questions: ${questions.join(' ')}`);
  const { first_look } = budgets;
  assert.ok(scripts <= first_look.scripts_gz_bytes && styles <= first_look.styles_gz_bytes && files.length <= first_look.requests, JSON.stringify(files));
  await fresh.context().close();
});
await claim('a phone needs no sideways scrolling, and no rule of accessibility is broken, in both languages and themes', async () => {
  // Every day another quarter of them, by the seed; all with ./dev test all.
  const shares = process.env.VEINLINE_CAMPAIGN === 'full' ? 1 : 4, from = Number(process.env.VEINLINE_SEED ?? 0) % shares;
  for (const { path, who, locale, colorScheme, width } of views.filter((_, at) => at % shares === from)) {
    const view = await open({ locale, colorScheme, viewport: { width, height: 844 } }, who && token(who));
    await view.goto(`${url}${path}`);
    await view.locator('h1').first().waitFor();
    // The stream of news keeps the network busy for ever: what is waited for is what the page waits for.
    await view.waitForFunction(() => !document.querySelector('.waiting'), null, { timeout: 15_000 }).catch(() => undefined);
    await view.waitForTimeout(300);
    const name = `${path} ${locale} ${colorScheme} ${width}`;
    assert.deepEqual(await axeOf(view), [], name);
    assert.deepEqual(await wide(view), [], `${name} scrolls sideways`);
    await view.context().close();
  }
});
await claim('a server that is gone is seen by the lamp, and told in a sentence with a way back', async () => {
  expecting('ERR_|Failed to load');
  await form.goto(`${url}/`);
  await says(form.locator('.lamp'), 'Live');
  process.kill(Number(server), 'SIGTERM');
  await form.locator('.lamp.stale').waitFor({ timeout: 20_000 });
  await form.fill('#question', `material/${ids.BAG2}`);
  await form.keyboard.press('Enter');
  await says(form.locator('dialog .trouble'), 'does not answer');
});
await claim('the browser had nothing to complain about', () => assert.deepEqual(complaints, []));
await closeAll();
