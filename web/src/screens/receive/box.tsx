// SPDX-License-Identifier: Apache-2.0
// One box that is open: its seal, how warm it was, and bag after bag. A bag is received when it was scanned and its condition
// said; a second scan of the same bag says "intact". What should not be is recorded and stands on hold: the server sees to it.
import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { client, timeline, trace } from '../../api/queries';
import { kindOf, type Line, type Trace } from '../../api/types';
import { useWaiting } from '../../live/waiting';
import { waitsAbout } from '../../offline/rules';
import { Card, Id, ThingLink, Time, Waiting } from '../../parts/basics';
import { Icon, Tag, type State } from '../../parts/marks';
import { Alarms } from '../../things/alarms';
import { identityOf, statusOf } from '../../things/status';
import { figure, span } from '../../words/time';
import { named, say, useLanguage } from '../../words/words';
import { tripsIn } from '../course/condition';
import { causeOf, isKept, seqOf, useGiving } from '../station/giving';
import { keptSaid, meant, otherKind, saidOf, Station, Typed, unknownSaid, useVerdict, Verdict, type Said } from '../station/station';
import { codeOf } from '../station/typed';
import { arrivalsAt } from './arrivals';
import { countsOf, heatOf, sealOf, type Box } from './boxes';
import { Judge, type Judged } from './judge';
import { LoggerFile } from './logger';

/** Until when it may be used, as far as this device knows: without the server what was read before. */
const expiryOf = async (material: string, away: boolean) => identityOf((away ? undefined : await client.fetchQuery({ ...trace(material), retry: false }).catch(() => undefined)) ?? client.getQueryData<Trace>(['trace', material])).expires;

/** A number that was typed is recorded as such (decision 0051). */
type Seal = { readonly read: string; readonly typed?: true } | 'none' | undefined;
interface Bag { readonly material: string; readonly belongs: boolean; readonly at: number; readonly expired?: boolean; }
const again_ms = 700;  // a trigger that bounced is no second scan
const degrees = (value: number) => `${figure(String(value))} °C`;

function Heat({ box, facts }: { box: Box; facts: readonly Line[] }) {
  const whole = useQuery(trace(box.consignment));
  const trips = tripsIn(facts), heat = heatOf(trips);
  return <Card title={say('receive.heat')}>
    <p><Tag state={heat.state}>{say(heat.words)}</Tag></p>
    {trips.map((one) => <p key={one.first} className="small">{say('condition.summary', { minimum: degrees(one.minimum), maximum: degrees(one.maximum), above: span(one.above_s * 1000), below: span(one.below_s * 1000), gaps: one.gaps })}</p>)}
    {whole.data && <Alarms thing={box.consignment} status={statusOf(whole.data)} />}
    <LoggerFile consignment={box.consignment} />
  </Card>;
}

function SealCard({ seal, recorded, set }: { seal: Seal; recorded: string; set: (seal: Seal) => void }) {
  const state: State = seal === undefined ? 'planned' : seal !== 'none' && seal.read === recorded ? 'done' : 'stop';
  return <Card title={say('box.seal')}>
    <p><Tag state={state}>{say(seal === undefined ? 'receive.seal_scan' : seal === 'none' ? 'receive.seal_none' : seal.read === recorded ? 'receive.seal_same' : 'receive.seal_other')}</Tag></p>
    <dl className="pairs"><div><dt>{say('receive.seal_read')}</dt><dd><code>{seal && seal !== 'none' ? seal.read : '–'}</code></dd></div><div><dt>{say('receive.seal_recorded')}</dt><dd><code>{recorded}</code></dd></div></dl>
    {seal === undefined ? <><Typed id="seal-typed" label={say('receive.seal_type')} keeps={(text) => text.trim().toUpperCase()} fits={(text) => codeOf(text) === text} done={(text) => set({ read: text, typed: true })} />
      <button type="button" onClick={() => set('none')}>{say('receive.seal_no')}</button></> : <button type="button" onClick={() => set(undefined)}>{say('receive.seal_anew')}</button>}
  </Card>;
}

