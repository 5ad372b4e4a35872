// SPDX-License-Identifier: Apache-2.0
// How the things of a picture stand, from what the server told of them. Of what it told nothing, nothing is said: a mark that is
// a guess would be believed.
import { kindOf, type Trace } from '../api/types';
import type { State } from '../parts/marks';
import { statusOf } from './status';

/** Things of which nothing is known are not in it. */
export type States = Readonly<Record<string, State>>;

const stateOfCause = (cause: string): State => (cause === 'rejected' ? 'stop' : cause === 'held' ? 'held' : 'attention');
const weight: readonly State[] = ['attention', 'held', 'stop'];

/** What bars it, else how far it is. What was neither released nor infused is no further than under way. */
function stateOf(trace: Trace): State | undefined {
  const { barred, released, infused_into } = statusOf(trace);
  const bars = Object.keys(barred).map(stateOfCause).sort((one, other) => weight.indexOf(other) - weight.indexOf(one));
  if (bars[0] !== undefined) return bars[0];
  if (kindOf(trace.thing) !== 'material') return undefined;
  if (released || infused_into !== undefined) return 'done';
  return trace.went_into.length === 0 ? 'going' : undefined;
}

export function statesOf(traces: Iterable<Trace | undefined>): States {
  const out: Record<string, State> = {}, all = [...traces].filter((one) => one !== undefined);
  // What bars one thing through another names that other one, which may not have been asked for itself.
  for (const trace of all) {
    for (const [cause, by] of Object.entries(statusOf(trace).barred)) {
      const state = stateOfCause(cause), before = out[by];
      if (before === undefined || weight.indexOf(state) > weight.indexOf(before)) out[by] = state;
    }
  }
  for (const trace of all) {
    const state = stateOf(trace);
    if (state === undefined) delete out[trace.thing];
    else out[trace.thing] = state;
  }
  return out;
}
