// SPDX-License-Identifier: Apache-2.0
// Every screen as a picture: each address of the router, in each language, theme and width, and a page to look at them all.
// Arguments: URL of the page, data folder of the demonstration, Chromium, folder to write to; then --seed N, --only REGEX,
// --forms N (how many commands' forms, by chance), --quick (English on light, Chinese
// on dark: half of the pictures). Beside each picture stands what a program found wrong with it.
import fs from 'node:fs';
import { addresses, readers } from './addresses.mjs';
import { chance, contextOf, houseOf, launch, seedOf, settled } from './browser.mjs';
import { findings, untranslated } from './looks.mjs';

const [url, data, chromium, out, ...more] = process.argv.slice(2);
const option = (name) => (more.includes(`--${name}`) ? more[more.indexOf(`--${name}`) + 1] : undefined);
const seed = seedOf(option('seed')), only = option('only') && new RegExp(option('only'));
const languages = ['en', 'zh-CN'];
const themesOf = (language) => (more.includes('--quick') ? [language === 'en' ? 'light' : 'dark'] : ['light', 'dark']);
const widths = [['desktop', 1280, 900], ['tablet', 820, 1100], ['phone', 390, 844], ['small', 320, 700]];
const highest = 2600;  // px of a picture: below that there is nothing new to see

const house = houseOf(url, data);
const browser = await launch(chromium);
console.log(`seed ${seed} (the same again: --seed ${seed})`);
const { found, empty } = await addresses(house, { forms: Number(option('forms') ?? 4), next: chance(seed) });
for (const path of empty) console.log(`NOT SHOWN: the demonstration has nothing for ${path}`);

// What stands over a screen, and no address leads to.
const scenes = [
  { name: 'door', path: '/', nobody: true },
  { name: 'palette', path: '/', act: (page) => page.keyboard.press('Control+k') },
  { name: 'keys', path: '/', act: (page) => page.keyboard.press('?') },
  { name: 'who', path: '/', act: (page) => page.locator('.who summary').click() },
  { name: 'unknown-code', path: '/', act: async (page) => { await page.fill('#question', 'NO-SUCH-CODE'); await page.keyboard.press('Enter'); await page.locator('dialog .alarm').waitFor(); } },
];
const named = (path) => (path === '/' ? 'work' : path.slice(1).replaceAll('/', '.').replace(/[^\w.-]/g, '_'));
const all = [...found.map((one) => ({ ...one, name: named(one.path) })), ...scenes].filter((one) => !only || only.test(one.path) || only.test(one.name));

/** Somebody who may see it: the first one who is not refused. */
async function readerOf(path) {
  for (const who of readers) {
    const { context } = await contextOf(browser, house, who);
    const page = await context.newPage();
    let refused = false;
    page.on('response', (answer) => { if (answer.status() === 403) refused = true; });
    await page.goto(`${url}${path}`);
    await settled(page).catch(() => undefined);
    await context.close();
    if (!refused) return who;
  }
  return readers[0];
}

fs.rmSync(out, { recursive: true, force: true });
fs.mkdirSync(out, { recursive: true });
const rows = [];
const open_to_all = new Set(['/verify', '/courier']);
for (const one of all) {
  const who = one.nobody || open_to_all.has(one.path) ? undefined : one.who ?? await readerOf(one.path);
  for (const language of languages) {
    for (const theme of themesOf(language)) {
      const { context, complaints } = await contextOf(browser, house, who, { locale: language === 'en' ? 'en-GB' : language, colorScheme: theme });
      const page = await context.newPage();
      await page.goto(`${url}${one.fresh ? await one.fresh() : one.path}`);
      await settled(page).catch(() => complaints.push('no heading came'));
      await one.act?.(page);
      for (const [size, width, height] of widths) {
        await page.setViewportSize({ width, height });
        await page.waitForTimeout(150);
        const wrong = [...await page.evaluate(findings), ...(language === 'zh-CN' ? (await page.evaluate(untranslated)).map((text) => `not Chinese: ${text}`) : [])];
        const file = `${one.name}.${language}.${theme}.${size}.png`;
        const tall = await page.evaluate(() => document.documentElement.scrollHeight);
        await page.screenshot({ path: `${out}/${file}`, fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(Math.max(tall, height), highest) } });
        rows.push({ name: one.name, path: one.path, who: who ?? '', language, theme, size, width, file, wrong: [...wrong, ...complaints.splice(0).map((text) => `browser: ${text}`)] });
      }
      await context.close();
    }
  }
  const count = rows.filter((row) => row.name === one.name).reduce((sum, row) => sum + row.wrong.length, 0);
  console.log(`${one.name} (${who ?? 'nobody signed in'})${count > 0 ? `: ${count} findings` : ''}`);
}
await browser.close();

const text = (value) => value.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const names = [...new Set(rows.map((row) => row.name))];
const shown = (row) => `<figure data-size="${row.size}"><a href="${row.file}"><img loading="lazy" src="${row.file}" alt=""></a><figcaption>${row.language} ${row.theme} ${row.width}${
  row.wrong.length > 0 ? `<ul>${row.wrong.map((one) => `<li>${text(one)}</li>`).join('')}</ul>` : ''}</figcaption></figure>`;
fs.writeFileSync(`${out}/findings.json`, `${JSON.stringify(rows.filter((row) => row.wrong.length > 0), null, 1)}\n`);
fs.writeFileSync(`${out}/index.html`, `<!doctype html><meta charset="utf-8"><title>Veinline: every screen</title>
<style>body{font:13px/1.4 sans-serif;margin:16px;background:#888}h2{margin:24px 0 8px}section div{display:flex;gap:8px;align-items:flex-start;flex-wrap:wrap}
figure{margin:0;background:#fff;padding:4px}img{display:block;max-width:100%}figure[data-size=desktop]{width:430px}figure[data-size=tablet]{width:280px}figure[data-size=phone]{width:150px}figure[data-size=small]{width:124px}
ul{margin:4px 0;padding-left:16px;color:#a00;overflow-wrap:anywhere}</style>
<h1>Every screen</h1><p>Seed ${seed}. ${rows.length} pictures of ${names.length} screens, ${rows.reduce((sum, row) => sum + row.wrong.length, 0)} findings.${empty.map((path) => ` Not shown: ${text(path)}.`).join('')}</p>
${names.map((name) => `<section id="${name}"><h2>${text(rows.find((row) => row.name === name).path)} <small>${name}</small></h2>${languages.flatMap((language) => themesOf(language).map((theme) =>
    `<div>${rows.filter((row) => row.name === name && row.language === language && row.theme === theme).map(shown).join('')}</div>`)).join('\n')}</section>`).join('\n')}\n`);
console.log(`${rows.length} pictures of ${names.length} screens: ${out}/index.html`);
process.exitCode = empty.length > 0 ? 1 : 0;
