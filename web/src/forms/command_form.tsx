// SPDX-License-Identifier: Apache-2.0
// The form of any command, made from the catalogue. The server judges; its problems stand beside the fields. "Recorded" is
// said when its receipt is there, not before. What was entered stays until then, and a retry is the same command.
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { give, newKey, refusedHere, Trouble, type CommandRequest } from '../api/client';
import type { Answer, CommandName, CommandType } from '../api/types';
import { hasPage, idOf, kindOf } from '../api/types';
import { useLive } from '../live/live';
import { useWaiting } from '../live/waiting';
import { keepForLater, unanswered } from '../offline/keeping';
import { mayWait } from '../offline/rules';
import { Card, ThingLink, Time, TroubleNote } from '../parts/basics';
import { Icon } from '../parts/marks';
import { useMe } from '../shell/person';
import { clock, count, zoneNow } from '../words/time';
import { factTitle, say } from '../words/words';
import { dataOf, placeOf, wrongIds, wrongTimes, type Draft } from './drafts';
import { Fields, type Problems } from './field';
import { useCatalogue } from '../api/queries';
import { LookAlikes } from '../things/alarms';
import { alikeIn } from '../things/alike';
import { thingsOf } from '../things/facts';
import { mayGive } from '../things/commands';
import { Sign, type Proof } from './sign';
import { CannotScan, stepOf } from './typing';

const Cannot = lazy(() => import('../screens/station/cannot').then((module) => ({ default: module.Cannot })));

