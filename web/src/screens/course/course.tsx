// SPDX-License-Identifier: Apache-2.0
// The journey of one treatment: whose cells, how far, who had them, where they came from, what they lived through, what is next.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense } from 'react';
import { Trouble } from '../../api/client';
import { study } from '../../api/queries';
import { idOf, type CommandName } from '../../api/types';
import { Card, Id, Nothing, ThingLink, Time, TroubleNote, Waiting } from '../../parts/basics';
import { Icon, Tag } from '../../parts/marks';
import { useNow } from '../../parts/now';
import { Intact } from '../../proof/intact';
import { Denied } from '../lost';
import { Alarms, barredState } from '../../things/alarms';
import { Emergency } from '../../things/emergency';
import { Facts } from '../../things/facts';
import { Lineage } from '../../things/lineage';
import { StepLinks } from '../../things/next';
import { statesOf } from '../../things/states';
import { identityOf, statusOf } from '../../things/status';
import { PrintHead } from '../../things/thing';
import { FileButton } from '../../parts/file_button';
import { exportEvidence } from '../../parts/save';
import { useMe } from '../../shell/person';
import { span } from '../../words/time';
import { say } from '../../words/words';
import { Condition } from './condition';
import { useJourney, type Journey } from './journey';
import { Lanes, type Stretch } from './lanes';
import { Rail } from './rail';
import { nextAt, slackOf, stageOf } from './stages';

function stretchesOf(journey: Journey): Stretch[] {
  return [...journey.materials].flatMap(([material, one]) => (one.custody ?? []).map((each) => {
    const gone = journey.facts.find((fact) => fact.fact.startsWith('infusion.infused/') && fact.data['material'] === idOf(material));
    const until = each.until ? Date.parse(each.until) : gone ? Date.parse(gone.happened_at) : undefined;
    return { material, holder: each.holder, since: Date.parse(each.since), until, state: 'done' as const };
  }));
}

function holdersNow(journey: Journey): string[] {
  return [...new Set(stretchesOf(journey).filter((one) => one.until === undefined).map((one) => one.holder))];
}

function Banner({ course, journey }: { course: string; journey: Journey }) {
  const identity = identityOf(journey.own);
  const of_study = useQuery({ ...study(String(identity['study'] ?? '')), enabled: identity['study'] !== undefined });
  const now = useNow();
  const slack = slackOf(journey.facts, of_study.data?.bedside_window_min, now);
  const holders = holdersNow(journey);
  return <section className="banner" aria-label={say('banner')}>
    <div><small>{say('identity.coi')}</small><h1><Id id={identity.chain_of_identity ?? idOf(course)} /></h1></div>
    {identity['recipient'] !== undefined && <div><small>{say('identity.recipient')}</small><b><ThingLink thing={String(identity['recipient'])} bare /></b></div>}
    {identity['study'] !== undefined && <div><small>{say('identity.study')}</small><b><ThingLink thing={String(identity['study'])} /></b></div>}
    {journey.course?.site && <div><small>{say('identity.hospital')}</small><b><ThingLink thing={journey.course.site} /></b></div>}
    {holders.length > 0 && <div><small>{say('identity.holder')}</small><b className="row">{holders.map((one) => <ThingLink key={one} thing={one} />)}</b></div>}
    {slack && <div><small>{say(slack.until < now ? `slack.past.${slack.what}` : `slack.${slack.what}`)}</small><b className={slack.until < now ? 'late' : undefined}>{slack.until < now && <Icon state="stop" />} {span(slack.until - now)} · <Time at={new Date(slack.until).toISOString()} /></b></div>}
    <span className="grow" />
    <Intact thing={course} shows={journey.facts.map((one) => one.record)} />
  </section>;
}

export function CoursePage({ course }: { course: string }) {
  const journey = useJourney(course);
  const myself = useMe();
  if (journey.error instanceof Trouble && journey.error.status === 403) return <Denied error={journey.error} />;
  if (journey.error && journey.facts.length === 0) return <TroubleNote error={journey.error} />;
  if (!journey.own) return <Waiting lines={8} />;
  const reached = stageOf(String(identityOf(journey.own)['reached'] ?? 'opened'));
  const state = barredState({ barred: Object.fromEntries(journey.bars) });
  const over = ['infused', 'followed_up'].includes(reached);
  const mine = !myself.knowsRoles || myself.roles.some((role) => role === 'apheresis_nurse' || role === 'physician');
  const next = nextAt[reached] as readonly CommandName[];
  return <>
    <Suspense><PrintHead thing={course} coi={identityOf(journey.own).chain_of_identity} /></Suspense>
    <Emergency subject={identityOf(journey.own)['recipient'] === undefined ? undefined : String(identityOf(journey.own)['recipient'])} />
    <Banner course={course} journey={journey} />
    <Rail reached={reached} stopped={state} />
    <Alarms thing={course} status={statusOf(journey.own)} bars={journey.bars} />
    <Card title={say('custody')}>{journey.complete ? <Lanes stretches={stretchesOf(journey)} over={over} /> : <Waiting lines={8} />}</Card>
    {journey.edges.length > 0 && <Card title={say('lineage')}><Lineage edges={journey.edges} here={course} states={statesOf(journey.traces)} /></Card>}
    <div className="two">
      <Card title={say('condition')}><Condition facts={journey.facts} held={stretchesOf(journey)} /></Card>
      <div className="aside">
        <Card title={say('next')}>
          <StepLinks thing={course} only={next} />
          {mine && ['opened', 'collecting', 'collected'].includes(reached) && <p><Link className="button" to="/collect" search={{ course }}>{say('collect.station')}</Link></p>}
          {[...journey.materials].filter(([, one]) => statusOf(one).infused_into === undefined && !over).map(([material]) => <section key={material} className="per-thing"><h3><ThingLink thing={material} /></h3><StepLinks thing={material} only={next} /></section>)}
        </Card>
        <Card title={say('evidence')}><p className="small">{say('evidence.how')}</p>
          <FileButton does={() => exportEvidence(course)}>{say('evidence.export')}</FileButton>
          <p className="row"><button type="button" onClick={() => print()}>{say('print')}</button><Link className="button" to="/print/$what" params={{ what: 'downtime' }} search={{ course }}>{say('print.sheet_too')}</Link></p></Card>
      </div>
    </div>
    <Card title={say('facts')} side={!journey.complete && <Tag state="planned">{say('waiting')}</Tag>}>{journey.facts.length > 0 ? <Facts all={journey.facts} about={course} complete={journey.complete} /> : <Nothing why={say('facts.none')} />}</Card>
  </>;
}
