// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { paged } from '../src/api/types';
import { atSite } from '../src/words/time';

const all = (language: string) => JSON.parse(readFileSync(`../words/${language}.json`, 'utf8')) as Record<string, string>;
const of_page = (words: Record<string, string>) => Object.keys(words).filter((key) => key.startsWith('page.'));

test('the page says the same things in both languages', () => {
  assert.deepEqual(of_page(all('en')), of_page(all('zh-CN')));
});

test('what stands for a value in English stands for it in Chinese', () => {
  const en = all('en'), zh = all('zh-CN');
  const values = (text: string | undefined) => (text?.match(/\{\w+\}/g) ?? []).sort();
  for (const key of of_page(en)) assert.deepEqual(values(zh[key]), values(en[key]), key);
});

test('the server knows every first part of an address that the page draws', () => {
  const screens = JSON.parse(readFileSync('screens.json', 'utf8')) as string[];
  const routes = [...readFileSync('src/routes.tsx', 'utf8').matchAll(/(?:page\(|path: )'\/([a-z]+)/g)].map((found) => found[1] as string);
  assert.deepEqual([...new Set([...routes, ...paged])].sort(), screens);
});

test('a signature says when it was at its site by the offset that was signed, and by the zone alone where none was', () => {
  const time = '2026-03-02T20:30:00.000Z';
  const signed = atSite({ time, offset: '+08:00', zone: 'Asia/Shanghai' }) ?? '';
  assert.ok(/03.*04:30 Asia\/Shanghai \(UTC\+08:00\)/.test(signed));
  assert.ok(/17:00 UTC-03:30$/.test(atSite({ time, offset: '-03:30' }) ?? ''));
  assert.ok(/04:30 Asia\/Shanghai$/.test(atSite({ time, offset: '+00:00', zone: 'Asia/Shanghai' }) ?? ''));
  assert.equal(atSite({ time }), undefined);
});
