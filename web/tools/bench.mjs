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
const gate = (name, value, limit, but) => gates.push({ name, value: value.toFixed(2), gate: `<= ${limit}`, holds: value <= limit, ...but && { but } });

/** From the key or the click to the frame that shows it, as the browser counts it (Event Timing), over one session: scan, open, type,
    filter, press. Scrolling is none of these to the browser: its longest frame is told beside. */
async function clicks() {
  const { context } = await contextOf(browser, house, 'quality');
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.latencies = new Map();
    new PerformanceObserver((list) => { for (const one of list.getEntries()) if (one.interactionId) window.latencies.set(one.interactionId, Math.max(window.latencies.get(one.interactionId) ?? 0, one.duration)); })
      .observe({ type: 'event', durationThreshold: 16, buffered: true });
  });
  const all = [];
  let interactions = 0;
  const keep = async () => {
    all.push(...await page.evaluate(() => new Promise((go) => { setTimeout(() => { go([...window.latencies.values()]); window.latencies.clear(); }, 300); })));
    interactions += await page.evaluate(() => performance.interactionCount ?? 0);
  };
  await page.goto(`${url}/`);
  await settled(page);
  await page.locator('html[data-scan-ready]').waitFor();
  await page.keyboard.type(`material/${house.ids.BAG2}\n`, { delay: 2 });
  await page.waitForURL(`**/material/${house.ids.BAG2}`);
  await settled(page);
  await page.locator('.fact button.quiet').first().click();
  await page.locator('.rail-nav a[href="/tower"]').click();
  await page.locator('.tower-row[data-index]').first().waitFor();
  for (const at of [1, 2, 0]) await page.locator('main .choices button').nth(at).click();
  await page.locator('.filter').pressSequentially('26', { delay: 60 });
  await page.locator('.filter').fill('');
  const scrolled = await page.evaluate(async () => {
    const box = document.querySelector('.tower-body');
    let longest = 0, before = performance.now();
    for (let at = 0; box && at < 30; at += 1) {
      box.scrollTop = (box.scrollHeight / 30) * at;
      await new Promise((go) => { requestAnimationFrame(go); });
      const now = performance.now();
      longest = Math.max(longest, now - before);
      before = now;
    }
    return longest;
  });
  await keep();
  await page.goto(`${url}/course/${house.ids.COURSE}`);
  await settled(page);
  for (let at = 0; at < 3; at += 1) await page.locator('.fact button.quiet').nth(at).click();
  await page.keyboard.press('Control+k');
  await page.locator('dialog[open]').waitFor();
  await page.keyboard.type('hold', { delay: 60 });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await page.locator('.who summary').click();
  await keep();
  await page.goto(`${url}/do/quality/hold?thing=material/${house.ids.BAG1}`);
  await page.locator('#field-reason').pressSequentially('BENCH-REASON', { delay: 40 });
  await keep();
  await context.close();
  // Below 16 ms the browser tells nothing: those that it told are the slower ones, so that their quantile is no flattery.
  parts.clicks = { interactions, told: all.length, p75_ms: quantile(all, 0.75), worst_ms: Math.max(0, ...all), scroll_longest_frame_ms: Math.round(scrolled) };
  gate('web.inp_p75_ms', parts.clicks.p75_ms, 200);
}

/** Somebody puts a bag on hold, again and again, while others record as many facts a second as are asked for. Counted is from the answer
    to each until the open page of the bag, of somebody else, says painted that so many facts more are recorded of it: the line of a
    fact itself stands there when its reader asks for it, since no line moves by itself. */
