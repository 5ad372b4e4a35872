// SPDX-License-Identifier: Apache-2.0
// Ids that are never broken, times with their zone, and trouble in full sentences.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { Trouble } from '../api/client';
import { house, people, study } from '../api/queries';
import { hasPage, idOf, kindOf } from '../api/types';
import { moment, useZone, utc } from '../words/time';
import { named, say, useLanguage } from '../words/words';
import { Icon } from './marks';

export { Waiting } from './waiting';

/** Groups of four, the last one heavier: it is what people compare. */
export function Id({ id }: { id: string }) {
  const groups = id.match(/.{1,4}/g) ?? [id];
  return <code className="id" translate="no">{groups.map((group, at) =>
    <span key={at} className={at === groups.length - 1 ? 'last' : undefined}>{group}</span>)}</code>;
}

export function Time({ at }: { at: string }) {
  useLanguage();
  const zone = useZone();
  const when = Date.parse(at);
  if (Number.isNaN(when)) return <>{at}</>;
  return <time dateTime={at} title={`${utc(when)} · ${zone}`}>{moment(when)}</time>;
}

function useName(thing: string): string | undefined {
  const kind = kindOf(thing);
  const everybody = useQuery({ ...people, enabled: kind === 'person' });
  const site = useQuery({ ...house(thing), enabled: kind === 'site' });
  const of_study = useQuery({ ...study(thing), enabled: kind === 'study' });
  switch (kind) {
    case 'person': return everybody.data?.find((one) => one.person === thing)?.name;
    case 'site': return site.data?.code;
    case 'study': return of_study.data?.code;
    default: return undefined;
  }
}

/** A thing by its name where it has one, else by kind and id; a link where it has a page. */
export function ThingLink({ thing, bare = false }: { thing: string; bare?: boolean }) {
  useLanguage();
  const name = useName(thing);
  const shown = name ?? <>{!bare && <span className="kind">{named('thing', kindOf(thing))} </span>}<Id id={idOf(thing)} /></>;
  if (!hasPage(thing)) return <span>{shown}</span>;
  return <Link className="thing" to="/$kind/$id" params={{ kind: kindOf(thing), id: idOf(thing) }} {...(name && { 'data-id': thing })}>{shown}</Link>;
}

/** What is wrong, whether it was recorded, what to do. Takes the focus when it comes. */
export function TroubleNote({ error, again, children }: { error: unknown; again?: (() => void) | undefined; children?: ReactNode }) {
  useLanguage();
  const at = useRef<HTMLDivElement>(null);
  useEffect(() => at.current?.focus(), [error]);
  const problem = error instanceof Trouble ? error.problem : undefined;
  const recorded = problem?.recorded === 'unknown' ? say('trouble.unknown') : say('trouble.nothing');
  return <div className="trouble" role="alert" tabIndex={-1} ref={at}>
    <Icon state="stop" size={22} />
    <div>
      <strong>{problem?.detail ?? say('trouble.page')}</strong>
      {problem?.why && <p>{problem.why}</p>}
      <p>{problem ? recorded : String(error)}</p>
      {children}
      <p className="small">{problem?.rule && <>{say('trouble.rule', { rule: problem.rule })} · </>}<code>{problem?.code ?? 'page'}</code>
        {error instanceof Trouble && error.reference && <> · {say('trouble.reference')} <code className="reference">{error.reference}</code></>}</p>
      {again && <button type="button" onClick={again}>{say('again')}</button>}
    </div>
  </div>;
}

export const Card = ({ title, side, children, label }: { title: ReactNode; side?: ReactNode; children: ReactNode; label?: string }) =>
  <section className="card" aria-label={label}><header><h2>{title}</h2><span className="grow" />{side}</header>{children}</section>;

/** Says why there is nothing, and what one can do about it. */
export const Nothing = ({ why, children }: { why: string; children?: ReactNode }) =>
  <div className="nothing"><Icon state="planned" size={20} /><p>{why}</p>{children}</div>;
