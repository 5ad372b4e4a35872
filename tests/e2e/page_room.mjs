// SPDX-License-Identifier: Apache-2.0
// What is claimed of the inspection room, the audit trail and the house, on the demonstration. Arguments: URL, data folder,
// Chromium; then, where there is one, URL and secret of a node at which nobody has an account.
import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { api, axeOf, claim, closeAll, complaints, ids, open, says, token, wide } from './page_parts.mjs';

const [url, , , empty, secret] = process.argv.slice(2);
const administrator = token('administrator'), pictures = process.env.PAGE_PICTURES;
const shoot = async (page, name) => { if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true }); };
const give = async (name, data, bearer, more = {}) => {
  const answer = await fetch(`${url}/api/v1/commands/${name}`, { method: 'POST', headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() }, body: JSON.stringify({ data, ...more }) });
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.json();
};
/** Somebody new with a token. */
async function person(name, role, scopes) {
  const { records } = await give('staff/add_person', { site: `site/${ids.HOSPITAL}`, roles: [role], name }, administrator);
  const text = `vl1_${randomBytes(32).toString('hex')}`, id = records[0].data.person;
  await give('staff/issue_token', { person: id, token: createHash('sha256').update(text).digest('hex'), ...(scopes && { scopes }) }, administrator);
  return { id, text, roles: records };
}

