// SPDX-License-Identifier: Apache-2.0
// One person of the house: roles and who gives them, studies, tasks, tokens, sessions, ways in. What cannot be taken back is
// asked twice.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { ask, give, newKey, type CommandRequest } from '../../api/client';
import { client, timeline } from '../../api/queries';
import { idOf, kindOf, type CommandName, type Credentials, type Line, type Person, type Sessions } from '../../api/types';
import type { Draft } from '../../forms/drafts';
import { Card, Id, Nothing, ThingLink, Time, TroubleNote, Waiting } from '../../parts/basics';
import { Icon, Tag } from '../../parts/marks';
import type { Myself } from '../../shell/person';
import { Facts } from '../../things/facts';
import { named, say } from '../../words/words';
import { Removal, type WayIn } from '../removal';
import { Invite, recoveryIn } from './invite';
import { Doing, Sure } from './tabs';

export type Somebody = Omit<Person, 'name'> & { readonly name?: string | undefined };
export interface Proposal { readonly roles: readonly string[]; readonly by: string; readonly at: string; }
const proposal_lasts_ms = 7 * 86_400_000;
/** Roles that were proposed, and neither given nor replaced since, nor over after a week. */
export function proposalIn(facts: readonly Line[], now: number): Proposal | undefined {
  const last = [...facts].reverse().find((one) => /^staff\.roles_(proposed|changed)\//.test(one.fact));
  return last?.fact.startsWith('staff.roles_proposed/') && now < Date.parse(last.recorded_at) + proposal_lasts_ms ? { roles: (last.data['roles'] ?? []) as string[], by: `person/${last.by}`, at: last.recorded_at } : undefined;
}
export const rolesWords = (roles: readonly string[]) => (roles.length === 0 ? say('people.roles.none') : roles.map((role) => named('role', role)).join(', '));

function useWork(person: string) {
  const [error, fail] = useState<unknown>();
  const [busy, set] = useState(false);
  const [told, tell] = useState<ReactNode>();
  const run = (does: () => Promise<ReactNode>) => {
    set(true);
    fail(undefined);
    does().then(tell, fail).finally(() => { set(false); for (const queryKey of [['people'], ['timeline', person], ['ways', person]]) void client.invalidateQueries({ queryKey }); });
  };
  const does = (name: CommandName, data: CommandRequest['data']) => run(async () => say('house.told', { seq: (await give(name, { data }, newKey())).records[0]?.seq ?? 0 }));
  return { error, busy, told, run, does };
}

function Tokens({ who, work, may }: { who: Somebody; work: ReturnType<typeof useWork>; may: boolean }) {
  const [now] = useState(Date.now);
  if (who.tokens.length === 0) return <Nothing why={say('people.tokens.none')} />;
  return <ul className="lines">{who.tokens.map((one) => {
    const over = one.expires !== undefined && Date.parse(one.expires) < now;
    return <li key={one.token}><code title={one.token}>{one.token.slice(0, 8)}…</code> <span>{one.scopes.map((scope) => named('choice', scope)).join(', ')}</span>
      {one.expires && <span className="small">{say('own.session.until')} <Time at={one.expires} /></span>}<span className="grow" />
      {one.revoked ? <Tag state="planned">{say('people.revoked')}</Tag> : over ? <Tag state="planned">{say('people.expired')}</Tag>
        : may && <Sure words={say('people.revoke')} what={one.token.slice(0, 8)} busy={work.busy} run={() => work.does('staff/revoke_token', { token: one.token })} />}</li>;
  })}</ul>;
}

function WaysIn({ who, work }: { who: Somebody; work: ReturnType<typeof useWork> }) {
  const at = `?person=${encodeURIComponent(who.person)}`;
  const held = useQuery({ queryKey: ['ways', who.person, 'credentials'], queryFn: () => ask<Credentials>(`/api/v1/credentials${at}`) });
  const open = useQuery({ queryKey: ['ways', who.person, 'sessions'], queryFn: () => ask<Sessions>(`/api/v1/sessions${at}`) });
  const [gone, remove] = useState<WayIn>();
  if (held.error ?? open.error) return <TroubleNote error={held.error ?? open.error} />;
  if (!held.data || !open.data) return <Waiting />;
  const end = (ids: readonly string[]) => work.run(async () => { for (const id of ids) await ask(`/api/v1/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' }); return say('people.ended'); });
  return <><h3>{say('people.ways')}</h3>
    {held.data.credentials.length === 0 ? <Nothing why={say('people.ways.none')} /> : <ul className="lines">{held.data.credentials.map((one) => <li key={one.credential}><b>{say(`own.kind.${one.kind}`)}</b> <span className="small">{say('own.since')} <Time at={one.made_at} /></span><span className="grow" />
      <button type="button" aria-label={`${say('own.remove')}: ${say(`own.kind.${one.kind}`)}`} onClick={() => remove(one)}>{say('own.remove')}</button></li>)}</ul>}
    {gone && <Removal way={gone} close={() => remove(undefined)} done={(answer) => { remove(undefined); work.run(() => Promise.resolve(say('house.told', { seq: answer.records[0]?.seq ?? 0 }))); }} />}
    <h3>{say('people.sessions')}</h3>
    {open.data.sessions.length === 0 ? <Nothing why={say('people.sessions.none')} /> : <><ul className="lines">{open.data.sessions.map((one) => <li key={one.session}><span>{one.methods.map((way) => say(`own.kind.${way}`)).join(' + ')}</span>
      <span className="small"><Time at={one.authenticated_at} /> – <Time at={one.ends_at} /></span><span className="grow" /><Sure words={say('own.session.end')} what={one.session.slice(0, 6)} busy={work.busy} run={() => end([one.session])} /></li>)}</ul>
      {open.data.sessions.length > 1 && <p><Sure words={say('people.sessions.end_all')} what={who.person} busy={work.busy} run={() => end(open.data.sessions.map((one) => one.session))} /></p>}</>}</>;
}

function Tasks({ facts }: { facts: readonly Line[] }) {
  const all = facts.filter((one) => /^delegation\.(delegated|trained)\//.test(one.fact));
  if (all.length === 0) return <Nothing why={say('people.tasks.none')} />;
  return <ul className="lines">{[...all].reverse().map((line) => {
    const tasks = (line.data['tasks'] ?? []) as readonly string[], until = line.data['until'] as string | undefined;
    return <li key={line.seq}><Icon state={tasks.length > 0 || line.fact.includes('trained') ? 'done' : 'planned'} /><ThingLink thing={`study/${String(line.data['study'])}`} />
      <span>{line.fact.includes('trained') ? `${say('people.trained')} ${String(line.data['version'])}` : tasks.length > 0 ? tasks.map((task) => named('choice', task)).join(', ') : say('people.tasks.ended')}</span>
      {until && <span className="small">{say('own.session.until')} <Time at={until} /></span>}</li>;
  })}</ul>;
}

type Open = 'change' | 'propose' | 'confirm' | 'studies' | 'delegate' | 'train';
const commandOf: Record<Open, CommandName> = { change: 'staff/change_roles', propose: 'staff/propose_roles', confirm: 'staff/confirm_roles', studies: 'staff/assign_studies', delegate: 'delegation/delegate', train: 'delegation/record_training' };

export function OnePerson({ who, myself, close }: { who: Somebody; myself: Myself; close: () => void }) {
  const facts = useQuery(timeline(who.person));
  const [open, set] = useState<Open>();
  const [now] = useState(Date.now);
  const work = useWork(who.person);
  const all = facts.data ?? [];
  const is = (...roles: readonly string[]) => !myself.knowsRoles || roles.some((role) => myself.roles.includes(role));
  const admin = is('administrator'), proposal = proposalIn(all, now);
  const studies = ([...all].reverse().find((one) => one.fact.startsWith('staff.studies_assigned/'))?.data['studies'] ?? []) as readonly string[];
  const given: Draft = { person: who.person, ...((open === 'change' || open === 'propose') && { roles: [...who.roles] }), ...(open === 'confirm' && proposal && proposal.roles.length > 0 && { roles: [...proposal.roles] }), ...(open === 'studies' && { studies: studies.map((one) => `study/${one}`) }) };
  const button = (what: Open) => <button type="button" aria-pressed={open === what} onClick={() => set(open === what ? undefined : what)}>{say(`people.do.${what}`)}</button>;
  const after = () => { for (const queryKey of [['people'], ['timeline', who.person], ['waiting']]) void client.invalidateQueries({ queryKey }); };
  return <Card title={<>{who.name ?? <Id id={idOf(who.person)} />}</>} side={<button type="button" onClick={close} aria-label={say('close')}>×</button>}>
    <div className="person" data-person={who.person}>
      <p className="row"><ThingLink thing={who.site} /> <Link className="button" to="/$kind/$id" params={{ kind: kindOf(who.person), id: idOf(who.person) }}>{say('inspect.page')}</Link>
        <Link className="button" to="/audit" search={{ who: who.person }}>{say('people.recorded')}</Link></p>
      {work.error !== undefined && <TroubleNote error={work.error} />}
      {work.told && <p role="status" className="row"><Icon state="done" />{work.told}</p>}
      <h3>{say('people.roles')}</h3>
      <p>{rolesWords(who.roles)}</p>
      {proposal && <div className="alarm attention" role="status"><Icon state="attention" /><span>{say('people.proposed', { roles: rolesWords(proposal.roles) })} <ThingLink thing={proposal.by} /></span><span className="grow" />
        {admin && (proposal.by !== myself.key ? button('confirm') : <small>{say('people.proposed.own')}</small>)}</div>}
      {studies.length > 0 && <p>{say('people.studies')}: {studies.map((one) => <ThingLink key={one} thing={`study/${one}`} />)}</p>}
      <div className="row">{admin && <>{button('change')}{button('propose')}{button('studies')}</>}{is('investigator') && button('delegate')}{is('coordinator', 'investigator', 'quality') && who.person !== myself.key && button('train')}</div>
      {open && <Doing name={commandOf[open]} given={given} done={after} close={() => set(undefined)} />}
      <h3>{say('people.tasks')}</h3>
      {facts.data ? <Tasks facts={all} /> : <Waiting />}
      <h3>{say('people.tokens')}</h3>
      <Tokens who={who} work={work} may={admin} />
      {admin && <><WaysIn who={who} work={work} /><h3>{say('people.account')}</h3><Invite person={who.person} begun={recoveryIn(all, now)} me={myself.key} /></>}
      <h3>{say('facts')}</h3>
      {facts.error ? <TroubleNote error={facts.error} /> : all.length > 0 ? <Facts all={all} about={who.person} /> : facts.data ? <Nothing why={say('facts.none')} /> : <Waiting />}
    </div>
  </Card>;
}
