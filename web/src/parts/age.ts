// SPDX-License-Identifier: Apache-2.0
// How old what is shown is.

export interface Aged { readonly dataUpdatedAt: number; readonly failed: boolean; readonly lasting: boolean; }
/** When the oldest answer on the screen came; undefined: all of it is of now. What does not change has no age. */
export function oldestOf(shown: readonly Aged[], is_lost: boolean): number | undefined {
  const old = shown.filter((one) => !one.lasting && one.dataUpdatedAt > 0 && (is_lost || one.failed));
  return old.length === 0 ? undefined : Math.min(...old.map((one) => one.dataUpdatedAt));
}