const inspector = await person('Ines Inspector', 'inspector', ['read']);
const room = await open({}, inspector.text);
await claim('everything about a bag stands there after one code, within a minute, for an inspector', async () => {
  await room.goto(`${url}/inspect`);
  await room.locator('html[data-scan-ready]').waitFor();
  const from = Date.now();
  await room.fill('#inspect-code', `material/${ids.BAG2}`);
  await room.keyboard.press('Enter');
  await room.locator('.inspect[data-complete=yes]').waitFor();
  await room.locator('[data-verified=yes]').waitFor();
  console.log(`   packet of a bag: ${Date.now() - from} ms`);
  assert.ok(Date.now() - from < 60_000);
  assert.equal(new URL(room.url()).search, `?thing=material%2F${ids.BAG2}`);
  const told = await room.locator('.inspect').innerText();
  for (const fact of ['On hold', 'Temperatures and tests', 'VIABILITY', 'release', 'UTC', 'Asia/Shanghai', 'Deviation opened', 'Dispatched', 'Changes and reasons', 'Who looked']) assert.ok(told.includes(fact), fact);
  assert.equal(await room.locator('.inspect input, .inspect select, .inspect textarea').count(), 0, 'nothing can be changed here');
  await shoot(room, 'inspect-en');
});
await claim('four steps of proof are computed here, and that the log grew since is proven', async () => {
  assert.equal(await room.locator('.proof-steps [data-step]').count(), 4);
  assert.equal(await room.locator('.proof-steps [data-step=stop]').count(), 0);
  await give('quality/hold', { thing: `material/${ids.BAG1}`, cause: 'other' }, token('quality'), { reason: 'TEST' });
  await room.getByRole('button', { name: 'Verify again' }).click();
  await says(room.locator('.proof-steps'), 'prove that none of the earlier ones changed');
});
await claim('a log that grew out of another past is found out', async () => {
  await room.evaluate(() => { for (const key of Object.keys(localStorage)) if (key.startsWith('veinline.log ')) { const seen = JSON.parse(localStorage[key]); localStorage[key] = JSON.stringify({ ...seen, size: seen.size - 3, root: btoa('x'.repeat(32)) }); } });
  await room.getByRole('button', { name: 'Verify again' }).click();
  await room.locator('[data-verified=no]').waitFor();
  await room.evaluate(() => { for (const key of Object.keys(localStorage)) if (key.startsWith('veinline.log ')) localStorage.removeItem(key); });
  await room.getByRole('button', { name: 'Verify again' }).click();
  await room.locator('[data-verified=yes]').waitFor();
});
await claim('the evidence is exported, and the paper names the thing, its pages and the tree', async () => {
  const [download] = await Promise.all([room.waitForEvent('download'), room.getByRole('button', { name: 'Export' }).first().click()]);
  assert.match(download.suggestedFilename(), /^evidence-.*\.txt$/);
  const pdf = await room.pdf({ preferCSSPageSize: true, ...(pictures && { path: `${pictures}/inspect.pdf` }) });
  assert.ok(pdf.length > 20_000);
});
await claim('the audit trail of a thing has its address, and lists it alone', async () => {
  await room.getByRole('link', { name: 'Audit trail of it' }).click();
  await room.waitForURL(`**/audit?about=material%2F${ids.BAG2}`);
  await room.locator('.trail-row .what').first().waitFor();
  const { facts } = await api(`timeline/material/${ids.BAG2}?count=1000`, inspector.text);
  assert.equal(await room.locator('.trail').getAttribute('aria-rowcount'), String(facts.length));
});
await claim('a person is sought through the whole trail, and the address says whom', async () => {
  await room.goto(`${url}/audit`);
  await room.locator('.trail-row .what').first().waitFor();
  await shoot(room, 'audit-en');
  const { facts } = await api('audit?count=1000', inspector.text), by = `person/${facts[400].by}`;
  await room.locator('.filters select').first().selectOption(by);
  await room.waitForURL(`**/audit?who=${encodeURIComponent(by)}`);
  await room.locator('.trail-row .what').first().waitFor();
  const total = (await api('audit?count=1', inspector.text)).as_of;
  const all = [...facts, ...total > 1000 ? (await api('audit?count=1000&after=1000', inspector.text)).facts : []];
  await room.locator(`.trail[aria-rowcount="${all.filter((one) => `person/${one.by}` === by).length}"]`).waitFor();
});
await claim('a hundred thousand records stay smooth: only the blocks in sight are asked for', async () => {
  const big = 100_000, { facts: few } = await api('audit?count=200', inspector.text);
  let asked = 0;
  await room.route('**/api/v1/audit?**', (route) => {
    const query = new URL(route.request().url()).searchParams, after = Number(query.get('after') ?? 0), count = Number(query.get('count') ?? 100);
    asked += 1;
    const facts = Array.from({ length: Math.min(count, big - after) }, (_, at) => ({ ...few[(after + at) % few.length], seq: after + at + 1 }));
    return route.fulfill({ json: { as_of: big, facts } });
  });
  await room.goto(`${url}/audit`);
  await room.locator(`.trail[aria-rowcount="${big}"]`).waitFor();
  await room.locator('.trail-row .what').first().waitFor();
  const worst = await room.evaluate(async () => {
    const box = document.querySelector('.trail');
    let longest = 0, before = performance.now();
    for (let at = 0; at < 60; at += 1) {
      box.scrollTop = (box.scrollHeight / 60) * at;
      await new Promise((go) => { requestAnimationFrame(go); });
      const now = performance.now();
      longest = Math.max(longest, now - before);
      before = now;
    }
    return longest;
  });
  await room.locator('input[aria-label]').last().fill('50000');
  await says(room.locator('.trail-row .seq'), '#50000');
  console.log(`   100,000 records: ${asked} requests, longest frame ${Math.round(worst)} ms, ${await room.locator('.trail-row').count()} rows in the page`);
  assert.ok(await room.locator('.trail-row').count() < 80);
  await room.unroute('**/api/v1/audit?**');
});

