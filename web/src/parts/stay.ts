// SPDX-License-Identifier: Apache-2.0
// Rows that stay in their order, and say what is known now.
/** The rows of before in their order, as they are now; then what is chosen and was not among them. */
export function stay<T>(before: readonly string[], all: readonly T[], chosen: readonly T[], key: (row: T) => string): T[] {
  const now = new Map(all.map((one) => [key(one), one])), there = new Set(before);
  return [...before.flatMap((one) => now.get(one) ?? []), ...chosen.filter((one) => !there.has(key(one)))];
}
