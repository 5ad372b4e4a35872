// SPDX-License-Identifier: Apache-2.0
// What is claimed of lists while others record: the tower, the page of a treatment, holds and deviations. Arguments: URL,
// data folder, Chromium, pid.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { api, axeOf, claim, closeAll, complaints, ids, open, says, token, wide } from './page_parts.mjs';

const [url] = process.argv.slice(2);
const nurse = token('nurse'), quality = token('hospital-quality');
const give = async (name, data, bearer, more = {}) => {
  const answer = await fetch(`${url}/api/v1/commands/${name}`, { method: 'POST', headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() }, body: JSON.stringify({ data, ...more }) });
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.json();
};
const hold = (thing) => give('quality/hold', { thing, cause: 'other' }, nurse, { reason: 'TEST' });
const lift = (thing, seq) => give('quality/lift', { thing, hold: seq }, quality, { reason: 'TEST-OVER', sign: 'lift' });
const { courses } = await api('courses?count=1000', nurse);
let course, bag;
for (const one of courses.filter((each) => each.reached === 'released' && Object.keys(each.barred).length === 0)) {
  const { facts } = await api(`timeline/${one.course}`, nurse);
  course = one.course;
  bag = `material/${facts.find((fact) => fact.fact.startsWith('manufacture.produced/')).data.products[0].material}`;
}

let placed;
await claim('a bag that somebody else holds is an alarm on the open page of its treatment, and no more after the lift; no line moves meanwhile', async () => {
  const page = await open({}, token('physician'));
  await page.goto(`${url}/${course}`);
  await page.locator('[data-intact=yes]').waitFor();
  await says(page.locator('.lamp'), 'Live');
  assert.equal(await page.locator('.alarm').count(), 0);
  const first = await page.locator('.facts .fact').first().getAttribute('data-seq');
  placed = (await hold(bag)).records[0].seq;
  await says(page.locator('.alarm.held'), 'On hold. Do not use.');
  await says(page.locator('.newer button'), '1');
  assert.equal(await page.locator('.facts .fact').first().getAttribute('data-seq'), first);
  await page.locator('.newer button').click();
  await page.locator(`.facts .fact[data-seq="${placed}"]`).waitFor();
  await lift(bag, placed);
  await page.locator('.alarm').waitFor({ state: 'detached' });
  await page.context().close();
});
await claim('a fact of somebody else changes its row where it stands, on My work and in the tower, without asking; no list moves by as much as a line', async () => {
  const watched = [];
  for (const path of ['/', '/tower', '/holds', '/audit']) {
    const page = await open({}, path === '/audit' ? token('administrator') : nurse);
    await page.goto(`${url}${path}`);
    await page.waitForFunction(() => document.querySelector('main .heading') && !document.querySelector('.waiting'));
    await says(page.locator('.lamp'), 'Live');
    await page.waitForTimeout(500);
    const row = path === '/' ? page.locator('.task', { has: page.locator(`a[href="/${course}"]`) }) : path === '/tower' ? page.locator('.tower-row', { has: page.locator(`a[href="/${course}"]`) }) : page.locator('main .heading');
    await row.first().waitFor();
    watched.push({ path, page, row: row.first() });
  }
  const places = () => Promise.all(watched.map(({ row, page }) => Promise.all([row, page.locator('main .heading')].map((one) => one.evaluate((box) => box.getBoundingClientRect().y)))));
  const before = await places();
  for (const { row } of watched.slice(0, 2)) assert.equal(await row.locator('.tag').count(), 0);
  const { seq } = (await hold(bag)).records[0];
  for (const { row } of watched.slice(0, 2)) await row.locator('.tag').waitFor({ timeout: 8000 });
  for (const { page } of watched) await page.locator('.main.fresh').waitFor();
  assert.deepEqual(await places(), before);
  await lift(bag, seq);
  for (const { row } of watched.slice(0, 2)) await row.locator('.tag').waitFor({ state: 'detached', timeout: 8000 });
  assert.deepEqual(await places(), before);
  for (const { page } of watched) await page.context().close();
});
await claim('of a bag that somebody got no code is printed for the day without a server', async () => {
  for (const one of courses.filter((each) => each.reached === 'infused' || each.reached === 'followed_up').slice(0, 4)) {
    const got = (await api(`timeline/${one.course}`, nurse)).facts.find((fact) => fact.fact.startsWith('infusion.infused/'));
    if (!got) continue;
    const page = await open({}, nurse);
    await page.goto(`${url}/print/downtime?course=${encodeURIComponent(one.course)}`);
    await page.locator('.paper .codes li').first().waitFor();
    assert.equal((await page.locator('.paper .codes').innerText()).replace(/\s/g, '').includes(got.data.material), false);
    await page.context().close();
    return;
  }
  assert.fail('the demonstration has a bag that somebody got');
});
await claim('what is on hold stands under Holds and deviations as it happens, with the form to lift it filled in', async () => {
  const page = await open({}, quality);
  await page.goto(`${url}/`);
  await page.locator('.rail-nav a[href="/holds"]').click();
  await page.locator('ul.holds > li').first().waitFor();
  await says(page.locator('.lamp'), 'Live');
  const { seq } = (await hold(bag)).records[0], row = page.locator(`li[data-thing="${bag}"][data-over=no]`);
  await row.waitFor();
  await says(row, 'TEST');
  const order = () => page.locator('ul.holds > li').evaluateAll((all) => all.map((one) => one.dataset.thing));
  const before = await order();
  await lift(bag, seq);
  await page.locator(`li[data-thing="${bag}"][data-over=yes]`).waitFor();
  assert.deepEqual(await order(), before, 'no row moves by itself');
  await hold(bag);
  await row.getByRole('link', { name: 'Lift the hold' }).click();
  await page.locator('#field-hold').waitFor();
  assert.match(decodeURIComponent(page.url()), new RegExp(`thing=${bag}&hold="?\\d+`));
  await page.context().close();
});
const many = 10_000, soon = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString();
/** The list as it would be of so many: the last of them ends first. */
const crowd = () => Array.from({ length: many }, (_, at) => ({ ...courses[at % courses.length], barred: {}, strange: false, reached: 'released', since: at + 1, course: `course/${String(at).padStart(18, '0')}`, chain_of_identity: `COI${at}`, last_status: 'alive',
  until: { at: soon(at === many - 1 ? 1 : 100 + at), thing: bag, why: at === many - 1 ? 'thawed' : 'expires' } }));
