// SPDX-License-Identifier: Apache-2.0
// What is due of a session of which its person has done nothing for a while.
/** `active` and `told` are when somebody did something here, and when the server last heard of it. */
export function dueNow(now: number, active: number, told: number, limit_ms: number): 'lock' | 'tell' | undefined {
  // A fifth of the time is left to unlock it by PIN; after that it wants a whole sign-in.
  if (now - active >= limit_ms * 0.8) return 'lock';
  return active > told && now - told >= limit_ms / 4 ? 'tell' : undefined;
}
