// SPDX-License-Identifier: Apache-2.0
// Everything that one's roles may record, stage by stage.
import { Link } from '@tanstack/react-router';
import { useCatalogue } from '../api/queries';
import { Card, Waiting } from '../parts/basics';
import { Unshown } from './lost';
import { useMe } from '../shell/person';
import { at_bedside, mayGive, ofForms } from '../things/commands';
import { say, type PageKey } from '../words/words';

export function Record() {
  const catalogue = useCatalogue();
  const myself = useMe();
  if (catalogue.error) return <Unshown error={catalogue.error} again={() => void catalogue.refetch()} />;
  if (!catalogue.data) return <Waiting lines={8} />;
  const mine = ofForms(catalogue.data.commands).filter((one) => mayGive(one, myself.roles, myself.knowsRoles));
  const checks = catalogue.data.commands.some((one) => at_bedside.includes(one.name) && mayGive(one, myself.roles, myself.knowsRoles));
  const stages = catalogue.data.stages.filter((stage) => mine.some((one) => one.name.startsWith(`${stage}/`)));
  return <>
    <div className="heading"><h1>{say('place.record')}</h1><p>{say('record.how')}</p></div>
    <p className="row"><Link className="button" to="/paper" search={{}}>{say('paper.place')}</Link><Link className="button" to="/print/$what" params={{ what: 'downtime' }} search={{}}>{say('paper.sheet')}</Link><Link className="button" to="/device">{say('offline.place')}</Link></p>
    <div className="tiles">{stages.map((stage) => <Card key={stage} title={say(`stage.${stage}` as PageKey)}><ul className="links">{stage === 'infusion' && checks && <li><Link to="/bedside">{say('place.bedside')}</Link></li>}{mine.filter((one) => one.name.startsWith(`${stage}/`)).map((one) =>
      <li key={one.name}><Link to="/do/$stage/$command" params={{ stage, command: one.name.split('/')[1] ?? '' }} search={{}}>{one.title}</Link></li>)}</ul></Card>)}</div>
  </>;
}
