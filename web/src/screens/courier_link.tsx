// SPDX-License-Identifier: Apache-2.0
// The link of one box: its secret is made here, the server is told its digest alone, and it is shown once.
import { sha256 } from '@noble/hashes/sha2.js';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { give, newKey } from '../api/client';
import { people, useCatalogue } from '../api/queries';
import { idOf } from '../api/types';
import { Card, TroubleNote } from '../parts/basics';
import { useMe } from '../shell/person';
import { say } from '../words/words';
import { mayGive } from '../things/commands';
import { Qr } from './paper/qr';

const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export function CourierLink({ consignment }: { consignment: string }) {
  const catalogue = useCatalogue();
  const myself = useMe();
  const everybody = useQuery(people);
  const [error, fail] = useState<unknown>();
  const [link, set] = useState<string>();
  const [busy, work] = useState(false);
  const command = catalogue.data?.commands.find((one) => one.name === 'transport/issue_link');
  if (!command || !mayGive(command, myself.roles, myself.knowsRoles)) return null;
  const couriers = (everybody.data ?? []).filter((one) => one.roles.includes('courier'));
  const issue = async (form: FormData) => {
    const secret = `vl3_${hexOf(crypto.getRandomValues(new Uint8Array(32)))}`;
    const hours = Number(form.get('hours') ?? 24);
    await give('transport/issue_link', { data: { consignment: idOf(consignment), courier: idOf(String(form.get('courier') ?? '')),
      link: hexOf(sha256(new TextEncoder().encode(secret))), until: new Date(Date.now() + hours * 3_600_000).toISOString() } }, newKey());
    set(`${location.origin}/courier#${idOf(consignment)}.${secret}`);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    work(true);
    fail(undefined);
    void issue(new FormData(event.currentTarget)).catch(fail).finally(() => work(false));
  };
  return <Card title={say('box.link')}>
    {error !== undefined && <TroubleNote error={error} />}
    {link ? <div className="ask" role="status"><code className="code" id="courier-link">{link}</code><button type="button" onClick={() => void navigator.clipboard?.writeText(link)}>{say('box.link_copy')}</button>
      <div className="link-qr"><Qr text={link} label={say('box.link_qr')} /><small>{say('box.link_qr')}</small></div></div>
      : <form className="ask" onSubmit={submit}>
        <div className="field"><label htmlFor="link-courier">{say('box.link_for')}</label><select id="link-courier" name="courier" required><option value="">{say('form.choose')}</option>
          {couriers.map((one) => <option key={one.person} value={one.person}>{one.name ?? idOf(one.person)}</option>)}</select></div>
        <div className="field"><label htmlFor="link-hours">{say('box.link_hours')}</label><input id="link-hours" name="hours" type="number" min={1} max={72} defaultValue={24} required /></div>
        <button type="submit" disabled={busy}>{say('box.link_do')}</button></form>}
    <p className="small">{say('box.link_how')}</p>
  </Card>;
}
