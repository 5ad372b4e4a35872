// SPDX-License-Identifier: Apache-2.0
// Whether the server still answers a courier, by when it was heard last.
const stale_ms = 11_500;
export interface Beat { readonly heard: number; readonly lost: boolean; }
export type LampState = 'waiting' | 'live' | 'stale';
/** A loss that was seen counts at once; silence after a while: twice asked, and not answered. */
export const lampOf = ({ heard, lost }: Beat, now: number): LampState =>
  (lost || (heard > 0 && now - heard > stale_ms) ? 'stale' : heard > 0 ? 'live' : 'waiting');
