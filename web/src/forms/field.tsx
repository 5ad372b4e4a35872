// SPDX-License-Identifier: Apache-2.0
// One field of a command, drawn from what the catalogue says of it.
import { useQuery } from '@tanstack/react-query';
import { useContext, useRef, useState, type KeyboardEvent } from 'react';
import { courses, house, people } from '../api/queries';
import { idOf, kindOf, type Field } from '../api/types';
import { ThingLink } from '../parts/basics';
import { Icon } from '../parts/marks';
import { judged } from '../scan/verdict';
import { scan } from '../api/client';
import { unanswered } from '../offline/keeping';
import { CameraButton } from '../scan/camera_button';
import { isWrongId } from '../screens/station/typed';
import { namedWithout, plainCode } from '../screens/station/without';
import { signOf } from '../scan/layout';
import { useScan } from '../scan/scanner';
import { no, yes } from '../scan/sound';
import { collector, scanning } from '../scan/wedge';
import { named, say } from '../words/words';
import { TimeField } from './time_field';
import { emptyRow, type Draft, type DraftValue } from './drafts';
import { CannotScan, isScanned } from './typing';

export type Problems = Readonly<Record<string, string>>;
interface Props { readonly field: Field; readonly path: string; readonly value: DraftValue; readonly set: (value: DraftValue) => void; readonly problems: Problems; }

const label = (field: Field) => field.help.replace(/[.。]$/, '');

export function Fields({ fields, draft, set, problems, path = '' }: { fields: readonly Field[]; draft: Draft; set: (draft: Draft) => void; problems: Problems; path?: string }) {
  return <>{fields.filter((field) => !(field.fresh && !field.required)).map((field) =>
    <OneField key={field.name} field={field} path={`${path}${field.name}`} value={draft[field.name]} problems={problems}
      set={(value) => set({ ...draft, [field.name]: value })} />)}</>;
}

function Why({ path, problems }: { path: string; problems: Problems }) {
  return problems[path] ? <span className="why" id={`why-${path}`}><Icon state="stop" />{problems[path]}</span> : null;
}

function OneField({ field, path, value, set, problems }: Props) {
  if (field.type === 'group') return <Group field={field} path={path} value={value} set={set} problems={problems} />;
  const common = { id: `field-${path}`, 'aria-describedby': problems[path] ? `why-${path}` : undefined, 'aria-invalid': problems[path] ? true as const : undefined, required: field.required };
  const text = typeof value === 'string' ? value : '';
  return <div className="field">
    <label htmlFor={`field-${path}`}>{label(field)} {!field.required && <small>{say('form.optional')}</small>}</label>
    {control(field, path, value, text, set, common)}
    <Why path={path} problems={problems} />
  </div>;
}

type Common = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined; required: boolean };
function control(field: Field, path: string, value: DraftValue, text: string, set: (value: DraftValue) => void, common: Common) {
  const { required: _, ...loose } = common;
  switch (field.type) {
    case 'choice': return field.many ? <Several field={field} path={path} value={value} set={set} />
      : <select {...common} value={text} onChange={(event) => set(event.target.value)}><option value="">{say('form.choose')}</option>
        {field.choices?.map((one) => <option key={one.value} value={one.value}>{one.title}</option>)}</select>;
    case 'id': case 'thing': return <ThingField field={field} value={value} set={set} common={loose} />;
    case 'instant': return <TimeField {...common} value={text} set={set} />;
    case 'quantity': {
      const parts = (value ?? {}) as { value?: string; unit?: string };
      return <div className="quantity"><input {...common} inputMode="decimal" value={parts.value ?? ''} onChange={(event) => set({ ...parts, value: event.target.value })} />
        <input aria-label={say('form.unit')} value={parts.unit ?? 'mL'} onChange={(event) => set({ ...parts, unit: event.target.value })} /></div>;
    }
    case 'object': return <textarea {...loose} rows={4} value={text} onChange={(event) => set(event.target.value)} spellCheck={false} />;
    default: return <input {...common} type="text" autoComplete="off" spellCheck={field.type === 'sealed'} value={text} onChange={(event) => set(event.target.value)}
      inputMode={field.type === 'count' || field.type === 'record' ? 'numeric' : field.type === 'decimal' ? 'decimal' : undefined} />;
  }
}

