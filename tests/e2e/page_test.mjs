// SPDX-License-Identifier: Apache-2.0
// What a newcomer does on the first page, claim by claim. Arguments: URL, data folder, Chromium, pid of the server,
// folder of the programs.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';

const { chromium } = createRequire(new URL('../../web/package.json', import.meta.url))('playwright-core');
const [url, data, executablePath, server, programs] = process.argv.slice(2);
const token = fs.readFileSync(`${data}/tokens/quality`, 'utf8').trim();
const ids = Object.fromEntries(fs.readFileSync(`${data}/demonstration.env`, 'utf8').trim().split('\n').map((line) => line.split('=')));

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic',
  '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
const complaints = [];
let expected = '';  // what the browser may say of an answer that we provoked
async function open(options) {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 }, ...options });
  await context.addInitScript(() => addEventListener('securitypolicyviolation', (event) =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`)));
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !(expected && message.text().includes(expected))) complaints.push(message.text());
  });
  return page;
}
async function claim(name, check) {
  try { await check(); } catch (error) {
    console.error(`FAILED: ${name}\n${error.message}\n${complaints.join('\n')}`);
    await browser.close();
    process.exit(1);
  }
  console.log(`ok: ${name}`);
}
async function saved(page, press) {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: download.suggestedFilename(), path: await download.path() };
}
const says = async (locator, text) => {
  await locator.filter({ hasText: text }).first().waitFor();
};

const page = await open();
await page.goto(url);
await claim('whoever comes is told that this is a demonstration, before they sign in', async () => {
  await says(page.locator('#mark:visible'), 'Demonstration');
});
await claim('a node of another name is told to be none', async () => {
  const other = await open();
  await other.route('**/log/checkpoint', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replaceAll('demonstration.veinline', 'hospital.veinline') });
  });
  await other.goto(url);
  await says(other.locator('footer code'), 'hospital.veinline');
  assert.equal(await other.locator('#mark').isVisible(), false);
  await other.close();
});
await claim('a wrong token is refused with a sentence of the server', async () => {
  expected = '401';
  await page.fill('#token', 'not-the-token');
  await page.keyboard.press('Enter');
  await says(page.locator('.trouble strong'), /\w+ \w+/);
  const sentence = await (await fetch(`${url}/api/v1/me`, { headers: { authorization: 'Bearer not-the-token' } })).json();
  assert.equal(await page.locator('.trouble strong').textContent(), sentence.detail);
  expected = '';
});
await claim('the right token opens the list of treatments', async () => {
  await page.fill('#token', token);
  await page.keyboard.press('Enter');
  await says(page.locator('.card .coi'), 'CHA999926000A1Z');
  assert.equal(await page.locator('.card .rail li').count(), 8);
  await says(page.locator('.card .rail [aria-current=step]'), 'Followed up');
  await says(page.locator('.card .chip.hold'), 'on hold through material');
  await says(page.locator('#mark:visible'), 'Demonstration');
  const me = await (await fetch(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })).json();
  assert.equal(me.demonstration, true);
});
await claim('the token is kept for the tab alone', async () => {
  assert.equal(await page.evaluate((text) => JSON.stringify(localStorage).includes(text), token), false);
});
await claim('a treatment shows its chain of identity, its recipient, its materials and its facts in order', async () => {
  await page.locator('.card').focus();
  await page.keyboard.press('Enter');
  await says(page.locator('.banner'), 'CHA999926000A1Z');
  await says(page.locator('.banner'), ids.PATIENT);
  await says(page.locator('.materials'), 'on hold');
  await says(page.locator('.fact strong'), 'Released');
  await says(page.locator('.fact .note'), 'an import named the signer, who had not signed in');
  const times = await page.locator('.facts .fact > time').evaluateAll((all) => all.map((one) => one.dateTime));
  assert.equal(times.length, 11);
  assert.deepEqual(times, [...times].sort());
});
await claim('every fact has its title from the catalogue', async () => {
  for (const title of await page.locator('.fact strong').allTextContents()) assert.doesNotMatch(title, /\/\d+$/);
});
await claim('a bag is asked by what a scanner reads, and says how long it took', async () => {
  for (const asked of ['din:A999926123456', 'A999926123456', '=A99992612345600']) {
    await page.fill('#question', asked);
    await page.keyboard.press('Enter');
    await says(page.locator('.banner h1'), ids.LEUKAPHERESIS);
    await says(page.locator('.took'), /Answered in \d+ ms/);
    await page.goto(`${url}/#/`);
    await page.locator('.card').waitFor();
  }
});
await claim('a held bag is loudly held, with the reason, in words and shape', async () => {
  await page.fill('#question', `material/${ids.BAG2}`);
  await page.keyboard.press('Enter');
  await says(page.locator('[role=alert].alarm.hold'), 'On hold. Do not use.');
  await says(page.locator('.alarm'), 'broken seal');
  assert.equal(await page.locator('.alarm svg.hold').count(), 1);
});
await claim('who had it is told in intervals that touch, the last one open', async () => {
  const rows = page.locator('.custody li');
  assert.equal(await rows.count(), 3);
  await says(rows.nth(1), 'COLDCARE');
  await says(rows.last(), 'until now');
  const ends = await rows.locator('time').evaluateAll((all) => all.map((one) => one.dateTime));
  assert.equal(ends[1], ends[2]);
  assert.equal(ends[3], ends[4]);
});
await claim('where it came from is a chain from the subject to this bag', async () => {
  await page.locator('.lineage li').nth(3).waitFor();
  const codes = await page.locator('.lineage code').allTextContents();
  assert.deepEqual(codes, [ids.PATIENT, ids.LEUKAPHERESIS, ids.BATCH, ids.BAG2]);
});
await claim('what became of a batch stands bag by bag: who got one of them stands under that one', async () => {
  await page.locator('.lineage li').nth(2).locator('a').click();
  await page.locator('.lineage li').nth(5).waitFor();
  const codes = await page.locator('.lineage code').allTextContents();
  assert.deepEqual(codes, [ids.PATIENT, ids.LEUKAPHERESIS, ids.BATCH, ids.BAG1, ids.PATIENT, ids.BAG2]);
});
await claim('a bag whose batch is held says so too', async () => {
  await page.goto(`${url}/#/material/${ids.BAG1}`);
  await page.locator('.banner').filter({ hasText: ids.BAG1 }).waitFor();
  assert.equal(await page.locator('.alarm').count(), 0);
  const answer = await fetch(`${url}/api/v1/commands/quality/hold`, { method: 'POST', headers: { authorization: `Bearer ${token}`,
    'content-type': 'application/json', 'idempotency-key': 'page-test-1' },
  body: JSON.stringify({ reason: 'TEST', data: { thing: `batch/${ids.BATCH}`, cause: 'other' } }) });
  assert.equal(answer.status, 200, await answer.text());
  await page.reload();
  await says(page.locator('.alarm.hold'), 'On hold through batch');
  await says(page.locator('.banner .chip.plan'), 'was released');
  assert.equal(await page.locator('.banner .chip').filter({ hasText: /^released$/ }).count(), 0);
});
await claim('a bag whose batch is rejected says so louder, and what is at fault is one click away', async () => {
  // No command rejects without a deviation, and the demonstration has none about its batch: the answer is altered.
  await page.route('**/api/v1/trace/material/*', async (route) => {
    const answer = await (await route.fetch()).json();
    answer.status.barred = { held: `batch/${ids.BATCH}`, rejected: `batch/${ids.BATCH}`, strange: `material/${ids.LEUKAPHERESIS}` };
    await route.fulfill({ json: answer });
  });
  await page.reload();
  await says(page.locator('.alarm.stop'), 'Rejected through batch');
  await says(page.locator('.alarm.warn'), 'Not in order: the history of material');
  assert.equal(await page.locator('.alarm.stop a').getAttribute('href'), `#/batch/${ids.BATCH}`);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.reload();
  await says(page.locator('.alarm.hold'), 'On hold through batch');
});
await claim('a site has a page with the facts that name it, read page by page', async () => {
  await page.locator('.custody a').first().click();
  await says(page.locator('.banner h1'), 'site');
  await says(page.locator('.facts .fact strong'), 'Site registered');
  assert.equal(await page.locator('.trouble').count(), 0);
  assert.equal(await page.getByRole('button', { name: 'Export evidence' }).count(), 0);
  await page.goBack();
  await says(page.locator('.banner h1'), ids.BAG1);
});
let receipt;
await claim('the proof of a fact is recomputed here, and its receipt can be saved', async () => {
  await page.locator('.condition .fact').last().getByRole('button', { name: 'Proof' }).click();
  await says(page.locator('.verdict.done'), 'Recomputed in this browser');
  const shown = await page.locator('.panel pre').textContent();
  receipt = await saved(page, () => page.getByRole('button', { name: 'Save receipt' }).click());
  assert.match(receipt.name, /^record-\d+\.tlog-proof$/);
  assert.equal(fs.readFileSync(receipt.path, 'utf8'), shown);
});
await claim('a receipt for other bytes is not proven', async () => {
  await page.route('**/api/v1/receipt/*', async (route) => {
    const answer = await (await route.fetch()).json();
    await route.fulfill({ json: { ...answer, bytes: answer.bytes.replace('"v":1', '"v":2') } });
  });
  const proof = page.locator('.condition .fact').last().getByRole('button', { name: 'Proof' });
  await proof.click();
  await proof.click();
  await says(page.locator('.verdict.stop'), 'does NOT lead');
  await page.unroute('**/api/v1/receipt/*');
});
await claim('exported evidence is accepted by the checker with the key of the footer', async () => {
  const evidence = await saved(page, () => page.getByRole('button', { name: 'Export evidence' }).click());
  const key = (await page.locator('footer code').last().textContent()).trim();
  assert.equal(key, fs.readFileSync(`${data}/demonstration.vkey`, 'utf8').trim());
  execFileSync(`${programs}/veinline-verify`, [evidence.path, '--key', key]);
});
await claim('the other language reaches every word, and stays', async () => {
  await page.getByRole('button', { name: '中文' }).click();
  await says(page.locator('.custody h2'), '经过谁手');
  await says(page.locator('.fact strong'), '已接收');
  await page.reload();
  await says(page.locator('.custody h2'), '经过谁手');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'zh-CN');
  await says(page.locator('#lamp'), '实时');
  await page.getByRole('button', { name: 'English' }).click();
  assert.match(await page.locator('#lamp').textContent(), /live/);
  await page.getByRole('button', { name: '中文' }).click();
  assert.match(await page.locator('#lamp').textContent(), /实时/);
  await page.getByRole('button', { name: 'English' }).click();
  await says(page.locator('.custody h2'), 'Who had it');
});
await claim('an unknown thing is a sentence and what to do', async () => {
  await page.fill('#question', 'din:Z000000000000');
  await page.keyboard.press('Enter');
  await says(page.locator('.trouble'), 'din:NUMBER');
  expected = '400';
  await page.fill('#question', '=A9999261234');
  await page.keyboard.press('Enter');
  await says(page.locator('.trouble'), 'the code is cut off');
  expected = '';
});
await claim('R09 a label that says another patient is a stop, and no address ever held what was typed', async () => {
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.fill('#question', '=+02000=A99992612345600&/CHA999926999999');
  await page.keyboard.press('Enter');
  await says(page.locator('[role=alert].alarm.stop'), 'Chain of identity');
  await says(page.locator('.candidates'), ids.LEUKAPHERESIS);
  await page.fill('#question', 'Zhang San');
  await page.keyboard.press('Enter');
  await says(page.locator('.trouble'), 'Nothing is recorded under this code');
  assert.deepEqual([...asked, page.url()].filter((one) => /Zhang/.test(one)), []);
});
await claim('R11 a label is printed, scanned back from its material, and found by a scan from then on', async () => {
  const labels = page.locator('.labels');
  await page.goto(`${url}/#/material/${ids.LEUKAPHERESIS}`);
  const { name, path } = await saved(page, () => labels.getByRole('button', { name: 'Print label' }).click());
  assert.equal(fs.readFileSync(path).subarray(0, 5).toString(), '%PDF-');
  const code = name.replace(/^label-(.*)\.pdf$/, 'label:$1');
  const ask = async (asked, locator, told) => {
    await page.fill('#question', asked);
    await page.keyboard.press('Enter');
    await says(page.locator(locator), told);
  };
  await ask(code, '.alarm.stop', 'not scanned back');
  await page.goto(`${url}/#/material/${ids.LEUKAPHERESIS}`);
  const scanBack = async (bag, label) => {
    await labels.locator('#scan-bag').fill(bag);
    await labels.locator('#scan-label').fill(label);
    await labels.getByRole('button', { name: 'Scan back' }).click();
  };
  expected = '409';
  await scanBack(`material/${ids.BAG2}`, code);
  await says(labels.locator('.trouble'), /\w+ \w+/);
  expected = '';
  await scanBack('=A99992612345600', code);
  await says(labels.locator('.chip.done'), 'live');
  await ask(code, '.banner h1', ids.LEUKAPHERESIS);
  const anew = await saved(page, () => labels.getByRole('button', { name: 'Print anew' }).click());
  assert.notEqual(anew.name, name);
  await says(labels.locator('.chip'), 'void');
  await ask(code, '.alarm.stop', 'This label is void');
});
await claim('what another person records appears without reloading, and nothing moves under the reader\'s hand', async () => {
  await says(page.locator('#lamp'), 'live');
  await page.goto(`${url}/#/material/${ids.BAG1}`);
  await page.locator('.facts .fact').last().waitFor();
  const nurse = fs.readFileSync(`${data}/tokens/nurse`, 'utf8').trim();
  const hold = (cause, key) => fetch(`${url}/api/v1/commands/quality/hold`, { method: 'POST',
    headers: { authorization: `Bearer ${nurse}`, 'idempotency-key': key },
    body: JSON.stringify({ data: { thing: `material/${ids.BAG1}`, cause }, reason: 'TEST' }) });
  assert.equal((await hold('other', 'first-hold')).status, 200);
  await says(page.locator('.alarm.hold'), 'On hold');
  await page.locator('.facts .fact button', { hasText: 'Proof' }).first().click();
  const shown = await page.locator('.facts .fact').count();
  assert.equal((await hold('broken_container', 'second-hold')).status, 200);
  await page.locator('#fresh button').click();
  await page.locator('.facts .fact').nth(shown).waitFor();
});
await claim('a token in the address is taken and erased; a phone needs no sideways scrolling', async () => {
  const phone = await open({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', colorScheme: 'dark' });
  await phone.goto(`${url}/#token=${token}`);
  await says(phone.locator('h1'), '疗程');
  assert.equal(phone.url(), `${url}/`);
  await phone.goto(`${url}/#/material/${ids.BAG2}`);
  await says(phone.locator('.alarm'), '请勿使用');
  await phone.locator('.facts .fact').last().waitFor();
  assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth), 390);
});
await claim('a server that is gone is a sentence with a way back', async () => {
  expected = 'ERR_CONNECTION';
  process.kill(Number(server), 'SIGTERM');
  await page.fill('#question', `material/${ids.BAG1}`);
  for (let round = 0; round < 100; round += 1) {
    if (!await fetch(`${url}/healthz`).catch(() => null)) break;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  await page.keyboard.press('Enter');
  await says(page.locator('#lamp'), 'no connection');
  await says(page.locator('main .trouble'), 'veinline serve');
  assert.equal(await page.locator('main').getByRole('button', { name: 'Try again' }).count(), 1);
});
await claim('the browser had nothing to complain about', () => assert.deepEqual(complaints, []));
await browser.close();
