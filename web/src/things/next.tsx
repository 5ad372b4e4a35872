// SPDX-License-Identifier: Apache-2.0
// What one may do about a thing now, and the proof that goes with it.
import { Link } from '@tanstack/react-router';
import { useCatalogue } from '../api/queries';
import { kindOf, told, type Trace } from '../api/types';
import { Card, Nothing, Waiting } from '../parts/basics';
import { FileButton } from '../parts/file_button';
import { exportEvidence } from '../parts/save';
import { Intact } from '../proof/intact';
import { useMe } from '../shell/person';
import { say } from '../words/words';
import { at_bedside, checkedAtBedside, invitedBy, slotFor } from './commands';

export function StepLinks({ thing, only }: { thing: string; only?: readonly string[] }) {
  const myself = useMe();
  const catalogue = useCatalogue();
  if (!catalogue.data) return <Waiting />;
  const mine = invitedBy(catalogue.data.commands, thing, myself.roles, myself.knowsRoles).filter((one) => !only || only.includes(one.name));
  const bedside = (!only || at_bedside.some((name) => only.includes(name))) && checkedAtBedside(catalogue.data.commands, thing, myself.roles, myself.knowsRoles);
  if (mine.length === 0 && !bedside) return <Nothing why={say('next.none')} />;
  return <ul className="steps">{bedside && <li><Link className="button" to="/bedside">{say('place.bedside')}</Link></li>}{mine.map((one) => {
    const [stage = '', command = ''] = one.name.split('/');
    return <li key={one.name}><Link className="button" to="/do/$stage/$command" params={{ stage, command }} search={{ [slotFor(one, thing)?.name ?? '']: thing }}>{one.title}</Link></li>;
  })}</ul>;
}

export function NextSteps({ thing, of }: { thing: string; of: Trace | undefined }) {
  return <div className="aside">
    <Card title={say('next')}><StepLinks thing={thing} /></Card>
    {told.includes(kindOf(thing)) && of && <Card title={say('evidence')}>
      <Intact thing={thing} />
      <FileButton does={() => exportEvidence(thing)}>{say('evidence.export')}</FileButton>
      <p className="small">{say('evidence.how')}</p>
    </Card>}
  </div>;
}
