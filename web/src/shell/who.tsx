// SPDX-License-Identifier: Apache-2.0
// Who works at this station, where, in which zone; and how the page looks.
import { Link } from '@tanstack/react-router';
import { useState, type MouseEvent } from 'react';
import { inSession, lock, signOut } from '../api/session';
import { choose, languages, named, say, spoken } from '../words/words';
import type { Myself } from './person';
import { isSeldom, placesFor } from './places';

const root = document.documentElement;
function useSetting(name: 'theme' | 'density', first: string): [string, (value: string) => void] {
  const [value, set] = useState(root.getAttribute(`data-${name}`) ?? first);
  return [value, (next) => {
    set(next);
    root.setAttribute(`data-${name}`, next);
    localStorage.setItem(`veinline.${name}`, next);
  }];
}

function Choices<T extends string>({ label, all, value, set, word }: { label: string; all: readonly T[]; value: string; set: (value: T) => void; word: (value: T) => string }) {
  return <div role="group" aria-label={label}><small>{label}</small><div className="choices">{all.map((one) =>
    <button key={one} type="button" aria-pressed={one === value} onClick={() => set(one)}>{word(one)}</button>)}</div></div>;
}

const shut = (event: MouseEvent) => event.currentTarget.closest('details')?.removeAttribute('open');

export function Who({ myself, help }: { myself: Myself; help: () => void }) {
  const [theme, setTheme] = useSetting('theme', 'light');
  const [density, setDensity] = useSetting('density', 'desk');
  const roles = myself.roles.map((role) => named('role', role)).join(', ');
  return <details className="who">
    <summary><span className="name">{myself.name ?? say('who.somebody')}</span><b>{myself.siteCode ?? '≡'}</b><span className="unseen">{say('who')}</span></summary>
    <div>
      <div><b>{myself.name}</b><p className="small">{roles}{roles && ' · '}{myself.siteCode} {myself.zone && `· ${myself.zone}`}</p></div>
      <Choices label={say('language')} all={languages} value={spoken()} set={(one) => void choose(one)} word={(one) => (one === 'en' ? 'English' : '简体中文')} />
      <Choices label={say('theme')} all={['light', 'dark'] as const} value={theme} set={setTheme} word={(one) => say(`theme.${one}`)} />
      <Choices label={say('density')} all={['desk', 'tablet', 'floor'] as const} value={density} set={setDensity} word={(one) => say(`density.${one}`)} />
      <div className="row">{placesFor(myself.roles, myself.knowsRoles).filter((place) => isSeldom(place, myself.roles)).map((place) => <Link key={place.to} className="button" to={place.to} onClick={shut}>{say(place.words)}</Link>)}</div>
      <div className="row">{inSession() && <Link className="button" to="/ways" onClick={shut}>{say('own')}</Link>}<button type="button" onClick={help}>{say('help')}</button><span className="grow" />
        {inSession() && <button type="button" onClick={() => void lock()}>{say('door.lock')}</button>}
        <button type="button" onClick={() => void signOut()}>{say('sign_out')}</button></div>
    </div>
  </details>;
}
