// SPDX-License-Identifier: Apache-2.0
// Ways to use the page: by keys alone, without colour, in three densities, in two tabs, with codes of others, and where there is
// no page. Arguments: URL, data folder, Chromium, pid, program.
import assert from 'node:assert/strict';
import { length, released } from './page_house.mjs';
import { api, axeOf, claim, closeAll, complaints, expecting, ids, open, says, scan, token } from './page_parts.mjs';
import { burst, expiring } from './page_ways_parts.mjs';

const [url] = process.argv.slice(2);
const nurse = token('nurse');
const { courses } = await api('courses?count=1000', nurse);
const pictures = process.env.PAGE_PICTURES;
const shoot = async (page, name) => { if (pictures) await page.screenshot({ path: `${pictures}/${name}.png` }); };

/** What has the focus: how its ring stands out, and where it is. */
const focused = (page) => page.evaluate(() => {
  const at = document.activeElement, style = getComputedStyle(at);
  const numbers = (text) => (text.match(/rgba?\([^)]*\)/)?.[0].match(/[\d.]+/g) ?? []).map(Number);
  const light = ([red, green, blue]) => [red, green, blue].map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  const contrast = (one, other) => (Math.max(light(one), light(other)) + 0.05) / (Math.min(light(one), light(other)) + 0.05);
  let ground = [255, 255, 255];
  for (let box = at.parentElement; box; box = box.parentElement) {
    const its = numbers(getComputedStyle(box).backgroundColor);
    if (its.length === 3 || its[3] === 1) { ground = its; break; }
  }
  const outline = numbers(style.outlineColor), shadow = numbers(style.boxShadow);
  const box = at.getBoundingClientRect(), seen = document.elementFromPoint(Math.min(innerWidth - 1, Math.max(0, box.x + box.width / 2)), Math.min(innerHeight - 1, Math.max(0, box.y + box.height / 2)));
  const before = window.had_focus;
  window.had_focus = at;
  return {
    bare: at === document.body || at.id === 'main', name: `${at.tagName} ${at.id} ${at.getAttribute('class') ?? ''} ${at.textContent.slice(0, 30)}`,
    drawn: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && shadow.length >= 3,
    each: shadow.length >= 3 ? contrast(outline, shadow) : 0, ground: Math.max(contrast(outline, ground), shadow.length >= 3 ? contrast(shadow, ground) : 0),
    covered: seen !== null && !at.contains(seen) && !seen.contains(at) && seen.closest('header.top') !== null, svg: at instanceof SVGElement,
    forward: !before || !before.isConnected || before === at || Boolean(before.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING),
  };
});
/** Presses Tab until it is there; each step is seen, and in the order of the page. */
async function tabTo(page, selector, most = 160) {
  let back = 0;
  for (let at = 0; at < most; at += 1) {
    await page.keyboard.press('Tab');
    const one = await focused(page);
    if (!one.bare && !one.svg) {
      assert.ok(one.drawn && one.each >= 3 && one.ground >= 3, `the ring of ${one.name}: ${JSON.stringify(one)}`);
      assert.ok(!one.covered, `${one.name} is behind the head`);
    }
    if (!one.forward) back += 1;
    assert.ok(back <= 1, `${one.name} stands before what had the focus`);
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  assert.fail(`no Tab leads to ${selector}`);
}
const hasFocus = (page, selector) => page.waitForFunction((wanted) => document.activeElement?.matches(wanted), selector, { timeout: 10_000 });

for (const colorScheme of ['light', 'dark']) {
  await claim(`by keys alone: sign in, open a treatment, record a hold, palette, tower, help, sign out; the focus is always seen (${colorScheme})`, async () => {
    const page = await open({ colorScheme });
    await page.goto(`${url}/`);
    await page.locator('.door form').waitFor();
    await tabTo(page, '#entry-token');
    await page.keyboard.insertText(nurse);
    await page.keyboard.press('Enter');
    await page.locator('.task a.thing[href*="/course/"]').first().waitFor();
    await tabTo(page, '.task a.thing[href*="/course/"]');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/course/*');
    await page.locator('main a.thing[href*="/material/"]').first().waitFor();
    await tabTo(page, 'main a.thing[href*="/material/"]', 400);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/material/*');
    await page.locator('a[href*="/do/quality/hold"]').first().waitFor();
    await tabTo(page, 'a[href*="/do/quality/hold"]', 400);
    await page.keyboard.press('Enter');
    await page.locator('#field-cause').waitFor();
    await tabTo(page, '#field-cause');
    await page.keyboard.press('End');
    await tabTo(page, '#field-reason');
    await page.keyboard.type('BY-KEYS', { delay: 90 });
    await tabTo(page, 'button.main[type=submit]');
    const before = await length();
    await page.keyboard.press('Enter');
    await says(page.locator('.recorded'), 'Recorded.');
    assert.equal(await length(), before + 1);
    await tabTo(page, '.who summary');
    await page.keyboard.press('Control+k');
    await page.locator('dialog[open]').waitFor();
    await hasFocus(page, '.palette input');
    const ring = await focused(page);
    assert.ok(ring.drawn && ring.each >= 3 && ring.ground >= 3, JSON.stringify(ring));
    await page.keyboard.press('Escape');
    await hasFocus(page, '.who summary');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('tower', { delay: 90 });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/tower');
    await page.locator('.tower-row a.thing[href*="/course/"]').first().waitFor();
    await tabTo(page, '.tower-row a.thing[href*="/course/"]');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/course/*');
    await tabTo(page, '.who summary', 400);
    await page.keyboard.press('Enter');
    await page.locator('.who[open]').waitFor();
    await tabTo(page, '.who > div > .row:last-child > button:not(:last-child)');
    await page.keyboard.press('Enter');
    await page.locator('dialog[open] [data-help]').waitFor();
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.activeElement === document.body || document.activeElement.closest('dialog') !== null), 'a dialog keeps the focus');
    await page.keyboard.press('Escape');
    await hasFocus(page, '.who button');
    await tabTo(page, '.who > div > .row:last-child > button:last-child');
    await page.keyboard.press('Enter');
    await page.locator('.door form').waitFor();
    await page.context().close();
  });
}
await claim('no place keeps the focus: from the end of a form Tab comes round to its beginning', async () => {
  const page = await open({}, nurse);
  await page.goto(`${url}/do/quality/hold?thing=material/${ids.BAG1}`);
  await page.locator('#field-cause').waitFor();
  await tabTo(page, 'button.main[type=submit]');
  await tabTo(page, 'a.skip', 40);
  await page.keyboard.press('Enter');
  await hasFocus(page, '#main');
  await page.context().close();
});

/** Every mark with its word: what a reader of grey paper has. */
const marks = (page) => page.evaluate(() => [...document.querySelectorAll('svg.icon > g.mark, svg .mark')].filter((one) => one.getBoundingClientRect().width > 0).map((one) => {
  const state = [...one.classList].find((name) => name !== 'mark');
  const box = one.closest('.tag, .says, .verdict, .alarm, .slot, .rail li, .bags > li, .fact, .nothing, .trouble, .flow li, .boxes > li, .steps-told li, td, [role=cell], p, li, button, figure, dt, dd, div');
  const list = one.closest('[aria-label]')?.getAttribute('aria-label') ?? '';
  return { state, shape: [...one.children].map((part) => `${part.tagName} ${part.getAttribute('d') ?? part.getAttribute('r') ?? part.getAttribute('width')}`).join(), tag: one.closest('.tag, .rail:not(.mini) li')?.textContent.trim(), word: (box?.textContent.trim() || one.closest('[role=row]')?.textContent.trim() || list).slice(0, 60) };
}));
await claim('a state is a word and a shape: no mark is without words, and no two states look alike without their colour', async () => {
  const shapes = new Map(), words = new Map();
  const look = async (page, where) => {
    for (const one of await marks(page)) {
      assert.ok(one.word.length > 0, `${where}: a mark "${one.state}" without a word`);
      shapes.set(one.state, (shapes.get(one.state) ?? new Set()).add(one.shape));
      if (one.tag) words.set(`${one.shape} ${one.tag}`, (words.get(`${one.shape} ${one.tag}`) ?? new Set()).add(one.state));
    }
  };
  const theirs = (await api('courses?count=1000', token('quality'))).courses, page = await open({}, token('quality'));
  for (const path of ['/tower?show=all', '/holds', ...['released', 'collected', 'infused', 'opened'].flatMap((stage) => theirs.find((one) => one.reached === stage) ?? []).map((one) => `/${one.course}`), `/material/${ids.BAG2}`]) {
    await page.goto(`${url}${path}`);
    await page.locator('main h1').first().waitFor();
    await page.locator('main svg .mark').first().waitFor();
    await page.waitForFunction(() => !document.querySelector('.waiting'));
    await look(page, path);
  }
  const ward = await open({}, nurse);
  await ward.goto(`${url}/bedside`);
  await ward.locator('html[data-scan-ready]').waitFor();
  await look(ward, 'bedside');
  expecting('4\\d\\d');
  await scan(ward, 'NOWHERE-5');
  await ward.locator('.verdict.attention').waitFor();
  await look(ward, 'bedside, unknown');
  await scan(ward, `course/${ids.COURSE}`);
  await ward.locator('.bedside[data-state=stop]').waitFor();
  await look(ward, 'bedside, stop');
  assert.ok(shapes.size >= 5, [...shapes.keys()].join(' '));
  for (const [state, all] of shapes) assert.equal(all.size, 1, `${state} has one shape: ${[...all].join(' | ')}`);
  assert.equal(new Set([...shapes.values()].map((all) => [...all][0])).size, shapes.size, 'no two states have one shape');
  for (const [word, states] of words) assert.equal(states.size, 1, `${word}: ${[...states].join(' ')}`);
  for (const one of [page, ward]) await one.context().close();
});
await claim('three densities: each changes the rows, is kept, and leaves no target under 24, 44 and 64 px', async () => {
  const page = await open({}, token('coordinator'));
  const heights = [];
  for (const [at, [density, least]] of [['desk', 24], ['tablet', 44], ['floor', 64]].entries()) {
    await page.goto(`${url}/tower`);
    await page.locator('.tower-row[data-index]').first().waitFor();
    await page.locator('.who summary').click();
    await page.locator('.who .choices').nth(2).locator('button').nth(at).click();
    await page.reload();
    await page.locator('.tower-row[data-index="1"]').waitFor();
    assert.equal(await page.locator('html').getAttribute('data-density'), density);
    const rows = await page.locator('.tower-row[data-index]').evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).sort((one, other) => one.y - other.y).map((one) => [one.y, one.height]));
    heights.push(rows[0][1]);
    assert.ok(Math.abs(rows[1][0] - rows[0][0] - rows[0][1]) < 1, `rows of ${density} neither overlap nor stand apart`);
    const cut = await page.locator('.tower-row[data-index]').evaluateAll((all) => all.filter((one) => one.scrollHeight > one.clientHeight + 2).map((one) => `${one.scrollHeight} in ${one.clientHeight}`));
    assert.deepEqual(cut, [], `${density}: rows are cut`);
    await shoot(page, `density-${density}`);
    const small = await page.evaluate((size) => [...document.querySelectorAll('button, .button, select, summary, input:not([type=checkbox]):not([type=radio]), .rail-nav a')]
      .map((one) => [one, one.getBoundingClientRect()]).filter(([, box]) => box.width > 0 && box.height > 0 && box.x >= 0 && box.height < size).map(([one, box]) => `${one.tagName} ${one.textContent.slice(0, 20)} ${box.height}`), least);
    assert.deepEqual(small, [], density);
    const links = await page.evaluate(() => [...document.querySelectorAll('a')].map((one) => [one, one.getBoundingClientRect()]).filter(([, box]) => box.width > 0 && box.x >= 0 && box.height < 24).map(([one, box]) => `${one.textContent.slice(0, 20)} ${box.height}`));
    assert.deepEqual(links, [], density);
  }
  assert.ok(heights[0] < heights[1] && heights[1] < heights[2], heights.join(' '));
  await page.evaluate(() => localStorage.removeItem('veinline.density'));
  await page.context().close();
});
await claim('the rows of the audit trail follow the density as it is chosen, none over another, and what is signed is not cut', async () => {
  const page = await open({}, token('administrator'));
  await page.goto(`${url}/audit`);
  const heights = [];
  for (const at of [0, 1, 2]) {
    if (!await page.locator('.who[open]').count()) await page.locator('.who summary').click();
    await page.locator('.who .choices').nth(2).locator('button').nth(at).click();
    await page.locator('.trail-row .what').first().waitFor();
    await page.waitForTimeout(300);
    const rows = await page.locator('.trail-row').evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).sort((one, other) => one.y - other.y).map((one) => [one.y, one.height]));
    heights.push(rows[0][1]);
    assert.ok(Math.abs(rows[1][0] - rows[0][0] - rows[0][1]) < 1, `rows neither overlap nor stand apart: ${rows.slice(0, 2)}`);
    const cut = await page.locator('.trail-row').evaluateAll((all) => all.filter((one) => one.scrollHeight > one.clientHeight + 2).map((one) => `${one.scrollHeight} in ${one.clientHeight}`));
    assert.deepEqual(cut, [], 'rows are cut');
  }
  assert.ok(heights[0] < heights[1] && heights[1] < heights[2], heights.join(' '));
  await page.evaluate(() => localStorage.removeItem('veinline.density'));
  await page.context().close();
});
await claim('two tabs of one person have one stream, and when the tab that reads it is closed the other loses no fact', async () => {
  const one = await open({}, nurse), context = one.context(), going = new Set();
  let begun = 0;
  const other = await context.newPage();
  await other.addInitScript((bearer) => sessionStorage.setItem('veinline.token', bearer), nurse);
  for (const page of [one, other]) {
    page.on('request', (asked) => { if (asked.url().endsWith('/api/v1/feed')) { begun += 1; going.add(asked); } });
    for (const end of ['requestfinished', 'requestfailed']) page.on(end, (asked) => going.delete(asked));
    page.on('close', () => { for (const asked of going) if (asked.frame().page() === page) going.delete(asked); });
    await page.goto(`${url}/tower`);
    await says(page.locator('.lamp'), 'Live');
  }
  assert.equal(begun, 1, 'the second tab asks for no stream of its own');
  assert.equal(going.size, 1);
  const { give } = await import('./page_house.mjs');
  const hold = async (reason) => (await give('second-nurse', 'quality/hold', { data: { thing: `material/${ids.BAG1}`, cause: 'other' }, reason })).records[0].seq;
  const first = await hold('TWO-TABS');
  for (const page of [one, other]) await says(page.locator('.lamp .seq'), `#${first}`);
  await other.locator('.main.fresh').waitFor();
  const seen = Number(/\d+/.exec(await other.locator('.main.fresh').innerText())[0]);
  const shut = one.close();
  const more = [];
  for (let at = 0; at < 5; at += 1) more.push(await hold('TWO-TABS'));
  await shut;
  await says(other.locator('.lamp .seq'), `#${more.at(-1)}`);
  await says(other.locator('.main.fresh'), String(seen + more.length));
  assert.equal(going.size, 1, 'the other tab reads now');
  await context.close();
});

