// SPDX-License-Identifier: Apache-2.0
// The later steps of a collection: what came out, the label, the box. Each is a command of its own.
import { useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent } from 'react';
import { Trouble } from '../../api/client';
import { house, people } from '../../api/queries';
import type { Line } from '../../api/types';
import { Card, Id, ThingLink } from '../../parts/basics';
import { Icon, Tag } from '../../parts/marks';
import { drawLabel } from '../../parts/save';
import { clock } from '../../words/time';
import { named, say } from '../../words/words';
import { causeOf, isKept, seqOf, told, type Giving, type Keeping } from '../station/giving';
import { keptSaid, Typed, type Said } from '../station/station';
import { codeOf } from '../station/typed';
import { limitsOf, type Limits } from './limits';
import { printedLabel, remembered } from './phase';

interface Step {
  readonly busy: boolean; readonly giving: Giving; readonly keeping: Keeping; readonly during: (step: () => Promise<Said | undefined>) => Promise<void>; readonly fresh: () => Promise<void>;
  readonly course: string; readonly bag: { readonly material: string; readonly din: string } | undefined;
}
const reason_form = '[A-Za-z0-9._\\-]{1,40}';
const late_ms = 60_000;  // sooner than that, the time is the server's

function Clock({ since, until }: { since: number; until: number | undefined }) {
  const [now, set] = useState(Date.now);
  useEffect(() => { const timer = setInterval(() => set(Date.now()), 1000); return () => clearInterval(timer); }, []);
  const whole = Math.max(0, Math.floor(((until ?? now) - since) / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  return <span className="clock" role="timer">{Math.floor(whole / 3600)}:{two(Math.floor(whole / 60) % 60)}:{two(whole % 60)}</span>;
}

export function Running({ busy, keeping, during, fresh, course, since, din, identified }: Step & { since: string; din: string | undefined; identified: boolean }) {
  const [stopped, stop] = useState<number>();
  const [volume, set] = useState('');
  const [wrong, say_wrong] = useState('');
  const amount = volume.trim().normalize('NFKC').replace(',', '.');
  const number = /^(0|[1-9]\d{0,5})(\.\d{1,3})?$/.test(amount);
  const record = (event: FormEvent) => {
    event.preventDefault();
    say_wrong('');
    void during(async () => {
      try {
        const answer = await keeping('record', 'collection/record', { data: { course, donation_number: din, quantity: { value: amount, unit: 'mL' } }, ...(stopped !== undefined && Date.now() - stopped > late_ms && { happened_at: new Date(stopped).toISOString() }) });
        if (isKept(answer)) return keptSaid(answer);
        await fresh();
        const cause = causeOf(answer);
        return cause ? { state: 'held', words: say('receive.held'), more: <>{named('choice', cause)} · #{seqOf(answer)}</> } : { state: 'done', words: say('collect.recorded'), more: <>{say('collect.go_on.label')} #{seqOf(answer)}</> };
      } catch (error) {
        if (error instanceof Trouble) say_wrong(error.problem.fields?.map((one) => one.why).join(' ') ?? '');
        throw error;
      }
    });
  };
  const abort = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get('reason')).trim().toUpperCase();
    void during(async () => {
      const answer = await keeping('abort', 'collection/abort', { data: { course }, reason });
      if (isKept(answer)) return keptSaid(answer);
      await fresh();
      return { state: causeOf(answer) ? 'held' : 'attention', words: say('collect.aborted'), more: <>#{seqOf(answer)}</> };
    });
  };
  return <Card title={say('collect.phase.running')} side={<span className="small">{say('collect.since', { time: clock(Date.parse(since)) })}</span>}>
    <p><Clock since={Date.parse(since)} until={stopped} /></p>
    {stopped === undefined ? <div className="choose"><button className="main" type="button" onClick={() => stop(Date.now())}>{say('collect.stop')}</button></div>
      : <form className="choose" onSubmit={record}>
        <div className="field"><label htmlFor="volume">{say('collect.volume')}</label><input id="volume" inputMode="decimal" autoComplete="off" value={volume} onChange={(event) => set(event.target.value)} aria-invalid={(volume !== '' && !number) || wrong !== '' || undefined} aria-describedby="volume-why" />
          <span id="volume-why" className={(volume !== '' && !number) || wrong ? 'why' : 'small'}>{wrong || (volume !== '' && !number ? say('collect.volume_wrong') : say('collect.stopped_at', { time: clock(stopped) }))}</span></div>
        <div className="field"><span className="label">{say('collect.bag')}</span>{din ? <span className="row"><Icon state="done" /><Id id={din} />{remembered(course) === din && <Tag state="done">{say('collect.number_same')}</Tag>}</span> : <span className="row"><Icon state="planned" />{say(identified ? 'collect.scan_bag_number' : 'collect.scan_wristband')}</span>}</div>
        <button className="main" type="submit" disabled={busy || !din || !number}>{say('collect.record')}</button>
        <button type="button" onClick={() => stop(undefined)}>{say('collect.goes_on')}</button></form>}
    <details className="how"><summary>{say('collect.abort')}</summary><form className="choose" onSubmit={abort}>
      <div className="field"><label htmlFor="abort-reason">{say('form.reason')}</label><input id="abort-reason" name="reason" required pattern={reason_form} autoComplete="off" spellCheck={false} /><small>{say('form.reason_how')}</small></div>
      <button type="submit" disabled={busy}>{say('collect.abort_do')}</button></form></details>
  </Card>;
}

export function LabelStep({ busy, giving, during, fresh, bag, facts, bagRead, labelRead }: Step & { facts: readonly Line[]; bagRead: boolean; labelRead: boolean }) {
  const label = printedLabel(facts);
  const print = () => during(async () => {
    const answer = await giving('print', 'labelling/print', { data: { material: bag?.material } });
    await fresh();
    await drawLabel(told(answer, 'labelling.printed', 'label'));
    return { state: 'going', words: say('collect.label_printed'), more: say('collect.scan_bag_number') };
  });
  return <Card title={say('collect.phase.label')}>
    <ol><li className={label ? 'slot done' : 'slot planned'}><Icon state={label ? 'done' : 'planned'} size={32} /><b>{say('collect.print')}</b><span className="grow" />
      {label ? <button type="button" onClick={() => void during(async () => { await drawLabel(label); return undefined; })}>{say('label.draw')}</button> : <button className="main" type="button" disabled={busy} onClick={() => void print()}>{say('collect.print')}</button>}</li>
      <li className={bagRead ? 'slot done' : 'slot planned'} data-slot="bag-number"><Icon state={bagRead ? 'done' : 'planned'} size={32} /><b>{say('collect.bag')}</b><span className="grow" /><Id id={bag?.din ?? ''} /></li>
      <li className={labelRead ? 'slot done' : 'slot planned'} data-slot="label"><Icon state={labelRead ? 'done' : 'planned'} size={32} /><b>{say('collect.label_new')}</b><span className="grow" /><small>{say('bedside.scan_it')}</small></li></ol>
    {bag && <p className="small">{say('collect.label_other')} <ThingLink thing={bag.material} /></p>}
  </Card>;
}

interface Sending { readonly carrier?: string; readonly seal?: string; /** By one person, and so recorded (decision 0051). */ readonly typed?: boolean; }
export function HandOver({ busy, giving, during, fresh, bag, send, set, hear }: Step & { send: Sending; set: (send: Sending) => void; hear: (code: string) => void }) {
  const everybody = useQuery(people);
  const sites = [...new Set((everybody.data ?? []).map((one) => one.site).filter((one): one is string => one !== undefined))];
  const houses = useQueries({ queries: sites.map(house) });
  const factories = sites.map((site, at) => ({ site, of: houses[at]?.data })).filter((one) => one.of?.kind === 'factory');
  const [chosen, choose] = useState('');
  const [limits, setLimits] = useState<Limits>({ low: '', high: '', hours: '' });
  const to = chosen || (factories.length === 1 ? factories[0]?.site ?? '' : '');
  const dispatch = () => during(async () => {
    const answer = await giving('dispatch', 'transport/dispatch', { data: { materials: [bag?.material], to, carrier: send.carrier, seal: send.seal, ...limitsOf(limits, Date.now()) }, ...(send.typed && { reason: 'SEAL-TYPED' }) });
    const box = told(answer, 'transport.dispatched', 'consignment');
    await fresh();
    return { state: 'done', words: say('collect.sent'), more: <><ThingLink thing={`consignment/${box.replace(/^consignment\//, '')}`} /> · #{seqOf(answer)}</> };
  });
  return <Card title={say('collect.phase.hand_over')}>
    <ol><li className={to ? 'slot done' : 'slot planned'}><Icon state={to ? 'done' : 'planned'} size={32} /><label htmlFor="to"><b>{say('box.to')}</b></label><span className="grow" />
      <select id="to" value={to} onChange={(event) => choose(event.target.value)}><option value="">{say('form.choose')}</option>{factories.map((one) => <option key={one.site} value={one.site}>{one.of?.code}</option>)}</select></li>
      <li className={send.carrier ? 'slot done' : 'slot planned'} data-slot="carrier"><Icon state={send.carrier ? 'done' : 'planned'} size={32} /><b>{say('collect.carrier')}</b><span className="grow" />{send.carrier ? <ThingLink thing={send.carrier} /> : <small>{say('bedside.scan_it')}</small>}</li>
      <li className={send.seal ? 'slot done' : 'slot planned'} data-slot="seal"><Icon state={send.seal ? 'done' : 'planned'} size={32} /><b>{say('box.seal')}</b><span className="grow" />{send.seal ? <code>{send.seal}</code> : <small>{say('bedside.scan_it')}</small>}</li></ol>
    <details className="how"><summary>{say('collect.no_scan')}</summary>
      <div className="field"><label htmlFor="carrier-chosen">{say('collect.carrier_choose')}</label><select id="carrier-chosen" value={send.carrier ?? ''} onChange={(event) => event.target.value && hear(event.target.value)}><option value="">{say('form.choose')}</option>
        {(everybody.data ?? []).filter((one) => one.roles.includes('courier')).map((one) => <option key={one.person} value={one.person}>{one.name ?? one.person}</option>)}</select></div>
      <Typed id="seal-typed" label={say('receive.seal_type')} keeps={(text) => text.trim().toUpperCase()} fits={(text) => codeOf(text) === text} done={(seal) => set({ ...send, seal, typed: true })} /></details>
    <details className="how"><summary>{say('collect.limits')}</summary>{(['low', 'high', 'hours'] as const).map((name) => <div key={name} className="field"><label htmlFor={`limit-${name}`}>{say(name === 'hours' ? 'collect.holds' : `collect.${name}`)}</label>
      <input id={`limit-${name}`} inputMode={name === 'hours' ? 'numeric' : undefined} autoComplete="off" spellCheck={false} maxLength={8} value={limits[name]} onChange={(event) => setLimits({ ...limits, [name]: event.target.value })} /></div>)}</details>
    <button className="main" type="button" disabled={busy || !to || !send.carrier || !send.seal} onClick={() => void dispatch()}>{say('collect.send')}</button>
  </Card>;
}
