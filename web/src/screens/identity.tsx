// SPDX-License-Identifier: Apache-2.0
// Who a subject is, and to which arm they belong: told for a purpose, recorded before it is told, and kept by nothing here.
import { useState } from 'react';
import { useCatalogue } from '../api/queries';
import { ask } from '../api/client';
import type { Arm, Identity } from '../api/types';
import { Card, Nothing, ThingLink, TroubleNote } from '../parts/basics';
import { useMe } from '../shell/person';
import { count } from '../words/time';
import { named, say } from '../words/words';
import { LookAlikes } from '../things/alarms';
import { mayGive } from '../things/commands';

function useCommand(name: string) {
  const catalogue = useCatalogue();
  const myself = useMe();
  const command = catalogue.data?.commands.find((one) => one.name === name);
  return command && mayGive(command, myself.roles, myself.knowsRoles) ? command : undefined;
}

function Told({ who }: { who: Identity }) {
  const rows: [string, string | undefined][] = [[say('patients.name'), who.name], [say('patients.reading'), who.reading], [say('patients.birth_date'), who.birth_date],
    [say('patients.sex'), who.sex && named('choice', who.sex)], [say('patients.former'), who.former_names.join(', ')],
    [say('patients.documents'), who.documents.map((one) => `${named('choice', one.kind)} ${one.number ?? ''}${one.retired ? ` (${named('choice', one.retired)})` : ''}`).join('; ')],
    [say('patients.contacts'), Object.entries(who.contacts ?? {}).map(([kind, value]) => `${named('choice', kind)} ${value}`).join('; ')],
    [say('patients.erased'), who.erased.join(', ')]];
  return <>
    <LookAlikes of={who.resembles} words={say('patients.resembles')} />
    <dl className="data who-is">{rows.filter(([, value]) => value).map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}
      {who.same_human_as && <div><dt>{say('patients.same')}</dt><dd><ThingLink thing={who.same_human_as} /></dd></div>}</dl>
    <p className="small">{say('patients.recorded', { seq: count(who.recorded) })}</p>
  </>;
}

export function WhoIs({ subject }: { subject: string }) {
  const command = useCommand('disclosure/show_identity');
  const [purpose, choose] = useState('');
  const [who, set] = useState<Identity>();
  const [error, fail] = useState<unknown>();
  const [busy, work] = useState(false);
  if (!command) return null;
  const show = () => {
    work(true);
    fail(undefined);
    void ask<Identity>('/api/v1/identity', { body: { subject, purpose } }).then(set, fail).finally(() => work(false));
  };
  const purposes = command.fields.find((one) => one.name === 'purpose')?.choices ?? [];
  return <Card title={say('patients.who')} side={who && <button type="button" onClick={() => set(undefined)}>{say('patients.hide')}</button>}>
    {error !== undefined && <TroubleNote error={error} />}
    {who ? <Told who={who} /> : <form className="ask" onSubmit={(event) => { event.preventDefault(); show(); }}>
      <div className="field"><label htmlFor={`purpose-${subject}`}>{say('patients.purpose')}</label>
        <select id={`purpose-${subject}`} value={purpose} required onChange={(event) => choose(event.target.value)}><option value="">{say('form.choose')}</option>
          {purposes.map((one) => <option key={one.value} value={one.value}>{one.title}</option>)}</select></div>
      <button type="submit" disabled={busy || !purpose}>{say('patients.show')}</button>
      <p className="small">{say('patients.who_how')}</p></form>}
  </Card>;
}

export function ArmOf({ subject }: { subject: string }) {
  const command = useCommand('blinding/show_arm');
  const [arm, set] = useState<Arm>();
  const [error, fail] = useState<unknown>();
  const [busy, work] = useState(false);
  if (!command) return null;
  const ask_arm = () => {
    work(true);
    fail(undefined);
    void ask<Arm>('/api/v1/arm', { body: { subject } }).then(set, fail).finally(() => work(false));
  };
  return <Card title={say('arm')} side={arm && <button type="button" onClick={() => set(undefined)}>{say('patients.hide')}</button>}>
    {error !== undefined && <TroubleNote error={error} />}
    {arm ? <>{arm.erased ? <Nothing why={say('arm.erased')} /> : <p className="meaning">{say('arm.is')}: <b>{arm.arm}</b></p>}
      <p className="small">{say('patients.recorded', { seq: count(arm.recorded ?? 0) })}</p></>
      : <div className="ask"><button type="button" disabled={busy} onClick={ask_arm}>{say('arm.ask')}</button><p className="small">{say('arm.how')}</p></div>}
  </Card>;
}
