// SPDX-License-Identifier: Apache-2.0
// The page of any thing: head, state, next steps, facts. A treatment has a page of its own (screens/course).
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Trouble } from '../api/client';
import { FileButton } from '../parts/file_button';
import { drawLabel } from '../parts/save';
import { lineage, timeline, trace } from '../api/queries';
import { idOf, kindOf, paged, told, type Trace } from '../api/types';
import { Card, Id, Nothing, ThingLink, Time, Waiting } from '../parts/basics';
import { Unshown } from '../screens/lost';
import { Tag } from '../parts/marks';
import { Denied, NotFound } from '../screens/lost';
import { named, say, sayMore, useLanguage } from '../words/words';
import { Alarms, barredState } from './alarms';
import { Emergency } from './emergency';
import { Facts, Signatures, Value } from './facts';
import { Lineage } from './lineage';
import { NextSteps } from './next';
import { statesOf } from './states';
import { identityOf, statusOf } from './status';

const CoursePage = lazy(() => import('../screens/course/course').then((module) => ({ default: module.CoursePage })));

const DocumentPage = lazy(() => import('../screens/document').then((module) => ({ default: module.DocumentPage })));
const WhoIs = lazy(() => import('../screens/identity').then((module) => ({ default: module.WhoIs })));
const ArmOf = lazy(() => import('../screens/identity').then((module) => ({ default: module.ArmOf })));
const CourierLink = lazy(() => import('../screens/courier_link').then((module) => ({ default: module.CourierLink })));
/** Beside the screen, not before it: what a printer needs. */
export const PrintHead = lazy(async () => ({ default: (await Promise.all([import('../screens/paper/print_head'), sayMore()]))[0].PrintHead }));

export function Thing() {
  useLanguage();
  const { kind, id } = useParams({ from: '/inside/$kind/$id' });
  const thing = `${kind}/${id}`;
  if (!(paged as readonly string[]).includes(kind) || !/^[0-9A-Z]{18}$/.test(id)) return <NotFound />;
  if (kind === 'course') return <Suspense fallback={<Waiting lines={8} />}><CoursePage key={thing} course={thing} /></Suspense>;
  if (kind === 'document') return <Suspense fallback={<Waiting lines={8} />}><DocumentPage key={thing} document={thing} /></Suspense>;
  return <AnyThing key={thing} thing={thing} />;
}

export function Head({ thing, of }: { thing: string; of: Trace | undefined }) {
  const identity = identityOf(of), status = statusOf(of);
  const shown: [string, unknown, 'thing' | 'plain'][] = [
    [say('identity.coi'), identity.chain_of_identity, 'plain'], [say('identity.course'), identity.course, 'thing'],
    [say('identity.recipient'), identity['recipient'], 'thing'], [say('identity.source'), identity['source'], 'thing'],
    [say('identity.study'), identity['study'], 'thing'], [say('identity.batch'), identity['batch'], 'thing'],
    [say('identity.left'), identity['left'], 'plain'], [say('identity.expires'), identity.expires, 'plain'],
    [say('identity.holder'), status.holder, 'thing'],
  ];
  const of_whom = kindOf(thing) === 'subject' ? thing : identity['recipient'] ?? identity['source'];
  return <><Emergency subject={of_whom === undefined ? undefined : String(of_whom)} asks={kindOf(thing) === 'subject'} /><section className="banner" aria-label={say('banner')}>
    <div><small>{named('thing', kindOf(thing))}</small><h1><Id id={idOf(thing)} /></h1></div>
    {shown.filter(([, value]) => value !== undefined).map(([label, value, how]) => <div key={label}><small>{label}</small>
      <b>{how === 'thing' ? <ThingLink thing={String(value)} bare /> : <Value field={undefined} value={value} />}</b></div>)}
    <span className="grow" />
    {of && <span className="row">{status.released && <Tag state={barredState(status) ? 'planned' : 'done'}>{barredState(status) ? say('status.was_released') : say('status.released')}</Tag>}
      {barredState(status) && <Tag state={barredState(status) ?? 'held'}>{say(status.rejected ? 'status.rejected' : 'status.barred')}</Tag>}</span>}
  </section></>;
}

function labelWords(phase: string | undefined): string {
  return phase === 'live' || phase === 'printed' || phase === 'replaced' || phase === 'destroyed' || phase === 'registered' ? say(`label.${phase}`) : phase ?? '';
}

function AnyThing({ thing }: { thing: string }) {
  const is_told = told.includes(kindOf(thing));
  const whole = useQuery({ ...trace(thing), enabled: is_told });
  const facts = useQuery(timeline(thing));
  const links = useQuery({ ...lineage(thing), enabled: is_told && kindOf(thing) !== 'consignment' });
  if (facts.error instanceof Trouble && facts.error.status === 403) return <Denied error={facts.error} />;
  if (facts.error) return <Unshown error={facts.error} again={() => void facts.refetch()} />;
  const edges = links.data ? [...links.data.backward, ...links.data.forward] : [];
  return <>
    <Suspense><PrintHead thing={thing} coi={identityOf(whole.data).chain_of_identity} /></Suspense>
    <Head thing={thing} of={whole.data} />
    {kindOf(thing) === 'label' && <FileButton does={() => drawLabel(idOf(thing))}>{say('label.draw')}</FileButton>}
    {(whole.data?.labels?.length ?? 0) > 0 && <Card title={say('labels')}><ul className="row">{whole.data?.labels?.map((one) => <li key={one.label ?? one.code}>{one.label ? <ThingLink thing={one.label} /> : <code>{one.code}</code>} <Tag state={one.phase === 'live' || one.phase === 'registered' ? 'done' : one.phase === 'printed' ? 'going' : 'stop'}>{labelWords(one.phase)}</Tag></li>)}</ul></Card>}
    <Alarms thing={thing} status={statusOf(whole.data)} />
    {(whole.data?.custody?.length ?? 0) > 0 && <Card title={say('custody')}><ol className="holders">{whole.data?.custody?.map((one) =>
      <li key={one.seq}><ThingLink thing={one.holder} /><span className="small"><Time at={one.since} /> – {one.until ? <Time at={one.until} /> : say('custody.now')}</span></li>)}</ol></Card>}
    {kindOf(thing) === 'subject' && <Suspense><WhoIs subject={thing} /><ArmOf subject={thing} /></Suspense>}
    {kindOf(thing) === 'consignment' && <Suspense><CourierLink consignment={thing} /></Suspense>}
    {edges.length > 0 && <Card title={say('lineage')}><Lineage edges={edges} here={thing} states={statesOf([whole.data])} /></Card>}
    {(whole.data?.signatures.length ?? 0) > 0 && <Card title={say('signatures')}><Signatures all={whole.data?.signatures} /></Card>}
    <div className="two">
      <Card title={say('facts')}>{facts.data ? facts.data.length > 0 ? <Facts all={facts.data} about={thing} /> : <Nothing why={say('facts.none')} /> : <Waiting lines={8} />}</Card>
      <NextSteps thing={thing} of={whole.data} />
    </div>
  </>;
}
