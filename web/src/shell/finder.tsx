// SPDX-License-Identifier: Apache-2.0
// The box in which any code finds its thing, on every page, and the same for a scanner without the box.
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent, type RefObject } from 'react';
import { Trouble } from '../api/client';
import { CameraButton } from '../scan/camera_button';
import { resolve } from '../scan/resolve';
import type { Found } from '../scan/verdict';
import { useScan, useScanReady } from '../scan/scanner';
import { no, yes } from '../scan/sound';
import { idOf, kindOf } from '../api/types';
import { named, say } from '../words/words';
import { Dialog } from './dialog';
import { ThingLink, TroubleNote } from '../parts/basics';
import { Icon } from '../parts/marks';

/** What a code says when it does not simply name one thing. */
export function Verdict({ found }: { found: Exclude<Found, { kind: 'thing' }> }) {
  switch (found.kind) {
    case 'unknown': return <div className="alarm attention" role="alert"><Icon state="attention" size={22} /><span>{say('scan.unknown')}</span></div>;
    case 'stop': return <div className="alarm stop" role="alert"><Icon state="stop" size={26} /><span>{say(found.words, { what: found.what })}
      {found.candidates.length > 0 && <span className="row">{found.candidates.map((thing) => <ThingLink key={thing} thing={thing} />)}</span>}</span></div>;
  }
}

export function Finder({ input }: { input: RefObject<HTMLInputElement | null> }) {
  const navigate = useNavigate();
  const ready = useScanReady();
  const [said, set] = useState<{ found?: Exclude<Found, { kind: 'thing' }>; error?: unknown } | null>(null);
  const ask = async (code: string) => {
    try {
      const found = await resolve(code);
      if (found.kind === 'thing') {
        yes();
        set(null);
        return void navigate({ to: '/$kind/$id', params: { kind: kindOf(found.thing), id: idOf(found.thing) } });
      }
      no();
      set({ found });
    } catch (error) {
      no();
      set({ error: error instanceof Trouble ? error : new Error(String(error)) });
    }
  };
  useScan((code) => void ask(code));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = input.current?.value.trim() ?? '';
    if (typed === '') return;
    input.current?.select();
    void ask(typed);
  };
  return <form className="find" role="search" aria-label={say('find.label')} onSubmit={submit}>
    <input ref={input} id="question" type="text" placeholder={say('find')} aria-label={say('find.label')} autoComplete="off" spellCheck={false} enterKeyHint="search" />
    <CameraButton hears={(code) => void ask(code)} />
    {ready && <kbd aria-hidden="true">/</kbd>}
    {said && <Dialog title={named('verdict', said.found ? (said.found.kind === 'stop' ? said.found.verdict : 'unknown') : 'unknown')} close={() => set(null)}>
      <div className="sheet">{said.found ? <Verdict found={said.found} /> : <TroubleNote error={said.error} />}</div>
    </Dialog>}
  </form>;
}
