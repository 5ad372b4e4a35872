// SPDX-License-Identifier: Apache-2.0
// What a screen must not pretend, and how it looks to whoever reads it otherwise: marks of things of which nothing is known, times in
// another zone, what went wrong, what is old, wide text, long words, no colour. Arguments: URL, data folder, Chromium.
import assert from 'node:assert/strict';
import { give } from './page_house.mjs';
import { api, axeOf, claim, closeAll, complaints, expecting, ids, open, says, token, wide } from './page_parts.mjs';

const [url] = process.argv.slice(2);
const pictures = process.env.PAGE_PICTURES;
const shoot = async (page, name) => { if (pictures) await page.screenshot({ path: `${pictures}/${name}.png` }); };
const quiet = (page) => page.waitForFunction(() => !document.querySelector('.waiting, [data-complete=no]'), null, { timeout: 30_000 });

await claim('a parent that is held has no mark of "done" where its bag is looked at; of what nothing is known there is no mark', async () => {
  const parent = (await api(`trace/material/${ids.BAG2}`, token('quality'))).came_from.find((one) => one.startsWith('material/'));
  await give('quality', 'quality/hold', { data: { thing: parent, cause: 'other' }, reason: 'TEST' });
  for (const path of [`/inspect?thing=material/${ids.BAG2}`, `/material/${ids.BAG2}`, `/course/${ids.COURSE}`]) {
    const page = await open({}, token('quality'));
    await page.goto(`${url}${path}`);
    const node = page.locator(`.lineage .node[data-thing="${parent}"]`).first();
    await node.waitFor();
    await quiet(page);
    // The page of a bag that is itself on hold was told of that bag alone, and says no more.
    if (path.startsWith('/material/')) assert.doesNotMatch(await node.getAttribute('class'), /\bdone\b/, path);
    else {
      await says(node, 'stopped');
      assert.match(await node.getAttribute('class'), /\bheld\b/, path);
    }
    const states = await page.locator('.lineage .node').evaluateAll((all) => all.map((one) => [one.getAttribute('data-thing'), one.querySelector('.mark')?.classList[1], one.querySelector('.state-of')?.textContent]));
    for (const [thing, mark] of states) if (mark === 'done') assert.equal((await api(`trace/${thing}`, token('quality'))).status.released || (await api(`trace/${thing}`, token('quality'))).status.infused_into !== undefined, true, `${path}: ${thing}`);
    for (const [thing, mark] of states) if (/^(?:subject|batch)\//.test(thing) && mark) assert.ok(['held', 'stop', 'attention'].includes(mark), `${path}: ${thing} ${mark}`);
    await shoot(page, `lineage-${path.split('/')[1].slice(0, 7)}`);
    await page.context().close();
  }
});

/** As the coordinator, who is at a site whose clocks are in `zone`, on a device in another one. */
async function away(zone) {
  const page = await open({ timezoneId: 'America/New_York' }, token('coordinator'));
  await page.route('**/api/v1/timeline/site/**', async (route) => {
    const answer = await route.fetch(), told = await answer.json();
    await route.fulfill({ response: answer, json: { ...told, facts: told.facts.map((one) => ({ ...one, data: { ...one.data, ...(one.data.zone && { zone }) } })) } });
  });
  return page;
}
await claim('a time is read by the clocks of the site, whose zone stands beside it, on a device in another zone', async () => {
  const page = await away('Asia/Shanghai');
  let sent;
  await page.route('**/api/v1/prepare/enrolment/sign_consent', (route) => { sent = route.request().postDataJSON(); return route.continue(); });
  await page.goto(`${url}/do/enrolment/sign_consent`);
  await says(page.locator('#zone-field-signed_at'), 'Asia/Shanghai');
  await page.fill('#field-signed_at', '2026-11-29T10:00');
  await says(page.locator('#zone-field-signed_at'), '2026-11-29 02:00 UTC');
  expecting('4\\d\\d');
  await page.locator('button.main[type=submit]').click();
  await page.locator('dialog .trouble, .trouble, dialog .prepared').first().waitFor();
  assert.equal(sent.data.signed_at, '2026-11-29T02:00:00.000Z');
  await page.context().close();
});
await claim('a time that never was is refused where it stands, and of one that was twice the person says which', async () => {
  const page = await away('Europe/Berlin'), asked = [];
  page.on('request', (one) => { if (one.url().includes('/prepare/')) asked.push(one.postDataJSON().data.signed_at); });
  await page.goto(`${url}/do/enrolment/sign_consent`);
  await says(page.locator('#zone-field-signed_at'), 'Europe/Berlin');
  await page.fill('#field-signed_at', '2026-03-29T02:30');
  await says(page.locator('.field .why'), 'never was in Europe/Berlin');
  await page.locator('button.main[type=submit]').click();
  await says(page.locator('.trouble'), 'Nothing was sent');
  await page.fill('#field-signed_at', '2026-10-25T02:30');
  await says(page.locator('.field .why'), 'twice in Europe/Berlin');
  await page.locator('button.main[type=submit]').click();
  await says(page.locator('.trouble'), 'Nothing was sent');
  assert.deepEqual(asked, []);
  assert.deepEqual(await axeOf(page), []);
  await page.getByRole('button', { name: 'UTC+01:00' }).click();
  expecting('4\\d\\d');
  await page.locator('button.main[type=submit]').click();
  await page.locator('dialog .trouble, dialog .prepared').first().waitFor();
  assert.deepEqual(asked, ['2026-10-25T01:30:00.000Z']);
  await page.context().close();
});

await claim('what failed says by which reference it is found, and a file that did not come says so', async () => {
  const page = await open({}, token('quality'));
  await page.route('**/api/v1/export/**', (route) => route.fulfill({ status: 503, headers: { 'x-request-id': 'r-of-the-story' }, contentType: 'application/problem+json',
    json: { type: 'about:blank', title: 'away', status: 503, code: 'fault.out_of_reach', detail: 'The database does not answer.', recorded: 'no' } }));
  expecting('503');
  for (const path of [`/course/${ids.COURSE}`, `/material/${ids.BAG2}`]) {
    await page.goto(`${url}${path}`);
    await page.locator('main').getByRole('button', { name: 'Export' }).first().click();
    await says(page.locator('.trouble'), 'The database does not answer.');
    await says(page.locator('.trouble .reference'), 'r-of-the-story');
  }
  await page.unroute('**/api/v1/export/**');
  const real = await fetch(`${url}/api/v1/trace/material/000000000000000000`, { headers: { authorization: `Bearer ${token('quality')}` } });
  assert.ok(real.headers.get('x-request-id'), 'the server gives each answer a reference');
  await page.context().close();
});

/** Requests that match are never answered: a link that is half open. */
const hang = (page, pattern) => page.route(pattern, () => undefined);
const seen = (page, selector) => page.locator(selector).first().evaluate((one) => one.getBoundingClientRect().height);
await claim('a wait says what is awaited, does not jump, and can be stopped and begun again', async () => {
  const page = await open({}, token('coordinator'));
  await hang(page, '**/api/v1/courses?**');
  await page.goto(`${url}/tower`);
  await page.locator('.waiting .skeleton').waitFor();
  const before = await seen(page, 'main .waiting');
  await says(page.locator('.waiting [role=status]'), 'the list of treatments');
  assert.equal(await seen(page, 'main .waiting'), before, 'its place stays as large');
  await page.getByRole('button', { name: 'Stop waiting' }).click();
  await says(page.locator('.waiting [role=status]'), 'You stopped waiting');
  await page.unroute('**/api/v1/courses?**');
  await page.getByRole('button', { name: 'Ask again' }).click();
  await page.locator('.tower-row[data-index]').first().waitFor();
  await page.context().close();
});
await claim('on a link that answers nothing the page is not white: it says what it waits for, also at the door', async () => {
  const door = await open({});
  await hang(door, '**/log/checkpoint');
  await door.goto(`${url}/`, { waitUntil: 'commit' });
  await says(door.locator('.door .waiting [role=status]'), 'the name and state of its log');
  await door.context().close();
  const page = await open({});
  await page.addInitScript(() => localStorage.setItem('veinline.session', '1'));
  await hang(page, '**/api/v1/session');
  await page.goto(`${url}/`, { waitUntil: 'commit' });
  await page.locator('header.top').waitFor({ timeout: 10_000 });
  await says(page.locator('.waiting [role=status]'), 'whether you are still signed in');
  await shoot(page, 'asking');
  await page.context().close();
});
await claim('while an answer does not come anew, or the server is not heard, each screen says of when it is', async () => {
  const page = await open({}, token('coordinator'));
  await page.goto(`${url}/tower`);
  await page.locator('.tower-row[data-index]').first().waitFor();
  assert.equal(await page.locator('.as-of').count(), 0);
  await page.context().setOffline(true);
  expecting('ERR_|Failed to (?:load|fetch)|offline');
  await page.locator('.lamp.stale').waitFor();
  await says(page.locator('.as-of'), /As of (?:\d\d \w+ \d{4} )?\d\d:\d\d, not of now/);
  assert.deepEqual(await axeOf(page), []);
  await shoot(page, 'as-of');
  await page.context().setOffline(false);
  await page.locator('.lamp.live').waitFor();
  await page.locator('.as-of').waitFor({ state: 'detached' });
  await page.context().close();
});
await claim('what is denied names the right and who gives it, and the words to ask for it name no patient', async () => {
  const page = await open({}, token('nurse'));
  await page.route(`**/api/v1/timeline/subject/**`, (route) => route.fulfill({ status: 403, headers: { 'x-request-id': 'r-denied' }, contentType: 'application/problem+json',
    json: { type: 'about:blank', title: 'no', status: 403, code: 'auth.not_for_your_role', detail: 'This is not among what your roles may ask for.', recorded: 'no' } }));
  expecting('403');
  await page.goto(`${url}/subject/${ids.PATIENT}`);
  await says(page.locator('.how-to-get'), 'GET timeline');
  await says(page.locator('.how-to-get'), 'An administrator of your site can give it');
  const text = await page.locator('#denied-text').inputValue();
  assert.match(text, /GET timeline/);
  assert.match(text, /\/subject\/…/);
  assert.match(text, /r-denied/);
  assert.ok(!text.includes(ids.PATIENT));
  assert.deepEqual(await axeOf(page), []);
  await page.context().close();
});
await claim('a record that is open because of an emergency stands in a red frame, with its reason and how long still', async () => {
  const page = await open({}, token('nurse')), { person } = await api('me', token('nurse'));
  await page.route('**/api/v1/timeline/subject/**', async (route) => {
    const answer = await route.fetch(), told = await answer.json(), [first] = told.facts;
    const opening = { ...first, seq: first.seq, record: first.record, fact: 'breakglass.record_opened/1', reason: 'BLEEDING', data: { person: person.replace(/^person\//, ''), subject: ids.PATIENT, until: new Date(Date.now() + 59 * 60_000).toISOString() } };
    await route.fulfill({ response: answer, json: { ...told, facts: [...told.facts, opening] } });
  });
  await page.goto(`${url}/subject/${ids.PATIENT}`);
  await says(page.locator('.emergency'), 'BLEEDING');
  assert.match(await page.locator('.emergency [role=timer]').innerText(), /^5[89]:\d\d$/);
  const before = await page.locator('.emergency [role=timer]').innerText();
  await page.waitForFunction((was) => document.querySelector('.emergency [role=timer]').textContent !== was, before);
  const frame = await page.locator('.emergency-frame').evaluate((one) => [getComputedStyle(one).borderTopWidth, one.getBoundingClientRect().width === innerWidth, getComputedStyle(one).pointerEvents]);
  assert.deepEqual(frame, ['6px', true, 'none']);
  assert.deepEqual(await axeOf(page), []);
  await shoot(page, 'emergency');
  await page.context().close();
});
const screens = ['/', '/tower', '/holds', '/receive', '/bedside', `/course/${ids.COURSE}`, `/material/${ids.BAG2}`, '/audit', '/docs', '/ways'];
/** Opens each screen at two widths, changes it by `change`, and asks that nothing stands out of it sideways. */
async function nothingStandsOut(change) {
  for (const width of [320, 1280]) {
    const page = await open({ viewport: { width, height: 900 } }, token('quality'));
    for (const path of screens) {
      await page.goto(`${url}${path}`);
      await page.locator('main h1').first().waitFor();
      await quiet(page);
      await page.evaluate(change);
      assert.deepEqual(await wide(page), [], `${path} at ${width}`);
    }
    await page.context().close();
  }
}
await claim('with the spacing of text that WCAG 1.4.12 allows its readers nothing stands out', () => nothingStandsOut(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}));
await claim('words that are longer by two fifths, as another language has them, fit', () => nothingStandsOut(() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) node.data = node.data.replace(/[A-Za-z]{4,}/g, (word) => word + word.slice(0, Math.ceil(word.length * .4)));
}));
await claim('without colours every mark still says what it is', async () => {
  const page = await open({}, token('quality'));
  const lens = await page.context().newCDPSession(page);
  await lens.send('Emulation.setEmulatedVisionDeficiency', { type: 'achromatopsia' });
  for (const path of ['/tower', '/holds', `/course/${ids.COURSE}`]) {
    await page.goto(`${url}${path}`);
    await page.locator('main h1').first().waitFor();
    await quiet(page);
    const marks = await page.locator('main .tag').evaluateAll((all) => all.map((one) => one.textContent.replace(/[\d\s]/g, '')));
    assert.ok(marks.length > 0 && marks.every((word) => word.length > 1), `${path}: ${marks}`);
    await shoot(page, `grey-${path.split('/')[1].slice(0, 7)}`);
  }
  await page.context().close();
});
await claim('the browser had nothing to complain about', () => assert.deepEqual(complaints, []));
await closeAll();
