// SPDX-License-Identifier: Apache-2.0
// Which facts change what is counted by site and month.
import type { Line } from '../api/types';

/** As src/views/counts.cpp counts: by its name, or since it was entered more than a quarter of an hour after it happened. */
export const isCounted = ({ fact, happened_at, recorded_at }: Pick<Line, 'fact' | 'happened_at' | 'recorded_at'>) =>
  /^(?:labelling|breakglass|blinding|quality)\./.test(fact) || Date.parse(recorded_at) - Date.parse(happened_at) > 15 * 60_000;
