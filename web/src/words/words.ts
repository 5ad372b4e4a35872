// SPDX-License-Identifier: Apache-2.0
// The words of the page, typed: a key that English or Chinese lacks does not compile. The files are those of words/, which
// the server reads too; tools/words.mjs picks the families that the page says.
import { useSyncExternalStore } from 'react';
import type english from '../../../words/en.json';
import type chinese from '../../../words/zh-CN.json';

// Chinese says more: what a program's own text is in English (help.*, shown.*) is translated there.
type Missing = Exclude<keyof typeof english, keyof typeof chinese>;
export const chinese_says_all: [Missing] extends [never] ? true : Missing = true;

type Key = keyof typeof english;
type OfPage<K> = K extends `page.${infer Rest}` ? Rest : never;
export type PageKey = OfPage<Key>;
type Family = 'thing' | 'role' | 'choice' | 'verdict' | 'fact' | 'meaning';

export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];
type Words = Readonly<Record<string, string>>;

let language: Language = 'en';
let words: Words = {};
const listeners = new Set<() => void>();

const kept = 'veinline.language';
export function wantedLanguage(): Language {
  const said = localStorage.getItem(kept) ?? navigator.language;
  return /^zh/i.test(said) ? 'zh-CN' : 'en';
}

async function load(which: Language): Promise<Words> {
  return (which === 'en' ? await import('virtual:words/en') : await import('virtual:words/zh-CN')).default;
}
async function loadMore(which: Language): Promise<Words> {
  return (which === 'en' ? await import('virtual:words/en+later') : await import('virtual:words/zh-CN+later')).default;
}

let says_more = false;
/** The words of screens that come later (`later` in tools/words.mjs): loaded with the first of them. */
export async function sayMore(): Promise<void> {
  if (says_more) return;
  const of = language, rest = await loadMore(of);
  says_more = true;
  if (of !== language) return speak(language);
  words = { ...words, ...rest };
  for (const tell of listeners) tell();
}

export async function speak(which: Language): Promise<void> {
  const [first, rest] = await Promise.all([load(which), says_more ? loadMore(which) : {}]);
  words = { ...first, ...rest };
  language = which;
  document.documentElement.lang = which;
  for (const tell of listeners) tell();
}

export async function choose(which: Language): Promise<void> {
  localStorage.setItem(kept, which);
  await speak(which);
}

export const spoken = (): Language => language;

type Values = Readonly<Record<string, string | number>>;
const filled = (text: string, values: Values) => text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));

/** A sentence of the page. */
export function say(key: PageKey, values: Values = {}): string {
  return filled(words[`page.${key}`] ?? key, values);
}

/** The word of a closed list of the server; what it does not know stands as it is. */
export function named(family: Family, value: string): string {
  return words[`${family}.${value}`] ?? value;
}

/** A fact is named without its version: "custody.handed_over/1". */
export const factTitle = (fact: string) => named('fact', fact.replace(/\/\d+$/, ''));

/** Draws again when the language changes. */
export function useLanguage(): Language {
  return useSyncExternalStore((tell) => {
    listeners.add(tell);
    return () => listeners.delete(tell);
  }, spoken);
}
