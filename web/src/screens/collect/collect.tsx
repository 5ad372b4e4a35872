// SPDX-License-Identifier: Apache-2.0
// The collection station: wristband, order and bag agree before the needle; start, stop, what came out; the label is printed
// and scanned back from the bag; the box goes to the courier. It goes on from what is recorded, at any device.
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { client, courses, timeline, trace } from '../../api/queries';
import { idOf, kindOf, type Course, type Line } from '../../api/types';
import { useWaiting } from '../../live/waiting';
import { waitsAbout } from '../../offline/rules';
import { Card, Id, Nothing, ThingLink, TroubleNote, Waiting } from '../../parts/basics';
import { Icon } from '../../parts/marks';
import { useMe } from '../../shell/person';
import { Alarms } from '../../things/alarms';
import { identityOf, statusOf } from '../../things/status';
import { say, useLanguage } from '../../words/words';
import { useGiving } from '../station/giving';
import { meant, NeedsServer, otherKind, saidOf, Station, unknownSaid, useVerdict, Verdict, WaitsHere, type Said } from '../station/station';
import { codeOf, donationNumberOf } from '../station/typed';
import { Running, HandOver, LabelStep } from './parts';
import { agrees, bagOf, isDue, ordersOf, phaseOf, phases, remember, remembered, startedAt, type Phase, type Read } from './phase';

function Slot({ name, label, filled, children }: { name: string; label: string; filled: boolean; children: React.ReactNode }) {
  return <li className={filled ? 'slot done' : 'slot planned'} data-slot={name}><Icon state={filled ? 'done' : 'planned'} size={32} /><b>{label}</b><span className="grow" />{filled ? children : <small>{say('bedside.scan_it')}</small>}</li>;
}
function Flow({ phase }: { phase: Phase }) {
  const here = phases.indexOf(phase);
  return <ol className="flow">{phases.filter((one) => one !== 'over').map((one, at) => <li key={one} aria-current={at === here ? 'step' : undefined}><Icon state={at < here ? 'done' : at === here ? 'going' : 'planned'} />{say(`collect.phase.${one}`)}</li>)}</ol>;
}
/** Whose collection is due: what one may expect, before anything is scanned. */
function Due({ all }: { all: readonly Course[] }) {
  return <Card title={say('collect.due', { count: all.length })}>{all.length === 0 ? <Nothing why={say('collect.none')} /> : <ul className="links">{all.map((one) =>
    <li key={one.course} className="row"><ThingLink thing={one.course} bare /><Id id={one.chain_of_identity ?? ''} /><small>{say(`stage_reached.${one.reached === 'collecting' ? 'collecting' : 'opened'}`)}</small></li>)}</ul>}</Card>;
}

