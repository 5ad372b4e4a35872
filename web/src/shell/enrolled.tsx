// SPDX-License-Identifier: Apache-2.0
// By what else somebody can be let in since they signed in before this time: whoever did not set it up themselves must learn of it.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Credential } from '../api/types';
import { ThingLink, Time } from '../parts/basics';
import { Icon } from '../parts/marks';
import { say, useLanguage } from '../words/words';

/** On whose word it was set. */
export function SetBy({ one }: { one: Credential }) {
  if (!one.recovery) return <span className="small">{say('own.by.self')}</span>;
  const { how, opened_by, confirmed_by } = one.recovery;
  return <span className="small">{say(`own.by.${how}`)} <ThingLink thing={opened_by} />{confirmed_by && <> · <ThingLink thing={confirmed_by} /></>}</span>;
}

/** Until they say that they know of it, and again when they open the page anew. */
export function Enrolled({ all, before }: { all: readonly Credential[]; before: string }) {
  useLanguage();
  const [seen, see] = useState(false);
  if (seen) return null;
  return <div className="band" id="enrolled"><div className="alarm attention" role="status"><Icon state="attention" size={22} /><div>
    <b>{say('own.new')} <Time at={before} /></b>
    <ul>{all.map((one) => <li key={one.credential}>{say(`own.kind.${one.kind}`)} · <Time at={one.made_at} /> · <SetBy one={one} /></li>)}</ul>
    <p className="small">{say('own.new.what')}</p></div>
    <span className="grow" /><Link className="button" to="/ways">{say('own')}</Link><button type="button" onClick={() => see(true)}>{say('own.new.seen')}</button></div></div>;
}
