// SPDX-License-Identifier: Apache-2.0
// One box, for the courier who has its link: no account, one hand, a telephone.
import { useEffect, useState } from 'react';
import { forgetHanded, handedHere, handOn, isHanded, type Handed } from './handed';
import { idOf, type CourierBox } from '../api/types';
import { useWorker } from '../offline/soon';
import { Id, Time, TroubleNote, Waiting } from '../parts/basics';
import { Icon } from '../parts/marks';
import { CameraButton } from '../scan/camera_button';
import { startScanner, useScan } from '../scan/scanner';
import { no, yes } from '../scan/sound';
import { scanning } from '../scan/wedge';
import { HelpButton } from '../shell/help';
import { clock, useZone } from '../words/time';
import { choose, say, spoken, useLanguage } from '../words/words';
import { type LampState } from './courier_lamp';
import { useBox } from './courier_live';
import { Dos, HowIsIt, isSaid, Limits, TypedSeal, Was, type Condition } from './courier_parts';
import { codeOfBox } from './courier_scan';

function Lamp({ state, since }: { state: LampState; since: number }) {
  return <span className={`lamp ${state}`} role="status"><i />{state === 'stale' ? (since > 0 ? say('lamp.stale', { time: clock(since) }) : say('lamp.waiting')) : say(`lamp.${state}`)}</span>;
}

function Facts({ box }: { box: CourierBox }) {
  const rows = [[say('box.from'), box.from], [say('box.to'), box.to], [say('box.items'), String(box.items)], [say('box.seal'), box.seal ?? '–']];
  return <dl id="facts">{rows.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}
    <div><dt>{say('box.until')}</dt><dd><Time at={box.until} /></dd></div></dl>;
}

/** Handed on while nobody answered: it is on this telephone only, until the server has it or has refused it. */
function Waits({ one, drop }: { one: Handed; drop: () => void }) {
  const { refused } = one;
  return <div className={refused ? 'alarm stop' : 'alarm going'} role="status" data-handed={refused ? 'refused' : 'waiting'}><Icon state={refused ? 'stop' : 'going'} size={28} /><div>
    <b>{say(refused ? 'offline.is_refused' : 'offline.only_here')}</b> <code>{one.data.receiver}</code>
    <p>{refused ? <>{refused.detail} {refused.why} {say('offline.instead')}</> : <>{say('box.will_send')} {say('offline.five_minutes')}</>}</p>
    <p className="small"><Time at={one.at} /> {say('offline.by_clock')}</p>
    {refused && <button type="button" onClick={drop}>{say('offline.discard')}</button>}</div></div>;
}