const house = await open({}, administrator);
await claim('an administrator finds anybody, ends a token, and is told what was recorded', async () => {
  await house.goto(`${url}/people?person=${inspector.id.includes('/') ? '' : 'person%2F'}${encodeURIComponent(inspector.id)}`);
  await house.locator('.person').waitFor();
  await house.locator('.person').getByRole('button', { name: /^Revoke/ }).click();
  await house.locator('.person').getByRole('button', { name: 'Really?' }).or(house.locator('.person li button')).first().click();
  await says(house.locator('.person [role=status]'), 'Recorded, #');
  await says(house.locator('.person .tag'), 'revoked');
  await shoot(house, 'people-en');
});
await claim('roles open with what is known already', async () => {
  const { people } = await api('people?count=1000', administrator), nurse = people.find((one) => one.roles.includes('infusion_nurse'));
  await house.goto(`${url}/people?person=${encodeURIComponent(nurse.person)}`);
  await house.getByRole('button', { name: 'Change roles' }).click();
  assert.equal(await house.locator('.doing input[type=checkbox]:checked').count(), nurse.roles.length);
  assert.equal(await house.locator('.doing .chosen').count(), 1);
});
await claim('somebody new is invited: recorded, and a link that is good once', async () => {
  await house.goto(`${url}/people`);
  await house.getByRole('button', { name: 'Add somebody' }).click();
  await house.locator('#field-site').selectOption(`site/${ids.FACTORY}`);
  await house.locator('#field-roles input').nth(2).check();
  await house.fill('#field-name', 'Nora New');
  await house.getByRole('button', { name: 'Record', exact: true }).click();
  await says(house.locator('.recorded'), 'Recorded.');
  await house.getByRole('button', { name: 'Invite' }).first().click();
  await house.locator('[data-link=yes] code').waitFor();
  assert.match(await house.locator('[data-link=yes] code').innerText(), /#set-up=/);
  await shoot(house, 'invite-en');
});
await claim('sites and studies show their numbers, keys what is public', async () => {
  await house.goto(`${url}/sites`);
  await says(house.locator('.card'), 'HOSP-A');
  await says(house.locator('.card'), 'IIT-CD19-01');
  await shoot(house, 'sites-en');
  await house.goto(`${url}/keys`);
  await says(house.locator('.copied code'), (await api('me', administrator)).vkey);
  await says(house.locator('.card'), 'No witness is set');
  await shoot(house, 'keys-en');
});
await claim('these screens fit a phone, and break no rule of accessibility, in both languages and themes', async () => {
  for (const [path, locale, colorScheme, width] of [[`/inspect?thing=material/${ids.BAG2}`, 'zh-CN', 'dark', 390], [`/inspect?thing=course/${ids.COURSE}`, 'en-GB', 'light', 1280], ['/inspect', 'zh-CN', 'light', 320], ['/people', 'zh-CN', 'dark', 390],
    ['/people', 'en-GB', 'light', 1280], ['/sites', 'zh-CN', 'dark', 390], ['/keys', 'en-GB', 'dark', 320], ['/keys', 'zh-CN', 'light', 1280], [`/audit?about=course/${ids.COURSE}`, 'zh-CN', 'dark', 390]]) {
    const view = await open({ locale, colorScheme, viewport: { width, height: 844 } }, administrator);
    await view.goto(`${url}${path}`);
    await view.locator('h1').first().waitFor();
    await view.waitForFunction(() => !document.querySelector('.waiting, [data-complete=no]'), null, { timeout: 20_000 }).catch(() => undefined);
    await view.waitForTimeout(500);
    await shoot(view, `${path.replace(/\W+/g, '-').slice(1, 20)}-${locale}-${colorScheme}-${width}`);
    assert.deepEqual(await axeOf(view), [], `${path} ${locale} ${colorScheme} ${width}`);
    assert.deepEqual(await wide(view), [], `${path} ${locale} ${width} scrolls sideways`);
    await view.context().close();
  }
});
if (empty) {
  await claim('an empty node is set up step by step, each saying what was recorded', async () => {
    const first = await open();
    await first.goto(`${empty}/#set-up=${secret}`);
    await says(first.locator('.door'), 'records.room.example/cells+');
    await shoot(first, 'set-up-en');
    await first.fill('#entry-login', 'console');
    await first.fill('#entry-password', 'seven quiet lamps over water');
    await first.keyboard.press('Enter');
    await first.waitForURL(`${empty}/begin`);
    await first.locator('.begin-step').nth(4).waitFor();
    await first.locator('.begin-step').nth(0).locator('[data-told]').waitFor();
    await first.getByRole('button', { name: 'Register a site' }).click();
    await first.fill('#field-code', 'HOSP-1');
    await first.locator('#field-kind').selectOption('hospital');
    await first.getByRole('button', { name: 'Record', exact: true }).click();
    await says(first.locator('.begin-step:nth-child(3) .recorded'), 'Recorded.');
    await first.locator('.begin-step:nth-child(3)[data-state=done]').waitFor();
    await first.getByRole('button', { name: 'Add somebody' }).click();
    await first.locator('#field-name').waitFor();
    await shoot(first, 'begin-en');
    assert.deepEqual(await axeOf(first), []);
    await first.context().close();
  });
}
await claim('the browser had nothing to complain about', () => assert.deepEqual(complaints, []));
await closeAll();
