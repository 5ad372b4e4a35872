// SPDX-License-Identifier: Apache-2.0
// Which boxes quality looks at: the last word about each, where it was no plain "accepted", of the last seven days.
import type { Line } from '../api/types';

const lasts_ms = 7 * 86_400_000;
export function toSee(all: readonly Line[], now: number): readonly Line[] {
  const last = new Map<unknown, Line>();
  for (const one of [...all].sort((one, other) => one.seq - other.seq)) last.set(one.data['consignment'], one);
  return [...last.values()].filter((one) => one.data['outcome'] !== 'accepted' && now - Date.parse(one.happened_at) < lasts_ms).sort((one, other) => other.seq - one.seq);
}
