// SPDX-License-Identifier: Apache-2.0
// Four steps from the file of evidence to what this browser saw of the log before, each computed here.
import { TroubleNote } from '../../parts/basics';
import { Icon, type State } from '../../parts/marks';
import { useIntact } from '../../proof/intact';
import { count, moment } from '../../words/time';
import { say, type PageKey } from '../../words/words';

interface Step { readonly title: PageKey; readonly state: State; readonly words: string; readonly why?: string; }

export function FourSteps({ thing }: { thing: string }) {
  const { data, error, isFetching, refetch } = useIntact(thing);
  const again = <button type="button" disabled={isFetching} onClick={() => void refetch()}>{say('inspect.verify_again')}</button>;
  if (error) return <TroubleNote error={error} again={() => void refetch()} />;
  if (!data) return <p role="status">{say('intact.checking')}</p>;
  const held = (name: string) => data.steps.find((one) => one.name === name);
  const proven = data.entries.filter((one) => one.proven).length, size = count(data.size);
  const files = held('file')?.holds === true, records = held('records')?.holds === true, signed = held('log')?.holds === true;
  const bad = data.past === 'other_key' || data.past === 'shorter' || data.past === 'forked';
  const past = data.past === 'first' ? say('inspect.step.past.first', { size })
    : data.past === 'same' ? say('inspect.step.past.same', { size })
      : data.past === 'grown' ? say('inspect.step.past.grown', { before: count(data.before?.size ?? 0), size, hashes: data.hashes, when: data.before?.at ? moment(Date.parse(data.before.at)) : '–' })
        : say(`intact.why.${data.past}`);
  const steps: readonly Step[] = [
    { title: 'inspect.step.read', state: files ? 'done' : 'stop', words: files ? say('inspect.step.read.yes', { records: count(data.entries.length) }) : say('verify.no.file') },
    { title: 'inspect.step.records', state: records ? 'done' : 'stop', words: records ? say('inspect.step.records.yes', { records: count(proven), size }) : say('verify.no.records'), why: data.root },
    { title: 'inspect.step.signed', state: signed ? 'done' : 'stop', words: signed ? say('inspect.step.signed.yes', { origin: data.origin }) : say('verify.no.log'), why: data.vkey },
    { title: 'inspect.step.past', state: !data.holds ? 'planned' : bad ? 'stop' : data.past === 'first' ? 'attention' : 'done', words: data.holds ? past : say('inspect.step.past.not') },
  ];
  const holds = data.holds && !bad;
  return <>
    <div className={`alarm ${holds ? 'done' : 'stop'}`} role="status" data-verified={holds ? 'yes' : 'no'}><Icon state={holds ? 'done' : 'stop'} size={22} /><span>{say(holds ? 'intact.yes' : 'intact.broken')}</span><span className="grow" />{again}</div>
    <ol className="proof-steps">{steps.map((step, at) => <li key={step.title} data-step={step.state}><Icon state={step.state} size={22} /><div><strong>{at + 1}. {say(step.title)}</strong><p>{step.words}</p>
      {step.why && <code className="small">{step.why}</code>}</div></li>)}</ol>
    {data.partial && <p className="small">{say('intact.partial')}</p>}
    <p className="small">{say('inspect.verify_how')}</p>
  </>;
}
