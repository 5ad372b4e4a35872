// SPDX-License-Identifier: Apache-2.0
// The link by which somebody sets an account name and password: for whoever never had one on the word of one administrator,
// else of two (docs/accounts.md). It is shown once.
import { useState } from 'react';
import { ask, give, newKey } from '../../api/client';
import { client } from '../../api/queries';
import { idOf, type Line } from '../../api/types';
import { ThingLink, Time, TroubleNote } from '../../parts/basics';
import { Icon } from '../../parts/marks';
import { say } from '../../words/words';
import { Copied } from './tabs';

interface Link { readonly link: string; readonly ends_at: string; }
export interface Recovery { readonly id: string; readonly by: string; readonly how: string; readonly confirmed_by: string | undefined; readonly at: string; }

/** The last one that was begun and not used; it ends after a day. */
export function recoveryIn(facts: readonly Line[], now: number): Recovery | undefined {
  const opened = [...facts].reverse().find((one) => one.fact.startsWith('staff.recovery_opened/'));
  if (!opened || now - Date.parse(opened.recorded_at) > 86_400_000) return undefined;
  const id = String(opened.data['recovery']);
  if (facts.some((one) => one.fact.startsWith('staff.credential_enrolled/') && one.data['recovery'] === id)) return undefined;
  const confirmed = facts.find((one) => one.fact.startsWith('staff.recovery_confirmed/') && one.data['recovery'] === id);
  return { id, by: `person/${opened.by}`, how: String(opened.data['how']), confirmed_by: confirmed && `person/${confirmed.by}`, at: opened.recorded_at };
}

export function Invite({ person, begun, me }: { person: string; begun: Recovery | undefined; me: string | undefined }) {
  const [link, set] = useState<Link>();
  const [error, fail] = useState<unknown>();
  const [busy, work] = useState(false);
  const [told, tell] = useState<string>();
  const run = (does: () => Promise<void>) => { work(true); fail(undefined); does().catch(fail).finally(() => { work(false); void client.invalidateQueries({ queryKey: ['timeline', person] }); }); };
  const show = async (recovery: string) => set(await ask<Link>('/api/v1/set_up_links', { body: { recovery } }));
  const begin = () => run(async () => {
    const answer = await give('staff/open_recovery', { data: { person: idOf(person) } }, newKey());
    const fact = answer.records[0], data = fact?.data as { recovery?: string; how?: string } | undefined;
    tell(say('house.told', { seq: fact?.seq ?? 0 }));
    if (data?.how === 'invitation' && data.recovery) await show(data.recovery);
  });
  const confirm = (recovery: string) => run(async () => {
    const answer = await give('staff/confirm_recovery', { data: { recovery } }, newKey());
    tell(say('house.told', { seq: answer.records[0]?.seq ?? 0 }));
    await show(recovery);
  });
  const mine = begun && (begun.how === 'two_administrators' ? begun.confirmed_by === me : begun.by === me);
  const waits = begun?.how === 'two_administrators' && !begun.confirmed_by;
  return <div className="invite">
    {error !== undefined && <TroubleNote error={error} />}
    {told && <p role="status" className="row"><Icon state="done" />{told}</p>}
    {link ? <div className="told-link" data-link="yes"><p><b>{say('invite.link')}</b> {say('invite.until')} <Time at={link.ends_at} /></p><Copied text={`${location.origin}/${link.link.replace(/^\//, '')}`} label={say('invite.hand_over')} /></div>
      : <div className="row">
        {begun && waits && <span>{say('invite.waits')} <ThingLink thing={begun.by} /></span>}
        {begun && waits && begun.by !== me && person !== me && <button type="button" className="main" disabled={busy} onClick={() => confirm(begun.id)}>{say('invite.confirm')}</button>}
        {begun && mine && <button type="button" className="main" disabled={busy} onClick={() => run(() => show(begun.id))}>{say('invite.make')}</button>}
        {!(begun && (mine || waits)) && <button type="button" disabled={busy} onClick={begin}>{say('invite.begin')}</button>}
      </div>}
    <p className="small">{say('invite.how')}</p>
  </div>;
}
