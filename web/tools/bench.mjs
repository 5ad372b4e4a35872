// SPDX-License-Identifier: Apache-2.0
// How fast the page answers on this machine. Arguments: URL of the page, data folder of the demonstration, Chromium; --json,
// --seconds N (of facts, 10), --rate N (facts a second, 200). Promises are told as gates; nothing fails by them.
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { contextOf, houseOf, launch, settled } from './browser.mjs';

const [url, data, chromium, ...more] = process.argv.slice(2);
const option = (name, otherwise) => (more.includes(`--${name}`) ? Number(more[more.indexOf(`--${name}`) + 1]) : otherwise);
const seconds = option('seconds', 10), rate = option('rate', 200), times = 5;
const house = houseOf(url, data);
const browser = await launch(chromium);
const load = () => fs.readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3);
const load_before = load();
const quantile = (values, share) => { const sorted = [...values].sort((one, other) => one - other); return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0; };
const parts = {}, gates = [];
const gate = (name, value, limit) => gates.push({ name, value: value.toFixed(2), gate: `<= ${limit}`, holds: value <= limit });

/** From the key or the click to the frame that shows it, as the browser counts it (Event Timing). */
async function clicks() {
  const { context } = await contextOf(browser, house, 'quality');
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.latencies = new Map();
    new PerformanceObserver((list) => { for (const one of list.getEntries()) if (one.interactionId) window.latencies.set(one.interactionId, Math.max(window.latencies.get(one.interactionId) ?? 0, one.duration)); })
      .observe({ type: 'event', durationThreshold: 16, buffered: true });
  });
  const all = [];
  const keep = async () => { all.push(...await page.evaluate(() => new Promise((go) => { setTimeout(() => { go([...window.latencies.values()]); window.latencies.clear(); }, 300); }))); };
  await page.goto(`${url}/`);
  await settled(page);
  await page.locator('.rail-nav a[href="/tower"]').click();
  await settled(page);
  for (const at of [1, 2, 0]) await page.locator('.choices button').nth(at).click();
  await page.locator('.filter').pressSequentially('26', { delay: 60 });
  await keep();
  await page.goto(`${url}/course/${house.ids.COURSE}`);
  await settled(page);
  for (let at = 0; at < 3; at += 1) await page.locator('.fact button.quiet').nth(at).click();
  await page.keyboard.press('Control+k');
  await page.locator('dialog[open]').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.who summary').click();
  await keep();
  await context.close();
  // Below 16 ms the browser tells nothing: those that it told are the slower ones.
  parts.clicks = { told: all.length, p75_ms: quantile(all, 0.75), worst_ms: Math.max(0, ...all) };
  gate('web.inp_p75_ms', parts.clicks.p75_ms, 200);
}

/** Real commands by the API, as many a second as are asked for, and when each stood in the page. */
async function facts() {
  const { context } = await contextOf(browser, house, 'quality');
  const page = await context.newPage();
  await page.goto(`${url}/`);
  await settled(page);
  await page.locator('.lamp.live').waitFor();
  await page.evaluate(() => {
    window.seen = new Map();
    window.long_tasks = [];
    const note = () => {
      const at = Number(document.querySelector('.lamp .seq')?.textContent.slice(1));
      if (at && !window.seen.has(at)) requestAnimationFrame(() => { if (!window.seen.has(at)) window.seen.set(at, Date.now()); });
    };
    new MutationObserver(note).observe(document.querySelector('.lamp'), { subtree: true, childList: true, characterData: true });
    new PerformanceObserver((list) => { for (const one of list.getEntries()) window.long_tasks.push(one.duration); }).observe({ type: 'longtask' });
  });
  // Holds on one bag: each is a command of its own, decided, signed into the log and told by the feed.
  const receipts = [];
  const give = async () => {
    const sent = Date.now();
    const answer = await house.asked('commands/quality/hold', 'nurse', { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify({ data: { thing: `material/${house.ids.BAG1}`, cause: 'other' }, reason: 'BENCH' }) }).catch(() => undefined);
    if (!answer?.ok) return;
    const { records } = await answer.json();
    for (const one of records) receipts.push({ seq: one.seq, sent, answered: Date.now() });
  };
  const began = Date.now(), going = new Set();
  let asked = 0;
  while (Date.now() - began < seconds * 1000) {
    const due = Math.floor((Date.now() - began) / 1000 * rate);
    while (asked < due && going.size < 64) {
      asked += 1;
      const one = give().finally(() => going.delete(one));
      going.add(one);
    }
    await new Promise((go) => { setTimeout(go, 4); });
  }
  await Promise.all(going);
  await page.waitForTimeout(3000);
  const { seen, long_tasks } = await page.evaluate(() => ({ seen: [...window.seen], long_tasks: window.long_tasks }));
  const shown = seen.sort(([one], [other]) => one - other);
  // What stands in the page at #900 shows all up to #900.
  const waits = receipts.map(({ seq, answered }) => { const at = shown.find(([up_to]) => up_to >= seq); return at ? Math.max(0, at[1] - answered) : Infinity; });
  await context.close();
  parts.facts = { asked, recorded: receipts.length, facts_per_s: Math.round(receipts.length / seconds), shown: waits.filter(Number.isFinite).length,
    p50_ms: quantile(waits, 0.5), p95_ms: quantile(waits, 0.95), long_tasks: long_tasks.length, longest_task_ms: Math.round(Math.max(0, ...long_tasks)) };
  gate('web.fact_to_pixels_p95_ms', parts.facts.p95_ms, 500);
  gate('web.longest_task_ms', parts.facts.longest_task_ms, 100);
}

