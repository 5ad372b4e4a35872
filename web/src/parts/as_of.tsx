// SPDX-License-Identifier: Apache-2.0
// How old what is shown is, while the server is not heard or an answer did not come anew: by the oldest answer on the screen.
import { useSyncExternalStore } from 'react';
import { client } from '../api/queries';
import { useLive } from '../live/live';
import { clock, day, useZone } from '../words/time';
import { say } from '../words/words';
import { oldestOf, type Aged } from './age';
import { Icon } from './marks';

const never_again = new Set(['catalogue', 'house', 'study', 'me', 'ways', 'log']);
const shown = (): Aged[] => client.getQueryCache().findAll({ type: 'active' }).map(({ queryKey: [name], state }) => ({
  dataUpdatedAt: state.data === undefined ? 0 : state.dataUpdatedAt, failed: state.error !== null || state.fetchFailureCount > 0, lasting: never_again.has(String(name)),
}));

export function AsOf() {
  useZone();
  const is_lost = useLive().state === 'stale';
  const at = useSyncExternalStore((tell) => client.getQueryCache().subscribe(tell), () => oldestOf(shown(), is_lost));
  if (at === undefined) return null;
  return <p className="as-of" role="status"><Icon state="attention" /> {say('as_of', { time: day(at) === day(Date.now()) ? clock(at) : `${day(at)} ${clock(at)}` })}</p>;
}
