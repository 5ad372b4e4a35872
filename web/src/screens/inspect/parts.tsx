// SPDX-License-Identifier: Apache-2.0
// The parts of a packet: who had it, what it lived through, who worked on it, signed, changed, looked; and every record.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { people } from '../../api/queries';
import { idOf, type Line } from '../../api/types';
import { Nothing, ThingLink, Time } from '../../parts/basics';
import { Icon } from '../../parts/marks';
import { Fact } from '../../things/facts';
import { atSite, count, utc } from '../../words/time';
import { factTitle, named, say } from '../../words/words';
import { Lanes, type Stretch } from '../course/lanes';
import { workersOf, type Packet } from './packet';

const trimmed = (text: string) => text.replace(/[.。]$/, '');
const Seq = ({ seq }: { seq: number }) => <span className="seq">#{seq}</span>;

export function stretchesOf(packet: Packet): Stretch[] {
  return [...packet.traces].flatMap(([material, one]) => (one.custody ?? []).map((each) => {
    const gone = packet.facts.find((fact) => fact.fact.startsWith('infusion.infused/') && fact.data['material'] === idOf(material));
    return { material, holder: each.holder, since: Date.parse(each.since), until: each.until ? Date.parse(each.until) : gone ? Date.parse(gone.happened_at) : undefined, state: 'done' as const };
  }));
}

export function Custody({ packet }: { packet: Packet }) {
  const stretches = stretchesOf(packet);
  if (stretches.length === 0) return <Nothing why={say('custody.none')} />;
  return <Lanes stretches={stretches} over={stretches.every((one) => one.until !== undefined)} />;
}

export function People({ packet }: { packet: Packet }) {
  const everybody = useQuery(people);
  const all = workersOf(packet.facts);
  if (all.length === 0) return <Nothing why={say('facts.none')} />;
  return <div className="scroll" tabIndex={0} role="group" aria-label={say('inspect.people')}><table><thead><tr><th>{say('inspect.who')}</th><th>{say('inspect.roles_now')}</th><th>{say('people.site')}</th><th>{say('inspect.recorded')}</th><th>{say('inspect.signed')}</th><th>{say('inspect.named')}</th><th>{say('inspect.from_to')}</th></tr></thead>
    <tbody>{all.map((one) => {
      const known = everybody.data?.find((person) => person.person === one.person);
      return <tr key={one.person}><td><ThingLink thing={one.person} /></td><td>{known?.roles.map((role) => named('role', role)).join(', ')}</td><td>{known && <ThingLink thing={known.site} />}</td>
        <td>{one.recorded}</td><td>{one.signed}</td><td>{one.named}</td><td><Time at={one.first} /> – <Time at={one.last} /></td></tr>;
    })}</tbody></table></div>;
}

export const signaturesIn = (facts: readonly Line[]) => facts.flatMap((line) => (line.signatures ?? []).map((one) => ({ line, ...one })));
/** 21 CFR 11.50: the name, when, and what the signature means; in UTC and by the clock of the site. */
export function Signatures({ packet }: { packet: Packet }) {
  const all = signaturesIn(packet.facts);
  if (all.length === 0) return <Nothing why={say('inspect.signatures.none')} />;
  return <div className="scroll" tabIndex={0} role="group" aria-label={say('inspect.signatures')}><table><thead><tr><th>{say('inspect.meaning')}</th><th>{say('inspect.who')}</th><th>UTC</th><th>{say('inspect.at_site')}</th><th>{say('inspect.of')}</th></tr></thead>
    <tbody>{all.map((one, at) => <tr key={at}><td>{trimmed(named('meaning', one.meaning))}</td><td>{one.name ?? <ThingLink thing={`person/${one.by}`} />}</td><td>{utc(Date.parse(one.time))}</td>
      <td>{atSite(one) ?? '–'}</td><td>{factTitle(one.line.fact)} <Seq seq={one.line.seq} /></td></tr>)}</tbody></table></div>;
}

export const changesIn = (facts: readonly Line[]) => facts.filter((one) => one.reason !== undefined || one.corrects !== undefined);
export function Changes({ packet }: { packet: Packet }) {
  const all = changesIn(packet.facts);
  if (all.length === 0) return <Nothing why={say('inspect.changes.none')} />;
  return <ul className="facts">{all.map((line) => {
    const before = line.corrects && packet.facts.find((one) => one.record === line.corrects);
    return <li key={line.seq} className="change"><Icon state={line.corrects ? 'attention' : 'done'} /><div><p className="what"><strong>{factTitle(line.fact)}</strong> <Seq seq={line.seq} /> <Time at={line.happened_at} /></p>
      <p><ThingLink thing={`person/${line.by}`} /> · {line.reason ? <b>{say('fact.reason', { reason: line.reason })}</b> : say('inspect.no_reason')}{before && <> · {say('inspect.corrects', { fact: factTitle(before.fact), seq: before.seq })}</>}</p></div></li>;
  })}</ul>;
}

export function Looks({ packet }: { packet: Packet }) {
  return <>{packet.looks.length === 0 ? <Nothing why={say('inspect.looks.none')} /> : <ol className="facts">{[...packet.looks].reverse().map((line) => <Fact key={line.record} line={line} about={packet.thing} />)}</ol>}
    <p className="small">{say('inspect.looks.what')}</p></>;
}

const first_shown = 40;
export function Records({ packet, all }: { packet: Packet; all: boolean }) {
  const [shown, set] = useState(first_shown);
  const latest = all ? packet.facts : [...packet.facts].reverse().slice(0, shown);
  return <><ol className="facts">{latest.map((line) => <Fact key={line.record} line={line} about={packet.thing} />)}</ol>
    {!all && packet.facts.length > shown && <p><button type="button" onClick={() => set(shown + 200)}>{say('more', { count: count(packet.facts.length - shown) })}</button></p>}</>;
}