function Several({ field, path, value, set }: { field: Field; path: string; value: DraftValue; set: (value: DraftValue) => void }) {
  const chosen = Array.isArray(value) ? value as readonly string[] : [];
  return <div className="several" role="group" id={`field-${path}`} aria-label={label(field)}>{field.choices?.map((one) =>
    <label key={one.value}><input type="checkbox" checked={chosen.includes(one.value)}
      onChange={(event) => set(event.target.checked ? [...chosen, one.value] : chosen.filter((other) => other !== one.value))} />{one.title}</label>)}</div>;
}

/** Things that there are few of are offered; any other is scanned. */
function useOffers(field: Field): readonly { readonly value: string; readonly words: string }[] {
  const kinds = field.kinds ?? [];
  const everybody = useQuery({ ...people, enabled: kinds.includes('person') || kinds.includes('site') });
  const all = useQuery({ ...courses, enabled: kinds.includes('study') || kinds.includes('course') });
  const out: { value: string; words: string }[] = [];
  const once = new Set<string>();
  const offer = (value: string | undefined, words: string) => { if (value && !once.has(value)) { once.add(value); out.push({ value, words }); } };
  if (kinds.includes('site')) for (const one of everybody.data ?? []) offer(one.site, '');
  if (kinds.includes('person')) for (const one of everybody.data ?? []) offer(one.person, one.name ?? idOf(one.person));
  if (kinds.includes('study')) for (const one of all.data ?? []) offer(one.study, '');
  if (kinds.includes('course')) for (const one of all.data ?? []) offer(one.course, one.chain_of_identity ?? '');
  return out;
}

function Offer({ value, words }: { value: string; words: string }) {
  const site = useQuery({ ...house(value), enabled: kindOf(value) === 'site' });
  return <option value={value}>{words || site.data?.code || `${named('thing', kindOf(value))} ${idOf(value)}`}</option>;
}

