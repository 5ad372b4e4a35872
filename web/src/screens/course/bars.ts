// SPDX-License-Identifier: Apache-2.0
// What bars a treatment or anything made for it.
import type { Course, Trace } from '../../api/types';
import { statusOf } from '../../things/status';

export type Bar = readonly [cause: string, thing: string];
/** The list is asked again when somebody says so: until each thing was asked, it warns of what it knows. */
export function barsOf(traces: readonly (Trace | undefined)[], list: Course | undefined, complete: boolean): Bar[] {
  const all = [...traces.map((one) => statusOf(one).barred), ...(complete ? [] : [list?.barred ?? {}])].flatMap((one) => Object.entries(one));
  return [...new Map(all.map((one) => [one.join(' '), one])).values()];
}
