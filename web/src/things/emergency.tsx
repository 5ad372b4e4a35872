// SPDX-License-Identifier: Apache-2.0
// While a record is open because of an emergency: a red frame around it, how long still, and for which reason. It is asked only for
// whoever may open one.
import { useQuery } from '@tanstack/react-query';
import { timeline, useCatalogue } from '../api/queries';
import { Time } from '../parts/basics';
import { Icon } from '../parts/marks';
import { useNow } from '../parts/now';
import { useMe } from '../shell/person';
import { say } from '../words/words';
import { mayGive } from './commands';
import { openingOf, remaining } from './opening';

function Running({ until, reason }: { until: number; reason: string | undefined }) {
  const left = until - useNow(1000);
  if (left <= 0) return null;
  return <>
    <div className="emergency-frame" aria-hidden="true" />
    <div className="alarm stop emergency" role="region" aria-label={say('emergency.label')}><Icon state="stop" size={22} />
      <span><strong>{say('emergency.open')}</strong> {reason && say('fact.reason', { reason })} <small>{say('emergency.listed')}</small></span><span className="grow" />
      <span>{say('emergency.left')} <b role="timer">{remaining(left)}</b> <small><Time at={new Date(until).toISOString()} /></small></span></div>
  </>;
}

/** `asks`: on the page of the patient. Elsewhere what that page was told holds: not everybody who sees a bag may see whose it is. */
export function Emergency({ subject, asks = false }: { subject: string | undefined; asks?: boolean }) {
  const myself = useMe();
  const { data: catalogue } = useCatalogue();
  const opens = catalogue?.commands.find((one) => one.name === 'breakglass/open_record');
  const may = opens !== undefined && myself.knowsRoles && mayGive(opens, myself.roles, true);
  const facts = useQuery({ ...timeline(subject ?? ''), enabled: asks && may && subject !== undefined, gcTime: 3_600_000 });
  const opening = openingOf(facts.data ?? [], myself.key, Date.now());
  return opening ? <Running until={opening.until} reason={opening.reason} /> : null;
}
