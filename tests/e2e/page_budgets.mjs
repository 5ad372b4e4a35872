// SPDX-License-Identifier: Apache-2.0
// What the page may cost: bytes, requests, jumps, clicks, scans; and that no rule of accessibility or of the policy is
// broken on any screen. Which views a short run looks at is by chance (VEINLINE_SEED); VEINLINE_CAMPAIGN=full: all of them.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { addresses } from '../../web/tools/addresses.mjs';
import { chance, houseOf, seedOf, settled, some } from '../../web/tools/browser.mjs';
import { untranslated } from '../../web/tools/looks.mjs';
import { accounts, courierLink, give, released, signIn } from './page_house.mjs';
import { axeOf, budgets, claim, closeAll, complaints, expecting, firstLook, open, scan, says, token, wide } from './page_parts.mjs';

const [url, data] = process.argv.slice(2);
const full = process.env.VEINLINE_CAMPAIGN === 'full';
const seed = seedOf(process.env.VEINLINE_SEED);
const next = chance(seed);
console.log(`seed ${seed} (the same again: VEINLINE_SEED=${seed})`);

/** Counts what a person does: clicks and taps that the browser believes, keys into fields. */
const counting = () => {
  const done = { clicks: 0, keys: 0 };
  window.done = done;
  addEventListener('click', (event) => { if (event.isTrusted && event.detail > 0) done.clicks += 1; }, true);
  addEventListener('keydown', (event) => { if (event.isTrusted && event.target instanceof HTMLInputElement && event.key.length === 1) done.keys += 1; }, true);
};
const did = (page) => page.evaluate(() => window.done);

