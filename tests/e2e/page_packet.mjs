// SPDX-License-Identifier: Apache-2.0
// The check at the bedside without the server, by a packet that was fetched before: part of page_offline.mjs, whose server is killed.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { api, axeOf, claim, ids, says, scan, token } from './page_parts.mjs';

const nurse = token('nurse');
const factsOf = async (thing) => (await api(`timeline/${thing}?count=1000`, nurse)).facts;
/** The bags that would match now, of one patient: the server gives a packet of them. */
const withPacket = async (url) => {
  const { courses } = await api('courses?count=200', nurse);
  for (const { course, recipient } of courses) {
    const bags = [];
    const named = new Set((await factsOf(course)).flatMap((one) => [...one.changes, ...one.mentions]).filter((one) => one.startsWith('material/')));
    for (const bag of named) {
      const answer = await fetch(`${url}/api/v1/bedside_packet/${bag}`, { headers: { authorization: `Bearer ${nurse}` } });
      if (answer.ok) bags.push({ bag, text: await answer.text() });
    }
    if (bags.length > 0) return { recipient, bags };
  }
  throw new Error('no bag would match');
};
/** Both the mark of the screen and its words: a verdict is told anew at each scan. */
const bedside = async (at, state, text) => {
  await at.locator(`.bedside[data-state=${state}]`).waitFor();
  await says(at.locator('.verdict'), text);
};

