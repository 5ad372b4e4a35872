// SPDX-License-Identifier: Apache-2.0
// A time by the clocks of the site, whose zone stands beside it: also on a device that is somewhere else. A time that never was
// is told at once, and of one that was twice the person says which.
import { Icon } from '../parts/marks';
import { utc, useZone } from '../words/time';
import { say } from '../words/words';
import { offsetOf, readIn, wallText } from '../words/zoned';

export function TimeField({ value, set, ...input }: {
  value: string; set: (value: string) => void; id: string; required?: boolean; max?: string; 'aria-describedby'?: string | undefined; 'aria-invalid'?: true | undefined;
}) {
  const zone = useZone();
  const read = readIn(value, zone), chosen = /(?:Z|[+-]\d\d:\d\d)$/.test(value);
  const shown = chosen && read.kind === 'one' ? wallText(read.at, zone) : value;
  const again = readIn(shown, zone);
  const hint = `zone-${input.id}`;
  const wrong = read.kind === 'never' || read.kind === 'twice';
  return <>
    <input {...input} type="datetime-local" step={60} value={shown} onChange={(event) => set(event.target.value)}
      aria-invalid={input['aria-invalid'] ?? (wrong ? true : undefined)} aria-describedby={[hint, input['aria-describedby']].filter(Boolean).join(' ')} />
    <small id={hint}>{say('form.time.zone', { zone })}{read.kind === 'one' && ` · ${utc(read.at)}`}</small>
    {wrong && <span className="why" role="status"><Icon state={read.kind === 'never' ? 'stop' : 'attention'} />{say(`form.time.${read.kind}`, { zone })}</span>}
    {again.kind === 'twice' && <span className="choices" role="group" aria-label={say('form.time.which')}>{[again.first, again.second].map((at) =>
      <button key={at} type="button" aria-pressed={read.kind === 'one' && read.at === at} onClick={() => set(`${shown}${offsetOf(at, zone)}`)}>{`UTC${offsetOf(at, zone).replace('-', '−')} · ${utc(at)}`}</button>)}</span>}
  </>;
}
