// SPDX-License-Identifier: Apache-2.0
// What is awaited, by the questions that have no answer yet.
import type { PageKey } from '../words/words';

/** Questions that have a word of their own; any other is "data". */
const known = ['audit', 'catalogue', 'checkpoint', 'counts', 'courses', 'document', 'documents', 'emergencies', 'lineage', 'me', 'people', 'timeline', 'trace'] as const;
export function awaited(keys: readonly (readonly unknown[])[]): PageKey[] {
  const names = keys.map(([name]) => known.find((one) => one === name) ?? 'other');
  return [...new Set(names)].slice(0, 3).map((name) => `waiting.of.${name}` as const);
}
