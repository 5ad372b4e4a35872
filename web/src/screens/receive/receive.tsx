// SPDX-License-Identifier: Apache-2.0
// Receiving: which boxes are expected here, and the one that is open. Its seal or its code is scanned first, then each bag.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { kindOf } from '../../api/types';
import { client, timeline } from '../../api/queries';
import { Card, Nothing, ThingLink, Time, TroubleNote, Waiting } from '../../parts/basics';
import { Tag } from '../../parts/marks';
import { yes } from '../../scan/sound';
import { useMe } from '../../shell/person';
import { span } from '../../words/time';
import { say, useLanguage } from '../../words/words';
import { meant, otherKind, saidOf, Station, unknownSaid, useVerdict, Verdict } from '../station/station';
import { codeOf } from '../station/typed';
import { arrivalsAt } from './arrivals';
import { boxesIn, isOpen, type Box } from './boxes';
import { OpenBox } from './box';

const day_ms = 86_400_000;

function Expected({ box, open, now }: { box: Box; open: () => void; now: number }) {
  const left = box.materials.length - box.received.size;
  return <li><div className="row"><Tag state={box.received.size > 0 ? 'attention' : 'planned'}>{say(box.received.size > 0 ? 'receive.in_part' : 'receive.under_way')}</Tag><span className="grow" /><ThingLink thing={box.consignment} bare /></div>
    <span>{say('box.from')} <ThingLink thing={box.from} /> · {say('receive.with')} <ThingLink thing={box.carrier} /></span>
    <span>{say('receive.sent', { span: span(now - Date.parse(box.sent)) })} <small><Time at={box.sent} /></small></span>
    <span>{say('box.seal')} <code>{box.seal}</code> · {say('receive.bags_left', { left, all: box.materials.length })}</span>
    <button type="button" onClick={open}>{say('receive.open')}</button></li>;
}

export function Receive() {
  useLanguage();
  const myself = useMe();
  const site = myself.site ?? '';
  const arrivals = useQuery({ ...arrivalsAt(site), enabled: site !== '' });
  const [at, set] = useState<{ readonly consignment: string; readonly seal?: string }>();
  const [said, tell, begin] = useVerdict({ state: 'planned', words: say('receive.scan_box') });
  const [busy, work] = useState(false);
  const [now] = useState(Date.now);
  const boxes = boxesIn(arrivals.data ?? []).filter((one) => one.to === site);
  const open = boxes.filter(isOpen);  // the oldest first: what comes meanwhile moves none
  const today = boxes.filter((one) => !isOpen(one) && [...one.received.values()].some((line) => now - Date.parse(line.recorded_at) < day_ms));
  const enter = (consignment: string, seal?: string) => set({ consignment, ...(seal && { seal }) });
  const hear = async (code: string) => {
    work(true);
    try {
      const sealed = open.filter((one) => one.seal === codeOf(code));
      if (sealed.length === 1) { yes(); return enter(sealed[0]?.consignment as string, codeOf(code)); }
      if (sealed.length > 1) return tell({ state: 'stop', words: say('receive.seal_twice'), more: say('receive.seal_twice_more') });
      const one = await meant(code);
      if (one.stop) return tell({ state: 'stop', words: one.stop });
      if (!one.thing) return tell(one.away ? unknownSaid(one, '') : { state: 'stop', words: say('receive.no_such_box'), more: say('receive.no_such_box_more') });
      if (boxes.some((box) => box.consignment === one.thing)) return enter(one.thing);
      if (kindOf(one.thing) === 'material') {
        const of = open.find((box) => box.materials.includes(one.thing as string));
        return tell({ state: 'attention', words: say('receive.box_first'), more: of ? <>{say('receive.bag_of')} <ThingLink thing={of.consignment} /></> : say('receive.bag_of_none') });
      }
      if (kindOf(one.thing) !== 'consignment') return tell({ state: 'stop', words: otherKind(one.thing, say('box')) });
      const its = boxesIn(await client.fetchQuery(timeline(one.thing)))[0];
      if (!its) return tell({ state: 'stop', words: say('receive.no_such_box'), more: say('receive.no_such_box_more') });
      if (its.to !== site) return tell({ state: 'stop', words: say('receive.other_place'), more: <>{say('box.to')} <ThingLink thing={its.to} /> · <ThingLink thing={its.consignment} /></> });
      yes();
      return enter(one.thing);
    } catch (error) { return tell(saidOf(error)); } finally { work(false); }
  };
  const chosen = at && boxes.find((one) => one.consignment === at.consignment);
  if (at && chosen) return <OpenBox key={at.consignment} box={chosen} sealRead={at.seal} leave={() => { set(undefined); begin({ state: 'planned', words: say('receive.scan_box') }); }} />;
  return <Station title={say('place.receive')} help={say('receive.help')} hears={hear} busy={busy} types="receiving">
    <Verdict said={said} />
    {arrivals.error && <TroubleNote error={arrivals.error} again={() => void arrivals.refetch()} />}
    {arrivals.isPending && !arrivals.error ? <Waiting lines={8} /> : <Card title={say('receive.expected', { count: open.length })}>
      {open.length === 0 ? <Nothing why={say('receive.none')} /> : <ul className="boxes">{open.map((one) => <Expected key={one.consignment} box={one} now={now} open={() => enter(one.consignment)} />)}</ul>}</Card>}
    {today.length > 0 && <Card title={say('receive.today', { count: today.length })}><ul className="links">{today.map((one) => <li key={one.consignment}><ThingLink thing={one.consignment} /> <small>{say('receive.bags_left', { left: 0, all: one.materials.length })}</small></li>)}</ul></Card>}
  </Station>;
}
