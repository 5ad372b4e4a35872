// SPDX-License-Identifier: Apache-2.0
// The second person at the same device: their badge, scanned, and their PIN. They sign in their own name, and what they sign
// stands there before they type. Who they are is known with the PIN alone: then the server says what it would record, and
// unless that is what stood there, nothing is signed; its own words stand there instead.
import { useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { newKey, prepare, refusedHere, type CommandRequest } from '../../api/client';
import { join } from '../../api/session';
import type { Catalogue, CommandName, Prepared } from '../../api/types';
import { Shown } from '../../forms/sign';
import { TroubleNote } from '../../parts/basics';
import { collector, typing } from '../../scan/wedge';
import { say } from '../../words/words';
import { foreseen, isSame } from './checks';

export interface SecondParts {
  readonly badge: string | undefined; readonly catalogue: Catalogue; readonly request: CommandRequest;
  /** Who checked first. */
  readonly first: string;
  readonly sign: (badge: string, pin: string) => Promise<void>;
  /** Whether this refusal is a stop, and was shown as one. */
  readonly stops: (error: unknown) => boolean;
  readonly hears: (code: string) => void;
  readonly error: unknown; readonly busy: boolean;
}

const command: CommandName = 'infusion/confirm_bedside';
export function Second({ badge, catalogue, request, first, sign, stops, hears, error, busy }: SecondParts) {
  const [failed, fail] = useState<unknown>();
  const [told, tell] = useState<Prepared>();
  const [working, work] = useState(false);
  // Another badge, scanned while the field has the keys, is no PIN.
  const collect = useRef(collector(typing));
  const shown = told ?? foreseen(catalogue, request, first);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget, pin = String(new FormData(form).get('pin') ?? '');
    if (!badge || !shown) return;
    fail(undefined);
    work(true);
    try {
      await join({ badge, pin });
      const prepared = await prepare(command, request, newKey(), true);
      if (!isSame(prepared, shown)) {
        tell(prepared);
        throw refusedHere('sign.differs', say('bedside.sign_differs'));
      }
      await sign(badge, pin);
    } catch (why) { if (!stops(why)) fail(why); } finally {
      form.reset();
      work(false);
    }
  };
  const onKey = (event: KeyboardEvent<HTMLFormElement>) => {
    const code = collect.current({ key: event.key, at: event.timeStamp });
    if (code === null) return;
    event.preventDefault();
    event.currentTarget.reset();
    fail(undefined);
    hears(code);
  };
  if (!badge || !shown) return <p className="small">{say('bedside.second_how')}</p>;
  return <form className="second" onSubmit={(event) => void submit(event)} onKeyDown={onKey}>
    <p>{say('bedside.second_signs')}</p>
    <Shown shown={shown} />
    {(failed ?? error) !== undefined && <TroubleNote error={failed ?? error} />}
    <div className="row"><div className="field"><label htmlFor="second-pin">{say('sign.pin')}</label><input id="second-pin" name="pin" type="password" inputMode="numeric" autoComplete="off" required autoFocus /></div>
      <button className="main" type="submit" disabled={busy || working}>{say('sign.do')}</button></div>
  </form>;
}