await claim('no part that is asked for later is large', async () => {
  const seen = new Map(), first = await (await fetch(url)).text();
  const wanted = [...first.matchAll(/["'](\/assets\/[\w.-]+\.js)["']/g)].map(([, path]) => path);
  assert.ok(wanted.length > 0, 'the page names its scripts');
  while (wanted.length > 0) {
    const path = wanted.pop();
    if (seen.has(path)) continue;
    const text = await (await fetch(`${url}${path}`)).text();
    seen.set(path, gzipSync(text, { level: 9 }).length);
    for (const [, name] of text.matchAll(/["'`](?:\.\/|\/?assets\/)([\w.-]+\.js)["'`]/g)) wanted.push(`/assets/${name}`);
  }
  const look = await open({}, token('quality'));
  const at_first = new Set((await firstLook(look, url)).files.map(([path]) => path));
  await look.context().close();
  const lazy = [...seen].filter(([path]) => !at_first.has(path)).sort(([, one], [, other]) => other - one);
  assert.ok(lazy.length > 8, `only ${lazy.length} parts were found`);
  console.log(`   ${lazy.length} parts, the largest ${lazy[0].join(' ')}`);
  assert.deepEqual(lazy.filter(([, size]) => size > budgets.lazy_chunk_gz_bytes), []);
});
await claim('how a treatment stands is one click away, and no click for a scanner', async () => {
  const page = await open({}, token('coordinator'));
  await page.addInitScript(counting);
  await page.goto(url);
  await page.locator('.task a.thing[href*="/course/"]').first().click();
  await page.locator('.rail:not(.mini) li').first().waitFor();
  assert.ok((await did(page)).clicks <= budgets.status_of_a_treatment.clicks);
  const code = new URL(page.url()).pathname.slice(1);
  await page.goto(url);
  await page.locator('html[data-scan-ready]').waitFor();
  await scan(page, code);
  await page.locator('.rail:not(.mini) li').first().waitFor();
  assert.equal((await did(page)).clicks, 0);
  await page.context().close();
});
await claim('the courier takes a box and hands it on with few taps and types nothing; a link that was revoked is told without anybody asking', async () => {
  const { address, box } = await courierLink();
  const phone = await open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await phone.addInitScript(counting);
  await phone.goto(address);
  await phone.locator('#facts').waitFor();
  await phone.locator('.lamp.live').waitFor();
  if (await phone.locator('#take').count() > 0) {
    await phone.locator('[data-outcome=accepted]').tap();
    await phone.locator('#take').tap();
    await says(phone.locator('.told'), 'Recorded.');
  }
  await scan(phone, 'SEAL-7');
  await phone.locator('[data-slot=seal].done').waitFor();
  await scan(phone, (await (await fetch(`${url}/api/v1/people?count=1000`, { headers: { authorization: `Bearer ${token('administrator')}` } })).json())
    .people.find((one) => one.person === box.carrier).site);
  await phone.locator('[data-slot=receiver].done').waitFor();
  await phone.locator('[data-outcome=accepted]').tap();
  await phone.locator('#give').tap();
  await says(phone.locator('.told'), 'Recorded.');
  const { clicks, keys } = await did(phone);
  console.log(`   ${clicks} taps`);
  assert.ok(clicks <= budgets.hand_over.taps, `${clicks} taps`);
  assert.equal(keys, 0);
  expecting('401');
  await give('quality', 'transport/revoke_link', { data: { consignment: box.consignment } });
  await says(phone.locator('.trouble'), 'This link does not count');
  assert.equal(await phone.locator('#give, #take').count(), 0);
  await phone.context().close();
});
const people = await accounts(['nurse', 'second-nurse']);
await claim('R10 at one device wristband, bag and badge are all the scans, and no id is typed', async () => {
  const one = (await released('nurse')).find(({ facts }) => !facts.some((fact) => fact.fact.startsWith('infusion.')));
  assert.ok(one, 'the demonstration has a bag that waits');
  await give('nurse', 'infusion/start_thaw', { data: { material: one.bag, wristband: one.patient } });
  const page = await open();
  await page.addInitScript(counting);
  await signIn(page, people.nurse, '/');
  await page.goto(`${url}/bedside`);
  await page.locator('html[data-scan-ready]').waitFor();
  await says(page.locator('.station'), ':');
  // What a hand types, at its own speed, is no scan and no entry.
  const taken = [];
  page.on('request', (asked) => { if (/\/api\/v1\/(scan|commands|prepare)/.test(asked.url()) && asked.method() === 'POST') taken.push(asked.url()); });
  for (const delay of [90, 250]) {
    await page.keyboard.type(one.patient, { delay });
    await page.keyboard.press('Enter');
  }
  await page.waitForTimeout(300);
  assert.deepEqual(taken, [], 'what a hand types is not taken');
  assert.equal(await page.locator('[data-slot].done').count(), 0);
  let scans = 0;
  const scanned = async (code) => { scans += 1; await scan(page, code); };
  await scanned(one.patient);
  await page.locator('[data-slot="1"].done').waitFor();
  await scanned(one.bag);
  await page.locator('.bedside[data-state=first]').waitFor();
  await scanned(people['second-nurse'].badge);
  await page.locator('#second-pin').waitFor();
  const { keys } = await did(page);
  await page.keyboard.type(people['second-nurse'].pin, { delay: 90 });  // as a hand does: what comes faster is a scanner's
  await page.keyboard.press('Enter');
  await page.locator('.bedside[data-state=match]').waitFor();
  assert.ok(scans <= budgets.bedside.scans);
  assert.equal(keys, budgets.bedside.typed_ids);
  await page.context().close();
});
const house = houseOf(url, data);
await claim(`no rule of accessibility, no policy, no size and no language is broken, and nothing jumps, on ${full ? 'every view' : 'some views'}`, async () => {
  const { found, empty } = await addresses(house, { forms: full ? 12 : budgets.forms_in_views, next });
  assert.deepEqual(empty, [], 'the demonstration has something for every address');
  const ways = ['en-GB', 'zh-CN'].flatMap((locale) => ['light', 'dark'].map((colorScheme) => ({ locale, colorScheme })));
  const all = found.flatMap((one) => ways.map((way) => ({ ...one, ...way, widths: full ? [1280, 820, 390, 320] : some([1280, 820, 390, 320], 1, next) })));
  const broken = [], same = budgets.same_in_chinese.map(({ text }) => new RegExp(text));
  for (const { path, fresh, who, locale, colorScheme, widths } of full ? all : some(all, budgets.views_a_run, next)) {
    expecting('40[34]|Failed to load');  // a screen of another role says so
    const view = await open({ locale, colorScheme, viewport: { width: widths[0], height: 900 } }, token(who ?? 'quality'));
    await view.addInitScript(() => {
      window.jumped = 0;
      new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) window.jumped += one.value; }).observe({ type: 'layout-shift', buffered: true });
    });
    const before = complaints.length;
    await view.goto(`${url}${fresh ? await fresh() : path}`);
    await settled(view);
    const name = `${path} ${who ?? 'quality'} ${locale} ${colorScheme}`;
    const jumped = await view.evaluate(() => window.jumped);
    if (jumped > budgets.layout_shift) broken.push(`${name} ${widths[0]}: jumps by ${jumped.toFixed(3)}`);
    for (const width of widths) {
      await view.setViewportSize({ width, height: 900 });
      await view.waitForTimeout(150);
      broken.push(...[...await axeOf(view), ...(await wide(view)).map((one) => `wide: ${one}`)].map((one) => `${name} ${width}: ${one}`));
    }
    if (locale === 'zh-CN') {
      const english = (await view.evaluate(untranslated)).filter((one) => !same.some((allowed) => allowed.test(one.replace(/^[^:]*: /, ''))));
      broken.push(...english.map((one) => `${name}: not Chinese: ${one}`));
    }
    broken.push(...complaints.splice(before).map((one) => `${name}: ${one}`));
    await view.context().close();
  }
  assert.deepEqual(broken, []);
});
await claim('the browser had nothing to complain about', () => assert.deepEqual(complaints, []));
await closeAll();
