// SPDX-License-Identifier: Apache-2.0
// Under the head of every screen: that the server is away, since when, what can be done; and what waits on this device.
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useLive } from '../live/live';
import { becomeWaiting, useWaiting } from '../live/waiting';
import { Icon } from '../parts/marks';
import { clock, count } from '../words/time';
import { say, useLanguage } from '../words/words';
import { begin } from './queue';

/** The server does not answer: since when, what still can be entered, and what cannot. */
function Away() {
  const { state, since } = useLive();
  if (state !== 'stale') return null;
  return <div className="alarm attention" role="alert"><Icon state="attention" size={22} /><div>
    <b>{say('offline.away', { time: clock(since) })}</b>
    <p className="small">{say('offline.what_waits')} {say('offline.what_not')}</p></div>
    <span className="grow" /><Link className="button" to="/print/$what" params={{ what: 'downtime' }} search={{}}>{say('paper.sheet')}</Link></div>;
}

export function Band() {
  useLanguage();
  const { mine, others, checks, sent } = useWaiting();
  const refused = mine.filter((one) => one.refused).length, waiting = mine.length - refused;
  const here = <Link className="button" to="/device">{say('offline.show')}</Link>;
  return <div className="band">
    <Away />
    {refused > 0 && <div className="alarm stop" role="alert"><Icon state="stop" size={22} /><b>{say('offline.refused', { count: count(refused) })}</b><span className="grow" />{here}</div>}
    {waiting > 0 && <div className="alarm going" role="status"><Icon state="going" size={22} /><b>{say('offline.waiting', { count: count(waiting) })}</b><span className="grow" />{refused === 0 && here}</div>}
    {checks.length > 0 && <div className="alarm attention" role="status"><Icon state="attention" size={22} /><b>{say('offline.checks', { count: count(checks.length) })}</b><span className="grow" />{here}</div>}
    {sent.length > 0 && <div className="alarm done" role="status"><Icon state="done" size={22} /><b>{say('offline.sent', { count: count(sent.length) })}</b><span className="grow" />
      <Link className="button" to="/device">{say('offline.which')}</Link><button type="button" onClick={() => becomeWaiting({ sent: [] })}>{say('offline.seen')}</button></div>}
    {others > 0 && <p className="small">{say('offline.others', { count: count(others) })}</p>}
  </div>;
}

/** At the door: that something waits here, and for whom it does. Not what it is. */
export function AtDoor() {
  useLanguage();
  const { others } = useWaiting();
  useEffect(() => { becomeWaiting({ mine: [], sent: [] }); void begin(undefined); }, []);
  if (others === 0) return null;
  return <div className="alarm attention" role="status"><Icon state="attention" size={22} /><span>{say('offline.door', { count: count(others) })}</span></div>;
}
