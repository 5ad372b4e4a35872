// SPDX-License-Identifier: Apache-2.0
// Ctrl K: places, and what one's roles may record.
import { useNavigate } from '@tanstack/react-router';
import { useState, type KeyboardEvent } from 'react';
import { useCatalogue } from '../api/queries';
import { say } from '../words/words';
import { Dialog } from './dialog';
import type { Myself } from './person';
import { hasForm, mayGive } from '../things/commands';
import { placesFor } from './places';

interface Choice { readonly key: string; readonly words: string; readonly kind: string; readonly go: () => void; }

export function Palette({ myself, close }: { myself: Myself; close: () => void }) {
  const navigate = useNavigate();
  const catalogue = useCatalogue();
  const [text, set] = useState('');
  const [at, move] = useState(0);
  const mine = (catalogue.data?.commands ?? []).filter((one) => hasForm(one.name) && mayGive(one, myself.roles, myself.knowsRoles));
  const all: Choice[] = [
    ...placesFor(myself.roles, myself.knowsRoles).map((place) => ({ key: place.to, words: say(place.words), kind: say('palette.place'), go: () => void navigate({ to: place.to }) })),
    ...mine.map((one) => {
      const [stage = '', command = ''] = one.name.split('/');
      return { key: one.name, words: one.title, kind: say('palette.command'), go: () => void navigate({ to: '/do/$stage/$command', params: { stage, command }, search: {} }) };
    }),
  ];
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = all.filter((one) => wanted.every((word) => `${one.words} ${one.key}`.toLowerCase().includes(word)));
  const index = Math.min(at, Math.max(0, shown.length - 1));
  const pick = (one: Choice | undefined) => { if (one) { close(); one.go(); } };
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step) {
      event.preventDefault();
      move((index + step + shown.length) % Math.max(1, shown.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      pick(shown[index]);
    }
  };
  return <Dialog title={say('palette')} close={close} className="palette" bare>
    <input type="text" role="combobox" aria-expanded="true" aria-controls="palette-list" aria-activedescendant={`palette-${index}`} aria-label={say('palette')}
      placeholder={say('palette.hint')} value={text} onChange={(event) => { set(event.target.value); move(0); }} onKeyDown={onKey} autoFocus />
    <ul id="palette-list" role="listbox" aria-label={say('palette')}>{shown.map((one, i) =>
      <li key={one.key} id={`palette-${i}`} role="option" aria-selected={i === index} onClick={() => pick(one)}
        ref={i === index ? (item) => item?.scrollIntoView({ block: 'nearest' }) : undefined}>
        <span>{one.words}</span><span className="grow" /><small>{one.kind}</small></li>)}</ul>
    {shown.length === 0 && <p className="sheet">{say('palette.nothing')}</p>}
  </Dialog>;
}
