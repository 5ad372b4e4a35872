// SPDX-License-Identifier: Apache-2.0
// First it is seen whether the patient is known here already: two pseudonyms for one human are two histories.
import { useState, type FormEvent } from 'react';
import { ask } from '../../api/client';
import type { Found } from '../../api/types';
import { Card, Nothing, ThingLink, TroubleNote } from '../../parts/basics';
import { Icon, Tag } from '../../parts/marks';
import { named, say } from '../../words/words';

export function FindPatient({ choose, fresh, misread }: { misread: boolean; choose: (subject: string) => void; fresh: (name: string) => void }) {
  const [text, set] = useState('');
  const [found, show] = useState<{ readonly answer: Found; readonly text: string }>();
  const [error, fail] = useState<unknown>();
  const [busy, work] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const asked = text.trim();
    if (asked === '') return;
    work(true);
    fail(undefined);
    ask<Found>('/api/v1/find', { body: { text: asked } }).then((answer) => show({ answer, text: asked }), fail).finally(() => work(false));
  };
  return <Card title={say('new.find')}>
    <form className="field" role="search" onSubmit={submit}><label htmlFor="new-find">{say('new.find_by')}</label>
      <div className="row"><input id="new-find" className="filter" value={text} onChange={(event) => set(event.target.value)} autoComplete="off" spellCheck={false} /><button className="main" type="submit" disabled={busy}>{say('new.find_do')}</button></div></form>
    {misread && <div className="alarm attention" role="alert"><Icon state="attention" size={22} /><span>{say('new.no_wristband')}</span></div>}
    {error !== undefined && <TroubleNote error={error} />}
    {found && (found.answer.hits.length === 0 ? <Nothing why={say('new.find_none')} /> : <ul className="hits">{found.answer.hits.map((one) => <li key={one.subject}><b>{one.name}</b><span>{one.born}</span>
      {one.documents.map((each) => <small key={`${each.kind} ${each.ends}`}>{named('choice', each.kind)} …{each.ends}</small>)}{one.name_alert && <Tag state="attention">{say('new.name_alert')}</Tag>}<ThingLink thing={one.subject} />
      <span className="grow" /><button type="button" onClick={() => choose(one.subject)}>{say('new.take')}</button></li>)}</ul>)}
    {found?.answer.too_many && <p className="small">{say('new.find_many')}</p>}
    {found && <p><button type="button" onClick={() => fresh(found.answer.kind === 'name' ? found.text : '')}>{say('new.fresh')}</button></p>}
  </Card>;
}
