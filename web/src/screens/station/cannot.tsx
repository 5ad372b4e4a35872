// SPDX-License-Identifier: Apache-2.0
// A code cannot be scanned: its id is typed with its check characters, and another person, who signs in beside the first with
// badge and PIN, compares it with what is printed. Typing and confirming are two facts of the thing (decision 0051).
import { useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { give, newKey, prepare, refusedHere, Trouble, type CommandRequest } from '../../api/client';
import { useCatalogue } from '../../api/queries';
import { inSession, join } from '../../api/session';
import { idOf, kindOf, type Catalogue, type Prepared } from '../../api/types';
import { Shown, type ToSign } from '../../forms/sign';
import { useLive } from '../../live/live';
import { Id, TroubleNote } from '../../parts/basics';
import { Icon } from '../../parts/marks';
import { useScan } from '../../scan/scanner';
import { no, yes } from '../../scan/sound';
import { collector, scanning, typing } from '../../scan/wedge';
import { useMe } from '../../shell/person';
import { named, say } from '../../words/words';
import { isSame } from '../bedside/checks';
import { useGiving } from './giving';
import { keepsBare, meant, NeedsServer } from './station';
import { id_length, isId } from './typed';
import { plainCode } from './without';

export const reasons = ['label_damaged', 'scanner_broken', 'other'] as const;
type Why = (typeof reasons)[number];
export type Step = 'collection' | 'receiving' | 'hand_over';
const kinds: ReadonlySet<string> = new Set(['material', 'consignment', 'course', 'subject']);

/** What the second person will sign, from what was typed and who typed it. */
function foreseen(catalogue: Catalogue, request: CommandRequest, why: Why, me: string): ToSign | undefined {
  const fact = catalogue.facts.find((one) => one.stored_name.startsWith('labelling.id_confirmed/'));
  const { thing, step } = request.data;
  return fact && { meaning: String(request.sign), facts: [{ fact: fact.stored_name, title: fact.title, changes: [String(thing)], data: { thing, step, why, first: idOf(me) } }] };
}

/** A badge that is scanned while a field has the keys is no text of that field. */
function useBadgeIn(hears: (code: string) => void) {
  const collect = useRef(collector(typing));
  return (event: KeyboardEvent<HTMLFormElement>) => {
    const code = collect.current({ key: event.key, at: event.timeStamp });
    if (code === null) return;
    event.preventDefault();
    event.currentTarget.reset();
    hears(code);
  };
}

function Typing({ step, done, error, busy, hears }: { step: Step; done: (id: string, why: Why) => void; error: unknown; busy: boolean; hears: (code: string) => void }) {
  const [text, set] = useState('');
  const [why, choose] = useState<Why>();
  const { state } = useLive();
  const onKey = useBadgeIn((code) => { set(''); hears(code); });
  const id = keepsBare(text), good = isId(id), full = id.length >= id_length;
  const submit = (event: FormEvent) => { event.preventDefault(); if (good && why) done(id, why); };
  return <form className="typed" onSubmit={submit} onKeyDown={onKey}>
    <NeedsServer why={say('typed.needs')} />
    <p>{say('typed.how')}</p>
    <label htmlFor="typed-id">{say('typed.id')}</label>
    <input id="typed-id" value={text} onChange={(event) => set(event.target.value)} autoFocus autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={60} aria-describedby="typed-id-count" aria-invalid={(full && !good) || undefined} />
    <small id="typed-id-count" role="status" className={full && !good ? 'wrong' : undefined}>{full && !good && <Icon state="stop" />}{good && <Icon state="done" />} {say('station.count_of', { count: id.length, length: id_length })}
      {full && !good && <> · {say('station.check_wrong')}</>}{good && <> · {say('station.check_fits')}</>}</small>
    <fieldset className="choose"><legend>{say('typed.why')}</legend>{reasons.map((one) =>
      <button key={one} type="button" aria-pressed={why === one} onClick={() => choose(one)}>{named('choice', one)}</button>)}</fieldset>
    {error !== undefined && <TroubleNote error={error} />}
    <div className="row"><button className="main" type="submit" disabled={busy || !good || !why || state === 'stale'}>{say('typed.to_second')}</button><small>{named('choice', step)}</small></div>
  </form>;
}

interface Typed { readonly thing: string; readonly why: Why; }
function Confirming({ typed, step, done, catalogue, me }: { typed: Typed; step: Step; done: () => void; catalogue: Catalogue; me: string }) {
  const [badge, read] = useState<string>();
  const [without, go] = useState(false);
  const [failed, fail] = useState<unknown>();
  const [told, tell] = useState<Prepared>();
  const [busy, work] = useState(false);
  const key = useRef(newKey());
  const request: CommandRequest = { data: { thing: typed.thing, step }, sign: 'typed_id' };
  const shown = told ?? foreseen(catalogue, request, typed.why, me);
  const hears = (code: string) => { yes(); fail(undefined); go(false); read(plainCode(code)); };
  useScan(hears, scanning);
  const onKey = useBadgeIn(hears);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget, given = new FormData(form), of = (name: string) => String(given.get(name) ?? '');
    const code = of('code');
    const by = without ? { login: of('login'), password: of('password'), ...(code && { code }) } : { badge: badge ?? '', pin: of('pin') };
    if (!shown) return;
    fail(undefined);
    work(true);
    try {
      await join(by);
      const prepared = await prepare('labelling/confirm_id', request, newKey(), true);
      if (!isSame(prepared, shown)) {
        tell(prepared);
        throw refusedHere('sign.differs', say('bedside.sign_differs'));
      }
      const { login: _, ...proof } = by as { login?: string };
      await give('labelling/confirm_id', { ...request, proof }, key.current, true);
      yes();
      done();
    } catch (failure) {
      if (failure instanceof Trouble && failure.status !== 0) key.current = newKey();
      no();
      fail(failure);
    } finally { form.reset(); work(false); }
  };
  return <form className="second" onSubmit={(event) => void submit(event)} onKeyDown={onKey} data-typed={typed.thing}>
    <p className="typed-id"><small>{named('thing', kindOf(typed.thing))}</small><Id id={idOf(typed.thing)} /></p>
    <p>{say('typed.compare')}</p>
    {shown && <Shown shown={shown} />}
    {failed !== undefined && <TroubleNote error={failed} />}
    {without ? <>
      <div className="pair-fields"><div className="field"><label htmlFor="second-login">{say('door.login')}</label><input id="second-login" name="login" autoComplete="off" autoCapitalize="none" spellCheck={false} required autoFocus /></div>
        <div className="field"><label htmlFor="second-password">{say('door.password')}</label><input id="second-password" name="password" type="password" autoComplete="off" required /></div>
        <div className="field"><label htmlFor="second-code">{say('door.code')}</label><input id="second-code" name="code" inputMode="numeric" autoComplete="off" /></div></div></>
      : badge ? <div className="field"><label htmlFor="second-pin">{say('sign.pin')}</label><input id="second-pin" name="pin" type="password" inputMode="numeric" autoComplete="off" required autoFocus /></div>
        : <p className="row"><Icon state="planned" size={32} /><b>{say('bedside.second_how')}</b></p>}
    <div className="row">{(badge || without) && <button className="main" type="submit" disabled={busy}>{say('typed.confirm')}</button>}
      <button type="button" onClick={() => { fail(undefined); go(!without); }}>{say(without ? 'typed.with_badge' : 'typed.without_badge')}</button></div>
  </form>;
}