function Row({ material, line, state, words, now, children }: { material: string; line: Line | undefined; state: State; words: string; now: boolean; children?: React.ReactNode }) {
  return <li className={now ? 'now' : undefined} data-bag={material} data-state={state}><Icon state={state} size={24} />
    <div className="what"><ThingLink thing={material} bare /> <b>{words}</b>{line && <small> <Time at={line.happened_at} /> · #{line.seq}</small>}</div><div>{children}</div></li>;
}

export function OpenBox({ box, sealRead, leave }: { box: Box; sealRead: string | undefined; leave: () => void }) {
  useLanguage();
  const { keeping } = useGiving();
  const { mine } = useWaiting();
  const own = useQuery(timeline(box.consignment));
  const states = useQueries({ queries: box.materials.map(trace) });
  const [seal, setSeal] = useState<Seal>(sealRead === undefined ? undefined : { read: sealRead });
  const [bag, hold] = useState<Bag>();
  const [extra, add] = useState<readonly { readonly material: string; readonly recorded: boolean }[]>([]);
  const [reported, report] = useState<readonly string[]>([]);
  const [closed, close] = useState(false);
  const [busy, work] = useState(false);
  const [said, tell] = useVerdict(sealRead === undefined ? { state: 'planned', words: say('receive.seal_first') } : { state: 'planned', words: say('receive.scan_bag') });
  const latest = useRef({ seal, bag });
  latest.current = { seal, bag };
  const facts = own.data ?? [], recorded = sealOf(box, facts);
  /** Entered here, and not recorded: it waits for the server. */
  const waits = (material: string) => waitsAbout(mine, 'reception/receive', 'material', material);
  const missing = box.materials.filter((one) => !box.received.has(one) && !waits(one));
  const counts = countsOf(box, extra.length, closed);
  const fresh = async (materials: readonly string[]) => {
    for (const one of materials) void client.invalidateQueries({ queryKey: ['trace', one] });
    await Promise.all([client.invalidateQueries({ queryKey: arrivalsAt(box.to).queryKey }), client.invalidateQueries({ queryKey: ['timeline', box.consignment] })]);
  };
  const during = async (step: () => Promise<Said | undefined>) => {
    work(true);
    try {
      const next = await step();
      if (next) tell(next);
    } catch (error) { tell(saidOf(error)); } finally { work(false); }
  };
  const putSeal = (next: Seal) => {
    setSeal(next);
    tell(next === undefined ? { state: 'planned', words: say('receive.seal_first') } : next !== 'none' && next.read === recorded ? { state: 'done', words: say('receive.seal_same'), more: say('receive.scan_bag') }
      : { state: 'stop', words: say(next === 'none' ? 'receive.seal_none' : 'receive.seal_other'), more: say('receive.seal_bad_more') });
  };

  /** Recorded with what was seen; then, if somebody wants it so, put on hold: two facts, and each is told. */
  const received = async (one: Bag, judged: Judged): Promise<Said> => {
    const seen = latest.current.seal;
    const answer = await keeping(`receive ${one.material}`, 'reception/receive', { data: { material: one.material, condition: judged.condition, consignment: box.consignment, ...(seen && seen !== 'none' && { seal: seen.read }) }, ...(seen && seen !== 'none' && seen.typed && { reason: 'SEAL-TYPED' }) });
    hold(undefined);
    if (!one.belongs) add((all) => all.map((each) => (each.material === one.material ? { ...each, recorded: true } : each)));
    if (!isKept(answer)) await fresh([one.material]);
    let held;
    if (judged.hold) {
      try {
        held = await keeping(`hold ${one.material}`, 'quality/hold', { data: { thing: one.material, cause: judged.hold.cause }, reason: judged.hold.reason });
      } catch (error) {
        const why = saidOf(error);
        return { ...why, words: say('receive.hold_failed'), more: <>{why.words} {why.more} <Link to="/do/$stage/$command" params={{ stage: 'quality', command: 'hold' }} search={{ thing: one.material }}>{say('bedside.hold')}</Link></> };
      }
    }
    if (isKept(answer)) return keptSaid(answer, named('choice', judged.hold?.cause ?? judged.condition));
    if (judged.hold && held) {
      if (isKept(held)) return keptSaid(held, named('choice', judged.hold.cause));
      await fresh([one.material]);
      return { state: 'held', words: say('receive.held'), more: named('choice', judged.hold.cause) };
    }
    const cause = causeOf(answer), seq = seqOf(answer);
    if (cause) return { state: 'held', words: say('receive.held'), more: <>{named('choice', cause)} · #{seq}</> };
    const left = missing.filter((each) => each !== one.material).length;
    return { state: 'done', words: left === 0 ? say('receive.all_here') : say('receive.accepted'), more: <>#{seq}{left > 0 && <> · {say('receive.scan_next', { left })}</>}</> };
  };
  const receive = (one: Bag, judged: Judged) => during(() => received(one, judged));
  const reportMissing = (material: string) => during(async () => {
    const answer = await keeping(`missing ${material}`, 'quality/hold', { data: { thing: material, cause: 'other' }, reason: 'NOT-IN-BOX' });
    report((all) => [...all, material]);
    if (isKept(answer)) return keptSaid(answer, <Id id={material.slice(9)} />);
    await fresh([material]);
    return { state: 'held', words: say('receive.missing_told'), more: <Id id={material.slice(9)} /> };
  });

  const take = async (material: string, away: boolean): Promise<Said | undefined> => {
    const at = latest.current.bag;
    const line = box.received.get(material);
    if (line) { hold(undefined); return { state: 'attention', words: say('receive.already'), more: <><Time at={line.happened_at} /> · #{line.seq}</> }; }
    const here = waits(material);
    if (here) { hold(undefined); return { state: 'attention', words: say('receive.already_here'), more: <Time at={here.at} /> }; }
    if (latest.current.seal === undefined) return { state: 'attention', words: say('receive.seal_first') };
    if (at?.material === material && at.belongs && !at.expired) {
      return Date.now() - at.at > again_ms ? received(at, { condition: 'intact' }) : { state: 'going', words: say('receive.belongs'), more: say('receive.belongs_more') };
    }
    const belongs = box.materials.includes(material), until = await expiryOf(material, away), expired = until !== undefined && Date.parse(until) <= Date.now();
    if (!belongs && extra.some((one) => one.material === material && one.recorded)) return { state: 'attention', words: say('receive.already') };
    hold({ material, belongs, at: Date.now(), expired });
    if (expired && belongs) return { state: 'stop', words: say('receive.expired'), more: <><Time at={until} /> · {say('receive.expired_more')}</> };
    if (belongs) return { state: 'going', words: say('receive.belongs'), more: say('receive.belongs_more') };
    if (!extra.some((one) => one.material === material)) add((all) => [...all, { material, recorded: false }]);
    return { state: 'stop', words: say('receive.extra'), more: say('receive.extra_more') };
  };
  const hear = (code: string) => during(async () => {
    const code_ = codeOf(code);
    if (latest.current.seal === undefined && code_ === recorded) { putSeal({ read: code_ }); return undefined; }
    const one = await meant(code);
    if (one.stop) { hold(undefined); return { state: 'stop', words: one.stop, more: say('receive.put_aside') }; }
    if (one.thing === box.consignment) return { state: 'going', words: say('receive.same_box') };
    if (one.thing && kindOf(one.thing) === 'material') return take(one.thing, one.away ?? false);
    if (one.thing) return { state: 'stop', words: otherKind(one.thing, named('thing', 'material')) };
    // Before a seal was read, a code that names nothing is one: it is not the one that was recorded.
    if (latest.current.seal === undefined && code_) { putSeal({ read: code_ }); return undefined; }
    hold(undefined);
    return unknownSaid(one, say('receive.put_aside'));
  });

  const rowOf = (material: string, at: number) => {
    const line = box.received.get(material), status = states[at]?.data && statusOf(states[at].data);
    const held = status && Object.keys(status.barred).length > 0;
    if (line) return <Row key={material} material={material} line={line} state={line.data['condition'] !== 'intact' || held ? 'held' : 'done'} now={false} words={named('choice', String(line.data['condition']))}>{held && <Tag state="held">{say('status.barred')}</Tag>}</Row>;
    const here = waits(material);
    if (here) return <Row key={material} material={material} line={undefined} state={here.refused ? 'stop' : 'going'} now={false} words={say(here.refused ? 'offline.is_refused' : 'offline.only_here')}><small>{named('choice', String(here.body.data['condition']))}</small></Row>;
    const gone = reported.includes(material) || (held ?? false);
    return <Row key={material} material={material} line={undefined} now={bag?.material === material} state={gone ? 'held' : closed ? 'stop' : bag?.material === material ? 'going' : 'planned'} words={say(closed || gone ? 'receive.row.missing' : bag?.material === material ? 'receive.row.scanned' : 'receive.row.expected')}>
      {closed && (gone ? <Tag state="held">{say('status.barred')}</Tag> : <button type="button" disabled={busy} onClick={() => void reportMissing(material)}>{say('receive.report_missing')}</button>)}</Row>;
  };
  const tags: [keyof typeof counts, State][] = [['expected', 'planned'], ['received', 'done'], ['missing', 'stop'], ['extra', 'stop'], ['damaged', 'held']];
  return <Station title={say('place.receive')} help={say('receive.help')} hears={hear} busy={busy} anew={leave} types="receiving">
    <Verdict said={said} />
    {bag && <Judge key={bag.material} belongs={bag.belongs} expired={bag.expired ?? false} busy={busy} done={(judged) => void receive(bag, judged)} />}
    <ul className="counts" aria-label={say('receive.counts')}>{tags.filter(([name]) => name === 'expected' || name === 'received' || counts[name] > 0).map(([name, state]) =>
      <li key={name} data-count={name}><Tag state={state}>{say(`receive.count.${name}`, { count: counts[name] })}</Tag></li>)}</ul>
    <Card title={say('receive.bags')} side={missing.length > 0 && <button type="button" onClick={() => close(!closed)} aria-pressed={closed}>{say('receive.nothing_more')}</button>}>
      <ol className="bags">{box.materials.map(rowOf)}
        {extra.map(({ material, recorded: told }) => <Row key={material} material={material} line={undefined} state={told ? 'held' : 'stop'} now={bag?.material === material} words={say(told ? 'receive.row.extra_told' : 'receive.row.extra')} />)}</ol>
    </Card>
    <div className="box-head">
      <Card title={say('box')}><dl className="pairs"><div><dt>{say('station.code')}</dt><dd><ThingLink thing={box.consignment} bare /></dd></div><div><dt>{say('box.from')}</dt><dd><ThingLink thing={box.from} /></dd></div>
        <div><dt>{say('receive.with')}</dt><dd><ThingLink thing={box.carrier} /></dd></div><div><dt>{say('receive.left_at')}</dt><dd><Time at={box.sent} /></dd></div></dl></Card>
      <SealCard seal={seal} recorded={recorded} set={putSeal} />
      {own.data ? <Heat box={box} facts={facts} /> : <Waiting />}
    </div>
  </Station>;
}
