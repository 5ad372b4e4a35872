// SPDX-License-Identifier: Apache-2.0
// What the claims about the page share: browsers, scans, axe, and the list of views.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';

export const budgets = JSON.parse(fs.readFileSync(new URL('budgets.json', import.meta.url), 'utf8'));
const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const { AxeBuilder } = require('@axe-core/playwright');
const [url, data, executablePath] = process.argv.slice(2);

export const token = (name) => fs.readFileSync(`${data}/tokens/${name}`, 'utf8').trim();
export const ids = Object.fromEntries(fs.readFileSync(`${data}/demonstration.env`, 'utf8').trim().split('\n').map((line) => line.split('=')));
export const api = async (path, bearer) => (await fetch(`${url}/api/v1/${path}`, { headers: { authorization: `Bearer ${bearer}` } })).json();

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic',
  '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
export const complaints = [];
// What the browser may say of answers that a claim provokes. Its words reach us later than what the page shows, so that they
// may come while the next claim runs: the words of a claim are allowed until the next one ends.
let expected = [];
let expectedBefore = [];
export const expecting = (what) => { expected.push(new RegExp(what)); };
const always = [];
/** Words that the browser may say throughout a whole story of refusals. */
export const expectingThroughout = (what) => { always.push(new RegExp(what)); };
/** What the policy forbids is never what a claim provokes, whatever number stands in the line. */
const ofPolicy = /^policy:|Content Security Policy|TrustedHTML|TrustedScript/i;
export const isExpected = (text) => !ofPolicy.test(text) && [...always, ...expectedBefore, ...expected].some((one) => one.test(text));

export async function open(options, bearer) {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 }, ...options });
  await context.addInitScript(() => addEventListener('securitypolicyviolation', (event) =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`)));
  const page = await context.newPage();
  if (bearer) await page.addInitScript((text) => { if (!sessionStorage.getItem('veinline.token')) sessionStorage.setItem('veinline.token', text); }, bearer);
  page.setDefaultTimeout(60_000);
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !isExpected(message.text())) complaints.push(message.text());
  });
  return page;
}
export const closeAll = () => browser.close();
/** Where PAGE_PICTURES names a folder, what was on the screens as a claim failed. Only some of them while one works on one: PAGE_CLAIMS='first look|language'. */
const only = process.env.PAGE_CLAIMS && new RegExp(process.env.PAGE_CLAIMS);
export async function claim(name, check) {
  if (only && !only.test(name)) return;
  const began = performance.now();
  try { await check(); } catch (error) {
    console.error(`FAILED: ${name}\n${error.message.slice(0, 4000)}\n${complaints.join('\n')}`);
    if (process.env.PAGE_PICTURES) {
      const pages = browser.contexts().flatMap((context) => context.pages());
      for (const [at, page] of pages.entries()) await page.screenshot({ path: `${process.env.PAGE_PICTURES}/failed-${at}.png` }).catch(() => undefined);
    }
    await browser.close();
    process.exit(1);
  }
  console.log(`ok: ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  [expectedBefore, expected] = [expected, []];
}
export const says = (locator, text) => locator.filter({ hasText: text }).first().waitFor();

/** As a scanner types: all keys at once, with the times that a scanner would have. */
export async function scan(page, code) {
  await page.evaluate(() => { if (document.activeElement instanceof HTMLElement) document.activeElement.blur(); });
  await page.evaluate((keys) => { for (const key of keys) document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })); }, [...code, 'Enter']);
}

const us = ['`1234567890-=~!@#$%^&*()_+', '[]\\;\',./ {}|:"<>? '].map((row) => [row.slice(0, row.length / 2), row.slice(row.length / 2)]);
const places = ['Backquote Digit1 Digit2 Digit3 Digit4 Digit5 Digit6 Digit7 Digit8 Digit9 Digit0 Minus Equal', 'BracketLeft BracketRight Backslash Semicolon Quote Comma Period Slash Space']
  .map((row) => row.split(' '));
