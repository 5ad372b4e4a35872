// SPDX-License-Identifier: Apache-2.0
// Who works here: roles by site, what waits for a second administrator, and one person in full.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../api/client';
import { client, people } from '../../api/queries';
import { idOf, type Line, type Timeline } from '../../api/types';
import { Card, Id, Nothing, ThingLink, TroubleNote, Waiting } from '../../parts/basics';
import { Icon, Tag } from '../../parts/marks';
import { useNames } from '../../parts/names';
import { useMe } from '../../shell/person';
import { count } from '../../words/time';
import { named, say, useLanguage } from '../../words/words';
import { Invite, recoveryIn } from './invite';
import { OnePerson, proposalIn, rolesWords, type Somebody } from './person';
import { Doing, Tabs } from './tabs';

const looked_back = 2000;
/** The newest records alone: a proposal waits for days, not for years. */
const waiting = { queryKey: ['waiting'], queryFn: async (): Promise<readonly Line[]> => {
  const { as_of } = await ask<Timeline>('/api/v1/audit?count=1');
  const from = Math.max(0, as_of - looked_back), page = (after: number) => ask<Timeline>(`/api/v1/audit?count=1000${after > 0 ? `&after=${after}` : ''}`);
  const first = await page(from), second = first.next ? await page(Number(first.next)) : undefined;
  return [...first.facts, ...second?.facts ?? []].filter((one) => one.fact.startsWith('staff.'));
} };

interface Waits { readonly person: string; readonly by: string; readonly what: string; }
function waitsIn(facts: readonly Line[], now: number): Waits[] {
  const persons = [...new Set(facts.flatMap((one) => (typeof one.data['person'] === 'string' ? [one.data['person']] : [])))];
  return persons.flatMap((id): Waits[] => {
    const own = facts.filter((one) => one.data['person'] === id), person = `person/${id}`;
    const proposal = proposalIn(own, now), recovery = recoveryIn(own, now);
    return [...proposal ? [{ person, by: proposal.by, what: say('people.proposed', { roles: rolesWords(proposal.roles) }) }] : [],
      ...recovery?.how === 'two_administrators' && !recovery.confirmed_by ? [{ person, by: recovery.by, what: say('people.begins_anew') }] : []];
  });
}

function Second() {
  const facts = useQuery(waiting);
  const [now] = useState(Date.now);
  const all = waitsIn(facts.data ?? [], now);
  if (all.length === 0) return null;
  return <Card title={say('people.waiting', { count: all.length })}><ul className="lines">{all.map((one) => <li key={`${one.person} ${one.what}`}><Icon state="attention" /><Link to="/people" search={{ person: one.person }}><ThingName thing={one.person} /></Link>
    <span>{one.what}</span> <ThingLink thing={one.by} /></li>)}</ul></Card>;
}
function ThingName({ thing }: { thing: string }) {
  const name = useNames([thing]);
  return <>{name(thing)}</>;
}

export function Add({ site, done }: { site?: string | undefined; done?: (() => void) | undefined }) {
  const [made, set] = useState<string>();
  const myself = useMe();
  const after = (person: string | undefined) => { set(person); done?.(); void client.invalidateQueries({ queryKey: ['people'] }); };
  return <><Doing name="staff/add_person" given={site ? { site } : {}} done={(answer) => after((answer.records[0]?.data as { person?: string } | undefined)?.person)} />
    {made && <section className="doing"><h3>{say('people.account')}</h3><Invite person={made.includes('/') ? made : `person/${made}`} begun={undefined} me={myself.key} /></section>}</>;
}

const shown_max = 200;
export function People() {
  useLanguage();
  const navigate = useNavigate();
  const { person, site, role } = useSearch({ from: '/inside/people' });
  const everybody = useQuery(people), myself = useMe();
  const [text, setText] = useState(''), [adding, add] = useState(false);
  const go = (next: { person?: string | undefined; site?: string | undefined; role?: string | undefined }) => void navigate({ to: '/people', search: { person, site, role, ...next }, replace: true });
  const all = everybody.data ?? [], sites = [...new Set(all.map((one) => one.site))], nameOf = useNames(sites);
  if (everybody.error) return <><Tabs /><TroubleNote error={everybody.error} again={() => void everybody.refetch()} /></>;
  if (!everybody.data) return <Waiting lines={8} />;
  const shown = all.filter((one) => (!site || one.site === site) && (!role || one.roles.includes(role)) && `${one.name ?? ''} ${idOf(one.person)}`.toLowerCase().includes(text.trim().toLowerCase()));
  const one = all.find((each) => each.person === person), admin = !myself.knowsRoles || myself.roles.includes('administrator');
  const roles = [...new Set(all.flatMap((each) => each.roles))].sort();
  return <>
    <div className="heading"><h1>{say('house.people')}</h1><p>{say('people.count', { shown: count(shown.length), all: count(all.length) })}</p><span className="grow" /><Tabs /></div>
    <div className="filters">
      <input aria-label={say('people.find')} placeholder={say('people.find')} value={text} onChange={(event) => setText(event.target.value)} spellCheck={false} autoComplete="off" />
      <select aria-label={say('people.site')} value={site ?? ''} onChange={(event) => go({ site: event.target.value || undefined })}><option value="">{say('people.all_sites')}</option>{sites.map((each) => <option key={each} value={each}>{nameOf(each)}</option>)}</select>
      <select aria-label={say('people.roles')} value={role ?? ''} onChange={(event) => go({ role: event.target.value || undefined })}><option value="">{say('people.all_roles')}</option>{roles.map((each) => <option key={each} value={each}>{named('role', each)}</option>)}</select>
      {admin && <button type="button" className="main" aria-expanded={adding} onClick={() => add(!adding)}>{say('people.add')}</button>}
    </div>
    {adding && <Card title={say('people.add')}><Add site={site} /></Card>}
    {admin && <Second />}
    <div className={one ? 'two people-two' : ''}>
      <Card title={say('house.people')}>{shown.length === 0 ? <Nothing why={say('people.none')}><button type="button" onClick={() => { setText(''); go({ site: undefined, role: undefined }); }}>{say('audit.clear')}</button></Nothing>
        : <table className="people"><thead><tr><th>{say('inspect.who')}</th><th>{say('people.roles')}</th><th>{say('people.site')}</th><th>{say('people.tokens.live')}</th></tr></thead>
          <tbody>{shown.slice(0, shown_max).map((each) => <Row key={each.person} who={each} here={each.person === person} site={nameOf(each.site)} />)}</tbody></table>}</Card>
      {one && <OnePerson key={one.person} who={one} myself={myself} close={() => go({ person: undefined })} />}
    </div>
  </>;
}

function Row({ who, here, site }: { who: Somebody; here: boolean; site: string }) {
  return <tr aria-current={here || undefined}><td><Link className="thing" to="/people" search={(was) => ({ ...was, person: who.person })}>{who.name ?? <Id id={idOf(who.person)} />}</Link></td>
    <td>{who.roles.length > 0 ? rolesWords(who.roles) : <Tag state="planned">{say('people.roles.none')}</Tag>}</td><td>{site}</td><td>{who.tokens.filter((each) => !each.revoked).length}</td></tr>;
}