export async function packetClaims({ url, waiting, here, until, stale, live, station, kill, start }) {
  await claim('R09 R31 a bag whose packet was fetched is checked at the bedside without the server: an offline match; another wristband, another bag, and a packet that has ended stop', async () => {
    const { recipient, bags: [{ bag, text }] } = await withPacket(url);
    assert.ok(text.startsWith('veinline bedside packet 1\n{') && text.includes('\n\n\u2014 '), text);
    const before = (await factsOf(bag)).length;
    const at = await station(nurse, '/bedside');
    await scan(at, bag);
    await at.locator('[data-fetch-packet]').click();
    await at.locator(`[data-packet="${bag}"]`).waitFor();
    await kill();
    await stale(at);
    const anew = () => at.getByRole('button', { name: 'Begin anew' }).click();
    await anew();
    await scan(at, 'HOSPITAL-OWN-WRISTBAND-7');
    await bedside(at, 'waiting', /No packet on this device knows this code.*Nothing was recorded.*wait for the server/s);
    assert.equal(await at.locator('[data-slot].done').count(), 0);
    await scan(at, recipient);
    await bedside(at, 'waiting', 'Without the server');
    await at.locator('[data-slot="1"].done').waitFor();
    await scan(at, 'STAFF-OF-SOMEBODY');
    await bedside(at, 'waiting', 'neither as a bag nor as a wristband');
    await at.locator('[data-slot="1"].done').waitFor();
    await scan(at, bag);
    await bedside(at, 'off', /MATCH.*offline check.*As of \d\d:\d\d.*phone the laboratory/s);
    await says(at.locator('.verdict'), 'the second person and their signature need the server');
    assert.deepEqual(await axeOf(at), []);
    await scan(at, recipient);
    await says(at.locator('.verdict'), 'This check is done');
    await anew();
    await scan(at, `subject/${ids.PATIENT}`);
    await scan(at, bag);
    await bedside(at, 'stop', 'of another patient');
    await anew();
    await scan(at, recipient);
    await scan(at, `material/${ids.BAG1}`);
    await bedside(at, 'stop', 'another bag');
    await anew();
    await scan(at, `material/${ids.BAG1}`);
    await bedside(at, 'stop', 'no packet for this code');
    await at.reload();
    await at.locator('html[data-scan-ready]').waitFor();
    await scan(at, bag);
    await bedside(at, 'waiting', 'Without the server');
    await scan(at, recipient);
    await bedside(at, 'off', 'offline check');
    for (const [hours, words] of [[5, /has ended/], [-3, 'clock is wrong']]) {
      await at.evaluate((off) => { const now = Date.now.bind(Date), real = Date; window.Date = class extends real { constructor(...of) { if (of.length > 0) super(...of); else super(now() + off); } static now() { return now() + off; } }; }, hours * 3_600_000);
      await anew();
      await scan(at, bag);
      await bedside(at, 'stop', words);
      await at.evaluate(() => { window.Date = Object.getPrototypeOf(window.Date); });
    }
    // Neither match is recorded, and neither is sent by itself: their person is led to what can be.
    assert.equal((await waiting(at)).length, 0);
    await start();
    await live(at);
    await says(at.locator('.band'), 'without the server, on this device only: 2');
    await at.goto(`${url}/device`);
    await says(at.locator('[data-entry=check]'), 'cannot be entered there');
    assert.equal((await factsOf(bag)).length, before);
    assert.deepEqual(await axeOf(at), []);
    await at.locator('[data-entry=check]').first().getByRole('link', { name: 'Record the infusion as it was' }).click();
    await at.locator('#late-when').waitFor();
    await at.locator(`form.command a[href="/${bag}"]`).waitFor();
    await at.goto(`${url}/device`);
    for (const left of [1, 0]) {
      await at.locator('[data-entry=check]').first().getByRole('button', { name: 'It is settled' }).click();
      await at.locator('[data-entry=check]').first().getByRole('button', { name: 'remove it from this device', exact: false }).first().click();
      await until('it is gone', async () => await at.locator('[data-entry=check]').count() === left);
    }
    const other = await at.context().newPage();
    await other.addInitScript((secret) => sessionStorage.setItem('veinline.token', secret), token('physician'));
    await other.goto(`${url}/bedside`);
    await until('the packet of another person is gone', async () => !(await here(other, 'kept')).some((one) => typeof one === 'object' && 'note' in one));
    assert.equal(await other.locator('[data-packet]').count(), 0);
    await at.context().close();
  });
  await claim('R31 after a hold that this device heard of, and after a no of the server, nobody goes by the packet that was signed before', async () => {
    const { recipient, bags: [{ bag }] } = await withPacket(url), quality = token('hospital-quality');
    const give = async (name, bearer, body) => {
      const answer = await fetch(`${url}/api/v1/commands/${name}`, { method: 'POST', headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() }, body: JSON.stringify(body) });
      assert.equal(answer.status, 200, await answer.clone().text());
      return (await answer.json()).records[0].seq;
    };
    const hold = () => give('quality/hold', nurse, { data: { thing: bag, cause: 'other' }, reason: 'TEST' });
    const lift = (seq) => give('quality/lift', quality, { data: { thing: bag, hold: seq }, reason: 'TEST-OVER', sign: 'lift' });
    const at = await station(nurse, '/bedside'), kept = at.locator(`[data-packet="${bag}"]`);
    const fetched = async () => { await at.locator('[data-fetch-packet]').click(); await kept.waitFor(); };
    await live(at);
    await scan(at, bag);
    await fetched();
    const first = await hold();
    await kept.waitFor({ state: 'detached' });
    await lift(first);
    await fetched();
    // The feed is late, and the server says no: that word is newer.
    await at.route('**/api/v1/bedside_packet/**', (route) => route.abort());
    const second = await hold();
    await scan(at, recipient);
    await bedside(at, 'stop', 'hold');
    await kept.waitFor({ state: 'detached' });
    await kill();
    await stale(at);
    await scan(at, bag);
    await bedside(at, 'stop', 'no packet for this code');
    await start();
    await live(at);
    await lift(second);
    await at.context().close();
  });
  await claim('R10 the server goes after the first check: the badge of the second person is no bag, the first check stays, and what is to be done is said', async () => {
    const { recipient, bags: [{ bag }] } = await withPacket(url);
    const at = await station(nurse, '/bedside');
    await scan(at, recipient);
    await at.locator('[data-slot="1"].done').waitFor();
    await scan(at, bag);
    await bedside(at, 'first', 'First check recorded');
    await kill();
    for (const known of [false, true]) {  // before the page knows that nobody answers, and after
      if (known) await stale(at);
      await scan(at, 'STAFF-OF-SOMEBODY');
      await bedside(at, 'first', /neither as a bag nor as a wristband.*need the server.*scan the badge again/s);
      assert.equal(await at.locator('.verdict.stop').count(), 0);
    }
    assert.deepEqual(await axeOf(at), []);
    await start();
    await live(at);
    await at.context().close();
  });
}
