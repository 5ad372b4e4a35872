// SPDX-License-Identifier: Apache-2.0
// The sheet for when the server is away: the codes of the things, and what would be asked, to be filled in by hand. Its fields
// are those of the commands, so that what stands on it can be entered line by line afterwards (entry.tsx).
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { newKey } from '../../api/client';
import { courses, useCatalogue } from '../../api/queries';
import { idOf, kindOf, type CommandType, type Field } from '../../api/types';
import { isOnPaper } from '../../offline/rules';
import { Id, TroubleNote, Waiting } from '../../parts/basics';
import { PrintHead } from './print_head';
import { Qr } from './qr';
import { ofForms } from '../../things/commands';
import { identityOf, statusOf } from '../../things/status';
import { named, say, useLanguage, type PageKey } from '../../words/words';
import { useJourney } from '../course/journey';
import { stageOf, type Stage } from '../course/stages';
import { NotFound } from '../lost';

/** What comes next at each stage and can be entered afterwards. */
const wantedAt: Record<Stage, readonly string[]> = {
  opened: ['collection/record', 'collection/abort'], collecting: ['collection/record', 'collection/abort'],
  collected: ['custody/hand_over', 'reception/receive'], manufacturing: ['manufacture/record_product'], produced: ['testing/record_result', 'reception/receive'],
  released: ['custody/hand_over', 'reception/receive', 'infusion/record_infusion'], infused: ['followup/record_visit'], followed_up: ['followup/record_visit'],
};
const usual = ['collection/record', 'custody/hand_over', 'reception/receive', 'infusion/record_infusion'];
const plain = (text: string) => text.replace(/[.。]$/, '');

interface Known { readonly course?: string; readonly things: readonly string[]; readonly coi?: string; }

/** To write on; or to tick, where there is a closed list, or where the things are known. */
function Blank({ field, known }: { field: Field; known: Known }) {
  const things = (field.type === 'id' || field.type === 'thing') ? known.things.filter((one) => field.kinds?.includes(kindOf(one))) : [];
  if (things.length > 0) return <span className="ticks">{things.map((one) => <span key={one}>☐ <Id id={idOf(one)} /></span>)}<span className="line" /></span>;
  if (field.choices && field.choices.length <= 24) return <span className="ticks">{field.choices.map((one) => <span key={one.value}>☐ {plain(one.title)}</span>)}</span>;
  if (field.type === 'group') return <span className="ticks">{[1, 2].map((row) => <span key={row} className="in-group">{(field.fields ?? []).filter((one) => !one.fresh).map((one) =>
    <span key={one.name}><small>{plain(one.help)}</small><span className="line" /></span>)}</span>)}</span>;
  return <span className="line" />;
}

function Block({ command, known }: { command: CommandType; known: Known }) {
  const fields = command.fields.filter((field) => !field.fresh);
  return <section className="paper-block"><h2><span>☐</span> {command.title} <code>{command.name}</code></h2>
    <table><tbody>
      {fields.map((field) => <tr key={field.name}><th scope="row">{plain(field.help)}{!field.required && <small> ({say('form.optional')})</small>}</th><td><Blank field={field} known={known} /></td></tr>)}
      {command.needs_reason && <tr><th scope="row">{say('form.reason')}</th><td><span className="line" /></td></tr>}
      <tr><th scope="row">{say('paper.when')}</th><td><span className="line" /></td></tr>
      <tr><th scope="row">{say('paper.done_by')}</th><td><span className="line" /></td></tr>
      <tr><th scope="row">{say('paper.second')}</th><td><span className="line" /></td></tr>
    </tbody></table></section>;
}

function Codes({ known }: { known: Known }) {
  if (known.things.length === 0) return null;
  return <ul className="codes">{known.things.map((thing) => <li key={thing}><Qr text={thing} label={thing} />
    <div>{named('thing', kindOf(thing))}<br /><Id id={idOf(thing)} /></div></li>)}</ul>;
}

function Paper({ known, stage }: { known: Known; stage: Stage | undefined }) {
  const catalogue = useCatalogue();
  const [chosen, choose] = useState<readonly string[]>(stage ? wantedAt[stage] : usual);
  const [number] = useState(() => newKey().slice(0, 8).toUpperCase());
  if (catalogue.error) return <TroubleNote error={catalogue.error} again={() => void catalogue.refetch()} />;
  if (!catalogue.data) return <Waiting lines={8} />;
  const can = ofForms(catalogue.data.commands).filter(isOnPaper);
  return <>
    <fieldset className="no-print"><legend>{say('paper.what')}</legend><div className="several">{can.map((one) => <label key={one.name}>
      <input type="checkbox" checked={chosen.includes(one.name)} onChange={(event) => choose(event.target.checked ? [...chosen, one.name] : chosen.filter((other) => other !== one.name))} />{one.title}</label>)}</div></fieldset>
    <article className="paper" lang={document.documentElement.lang}>
      <PrintHead title={`${say('paper.sheet')} ${number}`} {...(known.course && { thing: known.course })} coi={known.coi} />
      <p>{say('paper.on_sheet')}</p>
      <Codes known={known} />
      {can.filter((one) => chosen.includes(one.name)).map((one) => <Block key={one.name} command={one} known={known} />)}
      <p className="paper-foot">{say('paper.not_on_paper')}</p>
      <p className="paper-foot">{say('paper.entered')} <span className="line" /></p>
    </article>
  </>;
}

function OfCourse({ course }: { course: string }) {
  const journey = useJourney(course);
  const of = journey.own ? identityOf(journey.own) : undefined;
  if (journey.error && !journey.own) return <TroubleNote error={journey.error} />;
  if (!of || !journey.complete) return <Waiting lines={8} />;
  const materials = [...journey.materials].filter(([, one]) => statusOf(one).infused_into === undefined).map(([material]) => material);
  const batches = [...new Set(journey.facts.flatMap((one) => one.changes).filter((one) => /^batch\/[0-9A-Z]{18}$/.test(one)))];
  const things = [course, ...(typeof of['recipient'] === 'string' ? [of['recipient']] : []), ...materials, ...batches];
  return <Paper known={{ course, things, ...(of.chain_of_identity && { coi: of.chain_of_identity }) }} stage={stageOf(String(of['reached'] ?? 'opened'))} />;
}

export function Sheet() {
  useLanguage();
  const { what } = useParams({ from: '/inside/print/$what' });
  const { course } = useSearch({ from: '/inside/print/$what' });
  const navigate = useNavigate();
  const all = useQuery(courses);
  if (what !== 'downtime') return <NotFound />;
  return <>
    <div className="heading no-print"><h1>{say('paper.sheet')}</h1><p>{say('paper.sheet_how')}</p><span className="grow" /><button type="button" className="main" onClick={() => print()}>{say('print.do')}</button></div>
    <div className="field no-print filter"><label htmlFor="sheet-course">{say('paper.course')}</label><select id="sheet-course" value={course ?? ''}
      onChange={(event) => void navigate({ to: '/print/$what', params: { what }, search: { course: event.target.value || undefined } })}>
      <option value="">{say('paper.no_course')}</option>
      {all.data?.map((one) => <option key={one.course} value={one.course}>{one.chain_of_identity ?? idOf(one.course)} · {say(`stage_reached.${stageOf(one.reached)}` as PageKey)}</option>)}</select></div>
    {course ? <OfCourse key={course} course={course} /> : <Paper known={{ things: [] }} stage={undefined} />}
  </>;
}
