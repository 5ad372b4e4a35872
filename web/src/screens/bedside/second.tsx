// SPDX-License-Identifier: Apache-2.0
// The second person at the same device: their badge, scanned, and their PIN. They sign in their own name.
import { useState, type FormEvent } from 'react';
import { TroubleNote } from '../../parts/basics';
import { say } from '../../words/words';

export function Second({ badge, joined, error, busy }: { badge: string | undefined; joined: (badge: string, pin: string) => Promise<void>; error: unknown; busy: boolean }) {
  const [failed, fail] = useState<unknown>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    fail(undefined);
    if (badge) joined(badge, String(new FormData(event.currentTarget).get('pin') ?? '')).catch(fail);
  };
  if (!badge) return <p className="small">{say('bedside.second_how')}</p>;
  return <form className="second" onSubmit={submit}>
    {(failed ?? error) !== undefined && <TroubleNote error={failed ?? error} />}
    <div className="field"><label htmlFor="second-pin">{say('sign.pin')}</label><input id="second-pin" name="pin" type="password" inputMode="numeric" autoComplete="off" required autoFocus /></div>
    <button className="main" type="submit" disabled={busy}>{say('sign.do')}</button>
  </form>;
}
