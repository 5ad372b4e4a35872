// SPDX-License-Identifier: Apache-2.0
// One box, for the courier who has its link: no account, one hand, a telephone.
import { useEffect, useRef, useState } from 'react';
import { Trouble } from '../api/client';
import { forgetKept, handOn, openBox } from '../api/box';
import { idOf, type CourierBox } from '../api/types';
import { Id, Time, TroubleNote, Waiting } from '../parts/basics';
import { HelpButton } from '../shell/help';
import { choose, say, spoken, useLanguage } from '../words/words';

function Facts({ box }: { box: CourierBox }) {
  const rows = [[say('box.from'), box.from], [say('box.to'), box.to], [say('box.items'), String(box.items)], [say('box.seal'), box.seal ?? '–']];
  return <dl id="facts">{rows.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}
    <div><dt>{say('box.until')}</dt><dd><Time at={box.until} /></dd></div></dl>;
}

function Box({ box, become }: { box: CourierBox; become: (box: CourierBox) => void }) {
  const [receiver, setReceiver] = useState('');
  const [seal, setSeal] = useState('');
  const [busy, set] = useState(false);
  const [error, fail] = useState<unknown>();
  const [done, say_done] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const hand = async (to: string) => {
    set(true);
    fail(undefined);
    say_done(false);
    try {
      become(await handOn(box, to, seal.trim()));
      setReceiver('');
      setSeal('');
      say_done(true);
    } catch (why) {
      if (why instanceof Trouble && why.status !== 0 && why.status < 500) forgetKept();
      fail(why);
    } finally { set(false); }
  };
  return <>
    {error !== undefined && <TroubleNote error={error} />}
    {done && <p className="told" role="status">{say('box.done')}</p>}
    <h1 id="id"><Id id={idOf(box.consignment)} /></h1>
    <Facts box={box} />
    <p id="with">{say(`box.with.${box.with}`)}</p>
    <div className="field"><label htmlFor="seal">{say('box.seal_now')}</label>
      <input id="seal" autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={40} value={seal} onChange={(event) => setSeal(event.target.value)} /></div>
    <button className="main big" type="button" id="take" disabled={busy || box.with !== 'company'} onClick={() => void hand(box.courier)}>{say('box.take')}</button>
    <div className="field"><label htmlFor="receiver">{say('box.receiver')}</label>
      <input id="receiver" ref={field} autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={60} value={receiver} onChange={(event) => setReceiver(event.target.value)} /></div>
    <button className="big" type="button" id="give" disabled={busy || box.with === 'another'} onClick={() => (receiver.trim() ? void hand(receiver.trim()) : field.current?.focus())}>{say('box.give')}</button>
    <p className="small">{say('box.at_the_end')}</p>
  </>;
}

export function Courier() {
  useLanguage();
  const [box, set] = useState<CourierBox>();
  const [error, fail] = useState<unknown>();
  useEffect(() => { openBox().then(set, fail); }, []);
  return <>
    <header className="top"><span className="brand"><img src="/icon.svg" alt="" />{say('box')}</span><span className="grow" /><HelpButton path="/courier" />
      <button type="button" id="language" lang={spoken() === 'en' ? 'zh-CN' : 'en'} onClick={() => void choose(spoken() === 'en' ? 'zh-CN' : 'en')}>{spoken() === 'en' ? '中文' : 'English'}</button></header>
    <main id="main" className="courier">
      {error !== undefined && <><h1>{say('box')}</h1><TroubleNote error={error} /></>}
      {box ? <Box box={box} become={set} /> : error === undefined && <Waiting lines={8} />}
    </main>
  </>;
}