/** `identified` hears what was typed and confirmed, as if it had been scanned; `hears` what was scanned after all. */
export function Cannot({ step, identified, hears, close }: { step: Step; identified: (thing: string) => void; hears: (code: string) => void; close: () => void }) {
  const { giving } = useGiving();
  const myself = useMe(), catalogue = useCatalogue();
  const [typed, set] = useState<Typed>();
  const [error, fail] = useState<unknown>();
  const [busy, work] = useState(false);
  const take = async (id: string, why: Why) => {
    fail(undefined);
    work(true);
    try {
      const one = await meant(id);
      if (one.away) throw refusedHere('network', say('typed.needs'));
      if (!one.thing || !kinds.has(kindOf(one.thing))) throw refusedHere('typed.unknown', one.stop ?? (one.thing ? say('form.other_kind', { kind: named('thing', kindOf(one.thing)), wanted: [...kinds].map((kind) => named('thing', kind)).join(' / ') }) : say('scan.unknown')));
      await giving('type', 'labelling/type_id', { data: { thing: one.thing, step, why } });
      set({ thing: one.thing, why });
    } catch (failure) { no(); fail(failure); } finally { work(false); }
  };
  return <section className="cannot card" aria-label={say('typed.title')}><header className="row"><h2>{say('typed.title')}</h2><span className="grow" /><button type="button" onClick={close}>{say('close')}</button></header>
    {!inSession() ? <p>{say('typed.session')}</p>
      : typed && catalogue.data && myself.key ? <Confirming typed={typed} step={step} catalogue={catalogue.data} me={myself.key} done={() => { identified(typed.thing); close(); }} />
        : <Typing step={step} busy={busy} error={error} done={(id, why) => void take(id, why)} hears={(code) => { close(); hears(code); }} />}
  </section>;
}