await claim('of ten thousand treatments those are drawn that one sees, the last of the list first when its bag thaws, and the row under the cursor stays while others record', async () => {
  const page = await open({}, nurse);
  let list = crowd();
  await page.route('**/api/v1/courses?**', (route) => {
    const query = new URL(route.request().url()).searchParams, after = Number(query.get('after') ?? 0), end = after + 1000;
    return route.fulfill({ json: { as_of: 1, courses: list.slice(after, end), ...(end < many && { next: String(end) }) } });
  });
  await page.goto(`${url}/tower`);
  await page.locator(`.tower[aria-rowcount="${many + 1}"]`).waitFor();
  await says(page.locator('.tower-row[data-index="0"]'), 'Thawed bag');
  assert.equal(await page.getByText('no end on record').count(), 0);
  await says(page.locator('.lamp'), 'Live');
  const names = () => page.locator('.tower-row[data-index] a.thing[href^="/course/"]').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
  const before = await names();
  list = [...list].reverse().map((one, at) => ({ ...one, until: { ...one.until, at: soon(at + 5) } }));
  await hold(`material/${ids.BAG1}`);
  await page.locator('.main.fresh').waitFor();
  assert.deepEqual(await names(), before);
  const worst = await page.evaluate(async () => {
    const box = document.querySelector('.tower-body');
    let longest = 0, last = performance.now();
    for (let at = 0; at < 60; at += 1) {
      box.scrollTop = (box.scrollHeight / 60) * at;
      await new Promise((go) => { requestAnimationFrame(go); });
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }
    box.scrollTop = 0;
    return longest;
  });
  console.log(`   10,000 treatments: longest frame ${Math.round(worst)} ms, ${await page.locator('.tower-row').count()} rows in the page`);
  assert.ok(await page.locator('.tower-row').count() <= 60, 'rows that nobody sees are not drawn');
  await page.goto(`${url}/`);
  await page.locator('.task').first().waitFor();
  assert.ok(await page.locator('.task').count() <= 150, 'my work begins with some of them');
  await page.context().close();
});
await claim('holds and deviations fit a phone, and break no rule of accessibility, in both languages and themes, also when there are none', async () => {
  for (const [locale, colorScheme, width, none] of [['zh-CN', 'dark', 320, false], ['en-GB', 'light', 1280, false], ['en-GB', 'dark', 320, true]]) {
    const view = await open({ locale, colorScheme, viewport: { width, height: 844 } }, quality);
    if (none) for (const what of ['audit', 'courses']) await view.route(`**/api/v1/${what}?**`, (route) => route.fulfill({ json: { as_of: 1, facts: [], courses: [] } }));
    await view.goto(`${url}/holds`);
    await view.locator(none ? 'main .card' : 'ul.holds > li').first().waitFor();
    if (none) await says(view.locator('.card'), 'Nothing is on hold.');
    await view.waitForTimeout(300);
    if (process.env.PAGE_PICTURES) await view.screenshot({ path: `${process.env.PAGE_PICTURES}/holds-${locale}-${width}-${none}.png`, fullPage: true });
    assert.deepEqual(await axeOf(view), []);
    assert.deepEqual(await wide(view), []);
    await view.context().close();
  }
});
await claim('the browser had nothing to complain about', () => assert.deepEqual(complaints, []));
await closeAll();
