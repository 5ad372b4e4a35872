// SPDX-License-Identifier: Apache-2.0
// The documents that one may see: what each is, and which version is in force.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { documents } from '../api/queries';
import { Card, Nothing, ThingLink, TroubleNote, Waiting } from '../parts/basics';
import { Tag } from '../parts/marks';
import { useCatalogue } from '../api/queries';
import { useMe } from '../shell/person';
import { mayGive } from '../things/commands';
import { idOf } from '../api/types';
import { named, say, useLanguage } from '../words/words';

function Begin() {
  const catalogue = useCatalogue();
  const myself = useMe();
  const mine = (catalogue.data?.commands ?? []).filter((one) => ['papers/begin', 'papers/begin_about'].includes(one.name) && mayGive(one, myself.roles, myself.knowsRoles));
  return <>{mine.map((one) => <Link key={one.name} className="button" to="/do/$stage/$command" params={{ stage: 'papers', command: idOf(one.name) }} search={{}}>{one.title}</Link>)}</>;
}

export function Documents() {
  useLanguage();
  const all = useQuery(documents);
  return <>
    <div className="heading"><h1>{say('place.documents')}</h1><span className="grow" /><Begin /></div>
    <p className="small">{say('papers.list_how')}</p>
    {all.error && <TroubleNote error={all.error} again={() => void all.refetch()} />}
    {!all.data && !all.error && <Waiting lines={8} />}
    {all.data && <Card title={say('place.documents')}>{all.data.length === 0 ? <Nothing why={say('papers.none')} /> : <ul className="papers">{all.data.map((one) => <li key={one.document}>
      <Link className="thing" to="/$kind/$id" params={{ kind: 'document', id: idOf(one.document) }}>{one.code}</Link><span>{one.title}</span><span className="small">{named('choice', one.kind)}</span>
      {one.subject && <ThingLink thing={one.subject} />}<span className="grow" /><ThingLink thing={one.site} />
      <Tag state={one.in_force ? 'done' : 'planned'}>{say('papers.in_force')}: {one.in_force ?? say('papers.no_version')}</Tag></li>)}</ul>}</Card>}
  </>;
}
