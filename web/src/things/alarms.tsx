// SPDX-License-Identifier: Apache-2.0
// What bars a thing, loudly: in words and shape, with the thing that is at fault one click away.
import { ThingLink } from '../parts/basics';
import { Icon, type State } from '../parts/marks';
import { say, type PageKey } from '../words/words';
import type { Status } from './status';

const known: Record<string, { state: State; own: PageKey; through: PageKey }> = {
  rejected: { state: 'stop', own: 'stop.rejected', through: 'stop.rejected_through' },
  held: { state: 'held', own: 'stop.held', through: 'stop.held_through' },
  strange: { state: 'attention', own: 'stop.strange', through: 'stop.strange_through' },
  deviation: { state: 'attention', own: 'stop.deviation', through: 'stop.deviation_through' },
};

export function barredState(status: Pick<Status, 'barred'>): State | undefined {
  const causes = Object.keys(status.barred);
  return causes.includes('rejected') ? 'stop' : causes.includes('held') ? 'held' : causes.length > 0 ? 'attention' : undefined;
}

/** `bars`: of the thing and of what belongs to it; else its own. */
export function Alarms({ thing, status, bars = Object.entries(status.barred) }: { thing: string; status: Status; bars?: readonly (readonly [string, string])[] }) {
  const order = Object.keys(known);
  return <>{[...bars].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)).map(([cause, by]) => {
    const how = known[cause] ?? { state: 'attention' as const, own: 'stop.other' as const, through: 'stop.other_through' as const };
    return <div key={`${cause} ${by}`} role="alert" className={`alarm ${how.state}`}><Icon state={how.state} size={22} />
      <span>{say(by === thing ? how.own : how.through, { cause })}</span>{by !== thing && <ThingLink thing={by} />}
      <span className="grow" />{cause === 'deviation' && status.open_deviations?.map((one) => <ThingLink key={one} thing={one} />)}</div>;
  })}</>;
}

export function LookAlikes({ of, words }: { of: readonly string[]; words: string }) {
  if (of.length === 0) return null;
  return <div className="alarm attention" role="alert"><Icon state="attention" size={22} /><span>{words}</span>{of.map((one) => <ThingLink key={one} thing={one} />)}</div>;
}
