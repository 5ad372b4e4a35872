// SPDX-License-Identifier: Apache-2.0
// The house has three screens: its people, its sites and studies, its keys.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useCatalogue } from '../../api/queries';
import type { Answer } from '../../api/types';
import { CommandForm } from '../../forms/command_form';
import type { Draft } from '../../forms/drafts';
import { Waiting } from '../../parts/basics';
import { say } from '../../words/words';
import './house.css';

const tabs = [['/people', 'house.people'], ['/sites', 'house.sites'], ['/keys', 'house.keys']] as const;
export const Tabs = () => <nav aria-label={say('place.house')} className="tabs">{tabs.map(([to, words]) =>
  <Link key={to} className="button" to={to} activeProps={{ 'aria-current': 'page' }}>{say(words)}</Link>)}</nav>;

/** A command of the catalogue with everything that is known already. */
export function Doing({ name, given, done, close }: { name: string; given: Draft; done?: ((answer: Answer) => void) | undefined; close?: () => void }) {
  const catalogue = useCatalogue();
  const command = catalogue.data?.commands.find((one) => one.name === name);
  if (!command) return <Waiting />;
  return <section className="doing" aria-label={command.title}><header className="row"><h3>{command.title}</h3><span className="grow" />{close && <button type="button" onClick={close} aria-label={say('close')}>×</button>}</header>
    <p className="small">{command.help}</p><CommandForm key={`${name} ${JSON.stringify(given)}`} command={command} given={given} {...(done && { done })} /></section>;
}

/** Long texts that people carry elsewhere. */
export function Copied({ text, label }: { text: string; label: string }) {
  const [told, tell] = useState(false);
  return <div className="copied"><small>{label}</small><code>{text}</code>
    <button type="button" aria-label={`${say('house.copy')}: ${label}`} onClick={() => void navigator.clipboard?.writeText(text).then(() => tell(true), () => undefined)}>{say(told ? 'house.copied' : 'house.copy')}</button></div>;
}

/** Asked twice, since it cannot be taken back. */
export function Sure({ words, what, run, busy }: { words: string; what: string; run: () => void; busy: boolean }) {
  const [sure, set] = useState(false);
  return sure ? <button type="button" disabled={busy} onClick={() => { set(false); run(); }}>{say('own.sure')}</button>
    : <button type="button" disabled={busy} aria-label={`${words}: ${what}`} onClick={() => set(true)}>{words}</button>;
}