const codes = { 'a number of a shop (EAN)': ']E04006381333931', 'GS1 of another house': ']d201095060001343521728123110ABC123', 'a product code of ISBT 128': '=<E0023V00', 'a donation number of another house': '=W12342512345600' };
await claim('a code of another standard or another house is told so at each station, fills nothing, and nothing is recorded', async () => {
  const before = await length();
  const stand = async (path, bearer) => {
    const page = await open({}, bearer);
    await page.goto(`${url}${path}`);
    await page.locator('html[data-scan-ready]').waitFor();
    await says(page.locator('.station'), ':');
    await page.waitForFunction(() => !document.querySelector('.waiting'));
    return page;
  };
  const ward = await stand('/bedside', nurse), lab = await stand('/receive', token('technologist')), chair = await stand('/collect', token('apheresis-nurse'));
  for (const [what, code] of Object.entries(codes)) {
    await scan(ward, code);
    await says(ward.locator('.verdict.attention'), 'names nothing here');
    assert.equal(await ward.locator('[data-slot].done').count(), 0, what);
    await scan(lab, code);
    await lab.locator('[data-verdict=stop]').waitFor();
    await says(lab.locator('.says'), 'No box is known under this code');
    // Any house's donation number may stand on the empty bag: which bag it is, is judged by the server when it is recorded.
    if (code.startsWith('=W')) continue;
    await scan(chair, code);
    await says(chair.locator('[data-verdict=stop]'), 'Nothing is recorded under this code');
    assert.equal(await chair.locator('[data-slot].done').count(), 0, what);
  }
  assert.equal(await length(), before);
  for (const page of [ward, lab, chair]) await page.context().close();
});