/** Until the lists stand and a click is answered, with the processor and the network made slower. */
async function first_look() {
  const each = [];
  for (let at = 0; at < times; at += 1) {
    const { context } = await contextOf(browser, house, 'quality');
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 100_000 });
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.addInitScript(() => {
      window.blocked = 0;
      new PerformanceObserver((list) => { for (const one of list.getEntries()) window.blocked += Math.max(0, one.duration - 50); }).observe({ type: 'longtask', buffered: true });
    });
    const began = Date.now();
    await page.goto(url, { waitUntil: 'commit' });
    await page.locator('html[data-scan-ready]').waitFor();
    await page.locator('.task').first().waitFor();
    await page.evaluate(() => new Promise((go) => { requestIdleCallback(() => go(), { timeout: 5000 }); }));
    const ready = Date.now() - began;
    const { paint, blocked } = await page.evaluate(() => ({ paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0, blocked: window.blocked }));
    each.push({ ready, paint, blocked });
    await context.close();
  }
  const of = (name) => Math.round(quantile(each.map((one) => one[name]), 0.5));
  parts.first_look = { throttle_cpu: 4, kbit_per_s: 1600, latency_ms: 150, times, paint_ms: of('paint'), interactive_ms: of('ready'), blocked_ms: of('blocked') };
  gate('web.first_paint_ms', parts.first_look.paint_ms, 1500);
  gate('web.interactive_ms', parts.first_look.interactive_ms, 3000);
  gate('web.blocked_ms', parts.first_look.blocked_ms, 300);
}

/** An inspector scans a bag: until everything about it stands there, proven, and is a file. */
async function inspector() {
  const { context } = await contextOf(browser, house, 'quality');
  const page = await context.newPage();
  await page.goto(`${url}/`);
  await settled(page);
  const began = Date.now();
  let inputs = 0;
  await page.fill('#question', `material/${house.ids.BAG2}`);
  inputs += 1;
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/material/${house.ids.BAG2}`);
  await page.locator('.facts .fact').first().waitFor();
  await page.locator('.holders li').first().waitFor();
  await page.locator('svg.lineage .node').nth(3).waitFor();
  const everything = Date.now() - began;
  await page.locator('.facts .thing[href*="/course/"], svg.lineage a[href*="/course/"], main a[href*="/course/"]').first().click();
  inputs += 1;
  await page.locator('[data-intact=yes]').waitFor();
  const proven = Date.now() - began;
  const evidence = await (await house.asked(`export/material/${house.ids.BAG2}`, 'quality')).text();
  await context.close();
  parts.inspector = { inputs, everything_ms: everything, proven_ms: proven, exported_ms: Date.now() - began, evidence_bytes: evidence.length, evidence: createHash('sha256').update(evidence).digest('hex').slice(0, 16) };
  gate('web.everything_about_a_bag_s', parts.inspector.exported_ms / 1000, 60);
}

for (const [name, part] of Object.entries({ clicks, first_look, inspector, facts })) {
  process.stderr.write(`${name} …\n`);
  await part().catch((error) => { parts[name] = { not_measured: error.message.split('\n')[0] }; });
}
await browser.close();
const result = { gates, load: { before: load_before, after: load() }, parts };
if (more.includes('--json')) console.log(JSON.stringify(result));
else {
  const line = (path, value) => console.log(`${path.padEnd(34)}${typeof value === 'object' ? JSON.stringify(value) : value}`);
  line('load.after', result.load.after);
  line('load.before', result.load.before);
  for (const [name, part] of Object.entries(parts)) for (const [figure, value] of Object.entries(part)) line(`${name}.${figure}`, value);
  for (const one of gates) console.log(`${one.holds ? 'holds ' : 'FAILS '} ${one.name} ${one.value} (${one.gate})`);
}
process.exitCode = Object.values(parts).some((part) => 'not_measured' in part) ? 2 : 0;
