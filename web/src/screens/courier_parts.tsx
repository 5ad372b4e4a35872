// SPDX-License-Identifier: Apache-2.0
// What a courier reads and says of a box: what it must be kept at and for how long, what to do and what not, how it is.
import { useState } from 'react';
import type { CourierBox } from '../api/types';
import { Time } from '../parts/basics';
import { Icon } from '../parts/marks';
import { figure, span } from '../words/time';
import { named, say } from '../words/words';

const degrees = (value: string) => `${figure(value)} °C`;
function rangeOf({ low, high }: CourierBox): string {
  if (low !== undefined && high !== undefined) return say('box.range_between', { low: degrees(low), high: degrees(high) });
  if (low !== undefined) return say('box.range_from', { low: degrees(low) });
  return high === undefined ? say('box.range_unknown') : say('box.range_to', { high: degrees(high) });
}

/** `now` by the clock of the telephone. */
export function Limits({ box, now }: { box: CourierBox; now: number }) {
  const until = box.holds_until, left = until === undefined ? 0 : Date.parse(until) - now;
  return <dl id="limits"><div><dt>{say('box.range')}</dt><dd>{rangeOf(box)}</dd></div>
    <div><dt>{say('box.holds')}</dt><dd>{until === undefined ? say('box.range_unknown') : <><Time at={until} /> {left > 0 ? say('box.holds_left', { span: span(left) })
      : <span className="why"><Icon state="stop" />{say('box.holds_over')}</span>}</>}</dd></div></dl>;
}

const crossed = <path d="M6 6L58 58" className="no" />;
const dos = {
  upright: <><path d="M10 34h44v22H10z" /><path d="M22 28V10M16 16l6-7 6 7M42 28V10M36 16l6-7 6 7" /></>,
  opened: <><path d="M12 30h40v26H12zM12 30L24 16h30L52 30M32 30v8" />{crossed}</>,
  xray: <><path d="M12 26h40v26H12z" /><path d="M32 4v9M20 7l4 8M44 7l-4 8M22 39h20" />{crossed}</>,
  vent: <><path d="M18 26h28v32H18zM24 20h16v6H24z" /><path d="M26 14c-3-4 3-5 0-9M32 14c-3-4 3-5 0-9M38 14c-3-4 3-5 0-9" /></>,
} as const;
export function Dos() {
  return <section aria-label={say('box.dos')}><ul className="dos">{(Object.keys(dos) as (keyof typeof dos)[]).map((one) => <li key={one} data-do={one}>
    <svg width="64" height="64" viewBox="0 0 64 64" aria-hidden="true">{dos[one]}</svg><span>{say(`box.do.${one}`)}</span></li>)}</ul></section>;
}

export const remarks = ['box_damaged', 'seal_broken', 'seal_differs', 'temperature_alarm', 'not_upright', 'was_opened', 'label_unreadable', 'other'] as const;
const outcomes = ['accepted', 'accepted_with_remark', 'refused'] as const;
const states = { accepted: 'done', accepted_with_remark: 'attention', refused: 'stop' } as const;
export interface Condition { readonly outcome?: (typeof outcomes)[number]; readonly remark?: (typeof remarks)[number]; readonly text?: string; }
/** What is not as it should be was chosen, where something is. */
export const isSaid = ({ outcome, remark }: Condition) => outcome !== undefined && (outcome === 'accepted' || remark !== undefined);

export function HowIsIt({ of, set }: { of: Condition; set: (of: Condition) => void }) {
  return <fieldset className="choose" id="condition"><legend>{say('box.condition')}</legend>
    {outcomes.map((one) => <button key={one} type="button" data-outcome={one} aria-pressed={of.outcome === one} onClick={() => set(one === 'accepted' ? { outcome: one } : { ...of, outcome: one })}><Icon state={states[one]} />{named('choice', one)}</button>)}
    {of.outcome !== undefined && of.outcome !== 'accepted' && <>
      <fieldset className="choose"><legend>{say('box.remark')}</legend>{remarks.map((one) => <button key={one} type="button" data-remark={one} aria-pressed={of.remark === one} onClick={() => set({ ...of, remark: one })}>{named('choice', one)}</button>)}</fieldset>
      <div className="field"><label htmlFor="remark-text">{say('box.text')}</label><textarea id="remark-text" rows={2} maxLength={200} value={of.text ?? ''} onChange={(event) => set({ ...of, text: event.target.value })} /></div></>}
  </fieldset>;
}

/** What was said of it when it was last to change hands. */
export function Was({ box }: { box: CourierBox }) {
  if (box.outcome !== 'refused' && box.outcome !== 'accepted_with_remark') return null;
  const stop = box.outcome === 'refused';
  return <div className={stop ? 'alarm stop' : 'alarm attention'} role="status" data-was={box.outcome}><Icon state={stop ? 'stop' : 'attention'} size={24} />
    <span>{say(`box.was.${box.outcome}`, { remark: named('choice', box.remark ?? 'other') })}</span></div>;
}

/** A seal whose number cannot be scanned: it names no thing and is compared, so one person types it, and the record says so. */
export function TypedSeal({ done }: { done: (seal: string) => void }) {
  const [text, set] = useState('');
  const seal = text.trim().toUpperCase(), good = /^[A-Z0-9._-]{1,40}$/.test(seal);
  return <details className="how"><summary>{say('box.seal_type')}</summary><div className="with-camera">
    <input id="seal" aria-label={say('box.seal_type')} autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={40} value={text} onChange={(event) => set(event.target.value)} />
    <button type="button" id="seal-take" disabled={!good} onClick={() => { set(''); done(seal); }}>{say('station.take')}</button></div></details>;
}