const made = process.env.PAGE_CLAIMS && !/expired|receiving/.test(process.env.PAGE_CLAIMS) ? undefined : await expiring();
await claim('an expired bag is a STOP in words at the bedside, and at receiving it is recorded on hold alone', async () => {
  const ward = await open({}, nurse);
  await ward.goto(`${url}/bedside`);
  await ward.locator('html[data-scan-ready]').waitFor();
  await says(ward.locator('.station'), ':');
  expecting('4\\d\\d');
  await made.expired;
  await scan(ward, made.subject);
  await ward.locator('[data-slot="1"].done').waitFor();
  await scan(ward, made.bag);
  await ward.locator('.bedside[data-state=stop]').waitFor();
  assert.match(await ward.locator('.stop-why').innerText(), /expir/i);
  await ward.goto(`${url}/receive`);
  await ward.locator('html[data-scan-ready]').waitFor();
  await says(ward.locator('.boxes li'), made.seal);
  await scan(ward, made.seal);
  await ward.locator(`[data-bag="${made.bag}"]`).waitFor();
  for (let at = 0; at < 2; at += 1) {
    await scan(ward, made.bag);
    await says(ward.locator('[data-verdict=stop]'), 'this bag has expired');
    await ward.waitForTimeout(800);
  }
  assert.equal(await ward.getByRole('button', { name: 'Accept: intact' }).count(), 0);
  await shoot(ward, 'expired-receive');
  await ward.getByRole('button', { name: 'Record it, and hold' }).click();
  await ward.locator('[data-verdict=held]').waitFor();
  const { facts } = await api(`timeline/${made.bag}`, nurse);
  assert.deepEqual(facts.slice(-2).map((one) => one.fact.split('/')[0]), ['reception.received', 'quality.hold_placed']);
  await ward.context().close();
});
await claim('at receiving, an input method changes nothing of a scan, of 1,000 fast scans none is lost, and one bag scanned thirty times is received once', async () => {
  const page = await open({ locale: 'zh-CN' }, nurse);
  await page.goto(`${url}/receive`);
  await page.locator('html[data-scan-ready]').waitFor();
  await says(page.locator('.boxes li'), made.other.seal);
  await burst(page, [made.other.seal], true);
  await page.locator(`[data-bag="${made.other.bag}"]`).waitFor();
  const heard = [], before = await length();
  await page.route('**/api/v1/scan', async (route) => {
    heard.push(route.request().postDataJSON().code);
    await route.fulfill({ json: { verdict: 'unknown', candidates: [], code: '' } });
  });
  const many = Array.from({ length: 1000 }, (_, at) => `LOT${String(at).padStart(6, '0')}ABCDEFGH`);
  await burst(page, many, false);
  for (let tries = 0; tries < 6000 && heard.length < many.length; tries += 1) await page.waitForTimeout(100);
  assert.equal(heard.length, many.length);
  assert.deepEqual(heard, many);
  assert.equal(await length(), before, 'none of it is recorded');
  await page.unroute('**/api/v1/scan');
  await burst(page, [made.other.bag], false);
  await page.locator('[data-verdict=going]').waitFor();
  await page.waitForTimeout(900);
  await burst(page, Array.from({ length: 29 }, () => made.other.bag), false);
  await page.locator(`[data-bag="${made.other.bag}"][data-state=done]`).waitFor();
  await page.waitForFunction(() => !document.querySelector('.stand[data-busy]'));
  await page.waitForTimeout(3000);
  assert.equal((await api(`timeline/${made.other.bag}`, nurse)).facts.filter((one) => one.fact.startsWith('reception.received/')).length, 1);
  await page.context().close();
});
await claim('an input method changes nothing of a scan at the collection station', async () => {
  const page = await open({ locale: 'zh-CN' }, token('apheresis-nurse'));
  await page.goto(`${url}/collect`);
  await page.locator('html[data-scan-ready]').waitFor();
  await page.waitForFunction(() => !document.querySelector('.waiting'));
  await burst(page, [courses[0].course.split('/')[1]], true);
  await page.locator('[data-slot=order].done, .flow').first().waitFor();
  await page.context().close();
});

