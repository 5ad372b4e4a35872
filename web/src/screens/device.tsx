// SPDX-License-Identifier: Apache-2.0
// What is on this device only: one's own entries that the server does not have, those it refused, and what else is kept here.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { newKey } from '../api/client';
import { useCatalogue } from '../api/queries';
import { useLive } from '../live/live';
import { queue, useWaiting } from '../live/waiting';
import type { Check, Entry } from '../offline/rules';
import { Card, Nothing, ThingLink, Time } from '../parts/basics';
import { Icon, Tag } from '../parts/marks';
import { DataList } from '../things/facts';
import { clock, count } from '../words/time';
import { factTitle, say, useLanguage } from '../words/words';

/** What goes into the form again when somebody corrects a refused entry. */
const into = (entry: Entry) => {
  const flat = Object.entries(entry.body.data).filter((one): one is [string, string] => typeof one[1] === 'string');
  return { ...Object.fromEntries(flat), command: entry.command, at: entry.at };
};

function Decide({ entry }: { entry: Entry }) {
  const catalogue = useCatalogue();
  const [sure, ask] = useState(false);
  const is_permission = catalogue.data?.commands.find((one) => one.name === entry.command)?.kind === 'permission';
  const send = (body: Entry['body']) => void queue().then((one) => one.again(entry, newKey(), body));
  const { happened_at: _, ...of_now } = entry.body;
  return <>
    <div className="trouble"><Icon state="stop" size={22} /><div><strong>{entry.refused?.detail}</strong>{entry.refused?.why && <p>{entry.refused.why}</p>}
      <p>{say('trouble.nothing')} {say('offline.kept')}</p>{is_permission && <p>{say('offline.instead')}</p>}
      <p className="small"><code>{entry.refused?.rule} {entry.refused?.code}</code></p></div></div>
    <div className="row">
      <button type="button" className="main" onClick={() => send(entry.body)}>{say('offline.again')}</button>
      {is_permission ? <button type="button" onClick={() => send(of_now)}>{say('offline.of_now')}</button>
        : <Link className="button" to="/paper" search={into(entry)}>{say('offline.correct')}</Link>}
      {sure ? <><b>{say('offline.sure')}</b><button type="button" onClick={() => void queue().then((one) => one.discard(entry))}>{say('offline.discard')}</button>
        <button type="button" onClick={() => ask(false)}>{say('offline.not_yet')}</button></>
        : <button type="button" onClick={() => ask(true)}>{say('offline.discard')}…</button>}
    </div>
  </>;
}

export function EntryData({ entry }: { entry: Entry }) {
  const catalogue = useCatalogue();
  const command = catalogue.data?.commands.find((one) => one.name === entry.command);
  return <><p className="what"><strong>{command?.title ?? entry.command}</strong> <Time at={entry.at} /> <span className="small">{say('offline.by_clock')}</span></p>
    <DataList fields={command?.fields ?? []} data={entry.body.data} /></>;
}

/** A match without the server. The server takes a check of now alone, so that what was done on it is recorded instead. */
function OfflineCheck({ check }: { check: Check }) {
  const [sure, ask] = useState(false);
  const { material, subject, at } = check;
  return <li data-entry="check"><Tag state="attention">{say('offline.only_here')}</Tag>
    <p className="what"><strong>{say('bedside.match')} · {say('bedside.off.check')}</strong> <Time at={at} /> <span className="small">{say('offline.by_clock')}</span></p>
    <p className="row"><ThingLink thing={material} /><ThingLink thing={subject} /></p>
    <p>{say('bedside.off.as_of', { time: clock(new Date(check.issued_at)) })}</p><p>{say('bedside.off.afterwards')}</p>
    <div className="row"><Link className="button" to="/bedside">{say('bedside.off.now')}</Link>
      <Link className="button" to="/paper" search={{ command: 'infusion/record_infusion', material, subject, at }}>{say('bedside.off.infused')}</Link>
      {sure ? <><b>{say('offline.sure')}</b><button type="button" onClick={() => void import('../offline/packets').then((one) => one.dropCheck(at, material))}>{say('bedside.off.settled')}</button>
        <button type="button" onClick={() => ask(false)}>{say('offline.not_yet')}</button></>
        : <button type="button" onClick={() => ask(true)}>{say('bedside.off.settled')}…</button>}</div></li>;
}

export function Device() {
  useLanguage();
  const { mine, others, checks, sent } = useWaiting();
  const { state } = useLive();
  return <>
    <div className="heading"><h1>{say('offline.place')}</h1><span className="grow" />
      {mine.some((one) => !one.refused) && <button type="button" onClick={() => void queue().then((one) => one.send())}>{say('offline.send')}</button>}</div>
    <Card title={say('offline.mine')}>{mine.length === 0 ? <Nothing why={say('offline.none')} /> : <ol className="waits">{mine.map((entry) => <li key={entry.id} data-entry={entry.refused ? 'refused' : 'waiting'}>
      {entry.refused ? <Tag state="stop">{say('offline.is_refused')}</Tag> : <Tag state="going">{say('offline.only_here')}</Tag>}
      <EntryData entry={entry} />
      {entry.refused ? <Decide entry={entry} /> : <p className="small">{say(state === 'stale' ? 'offline.will_send' : 'offline.sending')}</p>}
    </li>)}</ol>}
      {others > 0 && <p>{say('offline.others', { count: count(others) })}</p>}</Card>
    {checks.length > 0 && <Card title={say('bedside.off.title')}><ol className="waits">{checks.map((one) => <OfflineCheck key={one.at} check={one} />)}</ol></Card>}
    {sent.length > 0 && <Card title={say('offline.has_now')}><ol className="waits">{sent.map(({ entry, answer }) => <li key={entry.id} data-entry="sent">
      <Tag state="done">{say('form.recorded')}</Tag><EntryData entry={entry} />
      <p className="small">{answer.records.map((one) => `${factTitle(one.fact)} #${count(one.seq)}`).join(' · ')}</p></li>)}</ol></Card>}
    <Card title={say('offline.what_is_kept')}><ul className="plain"><li>{say('offline.keeps_entries')}</li><li>{say('offline.keeps_packets')}</li><li>{say('offline.keeps_self')}</li><li>{say('offline.keeps_page')}</li><li>{say('offline.keeps_not')}</li></ul></Card>
  </>;
}
