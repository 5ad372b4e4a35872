// SPDX-License-Identifier: Apache-2.0
// Pages for what is not there, is not for oneself, or broke.
import { useQuery } from '@tanstack/react-query';
import { Link, useRouterState, type ErrorComponentProps } from '@tanstack/react-router';
import { useState } from 'react';
import { Trouble } from '../api/client';
import { catalogueNow, people } from '../api/queries';
import { TroubleNote } from '../parts/basics';
import { Icon } from '../parts/marks';
import { useMe } from '../shell/person';
import { named, say } from '../words/words';
import { missingOf, placeOf } from './denied';

export function NotFound() {
  return <div className="lost"><Icon state="planned" size={40} /><h1>{say('lost')}</h1><p>{say('lost.how')}</p><p><Link className="button" to="/">{say('place.work')}</Link></p></div>;
}
/** Where no frame stands around it. */
export const NotFoundAlone = () => <main><NotFound /></main>;

/** Which right it is, who gives it, and words to ask for it that name no patient. */
function HowToGet({ error }: { error: Trouble }) {
  const myself = useMe();
  const everybody = useQuery({ ...people, enabled: false });
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [copied, set] = useState(false);
  const { right, roles } = missingOf(error, catalogueNow());
  const givers = (everybody.data ?? []).filter((one) => one.roles.includes('administrator') && one.site === myself.site && one.name).slice(0, 3).map((one) => one.name);
  const text = [say('denied.ask', { right, place: placeOf(path) }), ...(roles.length > 0 ? [say('denied.roles', { roles: roles.map((one) => named('role', one)).join(', ') })] : []),
    ...(myself.key ? [say('denied.from', { person: myself.key, origin: myself.origin ?? '' })] : []), ...(error.reference ? [`${say('trouble.reference')} ${error.reference}`] : [])].join('\n');
  const copy = () => navigator.clipboard.writeText(text).then(() => set(true), () => set(false));
  return <section className="how-to-get" aria-label={say('denied.get')}>
    <p>{say('denied.right')} <code>{right}</code></p>
    {roles.length > 0 && <p>{say('denied.roles', { roles: roles.map((one) => named('role', one)).join(', ') })}</p>}
    <p>{givers.length > 0 ? say('denied.givers', { people: givers.join(', ') }) : say('denied.giver')}</p>
    <label htmlFor="denied-text">{say('denied.get')}</label>
    <textarea id="denied-text" readOnly rows={text.split('\n').length + 1} value={text} onFocus={(event) => event.target.select()} />
    {'clipboard' in navigator && <p className="row"><button type="button" onClick={() => void copy()}>{say('denied.copy')}</button>{copied && <span role="status">{say('denied.copied')}</span>}</p>}
    <p className="small">{say('denied.how')}</p>
  </section>;
}

export function Denied({ error }: { error: Trouble }) {
  return <div className="lost"><Icon state="held" size={40} /><h1>{say('denied')}</h1><p>{error.problem.detail}</p><HowToGet error={error} /></div>;
}
/** A screen of which nothing can be shown: it has a heading, says what is wrong, and what to do next. */
export function Unshown({ error, again }: { error: unknown; again?: () => void }) {
  const denied = error instanceof Trouble && error.status === 403;
  return <div className="lost"><h1>{say(denied ? 'denied' : 'unshown')}</h1><TroubleNote error={error} again={again} />{denied && <HowToGet error={error} />}</div>;
}
export function Broken({ error, reset }: ErrorComponentProps) {
  if (error instanceof Trouble && error.status === 403) return <Denied error={error} />;
  return <div className="lost"><h1>{say('broken')}</h1><TroubleNote error={error} again={reset} /></div>;
}
