// SPDX-License-Identifier: Apache-2.0
// The form of any command, made from the catalogue. The server judges; its problems stand beside the fields. "Recorded" is
// said when its receipt is there, not before. What was entered stays until then, and a retry is the same command.
import { Link } from '@tanstack/react-router';
import { useRef, useState, type FormEvent } from 'react';
import { give, newKey, Trouble, type CommandRequest } from '../api/client';
import type { Answer, CommandName, CommandType } from '../api/types';
import { hasPage, idOf, kindOf } from '../api/types';
import { Card, ThingLink, TroubleNote } from '../parts/basics';
import { Icon } from '../parts/marks';
import { count } from '../words/time';
import { factTitle, say } from '../words/words';
import { dataOf, placeOf, type Draft } from './drafts';
import { Fields, type Problems } from './field';
import { useCatalogue } from '../api/queries';
import { LookAlikes } from '../things/alarms';
import { thingsOf } from '../things/facts';
import { Sign, type Proof } from './sign';

function Recorded({ answer, again }: { answer: Answer; again: () => void }) {
  const { data: catalogue } = useCatalogue();
  const things = [...new Set(answer.records.flatMap((one) => thingsOf(catalogue, one.fact, one.data as Record<string, unknown>)))];
  const alike = [...new Set(answer.records.flatMap((one) => (one.data as { resembles?: string[] }).resembles ?? []))].map((one) => (one.includes('/') ? one : `subject/${one}`));
  return <><LookAlikes of={alike} words={say('patients.look_alikes')} /><div className="recorded" role="status"><Icon state="done" size={28} /><div>
    <strong>{say('form.recorded')}</strong>
    <ul>{answer.records.map((one) => <li key={one.record}>{factTitle(one.fact)} <small>#{count(one.seq)}</small></li>)}</ul>
    {things.length > 0 && <p className="row">{things.map((thing) => <ThingLink key={thing} thing={thing} />)}</p>}
    <button type="button" onClick={again}>{say('form.once_more')}</button>
  </div></div></>;
}

export function CommandForm({ command, given }: { command: CommandType; given: Draft }) {
  const [draft, set] = useState<Draft>(given);
  const [reason, setReason] = useState('');
  const [error, fail] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [signing, sign] = useState<CommandRequest | null>(null);
  const [answer, setAnswer] = useState<Answer>();
  const key = useRef(newKey());
  const problem = error instanceof Trouble ? error.problem : undefined;
  const problems: Problems = Object.fromEntries((problem?.fields ?? []).map((one) => [placeOf(one.path), one.why]));
  const request = (): CommandRequest => ({
    data: dataOf(command.fields, draft), ...(reason.trim() && { reason: reason.trim() }), ...(command.signs && { sign: command.signs }),
  });
  const send = async (proof?: Proof) => {
    setBusy(true);
    fail(undefined);
    try {
      setAnswer(await give(command.name as CommandName, { ...request(), ...(proof && { proof }) }, key.current));
      sign(null);
    } catch (why) {
      fail(why);
      // A refused command has used its key for nothing; only what may have been recorded is sent again under the same one.
      if (why instanceof Trouble && why.problem.recorded === 'no' && why.status !== 0) key.current = newKey();
      if (!(why instanceof Trouble && why.problem.code.startsWith('auth.'))) sign(null);
    } finally { setBusy(false); }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    fail(undefined);
    if (command.signs) sign(request());
    else void send();
  };
  const anew = () => { key.current = newKey(); set(given); setReason(''); setAnswer(undefined); };
  if (answer) return <Card title={command.title}><Recorded answer={answer} again={anew} /></Card>;
  const listed = (problem?.fields ?? []).filter((one) => document.getElementById(`field-${placeOf(one.path)}`));
  return <Card title={say('form.fields')}>
    <form className="command" onSubmit={submit} noValidate>
      {error !== undefined && !signing && <TroubleNote error={error}>{listed.length > 0 && <ul>{listed.map((one) =>
        <li key={one.path}><a href={`#field-${placeOf(one.path)}`} onClick={(event) => { event.preventDefault(); document.getElementById(`field-${placeOf(one.path)}`)?.focus(); }}>{one.why}</a> <small>({one.path})</small></li>)}</ul>}
        {problem?.about && hasPage(problem.about) && <p><ThingLink thing={problem.about} /></p>}</TroubleNote>}
      <Fields fields={command.fields} draft={draft} set={set} problems={problems} />
      {command.needs_reason && <div className="field"><label htmlFor="field-reason">{say('form.reason')}</label>
        <input id="field-reason" value={reason} onChange={(event) => setReason(event.target.value.toUpperCase())} required autoComplete="off" spellCheck={false} aria-describedby="hint-reason" />
        <small id="hint-reason">{say('form.reason_how')}</small>{problems['reason'] && <span className="why"><Icon state="stop" />{problems['reason']}</span>}</div>}
      <div className="row"><button className="main" type="submit" disabled={busy}>{command.signs ? say('form.to_sign') : say('form.record')}</button>
        {busy && <span role="status">{say('form.sending')}</span>}</div>
    </form>
    {signing && <Sign command={command} request={signing} done={(proof) => void send(proof)} close={() => sign(null)} busy={busy} error={error} />}
  </Card>;
}

export const BackTo = ({ thing }: { thing: string }) =>
  <Link className="button" to="/$kind/$id" params={{ kind: kindOf(thing), id: idOf(thing) }}>← <ThingLabel thing={thing} /></Link>;
const ThingLabel = ({ thing }: { thing: string }) => <>{idOf(thing).slice(-4)}</>;
