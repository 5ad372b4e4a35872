// SPDX-License-Identifier: Apache-2.0
// The file of the logger that was in the box: the server reads it, and what it amounts to is recorded.
import { useRef, useState, type FormEvent } from 'react';
import { ask, newKey, pathOf, Trouble } from '../../api/client';
import { client } from '../../api/queries';
import { idOf, type Answer } from '../../api/types';
import { TroubleNote } from '../../parts/basics';
import { Icon } from '../../parts/marks';
import { say } from '../../words/words';
import { zoneNow } from '../../words/time';

export function LoggerFile({ consignment }: { consignment: string }) {
  const [error, fail] = useState<unknown>();
  const [busy, work] = useState(false);
  const [told, tell] = useState(false);
  const key = useRef(newKey());
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const file = form.get('file');
    if (!(file instanceof File)) return;
    const query = new URLSearchParams({ zone: zoneNow() });
    for (const name of ['device', 'low', 'high']) {
      const value = String(form.get(name) ?? '').trim().replace('−', '-');
      if (value) query.set(name, value);
    }
    work(true);
    fail(undefined);
    ask<Answer>(`${pathOf('logger', idOf(consignment))}?${query}`, { bytes: file.slice(0, file.size, 'text/csv'), key: key.current })
      .then(async () => { key.current = newKey(); tell(true); await client.invalidateQueries({ queryKey: ['timeline', consignment] }); })
      .catch((why: unknown) => { if (why instanceof Trouble && why.problem.recorded === 'no' && why.status !== 0) key.current = newKey(); fail(why); })
      .finally(() => work(false));
  };
  if (told) return <p role="status"><Icon state="done" /> {say('form.recorded')}</p>;
  return <details className="how"><summary>{say('receive.logger')}</summary><form className="typed" onSubmit={submit}>
    {error !== undefined && <TroubleNote error={error}>{error instanceof Trouble && error.problem.fields?.map((one) => <p key={one.path}>{one.why}</p>)}</TroubleNote>}
    <label htmlFor="logger-file">{say('receive.logger.file')}</label><input id="logger-file" name="file" type="file" accept=".csv,.txt,text/csv" required />
    {(['device', 'low', 'high'] as const).map((name) => <div key={name} className="field"><label htmlFor={`logger-${name}`}>{say(`receive.logger.${name}`)}</label><input id={`logger-${name}`} name={name} autoComplete="off" spellCheck={false} inputMode={name === 'device' ? undefined : 'decimal'} /></div>)}
    <button type="submit" disabled={busy}>{say('form.record')}</button></form></details>;
}
