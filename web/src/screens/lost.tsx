// SPDX-License-Identifier: Apache-2.0
// Pages for what is not there, is not for oneself, or broke.
import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { Trouble } from '../api/client';
import { TroubleNote } from '../parts/basics';
import { Icon } from '../parts/marks';
import { say } from '../words/words';

export function NotFound() {
  return <div className="lost"><Icon state="planned" size={40} /><h1>{say('lost')}</h1><p>{say('lost.how')}</p><p><Link className="button" to="/">{say('place.work')}</Link></p></div>;
}
/** Where no frame stands around it. */
export const NotFoundAlone = () => <main><NotFound /></main>;
export function Denied({ error }: { error: Trouble }) {
  return <div className="lost"><Icon state="held" size={40} /><h1>{say('denied')}</h1><p>{error.problem.detail}</p><p>{say('denied.how')}</p></div>;
}
/** A screen of which nothing can be shown: it has a heading, says what is wrong, and what to do next. */
export function Unshown({ error, again }: { error: unknown; again?: () => void }) {
  const denied = error instanceof Trouble && error.status === 403;
  return <div className="lost"><h1>{say(denied ? 'denied' : 'unshown')}</h1><TroubleNote error={error} again={again} />{denied && <p>{say('denied.how')}</p>}</div>;
}
export function Broken({ error, reset }: ErrorComponentProps) {
  if (error instanceof Trouble && error.status === 403) return <Denied error={error} />;
  return <div className="lost"><h1>{say('broken')}</h1><TroubleNote error={error} again={reset} /></div>;
}
