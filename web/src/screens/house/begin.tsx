// SPDX-License-Identifier: Apache-2.0
// From an empty node to the first day of work. What is done is read from the record, so whoever comes back finds the step
// at which it stands.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { ask } from '../../api/client';
import { client, people } from '../../api/queries';
import type { Line, Timeline } from '../../api/types';
import { ThingLink, TroubleNote, Waiting } from '../../parts/basics';
import { Icon, type State } from '../../parts/marks';
import { useMe } from '../../shell/person';
import { count } from '../../words/time';
import { factTitle, say, useLanguage, type PageKey } from '../../words/words';
import { Witnesses, witnessing } from './keys';
import { Add } from './people';
import { Copied, Doing } from './tabs';

const first_records = 200;
/** A new node has few records: they say what was done. */
const beginning = { queryKey: ['beginning'], staleTime: 0, queryFn: () => ask<Timeline>(`/api/v1/audit?count=${first_records}`) };
const again = () => { for (const queryKey of [['beginning'], ['people']]) void client.invalidateQueries({ queryKey }); };

function Told({ all }: { all: readonly Line[] }) {
  return all.length === 0 ? null : <ul className="lines" data-told={all.length}>{all.slice(-8).map((one) => <li key={one.seq}><Icon state="done" /><span>{factTitle(one.fact)} <small>#{count(one.seq)}</small></span>
    {one.changes.filter((key) => /^(site|person)\/[0-9A-Z]{18}$/.test(key)).map((key) => <ThingLink key={key} thing={key} />)}</li>)}</ul>;
}

function Step({ number, title, state, children }: { number: number; title: PageKey; state: State; children: ReactNode }) {
  return <li className="card begin-step" data-state={state}><header><Icon state={state} size={24} /><h2>{number}. {say(title)}</h2></header><div className="site">{children}</div></li>;
}

const written = 'veinline.key_written';
export function Begin() {
  useLanguage();
  const myself = useMe();
  const facts = useQuery(beginning), everybody = useQuery(people), witnesses = useQuery(witnessing);
  const [adding, add] = useState<'site' | 'person'>();
  const [noted, note] = useState(() => localStorage.getItem(written) ?? '');
  if (facts.error) return <TroubleNote error={facts.error} again={() => void facts.refetch()} />;
  if (!facts.data || !everybody.data || !myself.key) return <Waiting lines={8} />;
  const of = (pattern: RegExp) => facts.data.facts.filter((one) => pattern.test(one.fact));
  const accounts = of(/^staff\.(credential_enrolled|recover)/), sites = of(/^study\.site_registered\//), added = of(/^staff\.(person_added|roles_)/).filter((one) => one.by !== undefined);
  const administrators = everybody.data.filter((one) => one.roles.includes('administrator')).length;
  const houses = sites.filter((one) => one.data['kind'] !== 'office');
  const others = everybody.data.length - 1;
  const state = (done: boolean): State => (done ? 'done' : 'going');
  const keep = () => { localStorage.setItem(written, myself.vkey ?? ''); note(myself.vkey ?? ''); };
  return <>
    <div className="heading"><h1>{say('begin')}</h1><p>{say('begin.what')}</p></div>
    <ol className="begin">
      <Step number={1} title={'begin.account'} state={state(accounts.length > 0)}><p>{say(accounts.length > 0 ? 'begin.account.done' : 'begin.account.not')}</p><Told all={accounts.filter((one) => one.by !== undefined).slice(0, 3)} />
        {accounts.length > 0 && <p><Link className="button" to="/ways">{say('own')}</Link></p>}</Step>
      <Step number={2} title={'begin.key'} state={state(noted !== '' && noted === myself.vkey)}><p>{say('begin.key.how')}</p>
        {myself.vkey && <Copied text={myself.vkey} label={say('verify.key_label')} />}{myself.origin && <Copied text={myself.origin} label={say('keys.origin')} />}
        <label className="row"><input type="checkbox" checked={noted !== '' && noted === myself.vkey} onChange={(event) => { if (event.target.checked) keep(); else { localStorage.removeItem(written); note(''); } }} />{say('begin.key.noted')}</label></Step>
      <Step number={3} title={'begin.sites'} state={state(houses.length > 0)}><p>{say('begin.sites.how')}</p><Told all={sites} />
        {adding === 'site' ? <Doing name="study/register_site" given={{ zone: Intl.DateTimeFormat().resolvedOptions().timeZone }} done={again} close={() => add(undefined)} /> : <p><button type="button" className={houses.length > 0 ? '' : 'main'} onClick={() => add('site')}>{say('sites.register')}</button></p>}</Step>
      <Step number={4} title={'begin.people'} state={state(others > 0 && administrators > 1)}><p>{say('begin.people.how', { administrators })}</p><Told all={added} />
        {adding === 'person' ? <><Add done={again} /><p><button type="button" onClick={() => add(undefined)}>{say('close')}</button></p></> : <p className="row"><button type="button" className={houses.length > 0 && others === 0 ? 'main' : ''} onClick={() => add('person')}>{say('people.add')}</button><Link className="button" to="/people" search={{}}>{say('house.people')}</Link></p>}</Step>
      <Step number={5} title={'begin.witness'} state={state((witnesses.data?.witnesses.length ?? 0) > 0)}><p>{say('begin.witness.how')}</p><pre>{`veinline serve … --witness-peers "https://OTHER/witness WITNESS-KEY" --witness-logs "KEY-OF-THEIR-LOG"`}</pre><Witnesses /></Step>
    </ol>
    <p><Link className="button" to="/">{say('begin.work')}</Link></p>
  </>;
}