async function facts() {
  const { context } = await contextOf(browser, house, 'quality');
  const page = await context.newPage();
  await page.goto(`${url}/material/${house.ids.BAG2}`);
  await settled(page);
  await page.locator('.lamp.live').waitFor();
  await page.evaluate(() => {
    window.seen = new Map();
    window.long_tasks = [];
    const note = () => {
      const count = Number(/\d+/.exec(document.querySelector('.newer')?.textContent ?? '')?.[0] ?? 0);
      if (count > 0 && !window.seen.has(count)) requestAnimationFrame(() => { if (!window.seen.has(count)) window.seen.set(count, Date.now()); });
    };
    note();
    new MutationObserver(note).observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true });
    new PerformanceObserver((list) => { for (const one of list.getEntries()) window.long_tasks.push(one.duration); }).observe({ type: 'longtask' });
  });
  const give = (command, who, body) => house.asked(`commands/${command}`, who, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() }, body: JSON.stringify(body) })
    .then((answer) => (answer.ok ? answer.json() : undefined)).catch(() => undefined);
  let asked = 0, recorded = 0, ended = false;
  // Holds on the treatments in turn: each is a command of its own, decided, signed into the log and told by the feed.
  const { courses } = await (await house.asked('courses?count=1000', 'nurse')).json();
  const began = Date.now(), going = new Set();
  const stream = (async () => {
    while (Date.now() - began < seconds * 1000) {
      const due = Math.floor((Date.now() - began) / 1000 * rate);
      while (asked < due && going.size < 64) {
        asked += 1;
        const one = give('quality/hold', 'nurse', { data: { thing: courses[asked % courses.length].course, cause: 'other' }, reason: 'BENCH' }).then((told) => { recorded += told?.records.length ?? 0; }).finally(() => going.delete(one));
        going.add(one);
      }
      await new Promise((go) => { setTimeout(go, 4); });
    }
    ended = true;
  })();
  const samples = [];
  while (!ended) {
    const told = await give('quality/hold', 'nurse', { data: { thing: `material/${house.ids.BAG2}`, cause: 'other' }, reason: 'BENCH' });
    if (told) samples.push(Date.now());
    await new Promise((go) => { setTimeout(go, 300); });
  }
  await stream;
  const took = (Date.now() - began) / 1000, done = recorded;
  await Promise.all(going);
  await page.waitForTimeout(5000);
  const { seen, long_tasks } = await page.evaluate(() => ({ seen: [...window.seen], long_tasks: window.long_tasks }));
  await context.close();
  if (samples.length === 0) throw new Error('no hold could be recorded');
  const shown = seen.sort(([one], [other]) => one - other);
  // What was not shown five seconds after the stream ended counts as for ever.
  const waits = samples.map((answered, at) => { const one = shown.find(([count]) => count > at); return one ? Math.max(0, one[1] - answered) : Infinity; });
  parts.facts = { asked_per_s: rate, reached_per_s: Math.round(done / took), samples: samples.length, shown: waits.filter(Number.isFinite).length,
    p50_ms: quantile(waits, 0.5), p95_ms: quantile(waits, 0.95), long_tasks: long_tasks.length, longest_task_ms: Math.round(Math.max(0, ...long_tasks)) };
  gate('web.fact_to_pixels_p95_ms', parts.facts.p95_ms, 500, parts.facts.reached_per_s >= 0.95 * rate ? undefined : `at ${parts.facts.reached_per_s} facts/s: this machine did not reach ${rate}`);
  gate('web.longest_task_ms', parts.facts.longest_task_ms, 100);
}

/** Until the lists stand and a click is answered, with the processor made four times slower; `network`: with a slow network as well. */
async function look(network, count) {
  const each = [];
  for (let at = 0; at < count; at += 1) {
    const { context } = await contextOf(browser, house, 'quality');
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    if (network) {
      await devtools.send('Network.enable');
      await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 100_000 });
    }
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
  return { throttle_cpu: 4, ...network && { kbit_per_s: 1600, latency_ms: 150 }, times: count, paint_ms: of('paint'), interactive_ms: of('ready'), blocked_ms: of('blocked') };
}
async function first_look() {
  parts.first_look = await look(false, times);
  gate('web.first_paint_ms', parts.first_look.paint_ms, 1500);
  gate('web.interactive_ms', parts.first_look.interactive_ms, 3000);
  gate('web.blocked_ms', parts.first_look.blocked_ms, 300);
}
/** Told, not promised: the same where the network is slow too. */
async function slow_network() {
  parts.slow_network = await look(true, 3);
}

/** Somebody scans a bag in the inspection room: until everything about it stands there, proven here, and is a file. */
async function inspector() {
  const { context } = await contextOf(browser, house, 'quality', { acceptDownloads: true });
  const page = await context.newPage();
  await page.goto(`${url}/inspect`);
  await page.locator('#inspect-code').waitFor();
  const began = Date.now();
  await page.fill('#inspect-code', `material/${house.ids.BAG2}`);
  await page.keyboard.press('Enter');
  await page.locator('.inspect[data-complete=yes]').waitFor();
  const everything = Date.now() - began;
  await page.locator('[data-verified=yes]').waitFor();
  const proven = Date.now() - began;
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export' }).first().click()]);
  const evidence = fs.readFileSync(await download.path());
  parts.inspector = { inputs: 1, everything_ms: everything, proven_ms: proven, exported_ms: Date.now() - began, evidence_bytes: evidence.length, evidence: createHash('sha256').update(evidence).digest('hex').slice(0, 16) };
  await context.close();
  gate('web.everything_about_a_bag_s', parts.inspector.exported_ms / 1000, 60);
}

for (const [name, part] of Object.entries({ clicks, first_look, slow_network, inspector, facts })) {
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
  console.log(`\n${'figure'.padEnd(34)}${'budget'.padEnd(12)}${'measured'.padEnd(12)}`);
  for (const one of gates) console.log(`${one.name.padEnd(34)}${one.gate.padEnd(12)}${one.value.padEnd(12)}${one.holds ? 'holds' : 'FAILS'}${one.but ? ` (${one.but})` : ''}`);
  for (const [name, part] of Object.entries(parts)) if (part.not_measured) console.log(`${name.padEnd(34)}${'not measured'.padEnd(24)}${part.not_measured}`);
}
process.exitCode = Object.values(parts).some((part) => 'not_measured' in part) ? 2 : 0;
