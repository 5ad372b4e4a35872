// SPDX-License-Identifier: Apache-2.0
// Chromium for the tools that look at the page: who is signed in, what the browser complains of, what the server answers.
import fs from 'node:fs';
import { chromium } from 'playwright-core';

export const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
export const launch = (executablePath, more = []) => chromium.launch({ executablePath, args: [...flags, ...more] });

/** The tokens and the names of a demonstration's folder. */
export function houseOf(url, data) {
  const token = (name) => fs.readFileSync(`${data}/tokens/${name}`, 'utf8').trim();
  const names = fs.readdirSync(`${data}/tokens`);
  const ids = Object.fromEntries(fs.readFileSync(`${data}/demonstration.env`, 'utf8').trim().split('\n').map((line) => line.split('=')));
  const asked = async (path, who, more = {}) => fetch(`${url}/api/v1/${path}`, { ...more, headers: { authorization: `Bearer ${token(who)}`, ...more.headers } });
  const api = async (path, who) => {
    const answer = await asked(path, who).catch(() => asked(path, who));  // a kept connection may have ended
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return { url, token, names, ids, api, asked };
}

/** A context of a browser in which `who` is signed in by token, and a list of what the browser complains of. */
export async function contextOf(browser, house, who, options = {}) {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  const complaints = [];
  await context.addInitScript(() => addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`)));
  if (who) {
    await context.addInitScript((text) => {  // not on about:blank, which has no storage
      if (location.protocol.startsWith('http') && !sessionStorage.getItem('veinline.token')) sessionStorage.setItem('veinline.token', text);
    }, house.token(who));
  }
  context.on('page', (page) => {
    page.setDefaultTimeout(60_000);
    page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
    page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) complaints.push(message.text()); });
  });
  return { context, complaints };
}

/** The stream of news keeps the network busy for ever: what is waited for is what the page waits for. */
export async function settled(page) {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.waiting:not(.lamp), [aria-busy=true]'), null, { timeout: 20_000 }).catch(() => undefined);
  await page.evaluate(() => document.fonts.ready.then(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); })));
}

/** Chance that can be had again: numbers from 0 to below 1, by a seed (mulberry32). */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
/** As many of the list as are wanted, in its order. */
export function some(list, wanted, next) {
  const left = list.map((one, at) => ({ one, at, by: next() })).sort((a, b) => a.by - b.by).slice(0, wanted);
  return left.sort((a, b) => a.at - b.at).map(({ one }) => one);
}
export const seedOf = (text) => (text && /^\d+$/.test(text) ? Number(text) : Math.floor(Math.random() * 4_294_967_296));
