// SPDX-License-Identifier: Apache-2.0
// Rows stay where they are while somebody reads: their order is that of the moment at which the reader chose what to see, or
// asked for what is new. What each row says is always what is known now.
import { useMemo, useRef } from 'react';
import { useLive } from '../live/live';
import { stay } from './stay';

/** `choose` picks and sorts; `wish` says what the reader asked for; not `settled`: the first answer is still to come;
 *  not `grows`: something stands below the list, which new rows would push away. */
export function useKept<T>(all: readonly T[] | undefined, choose: (all: readonly T[]) => readonly T[], key: (row: T) => string, wish: string, settled: boolean, grows = true): readonly T[] {
  const { drawn } = useLive();
  const kept = useRef<{ readonly wish: string; readonly settled: boolean; readonly keys: readonly string[] }>(undefined);
  const asked = `${drawn} ${wish}`;
  return useMemo(() => {
    const before = kept.current, chosen = choose(all ?? []);
    const rows = before?.wish === asked && before.settled ? stay(before.keys, all ?? [], grows ? chosen : [], key) : chosen;
    kept.current = { wish: asked, settled: settled && all !== undefined, keys: rows.map(key) };
    return rows;
    // `choose` and `key` are other functions each time; what they ask is in `asked`.
  }, [all, asked, settled]);
}
