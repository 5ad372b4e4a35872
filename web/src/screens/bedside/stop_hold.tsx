// SPDX-License-Identifier: Apache-2.0
// After a STOP: one press puts the bag on hold, with why it stopped; and whom to call. Without the server the hold waits on
// this device, and says that nobody else knows of it.
import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import type { Trouble } from '../../api/client';
import { useCatalogue } from '../../api/queries';
import { TroubleNote } from '../../parts/basics';
import { Icon } from '../../parts/marks';
import { no, yes } from '../../scan/sound';
import { useMe } from '../../shell/person';
import { mayGive } from '../../things/commands';
import { say } from '../../words/words';
import { isKept, seqOf, useGiving } from '../station/giving';
import { reasonOfStop } from './reason';

export function StopHold({ bag, problem }: { bag: string; problem: Trouble | undefined }) {
  const { keeping } = useGiving();
  const catalogue = useCatalogue(), myself = useMe();
  const [at, set] = useState<{ readonly kind: 'ready' | 'busy' | 'kept' } | { readonly kind: 'held'; readonly seq: number }>({ kind: 'ready' });
  const [error, fail] = useState<unknown>();
  const command = catalogue.data?.commands.find((one) => one.name === 'quality/hold');
  const may = command !== undefined && mayGive(command, myself.roles, myself.knowsRoles);
  const hold = async () => {
    set({ kind: 'busy' });
    fail(undefined);
    try {
      const answer = await keeping(`hold ${bag}`, 'quality/hold', { data: { thing: bag, cause: 'other' }, reason: reasonOfStop(problem?.problem.code) });
      yes();
      set(isKept(answer) ? { kind: 'kept' } : { kind: 'held', seq: seqOf(answer) });
    } catch (why) { no(); set({ kind: 'ready' }); fail(why); }
  };
  return <section className="stop-hold" aria-label={say('bedside.hold')}>
    {error !== undefined && <TroubleNote error={error} />}
    {at.kind === 'held' && <div className="alarm held" role="status" data-hold="held"><Icon state="held" size={28} /><b>{say('bedside.held_now')}</b> <small>#{at.seq}</small></div>}
    {at.kind === 'kept' && <div className="alarm going" role="status" data-hold="waits"><Icon state="going" size={28} /><b>{say('offline.only_here')}</b> <span>{say('bedside.hold_waits')}</span> <Link to="/device">{say('offline.show')}</Link></div>}
    {may && (at.kind === 'ready' || at.kind === 'busy') && <button type="button" className="main" id="hold-now" disabled={at.kind === 'busy'} onClick={() => void hold()}>{say('bedside.hold_now')}</button>}
    <p>{say('bedside.call')} <Link to="/holds">{say('place.holds')}</Link></p>
  </section>;
}