await claim('what is not there, not for a role, or broken, is told in both languages with what to do next, and breaks no rule', async () => {
  expecting('40[34]|500|Failed to load');
  for (const [locale, words] of [['en-GB', { lost: ['There is nothing here'], denied: ['not for your role', 'administrator'], broken: ['Nothing was recorded', 'Try again'] }], ['zh-CN', { lost: ['此处没有内容'], denied: ['角色', '管理员'], broken: ['未作任何记录', '重试'] }]]) {
    const page = await open({ locale }, nurse);
    await page.goto(`${url}/tower/nothing-here`);
    await says(page.locator('.lost, .trouble'), words.lost[0]);
    assert.ok((await page.locator('main').first().innerText()).length > 20);
    assert.deepEqual(await axeOf(page), []);
    await page.route('**/api/v1/courses?**', (route) => route.fulfill({ status: 403, contentType: 'application/problem+json', json: { type: 'urn:veinline:problem:auth.not_for_your_role', code: 'auth.not_for_your_role', title: '', detail: words.denied[0], recorded: 'no', status: 403 } }));
    await page.goto(`${url}/tower`);
    await says(page.locator('.trouble, .lost'), words.denied[0]);
    await says(page.locator('.trouble, .lost'), words.broken[0]);
    assert.deepEqual(await axeOf(page), []);
    await page.unroute('**/api/v1/courses?**');
    let fails = true;
    await page.route('**/api/v1/courses?**', (route) => (fails ? route.fulfill({ status: 500, contentType: 'text/html', body: '<h1>Bad</h1>' }) : route.continue()));
    await page.goto(`${url}/tower`);
    await says(page.locator('.trouble'), '500');
    await shoot(page, `broken-${locale}`);
    assert.deepEqual(await axeOf(page), []);
    fails = false;
    await page.locator('.trouble button').click();
    await page.locator('.tower-row[data-index]').first().waitFor();
    await page.context().close();
  }
});
await claim('a browser without scripts, and one that is too old, read in both languages what to do', async () => {
  expecting('is not a function|exception|Cannot');
  const bare = await open({ javaScriptEnabled: false });
  await bare.goto(`${url}/`);
  for (const words of ['Veinline needs JavaScript', 'Allow scripts', '需要 JavaScript', '请允许']) await says(bare.locator('.without'), words);
  await shoot(bare, 'without-scripts');
  await bare.context().close();
  for (const colorScheme of ['light', 'dark']) {
    const old = await open({ colorScheme });
    await old.addInitScript(() => { delete Array.prototype.at; });
    const before = complaints.length;
    await old.goto(`${url}/`);
    for (const words of ['too old', 'Use Chrome or Edge', '版本过旧', '请使用']) await says(old.locator('#old'), words);
    assert.equal(await old.locator('#root').isVisible(), false, 'and nothing else');
    await shoot(old, `old-${colorScheme}`);
    await old.evaluate(() => { Array.prototype.at = function (at) { return this[at < 0 ? this.length + at : at]; }; });  // for axe
    assert.deepEqual(await axeOf(old), []);
    complaints.splice(before);  // what such a browser says of our scripts is no promise
    await old.context().close();
  }
});
await claim('the description of the API is filled in, asked, and prepared; nothing is recorded by it', async () => {
  const before = await length();
  const page = await open({}, token('quality'));
  await page.goto(`${url}/docs`);
  const of = (id) => page.locator(`[data-operation="${id}"]`);
  await of('timeline').locator('summary').first().click();
  await of('timeline').locator('input').last().fill('2');
  await of('timeline').locator('button.main').click();
  await says(of('timeline').locator('.answered'), 'Answered 200');
  assert.equal(JSON.parse(await of('timeline').locator('.answered pre').innerText()).facts.length, 2);
  await says(of('timeline').locator('pre').last(), 'count=2');
  await of('quality.hold').locator('summary').first().click();
  await says(of('quality.hold').locator('p'), 'This page does not send it');
  assert.equal(await of('quality.hold').locator('button.main').count(), 0);
  await of('release.release').locator('summary').first().click();
  const [waits] = await released('quality');
  await of('release.release').locator('textarea').fill(JSON.stringify({ data: { material: waits.bag }, sign: 'release' }));
  await says(of('release.release').locator('small'), 'Nothing is recorded by it');
  expecting('4\\d\\d');
  await of('release.release').locator('button.main').click();
  await of('release.release').locator('.answered, .trouble').first().waitFor();
  assert.equal(await length(), before);
  assert.deepEqual(await axeOf(page), []);
  await page.context().close();
});
await claim('the browser had nothing else to complain about', () => assert.deepEqual(complaints, []));
await closeAll();
