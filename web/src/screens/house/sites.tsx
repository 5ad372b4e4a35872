// SPDX-License-Identifier: Apache-2.0
// Sites and studies with their numbers: people by role, treatments, and what a study asks of a product.
import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { ask, pathOf } from '../../api/client';
import { courses, house, people } from '../../api/queries';
import type { Course, Timeline } from '../../api/types';
import { Card, Nothing, ThingLink, Time, TroubleNote, Waiting } from '../../parts/basics';
import { Tag } from '../../parts/marks';
import { useMe } from '../../shell/person';
import { count, inZone } from '../../words/time';
import { named, say, useLanguage } from '../../words/words';
import { isStopped, isUnderWay } from '../course/stages';
import { Doing, Tabs } from './tabs';

const Counts = lazy(() => import('./counts').then((module) => ({ default: module.Counts })));
const isThere = (one: string | undefined): one is string => one !== undefined;

function Numbers({ all }: { all: readonly Course[] }) {
  const stopped = all.filter(isStopped).length;
  return <p className="row"><span><b>{count(all.length)}</b> {say('sites.treatments')}</span><span><b>{count(all.filter(isUnderWay).length)}</b> {say('sites.under_way')}</span>
    {stopped > 0 && <Tag state="held">{say('sites.stopped', { count: stopped })}</Tag>}</p>;
}

function Site({ site }: { site: string }) {
  const about = useQuery(house(site)), everybody = useQuery(people), all = useQuery(courses), myself = useMe();
  const [now] = useState(() => new Date().toISOString());
  const here = (everybody.data ?? []).filter((one) => one.site === site && one.roles.length > 0);
  const roles = new Map<string, number>();
  for (const role of here.flatMap((one) => one.roles)) roles.set(role, (roles.get(role) ?? 0) + 1);
  const is = (...wanted: readonly string[]) => !myself.knowsRoles || wanted.some((role) => myself.roles.includes(role));
  return <Card title={<ThingLink thing={site} />} side={about.data && <Tag state="planned">{named('choice', about.data.kind)}</Tag>}>
    <div className="site">{about.data?.zone && <p className="small">{inZone(now, about.data.zone)}</p>}
      <Numbers all={(all.data ?? []).filter((one) => one.site === site)} />
      <p><Link to="/people" search={{ site }}>{say('sites.people', { count: here.length })}</Link></p>
      {roles.size > 0 && <ul className="roles">{[...roles].sort(([, one], [, other]) => other - one).map(([role, number]) => <li key={role}><Link to="/people" search={{ site, role }}>{named('role', role)}</Link> <b>{number}</b></li>)}</ul>}
      {is('coordinator', 'investigator') && <p><Link className="button" to="/do/$stage/$command" params={{ stage: 'study', command: 'open_site' }} search={{ site }}>{say('sites.open_study')}</Link></p>}</div>
  </Card>;
}

interface StudyFact { readonly code?: string; readonly use?: string; readonly donation?: string; readonly bedside_window_min?: number; readonly specification?: readonly { readonly test: string; readonly unit: string; readonly low?: string; readonly high?: string }[]; }
/** Its first facts: what it is, and where it was opened. */
const firstOf = (study: string) => ({ queryKey: ['study', study, 'first'] as const, queryFn: () => ask<Timeline>(`${pathOf('timeline', study)}?count=1000`) });

function Study({ study }: { study: string }) {
  const first = useQuery(firstOf(study)), all = useQuery(courses), myself = useMe();
  if (first.error) return <TroubleNote error={first.error} again={() => void first.refetch()} />;
  const about = (first.data?.facts.find((one) => one.fact.startsWith('study.opened/'))?.data ?? {}) as StudyFact;
  const sites = first.data?.facts.filter((one) => one.fact.startsWith('study.site_opened/')) ?? [];
  const own = (all.data ?? []).filter((one) => one.study === study);
  const is = (...wanted: readonly string[]) => !myself.knowsRoles || wanted.some((role) => myself.roles.includes(role));
  return <Card title={<ThingLink thing={study} />} side={<span className="row">{about.use && <Tag state="planned">{named('choice', about.use)}</Tag>}{about.donation && <Tag state="planned">{named('choice', about.donation)}</Tag>}</span>}>
    <div className="site"><Numbers all={own} />
      {about.bedside_window_min !== undefined && <p>{say('sites.window', { minutes: about.bedside_window_min })}</p>}
      {sites.length > 0 && <table><thead><tr><th>{say('people.site')}</th><th>{say('sites.reference')}</th><th>{say('sites.until')}</th><th>{say('sites.treatments')}</th></tr></thead><tbody>{sites.map((one) =>
        <tr key={one.seq}><td><ThingLink thing={`site/${String(one.data['site'])}`} /></td><td><code>{String(one.data['reference'])}</code></td><td><Time at={String(one.data['valid_until'])} /></td><td>{own.filter((each) => each.site === `site/${String(one.data['site'])}`).length}</td></tr>)}</tbody></table>}
      {about.specification && <details><summary>{say('sites.specification', { count: about.specification.length })}</summary><ul className="lines">{about.specification.map((one) => <li key={one.test}><b>{one.test}</b><span>{one.low !== undefined && `≥ ${one.low}`} {one.high !== undefined && `≤ ${one.high}`} {one.unit}</span></li>)}</ul></details>}
      <div className="row">{is('investigator') && <Link className="button" to="/do/$stage/$command" params={{ stage: 'delegation', command: 'keep_log' }} search={{ study }}>{say('sites.keep_log')}</Link>}
        {is('coordinator', 'investigator') && <Link className="button" to="/do/$stage/$command" params={{ stage: 'study', command: 'open_site' }} search={{ study }}>{say('sites.open_site')}</Link>}</div></div>
  </Card>;
}

export function Sites() {
  useLanguage();
  const everybody = useQuery(people), all = useQuery(courses), myself = useMe();
  const [adding, add] = useState(false);
  const sites = [...new Set([...(everybody.data ?? []).map((one) => one.site), ...(all.data ?? []).map((one) => one.site)].filter(isThere))];
  useQueries({ queries: sites.map(house) });
  const studies = [...new Set((all.data ?? []).map((one) => one.study).filter(isThere))];
  const judges = myself.roles.some((role) => ['administrator', 'quality', 'inspector'].includes(role));
  const admin = !myself.knowsRoles || myself.roles.includes('administrator');
  if (all.error) return <><Tabs /><TroubleNote error={all.error} again={() => void all.refetch()} /></>;
  if (!all.data) return <Waiting lines={8} />;
  return <>
    <div className="heading"><h1>{say('house.sites')}</h1><p>{say('sites.count', { sites: sites.length, studies: studies.length })}</p><span className="grow" /><Tabs /></div>
    {admin && <p><button type="button" className="main" aria-expanded={adding} onClick={() => add(!adding)}>{say('sites.register')}</button></p>}
    {adding && <Card title={say('sites.register')}><Doing name="study/register_site" given={{ zone: Intl.DateTimeFormat().resolvedOptions().timeZone }} /></Card>}
    <h2>{say('sites.sites')}</h2>
    <div className="tiles">{sites.map((site) => <Site key={site} site={site} />)}</div>
    <p className="small">{say('sites.which')}</p>
    {judges && <Suspense fallback={<Waiting />}><Counts /></Suspense>}
    <h2>{say('sites.studies')}</h2>
    {studies.length > 0 ? <div className="tiles wide">{studies.map((study) => <Study key={study} study={study} />)}</div> : <Nothing why={say('sites.studies.none')} />}
  </>;
}
