// SPDX-License-Identifier: Apache-2.0
// Patients of one's own hospital: found by what somebody knows of them, shown for a purpose, registered. What is typed goes
// into a body, never into an address, and is kept nowhere.
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { ask } from '../api/client';
import { useCatalogue } from '../api/queries';
import type { FoundPatient, FoundPatients } from '../api/types';
import { Card, Nothing, ThingLink, TroubleNote } from '../parts/basics';
import { Tag } from '../parts/marks';
import { useMe } from '../shell/person';
import { mayGive } from '../things/commands';
import { WhoIs } from './identity';
import { count } from '../words/time';
import { named, say, useLanguage } from '../words/words';

const kinds = ['any', 'name', 'reading', 'initials', 'number', 'last_four'] as const;

function Hit({ hit }: { hit: FoundPatient }) {
  const [open, set] = useState(false);
  return <li className="patient"><div className="row"><b>{hit.name || '–'}</b>{hit.born && <span className="small">{say('patients.born')} {hit.born}</span>}
    {hit.documents.map((one, at) => <span key={at} className="small">{named('choice', one.kind)} …{one.ends}</span>)}
    {hit.name_alert && <Tag state="attention">{say('patients.alert')}</Tag>}{hit.restricted && <Tag state="held">{say('patients.restricted')}</Tag>}
    {hit.temporary && <Tag state="planned">{say('patients.temporary')}</Tag>}<span className="grow" /><ThingLink thing={hit.subject} />
    {!open && <button type="button" onClick={() => set(true)}>{say('patients.who')}</button>}</div>
    {open && <WhoIs subject={hit.subject} />}</li>;
}

function NewOnes() {
  const catalogue = useCatalogue();
  const myself = useMe();
  const mine = ['enrolment/enrol', 'identity/register'].map((name) => catalogue.data?.commands.find((one) => one.name === name))
    .filter((one) => one !== undefined && mayGive(one, myself.roles, myself.knowsRoles));
  if (mine.length === 0) return null;
  return <Card title={say('patients.new')}><p className="small">{say('patients.new_how')}</p><ul className="steps">{mine.map((one) => {
    const [stage = '', command = ''] = one?.name.split('/') ?? [];
    return <li key={one?.name}><Link className="button" to="/do/$stage/$command" params={{ stage, command }} search={{}}>{one?.title}</Link></li>;
  })}</ul></Card>;
}

export function Patients() {
  useLanguage();
  const [found, set] = useState<FoundPatients>();
  const [error, fail] = useState<unknown>();
  const [busy, work] = useState(false);
  const find = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = String(form.get('text') ?? '').trim(), kind = String(form.get('kind') ?? 'any');
    if (!text) return;
    work(true);
    fail(undefined);
    void ask<FoundPatients>('/api/v1/find', { body: { text, ...(kind !== 'any' && { kind }) } }).then(set, (why: unknown) => { set(undefined); fail(why); }).finally(() => work(false));
  };
  return <>
    <div className="heading"><h1>{say('place.patients')}</h1></div>
    <Card title={say('patients.find_do')}>
      <form className="find-patient" onSubmit={find} autoComplete="off">
        <div className="field"><label htmlFor="patient-text">{say('patients.find')}</label><input id="patient-text" name="text" autoComplete="off" spellCheck={false} maxLength={200} /></div>
        <div className="field"><label htmlFor="patient-kind">{say('patients.kind')}</label><select id="patient-kind" name="kind">{kinds.map((one) => <option key={one} value={one}>{say(`patients.kind.${one}`)}</option>)}</select></div>
        <button className="main" type="submit" disabled={busy}>{say('patients.find_do')}</button>
      </form>
      <p className="small">{say('patients.how')}</p>
      {error !== undefined && <TroubleNote error={error} />}
      <div role="status">{found && <p className="small">{found.too_many ? say('patients.too_many') : say('patients.found', { count: count(found.hits.length) })}</p>}</div>
      {found && (found.hits.length === 0 && !found.too_many ? <Nothing why={say('patients.none')} /> : <ul>{found.hits.map((hit) => <Hit key={hit.subject} hit={hit} />)}</ul>)}
    </Card>
    <NewOnes />
  </>;
}