function Recorded({ answer, again }: { answer: Answer; again: () => void }) {
  const { data: catalogue } = useCatalogue();
  const things = [...new Set(answer.records.flatMap((one) => thingsOf(catalogue, one.fact, one.data as Record<string, unknown>)))];
  return <><LookAlikes of={alikeIn(answer.records)} words={say('patients.look_alikes')} /><div className="recorded" role="status"><Icon state="done" size={28} /><div>
    <strong>{say('form.recorded')}</strong>
    <ul>{answer.records.map((one) => <li key={one.record}>{factTitle(one.fact)} <small>#{count(one.seq)}</small></li>)}</ul>
    {things.length > 0 && <p className="row">{things.map((thing) => <ThingLink key={thing} thing={thing} />)}</p>}
    <button type="button" onClick={again}>{say('form.once_more')}</button>
  </div></div></>;
}

/** Not recorded: it waits here, and this says so until the server has it or has refused it. */
function Kept({ at, own_key, again }: { at: string; own_key: string; again: () => void }) {
  const { mine, sent } = useWaiting();
  const over = sent.find((one) => one.entry.key === own_key);
  if (over) return <Recorded answer={over.answer} again={again} />;
  const refused = mine.find((one) => one.key === own_key)?.refused;
  return <div className={refused ? 'alarm stop' : 'recorded kept'} role="status"><Icon state={refused ? 'stop' : 'going'} size={28} /><div>
    <strong>{say(refused ? 'offline.is_refused' : 'offline.only_here')}</strong>
    <p>{refused ? refused.detail : say('offline.will_send')}</p>
    <p className="small"><Time at={at} /> {say('offline.by_clock')}</p>
    <p className="row"><Link className="button" to="/device">{say('offline.show')}</Link><button type="button" onClick={again}>{say('form.once_more')}</button></p>
  </div></div>;
}

/** What comes with a command that is entered afterwards: when it happened, and why it comes late. */
export interface Late { readonly fields: ReactNode; readonly said: () => Pick<CommandRequest, 'happened_at' | 'reason'> | undefined; readonly recorded: () => void; readonly missing: () => string | undefined; }

/** `done` is told once the receipt is there: who shows the form goes on from it. */
export function CommandForm({ command, given, late, done }: { command: CommandType; given: Draft; late?: Late; done?: (answer: Answer) => void }) {
  const [draft, set] = useState<Draft>(given);
  const [reason, setReason] = useState('');
  const [error, fail] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [signing, sign] = useState<CommandRequest | null>(null);
  const [answer, setAnswer] = useState<Answer>();
  const [kept, setKept] = useState<string>();
  const { state, since } = useLive();
  const myself = useMe(), catalogue = useCatalogue();
  const [typing, type] = useState<{ readonly hears: (code: string) => void }>();
  const step = catalogue.data?.commands.some((one) => one.name === 'labelling/type_id' && mayGive(one, myself.roles, myself.knowsRoles)) ? stepOf(command.name) : undefined;
  // What is entered from paper names people: it goes to the vault, and waits nowhere before.
  const away = state === 'stale', waits = mayWait(command) && !late;
  const key = useRef(newKey());
  /** Sent under this key, and not answered for certain. */
  const tried = useRef<CommandRequest>(undefined);
  const problem = error instanceof Trouble ? error.problem : undefined;
  const problems: Problems = Object.fromEntries((problem?.fields ?? []).map((one) => [placeOf(one.path), one.why]));
  const request = (): CommandRequest => ({
    data: dataOf(command.fields, draft), ...(reason.trim() && { reason: reason.trim() }), ...(command.signs && { sign: command.signs }),
    ...late?.said(),
  });
  const keepHere = async (at: Date) => {
    const is_kept = await keepForLater({ command: command.name, key: key.current, person: myself.key, origin: myself.origin, at, body: request(), before: tried.current });
    if (is_kept) setKept(at.toISOString());
    return is_kept;
  };
  const send = async (proof?: Proof) => {
    setBusy(true);
    fail(undefined);
    const at = new Date(), body = { ...request(), ...(proof && { proof }) };
    try {
      if (waits && away && await keepHere(at)) return;
      tried.current ??= body;
      const told = await give(command.name as CommandName, body, key.current);
      setAnswer(told);
      late?.recorded();
      sign(null);
      done?.(told);
    } catch (why) {
      if (waits && !away && unanswered(why) && await keepHere(at).catch(() => false)) return;
      fail(why);
      // A refused command has used its key for nothing; only what may have been recorded is sent again under the same one.
      if (why instanceof Trouble && why.problem.recorded === 'no' && why.status !== 0) { key.current = newKey(); tried.current = undefined; }
      if (!(why instanceof Trouble && why.problem.code.startsWith('auth.'))) sign(null);
    } finally { setBusy(false); }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const missing = late?.missing();
    fail(missing === undefined ? undefined : refusedHere('input.missing', missing));
    if (missing !== undefined) return;
    const wrong = wrongIds(command.fields, draft);
    if (wrong.length > 0) return fail(refusedHere('input.bad_id', say('form.wrong_id'), wrong.map((path) => ({ code: 'input.bad_id', path, why: say('station.check_wrong') }))));
    const times = wrongTimes(command.fields, draft);
    if (times.length > 0) return fail(refusedHere('input.bad_time', say('form.wrong_time'), times.map(({ path, kind }) => ({ code: 'input.bad_time', path, why: say(`form.time.${kind}`, { zone: zoneNow() }) }))));
    if (command.signs) sign(request());
    else void send();
  };
  const anew = () => { key.current = newKey(); tried.current = undefined; set(given); setReason(''); setAnswer(undefined); setKept(undefined); };
  if (answer) return <Card title={command.title}><Recorded answer={answer} again={anew} /></Card>;
  if (kept) return <Card title={command.title}><Kept at={kept} own_key={key.current} again={anew} /></Card>;
  const listed = (problem?.fields ?? []).filter((one) => document.getElementById(`field-${placeOf(one.path)}`));
  return <Card title={say('form.fields')}>
    <form className="command" onSubmit={submit} noValidate>
      {error !== undefined && !signing && <TroubleNote error={error}>{listed.length > 0 && <ul>{listed.map((one) =>
        <li key={one.path}><a href={`#field-${placeOf(one.path)}`} onClick={(event) => { event.preventDefault(); document.getElementById(`field-${placeOf(one.path)}`)?.focus(); }}>{one.why}</a> <small>({one.path})</small></li>)}</ul>}
        {problem?.about && hasPage(problem.about) && <p><ThingLink thing={problem.about} /></p>}</TroubleNote>}
      <CannotScan value={step && ((hears) => type({ hears }))}><Fields fields={command.fields} draft={draft} set={set} problems={problems} /></CannotScan>
      {late?.fields}
      {command.needs_reason && !late && <div className="field"><label htmlFor="field-reason">{say('form.reason')}</label>
        <input id="field-reason" value={reason} onChange={(event) => setReason(event.target.value.toUpperCase())} required autoComplete="off" spellCheck={false} aria-describedby="hint-reason" />
        <small id="hint-reason">{say('form.reason_how')}</small>{problems['reason'] && <span className="why"><Icon state="stop" />{problems['reason']}</span>}</div>}
      {away && <p className="alarm attention" role="status"><Icon state="attention" size={22} />{say(waits ? 'offline.stays_here' : 'offline.needs_server', { time: clock(since) })}{waits && command.kind === 'permission' && ` ${say('offline.five_minutes')}`}</p>}
      <div className="row"><button className="main" type="submit" disabled={busy}>{command.signs ? say('form.to_sign') : waits && away ? say('offline.keep') : say('form.record')}</button>
        {busy && <span role="status">{say('form.sending')}</span>}</div>
    </form>
    {typing && step && <Suspense><Cannot step={step} identified={typing.hears} hears={typing.hears} close={() => type(undefined)} /></Suspense>}
    {signing && <Sign command={command} request={signing} done={(proof) => void send(proof)} close={() => sign(null)} busy={busy} error={error} />}
  </Card>;
}

export const BackTo = ({ thing }: { thing: string }) =>
  <Link className="button" to="/$kind/$id" params={{ kind: kindOf(thing), id: idOf(thing) }}>← <ThingLabel thing={thing} /></Link>;
const ThingLabel = ({ thing }: { thing: string }) => <>{idOf(thing).slice(-4)}</>;
