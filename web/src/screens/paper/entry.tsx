// SPDX-License-Identifier: Apache-2.0
// What stands on a sheet of paper is entered afterwards, line by line: with the time at which it happened, who did it, who
// looked on, and a reason that says that it comes late. Permissions of the past are not given here (decision 0012).
import { useSearch } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import { useCatalogue } from '../../api/queries';
import type { Answer, CommandType } from '../../api/types';
import { CommandForm, type Late } from '../../forms/command_form';
import type { Draft } from '../../forms/drafts';
import { TimeField } from '../../forms/time_field';
import { isOnPaper } from '../../offline/rules';
import { Card, Nothing, TroubleNote, Waiting } from '../../parts/basics';
import { Icon } from '../../parts/marks';
import { useMe } from '../../shell/person';
import { mayGive, ofForms } from '../../things/commands';
import { zoneNow } from '../../words/time';
import { say, useLanguage } from '../../words/words';
import { offsetOf, readIn, wallText } from '../../words/zoned';

interface Around { readonly sheet: string; readonly done_by: string; readonly second: string; readonly code: string; }

/** The text goes to the vault: it names people. */
const textOf = (around: Around) => [around.sheet && say('paper.text_sheet', { sheet: around.sheet }), around.done_by && say('paper.text_done_by', { name: around.done_by }),
  around.second && say('paper.text_second', { name: around.second })].filter(Boolean).join(' ');

function Line({ command, around, given, at, done }: { command: CommandType; around: Around; given: Draft; at: string; done: (answer?: Answer) => void }) {
  const [when, set] = useState(at);
  const late: Late = {
    fields: <div className="field"><label htmlFor="late-when">{say('paper.when')}</label>
      <TimeField id="late-when" required max={wallText(Date.now(), zoneNow())} value={when} set={set} /></div>,
    said: () => {
      const read = readIn(when, zoneNow()), text = textOf(around);
      return { ...(read.kind === 'one' && { happened_at: { time: new Date(read.at).toISOString(), source: 'person' as const, offset: offsetOf(read.at, zoneNow()) } }),
        reason: text === '' ? around.code : { code: around.code, text } };
    },
    recorded: done,
    missing: () => {
      const { kind } = readIn(when, zoneNow());
      return kind === 'one' ? undefined : say(kind === 'unread' ? 'paper.when_missing' : `form.time.${kind}`, { zone: zoneNow() });
    },
  };
  return <CommandForm command={command} given={given} late={late} />;
}

export function PaperEntry() {
  useLanguage();
  const search = useSearch({ from: '/inside/paper' });
  const catalogue = useCatalogue();
  const myself = useMe();
  const [around, set] = useState<Around>({ sheet: '', done_by: '', second: '', code: 'LATE-ENTRY' });
  const [name, choose] = useState(search['command'] ?? '');
  const [entered, note] = useState<readonly string[]>([]);
  const line = useRef(0);
  const mine = useMemo(() => ofForms(catalogue.data?.commands ?? []).filter((one) => one.kind === 'observation' && isOnPaper(one) && mayGive(one, myself.roles, myself.knowsRoles)),
    [catalogue.data, myself.roles, myself.knowsRoles]);
  if (catalogue.error) return <TroubleNote error={catalogue.error} again={() => void catalogue.refetch()} />;
  if (!catalogue.data) return <Waiting lines={8} />;
  const command = mine.find((one) => one.name === name);
  const text = (key: keyof Around, label: string, hint?: string) => <div className="field"><label htmlFor={`around-${key}`}>{label}</label>
    <input id={`around-${key}`} type="text" autoComplete="off" spellCheck={false} maxLength={80} value={around[key]} aria-describedby={hint && `hint-${key}`}
      onChange={(event) => set({ ...around, [key]: key === 'code' ? event.target.value.toUpperCase() : event.target.value })} />{hint && <small id={`hint-${key}`}>{hint}</small>}</div>;
  const known = name === search['command'] ? search : {};
  const given: Draft = Object.fromEntries((command?.fields ?? []).filter((field) => known[field.name] !== undefined).map((field) => [field.name, known[field.name]]));
  return <>
    <div className="heading"><h1>{say('paper.place')}</h1><p>{say('paper.how')}</p></div>
    <Card title={say('paper.the_sheet')}><div className="filters">
      {text('sheet', say('paper.number'))}{text('done_by', say('paper.done_by_on'), say('paper.done_by_how'))}{text('second', say('paper.second_on'), say('paper.second_how'))}{text('code', say('form.reason'), say('paper.code_how'))}
    </div></Card>
    {entered.length > 0 && <div className="alarm done" role="status"><Icon state="done" size={22} /><span>{say('paper.entered_now', { what: entered.join(' · ') })}</span></div>}
    <Card title={say('paper.which')}>{mine.length === 0 ? <Nothing why={say('paper.none')} /> : <div className="steps" role="group" aria-label={say('paper.which')}>{mine.map((one) =>
      <button key={one.name} type="button" aria-pressed={one.name === name} onClick={() => { line.current += 1; choose(one.name); }}>{one.title}</button>)}</div>}
      <p className="small">{say('paper.permissions')}</p></Card>
    {command && <Line key={`${name} ${line.current}`} command={command} around={around} given={given} at={known['at'] && !Number.isNaN(Date.parse(known['at'])) ? new Date(known['at']).toISOString() : ''} done={() => note((before) => [...before, command.title])} />}
  </>;
}
