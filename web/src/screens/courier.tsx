// SPDX-License-Identifier: Apache-2.0
// One box, for the courier who has its link: no account, one hand, a telephone.
import { useEffect, useRef, useState } from 'react';
import { openBox } from '../api/box';
import { Trouble } from '../api/client';
import { forgetHanded, handedHere, handOn, isHanded, sendHanded, type Handed } from './handed';
import { idOf, type CourierBox } from '../api/types';
import { useWorker } from '../offline/soon';
import { Id, Time, TroubleNote, Waiting } from '../parts/basics';
import { Icon } from '../parts/marks';
import { CameraButton } from '../scan/camera_button';
import { HelpButton } from '../shell/help';
import { useZone } from '../words/time';
import { choose, say, spoken, useLanguage } from '../words/words';
import { isWrongId } from './station/typed';
import { plainCode } from './station/without';

const every_ms = 5_000;

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

function Box({ box, waits, become, wait }: { box: CourierBox; waits: boolean; become: (box: CourierBox) => void; wait: (one: Handed) => void }) {
  const [receiver, setReceiver] = useState('');
  const [seal, setSeal] = useState('');
  const [busy, set] = useState(false);
  const [error, fail] = useState<unknown>();
  const [done, say_done] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const wrong = isWrongId(receiver);
  const hand = async (to: string) => {
    set(true);
    fail(undefined);
    say_done(false);
    try {
      const next = await handOn(box, to, seal.trim());
      if (isHanded(next)) wait(next);
      else become(next);
      setReceiver('');
      setSeal('');
      say_done(!isHanded(next));
    } catch (why) { fail(why); } finally { set(false); }
  };
  return <>
    {error !== undefined && <TroubleNote error={error} />}
    {done && <p className="told" role="status">{say('box.done')}</p>}
    <h1 id="id"><Id id={idOf(box.consignment)} /></h1>
    <Facts box={box} />
    <p id="with">{say(`box.with.${box.with}`)}</p>
    <div className="field"><label htmlFor="seal">{say('box.seal_now')}</label>
      <div className="with-camera"><input id="seal" autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={40} value={seal} onChange={(event) => setSeal(event.target.value)} /><CameraButton hears={(code) => setSeal(plainCode(code).toUpperCase())} /></div></div>
    <button className="main big" type="button" id="take" disabled={busy || waits || box.with !== 'company'} onClick={() => void hand(box.courier)}>{say('box.take')}</button>
    <div className="field"><label htmlFor="receiver">{say('box.receiver')}</label>
      <div className="with-camera"><input id="receiver" ref={field} autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={60} value={receiver} onChange={(event) => setReceiver(event.target.value)} aria-invalid={wrong || undefined} aria-describedby={wrong ? 'receiver-why' : undefined} /><CameraButton hears={(code) => setReceiver(plainCode(code))} /></div>
      {wrong && <span className="why" id="receiver-why"><Icon state="stop" />{say('station.check_wrong')}</span>}</div>
    <button className="big" type="button" id="give" disabled={busy || waits || wrong || box.with === 'another'} onClick={() => (receiver.trim() ? void hand(receiver.trim()) : field.current?.focus())}>{say('box.give')}</button>
    <p className="small">{say('box.at_the_end')}</p>
  </>;
}

export function Courier() {
  useLanguage();
  const [box, set] = useState<CourierBox>();
  const shown = useRef(box);
  shown.current = box;
  const [error, fail] = useState<unknown>();
  const [waits, wait] = useState<readonly Handed[]>([]);
  const zone = useZone();
  useWorker();
  useEffect(() => {
    let ended = false, busy = false, open = false;
    const look = async () => {
      if (busy) return;
      busy = true;
      try {
        for (const one of await handedHere()) {
          const next = one.refused ? one : await sendHanded(one);
          if (!isHanded(next) && !ended && next.consignment === shown.current?.consignment) set(next);
        }
        if (!open && !ended) await openBox().then((box) => { open = true; set(box); fail(undefined); }, (error: unknown) => { open = !(error instanceof Trouble && error.status === 0); fail(error); });
        if (!ended) wait(await handedHere());
      } catch { /* no place to keep anything: then nothing waits */ } finally { busy = false; }
    };
    void look();
    const timer = setInterval(() => void look(), every_ms), soon = () => void look();
    addEventListener('online', soon);
    return () => { ended = true; clearInterval(timer); removeEventListener('online', soon); };
  }, []);
  return <>
    <header className="top"><span className="brand"><img src="/icon.svg" alt="" />{say('box')}</span><span className="grow" /><HelpButton path="/courier" />
      <button type="button" id="language" lang={spoken() === 'en' ? 'zh-CN' : 'en'} onClick={() => void choose(spoken() === 'en' ? 'zh-CN' : 'en')}>{spoken() === 'en' ? '中文' : 'English'}</button></header>
    <main id="main" className="courier">
      {waits.map((one) => <Waits key={one.key} one={one} drop={() => void forgetHanded(one).then(handedHere).then(wait)} />)}
      {error !== undefined && <><h1>{say('box')}</h1><TroubleNote error={error} /></>}
      <p className="zone-here">{say('zone', { zone })}</p>
      {box ? <Box box={box} waits={waits.some((one) => one.consignment === idOf(box.consignment))} become={set} wait={(one) => wait((all) => [...all, one])} /> : error === undefined && <Waiting lines={8} />}
    </main>
  </>;
}
