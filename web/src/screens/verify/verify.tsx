// SPDX-License-Identifier: Apache-2.0
// Anybody checks a file of evidence here: it is dropped, read and recomputed in this browser; nothing of it is sent.
import { useState, type DragEvent } from 'react';
import { Card, Id, TroubleNote } from '../../parts/basics';
import { Icon, Tag } from '../../parts/marks';
import { checkBundle, type Report } from '../../proof/bundle';
import { count } from '../../words/time';
import { factTitle, say, useLanguage } from '../../words/words';

interface Told { readonly fact?: string; readonly happened_at?: { readonly time?: string }; }
const told = (record: string): Told => { try { return JSON.parse(record) as Told; } catch { return {}; } };

function Steps({ report, trusted }: { report: Report; trusted: boolean }) {
  return <ol className="proof-steps">{report.steps.map((step, at) => {
    const open = step.name === 'key' && !trusted;
    const state = step.holds ? 'done' : open ? 'attention' : 'stop';
    return <li key={step.name}><Icon state={state} size={24} /><div><strong>{at + 1}. {say(`verify.step.${step.name}`)}</strong>
      <p>{say(step.holds ? `verify.yes.${step.name}` : open ? 'verify.open.key' : `verify.no.${step.name}`)}</p><code className="small">{step.why}</code></div></li>;
  })}</ol>;
}

export function Verify() {
  useLanguage();
  const [report, set] = useState<Report>();
  const [error, fail] = useState<unknown>();
  const [key, setKey] = useState('');
  const [text, keep] = useState('');
  const [over, hover] = useState(false);
  const check = (bundle: string, trusted: string) => {
    fail(undefined);
    set(undefined);
    try {
      set(checkBundle(bundle, trusted.trim() || undefined));
    } catch (why) { fail(new Error(say('verify.unreadable', { why: why instanceof Error ? why.message : String(why) }))); }
  };
  const take = async (file: File | undefined) => {
    if (!file) return;
    const bundle = await file.text();
    keep(bundle);
    check(bundle, key);
  };
  const drop = (event: DragEvent) => { event.preventDefault(); hover(false); void take(event.dataTransfer.files[0]); };
  const trusted = key.trim() !== '';
  return <>
    <div className="heading"><h1>{say('place.verify')}</h1></div>
    <p>{say('verify.what')}</p>
    <Card title={say('verify.key')}><div className="field"><label htmlFor="verify-key">{say('verify.key_label')}</label>
      <input id="verify-key" value={key} spellCheck={false} autoComplete="off" onChange={(event) => { setKey(event.target.value); if (text) void check(text, event.target.value); }} aria-describedby="verify-key-hint" />
      <small id="verify-key-hint">{say('verify.key_how')}</small></div></Card>
    <div className={over ? 'drop over' : 'drop'} onDragOver={(event) => { event.preventDefault(); hover(true); }} onDragLeave={() => hover(false)} onDrop={drop}>
      <label className="button">{say('verify.choose')}<input className="unseen" type="file" accept=".txt,text/plain" onChange={(event) => void take(event.target.files?.[0])} /></label>
      <p>{say('verify.drop')}</p></div>
    {error !== undefined && <TroubleNote error={error} />}
    {report && <>
      <div className={`alarm ${report.holds ? trusted ? 'done' : 'attention' : 'stop'}`} role="alert" data-verdict={report.holds ? trusted ? 'yes' : 'open' : 'no'}><Icon state={report.holds ? trusted ? 'done' : 'attention' : 'stop'} size={32} />
        <span>{say(report.holds ? trusted ? 'verify.holds' : 'verify.fits' : 'verify.broken')}</span></div>
      <Card title={say('verify.steps')}><Steps report={report} trusted={trusted} /></Card>
      <Card title={say('verify.records', { count: count(report.entries.length), about: report.about })}>{report.partial && <p>{say('intact.partial')}</p>}
        <table><thead><tr><th>{say('verify.index')}</th><th>{say('verify.fact')}</th><th>{say('verify.when')}</th><th>{say('verify.proof')}</th></tr></thead>
          <tbody>{report.entries.slice(0, 500).map((one) => {
            const what = told(one.record);
            return <tr key={one.index}><td><Id id={String(one.index)} /></td><td>{factTitle(what.fact ?? '')}</td><td>{what.happened_at?.time?.replace('T', ' ').slice(0, 16)} UTC</td><td><Tag state={one.proven ? 'done' : 'stop'}>{say(one.proven ? 'verify.proven' : 'verify.not_proven')}</Tag></td></tr>;
          })}</tbody></table></Card>
    </>}
  </>;
}
