// SPDX-License-Identifier: Apache-2.0
// What to do with the bag in hand: accept it, accept it with a remark, or keep it from use.
import { useState, type FormEvent } from 'react';
import { named, say } from '../../words/words';

export interface Judged { readonly condition: 'intact' | 'damaged' | 'seal_broken' | 'too_warm'; readonly hold?: { readonly cause: string; readonly reason: string }; }
const remarks = ['damaged', 'seal_broken', 'too_warm'] as const;
const causes = ['temperature_unknown', 'temperature_excursion', 'broken_container', 'other'] as const;

/** `expired`: nothing is accepted; it is recorded that it came, and that nobody may use it. */
export function Judge({ belongs, expired = false, busy, done }: { belongs: boolean; expired?: boolean; busy: boolean; done: (judged: Judged) => void }) {
  const [more, show] = useState<'remark' | 'hold' | undefined>(expired ? 'hold' : undefined);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    done({ condition: 'intact', hold: { cause: String(form.get('cause')), reason: String(form.get('reason')).trim().toUpperCase() } });
  };
  return <section aria-label={say('receive.judge')}>
    {!expired && <div className="choose"><button className="main" type="button" disabled={busy} onClick={() => done({ condition: 'intact' })}>{say(belongs ? 'receive.accept' : 'receive.accept_extra')}</button>
      <button type="button" disabled={busy} aria-expanded={more === 'remark'} onClick={() => show(more === 'remark' ? undefined : 'remark')}>{say('receive.remark')}</button>
      <button type="button" disabled={busy} aria-expanded={more === 'hold'} onClick={() => show(more === 'hold' ? undefined : 'hold')}>{say('receive.refuse')}</button></div>}
    {more === 'remark' && <><p className="small">{say('receive.remark_how')}</p><div className="choose">{remarks.map((one) => <button key={one} type="button" disabled={busy} onClick={() => done({ condition: one })}>{named('choice', one)}</button>)}</div></>}
    {more === 'hold' && <form className="choose" onSubmit={submit}>
      <div className="field"><label htmlFor="hold-cause">{say('receive.cause')}</label><select id="hold-cause" name="cause" {...(expired && { defaultValue: 'other' })}>{causes.map((one) => <option key={one} value={one}>{named('choice', one)}</option>)}</select></div>
      <div className="field"><label htmlFor="hold-reason">{say('form.reason')}</label><input id="hold-reason" name="reason" defaultValue={expired ? 'EXPIRED' : 'AT-RECEIPT'} required pattern="[A-Za-z0-9._\-]{1,40}" autoComplete="off" spellCheck={false} /><small>{say('form.reason_how')}</small></div>
      <button type="submit" disabled={busy}>{say('receive.refuse_do')}</button></form>}
  </section>;
}