export function Collect() {
  useLanguage();
  const myself = useMe();
  const { giving, keeping } = useGiving();
  const { mine } = useWaiting();
  const given = useSearch({ from: '/inside/collect' }).course;
  const every = useQuery(courses);
  const [read, set] = useState<Read>(given ? { order: given } : {});
  const [label, setLabel] = useState<{ readonly bag?: true; readonly code?: string }>({});
  const [send, setSend] = useState<{ readonly carrier?: string; readonly seal?: string; readonly typed?: boolean }>({});
  const [said, tell, begin] = useVerdict({ state: 'planned', words: say('collect.scan') });
  const [busy, work] = useState(false);
  const course = read.order;
  const facts = useQuery({ ...timeline(course ?? ''), enabled: course !== undefined });
  const bag = bagOf(facts.data ?? []);
  const of_bag = useQuery({ ...timeline(bag?.material ?? ''), enabled: bag !== undefined });
  const state = useQuery({ ...trace(bag?.material ?? course ?? ''), enabled: course !== undefined });
  const known = course === undefined || (facts.data !== undefined && (!bag || of_bag.data !== undefined));
  const phase = phaseOf(facts.data ?? [], of_bag.data ?? []);
  const all = every.data ?? [];

  const during = async (step: () => Promise<Said | undefined>) => {
    work(true);
    try {
      const next = await step();
      if (next) tell(next);
    } catch (error) { tell(saidOf(error)); } finally { work(false); }
  };
  const fresh = async () => {
    await Promise.all([course, bag?.material].filter((one): one is string => one !== undefined).flatMap((one) => ['timeline', 'trace'].map((kind) => client.invalidateQueries({ queryKey: [kind, one] }))));
    void client.invalidateQueries({ queryKey: courses.queryKey });
  };

  /** Where all three agree, the needle may follow. */
  const compare = (next: Read): Said => {
    const same = agrees(next, all);
    if (same === false) {
      const theirs = all.find((one) => one.course === next.order)?.recipient;
      return { state: 'stop', words: say('collect.other_patient'), more: <span className="both"><span><small>{say('bedside.wristband')}</small> <Id id={idOf(next.wristband ?? '')} /></span><span><small>{say('collect.order_is_for')}</small> {theirs ? <Id id={idOf(theirs)} /> : '–'}</span></span> };
    }
    if (phase !== 'identity' && next.order === course) return next.wristband ? { state: 'going', words: say(`collect.go_on.${phase}`) } : { state: 'planned', words: say('collect.scan_wristband') };
    const due = next.wristband && !next.order ? ordersOf(all, next.wristband, myself.site) : undefined;
    if (due?.length === 0) return { state: 'stop', words: say('collect.no_order'), more: say('collect.no_order_more') };
    if (next.wristband && next.order && next.din) return { state: 'going', words: say('collect.agree'), more: say('collect.agree_more') };
    return { state: 'planned', words: say(!next.wristband ? 'collect.scan_wristband' : !next.order ? 'collect.scan_order' : 'collect.scan_bag') };
  };
  const put = (next: Read): Said => {
    const answer = compare(next);
    if (answer.state !== 'stop') set(next);
    return answer;
  };

  const heardMaterial = async (material: string, code: string): Promise<Said | undefined> => {
    if (bag && material === bag.material) {
      if (phase === 'label') return scanBack({ ...label, bag: true });
      return { state: 'going', words: say(`collect.go_on.${phase}`) };
    }
    if (read.order === undefined && read.wristband === undefined) {
      const its = identityOf(await client.fetchQuery(trace(material))).course;
      const own = its && (await client.fetchQuery(timeline(its)));
      if (its && own && bagOf(own)?.material === material) {
        set({ order: its });
        return { state: 'going', words: say(`collect.go_on.${phaseOf(own, await client.fetchQuery(timeline(material)))}`) };
      }
    }
    return donationNumberOf(code) && phase !== 'label' ? { state: 'stop', words: say('collect.number_used'), more: <ThingLink thing={material} /> } : { state: 'stop', words: say('collect.other_bag'), more: <ThingLink thing={material} /> };
  };
  const scanBack = async (next: { readonly bag?: true; readonly code?: string }): Promise<Said> => {
    setLabel(next);
    if (!next.bag || !next.code) return { state: 'planned', words: say(next.bag ? 'collect.scan_label' : 'collect.scan_bag_number') };
    await giving('scan back', 'labelling/scan_back', { data: { material: `din:${bag?.din}`, code: next.code } }).catch((error: unknown) => { setLabel({}); throw error; });
    await fresh();
    return { state: 'done', words: say('collect.label_live'), more: say('collect.go_on.hand_over') };
  };
  const heardDin = (din: string): Said => {
    if (phase !== 'running') return put({ ...read, din });
    const before = remembered(course);
    if (before && before !== din) return { state: 'stop', words: say('collect.other_number'), more: <><Id id={before} /> ≠ <Id id={din} /></> };
    set({ ...read, din });
    return { state: 'going', words: say('collect.number_same') };
  };
  const hear = (code: string) => during(async () => {
    const one = await meant(code);
    if (one.printed !== undefined && phase === 'label') return scanBack({ ...label, code });
    if (one.stop) return { state: 'stop', words: one.stop };
    if (one.thing) {
      const kind = kindOf(one.thing);
      if (kind === 'subject') return put({ ...read, wristband: one.thing });
      if (kind === 'course') return put({ ...(read.order === one.thing ? read : { ...(read.wristband && { wristband: read.wristband }), ...(read.din && { din: read.din }) }), order: one.thing });
      if (kind === 'material') return heardMaterial(one.thing, code);
      if ((kind === 'person' || kind === 'site') && phase === 'hand_over') { setSend({ ...send, carrier: one.thing }); return { state: 'going', words: say('collect.carrier_read') }; }
      return { state: 'stop', words: otherKind(one.thing, say('collect.wanted')) };
    }
    const din = donationNumberOf(code), seal = codeOf(code);
    if (phase === 'hand_over' && seal) { setSend({ ...send, seal, typed: false }); return { state: 'going', words: say('collect.seal_read') }; }
    if (din && (phase === 'identity' || phase === 'running')) return heardDin(din);
    return unknownSaid(one, say('trouble.nothing'));
  });
  const start = () => during(async () => {
    await giving('start', 'collection/start', { data: { course } });
    remember(course as string, read.din as string);
    set({ ...(read.wristband && { wristband: read.wristband }), ...(course && { order: course }) });
    await fresh();
    return { state: 'done', words: say('collect.started'), more: say('collect.started_more') };
  });
  const anew = () => { set({}); setLabel({}); setSend({}); begin({ state: 'planned', words: say('collect.scan') }); };
  const order = all.find((one) => one.course === course);
  const ready = read.wristband && course && read.din && agrees(read, all);
  const waits = course === undefined ? undefined : waitsAbout(mine, 'collection/record', 'course', course) ?? waitsAbout(mine, 'collection/abort', 'course', course);
  const step = { busy, giving, keeping, during, fresh, course: course ?? '', bag };
  return <Station title={say('place.collect')} help={say('collect.help')} hears={hear} busy={busy || every.isPending} anew={anew} types={phase === 'hand_over' ? 'hand_over' : phase === 'over' ? undefined : 'collection'}>
    {course && known && <Flow phase={phase} />}
    <Verdict said={said} />
    {every.error && <TroubleNote error={every.error} again={() => void every.refetch()} />}
    {state.data && <Alarms thing={bag?.material ?? course ?? ''} status={statusOf(state.data)} />}
    {(!course || phase === 'identity' || phase === 'running') && <ol>
      <Slot name="wristband" label={say('bedside.wristband')} filled={read.wristband !== undefined}>{read.wristband && <Id id={idOf(read.wristband)} />}</Slot>
      <Slot name="order" label={say('collect.order')} filled={course !== undefined}>{course && <Id id={order?.chain_of_identity ?? idOf(course)} />}</Slot>
      <Slot name="bag" label={say('collect.bag')} filled={read.din !== undefined}>{read.din && <Id id={read.din} />}</Slot></ol>}
    {course && !known && (facts.error ? <TroubleNote error={facts.error} again={() => void facts.refetch()} /> : <Waiting />)}
    {course && known && !waits && (phase === 'identity' || phase === 'label' || phase === 'hand_over') && <NeedsServer why={say(`collect.needs.${phase}`)} />}
    {waits && <WaitsHere entry={waits} />}
    {course && known && phase === 'identity' && <button className="main" type="button" disabled={busy || !ready} onClick={() => void start()}>{say('collect.start')}</button>}
    {course && known && phase === 'running' && !waits && <Running {...step} since={startedAt(facts.data ?? []) ?? ''} din={read.wristband && [undefined, read.din].includes(remembered(course)) ? read.din : undefined} identified={read.wristband !== undefined} />}
    {course && known && phase === 'label' && <LabelStep {...step} facts={of_bag.data as readonly Line[]} bagRead={label.bag === true} labelRead={label.code !== undefined} />}
    {course && known && phase === 'hand_over' && <HandOver {...step} send={send} set={setSend} hear={(code) => void hear(code)} />}
    {course && known && phase === 'over' && <p className="row"><Icon state="done" />{say('collect.over')} {bag && <ThingLink thing={bag.material} />} <ThingLink thing={course} /></p>}
    {!course && every.data && <Due all={all.filter((one) => isDue(one, myself.site))} />}
  </Station>;
}