function ThingField({ field, value, set, common }: { field: Field; value: DraftValue; set: (value: DraftValue) => void; common: Omit<Common, 'required'> }) {
  const [focused, focus] = useState(false);
  const [wrong, say_wrong] = useState('');
  const offers = useOffers(field);
  const list = Array.isArray(value) ? value as readonly string[] : [];
  const put = (thing: string) => set(field.many ? [...list.filter((one) => one !== thing), thing] : thing);
  const text = typeof value === 'string' ? value : '';
  const known = text.includes('/') && (field.kinds ?? []).includes(kindOf(text));
  const read = async (code: string) => {
    if (isWrongId(plainCode(code))) { no(); return say_wrong(say('station.check_wrong')); }
    let told;
    try { told = await scan(code); } catch (error) {
      // Without the server the code is taken as it is; the server reads it when it is sent.
      if (unanswered(error)) return put(namedWithout(code) ?? plainCode(code));
      throw error;
    }
    const found = judged(told);
    const fits = found.kind === 'thing' && (field.kinds ?? []).includes(kindOf(found.thing));
    if (fits) { yes(); say_wrong(''); return put(found.thing); }
    no();
    say_wrong(found.kind === 'unknown' ? say('scan.unknown') : found.kind === 'stop' ? say(found.words, { what: found.what })
      : say('form.other_kind', { kind: named('thing', kindOf(found.thing)), wanted: (field.kinds ?? []).map((kind) => named('thing', kind)).join(' / ') }));
  };
  // Whoever is heard later sets what the form holds by then.
  const latest = useRef(read);
  latest.current = read;
  const hears = (code: string) => void latest.current(code).catch((error: unknown) => { no(); say_wrong(error instanceof Error ? error.message : String(error)); });
  const cannot = useContext(CannotScan);
  return <div className="thing-field" onFocus={() => focus(true)} onBlur={() => focus(false)}>
    {focused && <Listen hears={hears} />}
    {field.many && list.map((one) => <span key={one} className="chosen"><ThingLink thing={one} /><button type="button" aria-label={say('remove')} onClick={() => set(list.filter((other) => other !== one))}>×</button></span>)}
    {known && !field.many ? <span className="chosen"><ThingLink thing={text} /><button type="button" aria-label={say('remove')} onClick={() => set('')}>×</button></span>
      : offers.length > 0 && offers.length <= 60
        ? <select {...common} value={text} onChange={(event) => event.target.value && put(event.target.value)}><option value="">{say('form.choose')}</option>{offers.map((one) => <Offer key={one.value} {...one} />)}</select>
        : isScanned(field) ? <Scanned common={common} text={text} clear={() => set('')} hears={hears} typed={() => say_wrong(say(cannot ? 'form.not_typed' : 'form.not_typed_here'))} cannot={cannot} />
        : <div className="with-camera"><input {...common} type="text" autoComplete="off" spellCheck={false} placeholder={say('form.scan')} value={field.many ? undefined : text}
          {...(!field.many && { onChange: (event: { target: HTMLInputElement }) => set(event.target.value) })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            const typed = event.currentTarget.value.trim();
            if (typed) void read(typed).then(() => undefined, (error: unknown) => say_wrong(String((error as Error).message)));
            if (field.many) event.currentTarget.value = '';
          }} /><CameraButton hears={(code) => void read(code)} /></div>}
    {!wrong && isWrongId(text) && <span className="why" role="status"><Icon state="stop" />{say('station.check_wrong')}</span>}
    {wrong && <span className="why" role="alert"><Icon state="stop" />{wrong}</span>}
  </div>;
}
interface ScannedParts { readonly common: Omit<Common, 'required'>; readonly text: string; readonly clear: () => void; readonly hears: (code: string) => void; readonly typed: () => void; readonly cannot: ((hears: (code: string) => void) => void) | undefined; }
/** Takes what a scanner types while it has the keys, or a camera reads; what a hand types is not taken, nor what is pasted. */
function Scanned({ common, text, clear, hears, typed, cannot }: ScannedParts) {
  const collect = useRef(collector(scanning)), by_hand = useRef('');
  const onKey = (event: KeyboardEvent) => {
    const key = signOf(event);
    if (key === null) return;
    const code = collect.current({ key, at: event.timeStamp });
    if (key.length === 1) by_hand.current += key;
    if (key === 'Backspace' || key === 'Delete') clear();
    if (key === 'Enter' || code !== null) event.preventDefault();
    if (code !== null) hears(code);
    else if (key === 'Enter' && by_hand.current !== '') { no(); typed(); }
    if (key === 'Enter' || key === 'Tab') by_hand.current = '';
  };
  return <div className="with-camera"><input {...common} type="text" readOnly autoComplete="off" placeholder={say('form.scan_it')} value={text} onKeyDown={onKey} />
    <CameraButton hears={hears} />{cannot && <button type="button" onClick={() => cannot(hears)}>{say('typed.cannot')}</button>}</div>;
}
function Listen({ hears }: { hears: (code: string) => void }) {
  useScan(hears);
  return null;
}

function Group({ field, path, value, set, problems }: Props) {
  const rows = (Array.isArray(value) ? value : value === undefined ? [emptyRow(field)] : [value]) as readonly Draft[];
  const put = (at: number, row: Draft) => set(field.many ? rows.map((one, i) => (i === at ? row : one)) : row);
  return <fieldset><legend>{label(field)}</legend><Why path={path} problems={problems} />
    {rows.map((row, at) => <div key={at} className="group-row">
      <Fields fields={field.fields ?? []} draft={row} set={(next) => put(at, next)} problems={problems} path={field.many ? `${path}.${at}.` : `${path}.`} />
      {field.many && rows.length > 1 && <button type="button" onClick={() => set(rows.filter((_, i) => i !== at))}>{say('remove')}</button>}
    </div>)}
    {field.many && <button type="button" onClick={() => set([...rows, emptyRow(field)])}>{say('form.another')}</button>}
  </fieldset>;
}