interface Seal { readonly number: string; readonly typed?: true; }
function Box({ box, waits, now, become, wait }: { box: CourierBox; waits: boolean; now: number; become: (box: CourierBox) => void; wait: (one: Handed) => void }) {
  const [receiver, setReceiver] = useState<string>();
  const [seal, setSeal] = useState<Seal>();
  const [how, setHow] = useState<Condition>({});
  const [busy, set] = useState(false);
  const [error, fail] = useState<unknown>();
  const [wrong, say_wrong] = useState<'other' | 'wrong'>();
  const [done, say_done] = useState<'done' | 'refused_done'>();
  const hear = (code: string) => {
    const meant = codeOfBox(code);
    say_wrong('why' in meant ? meant.why : undefined);
    if ('why' in meant) return no();
    yes();
    if ('receiver' in meant) setReceiver(meant.receiver);
    else setSeal({ number: meant.seal });
  };
  useScan(hear, scanning);
  const refuses = how.outcome === 'refused';
  const hand = async (to: string) => {
    set(true);
    fail(undefined);
    say_done(undefined);
    const { outcome, remark } = how, text = how.text?.trim(), typed = seal?.typed ? 'SEAL-TYPED' : undefined;
    try {
      const next = await handOn(box, { receiver: to, ...(seal && { seal: seal.number }), ...(outcome && { outcome }), ...(remark && outcome !== 'accepted' && { remark }) }, text && outcome !== 'accepted' ? { code: typed ?? 'REMARK', text } : typed);
      if (isHanded(next)) wait(next);
      else become(next);
      setReceiver(undefined);
      setSeal(undefined);
      setHow({});
      say_done(isHanded(next) ? undefined : refuses ? 'refused_done' : 'done');
    } catch (why) { fail(why); } finally { set(false); }
  };
  const off = busy || waits || !isSaid(how);
  const takes = box.with === 'company', gives = box.with === 'you';
  return <>
    {error !== undefined && <TroubleNote error={error} />}
    {done && <p className="told" role="status">{say(`box.${done}`)}</p>}
    <h1 id="id"><Id id={idOf(box.consignment)} /></h1>
    <p id="with">{say(`box.with.${box.with}`)}</p>
    <Was box={box} />
    <Facts box={box} />
    <Limits box={box} now={now} />
    {box.with !== 'another' && <>
      <div className="slot-scan"><b>{say('box.scan')}</b><CameraButton hears={hear} /></div>
      {wrong && <p className="why" role="alert" id="scan-why"><Icon state="stop" />{say(`box.scanned.${wrong}`)}</p>}
      <ol><li className={seal ? 'slot done' : 'slot planned'} data-slot="seal"><Icon state={seal ? 'done' : 'planned'} size={28} /><b>{say('box.seal')}</b><span className="grow" />{seal ? <><code>{seal.number}</code>{seal.typed && <small>{say('box.seal_typed')}</small>}</> : <small>{say('bedside.scan_it')}</small>}</li>
        {gives && <li className={receiver ? 'slot done' : 'slot planned'} data-slot="receiver"><Icon state={receiver ? 'done' : 'planned'} size={28} /><b>{say('box.receiver_is')}</b><span className="grow" />{receiver ? <Id id={idOf(receiver)} /> : <small>{say('box.receiver_none')}</small>}</li>}</ol>
      {gives && box.company && <button type="button" id="to-company" aria-pressed={receiver === box.company} onClick={() => setReceiver(box.company)}>{say('box.to_company')}</button>}
      <HowIsIt of={how} set={setHow} />
      {takes && <button className="main big" type="button" id="take" disabled={off} onClick={() => void hand(box.courier)}>{say(refuses ? 'box.refuse' : 'box.take')}</button>}
      {gives && <button className="main big" type="button" id="give" disabled={off || !receiver} onClick={() => receiver && void hand(receiver)}>{say(refuses ? 'box.refuse' : 'box.give')}</button>}
      <TypedSeal done={(number) => setSeal({ number, typed: true })} />
      {gives && <p className="small">{say('box.receiver_scan')}</p>}</>}
    <Dos />
    <p className="small">{say('box.at_the_end')}</p>
  </>;
}

export function Courier() {
  useLanguage();
  const { box, become, error, waits, wait, now, lamp, since, here } = useBox();
  const zone = useZone();
  useWorker();
  useEffect(startScanner, []);
  return <>
    <header className="top"><span className="brand"><img src="/icon.svg" alt="" />{say('box')}</span><Lamp state={lamp} since={since} /><span className="grow" /><HelpButton path="/courier" />
      <button type="button" id="language" lang={spoken() === 'en' ? 'zh-CN' : 'en'} onClick={() => void choose(spoken() === 'en' ? 'zh-CN' : 'en')}>{spoken() === 'en' ? '中文' : 'English'}</button></header>
    <main id="main" className="courier">
      {waits.map((one) => <Waits key={one.key} one={one} drop={() => void forgetHanded(one).then(handedHere).then(wait)} />)}
      {error !== undefined && <><h1>{say('box')}</h1><TroubleNote error={error} /></>}
      <p className="zone-here">{say('zone', { zone })}</p>
      {box ? <Box box={box} now={now} waits={waits.some(here)} become={become} wait={(one) => wait((all) => [...all, one])} /> : error === undefined && <Waiting lines={8} />}
    </main>
  </>;
}