/** The keys of a US keyboard by which a scanner says `code`: Shift before each sign that wants it, Ctrl+] for a group separator. */
function keysOf(code) {
  const held = (key, sign) => [{ key, code: `${key}Left`, [key === 'Shift' ? 'shiftKey' : 'ctrlKey']: true }, { ...sign, [key === 'Shift' ? 'shiftKey' : 'ctrlKey']: true }];
  return [...code].flatMap((sign) => {
    if (sign === '\n') return [{ key: 'Enter', code: 'Enter' }];
    if (sign === '\u001d') return held('Control', { key: ']', code: 'BracketRight' });
    if (/[a-z]/i.test(sign)) return /[a-z]/.test(sign) ? [{ key: sign, code: `Key${sign.toUpperCase()}` }] : held('Shift', { key: sign, code: `Key${sign}` });
    for (const [row, [plain, shifted]] of us.entries()) {
      if (plain.includes(sign)) return [{ key: sign, code: places[row][plain.indexOf(sign)] }];
      if (shifted.includes(sign)) return held('Shift', { key: sign, code: places[row][shifted.indexOf(sign)] });
    }
    throw new Error(`no key for ${sign}`);
  });
}
/** Keys with the times of a scanner, 2 ms each and 20 ms between scans, however slow the processor is; `of_method`: as an input method that is on gives them. */
export const burst = (page, codes, of_method = false) => page.evaluate(([all, method]) => {
  document.activeElement?.blur?.();
  let at = performance.now();
  for (const keys of all) {
    at += 20;
    for (const key of keys) {
      const event = new KeyboardEvent('keydown', { ...key, ...method && { key: 'Process', isComposing: true }, bubbles: true, cancelable: true });
      at += 2;
      Object.defineProperty(event, 'timeStamp', { value: at });
      document.body.dispatchEvent(event);
    }
  }
}, [codes.map((code) => keysOf(`${code}\n`)), of_method]);

/** As a scanner types while a field of a form has the keys. */
export async function scanInto(field, code) {
  await field.focus();
  await field.evaluate((one, keys) => { for (const key of keys) one.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })); }, [...code, 'Enter']);
}

/** Holds a code before the camera of this page: a picture that is drawn takes the place of the lens. */
export async function showToCamera(page, code) {
  const { data, size } = require('uqr').encode(code, { ecc: 'M', border: 4 });
  await page.evaluate(([rows, side]) => {
    const lens = document.createElement('canvas'), dot = 8;
    lens.width = lens.height = side * dot;
    const draw = () => {
      const pen = lens.getContext('2d');
      pen.fillStyle = '#fff';
      pen.fillRect(0, 0, lens.width, lens.height);
      pen.fillStyle = '#000';
      for (const [y, row] of rows.entries()) for (const [x, dark] of row.entries()) if (dark) pen.fillRect(x * dot, y * dot, dot, dot);
    };
    setInterval(draw, 100);
    navigator.mediaDevices.getUserMedia = async () => { draw(); return lens.captureStream(10); };
  }, [data, size]);
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
export async function axeOf(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(', ')}`);
}

/** What had to come before My work stood there whole, in bytes of gzip; what the page fetches afterwards is not of it. */
export async function firstLook(page, at) {
  await page.addInitScript(() => new MutationObserver((_, observer) => {
    if (!document.querySelector('#root main h1') || document.querySelector('.waiting')) return;  // not one of those for old browsers
    window.shown_at = performance.now();
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true }));
  const answers = new Map();
  page.on('response', (answer) => answers.set(answer.url(), answer));
  await page.goto(at);
  const asked = await (await page.waitForFunction(() => window.shown_at && performance.getEntriesByType('resource')
    .filter((one) => one.startTime < window.shown_at).map((one) => one.name))).jsonValue();
  const isQuestion = (one) => /^\/(api|log)\//.test(new URL(one).pathname), questions = asked.filter(isQuestion).map((one) => new URL(one).pathname);
  const files = await Promise.all([page.url(), ...new Set(asked.filter((one) => !isQuestion(one)))].map(async (one) => [new URL(one).pathname, gzipSync(await answers.get(one).body(), { level: 9 }).length]));
  const sum = (end) => files.filter(([path]) => path.endsWith(end)).reduce((all, [, size]) => all + size, 0);
  return { scripts: sum('.js'), styles: sum('.css'), files, questions };
}

/** What makes the page scroll sideways; nothing when it does not. */
export const wide = (page) => page.evaluate(() => (document.documentElement.scrollWidth <= innerWidth ? [] : [`${document.documentElement.scrollWidth} px`,
  ...[...document.querySelectorAll('main *, header *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1).slice(-6)
    .map((one) => `${one.tagName} ${one.getAttribute('class')} ${one.textContent.slice(0, 50)}`)]));

const where = [['/', 'coordinator'], ['/tower', 'coordinator'], [`/course/${ids.COURSE}`, 'quality'], [`/material/${ids.BAG2}`, 'nurse'],
  ['/do', 'quality'], [`/do/quality/hold?thing=material/${ids.BAG1}`, 'nurse'], ['/bedside', 'nurse'], ['/patients', 'coordinator'], [`/subject/${ids.PATIENT}`, 'investigator'], ['/documents', 'hospital-quality'], ['/audit', 'administrator'], ['/verify', undefined], ['/docs', 'administrator']];
const how = [['en-GB', 'light', 1440], ['zh-CN', 'dark', 390], ['zh-CN', 'light', 1024], ['en-GB', 'dark', 320]];
// Each view in two of the four ways, all ways over all views: a whole table takes minutes.
export const views = where.flatMap(([path, who], at) => [how[at % 4], how[(at + 1) % 4]].map(([locale, colorScheme, width]) => ({ path, who, locale, colorScheme, width })));
