// SPDX-License-Identifier: Apache-2.0
// Look-alikes, as facts about an identity name them.
/** Who may be taken for whom what was recorded tells of. */
export const alikeIn = (told: readonly { readonly data: unknown }[]) => [...new Set(told.flatMap((one) => (one.data as { resembles?: readonly string[] }).resembles ?? []))]
  .map((one) => (one.includes('/') ? one : `subject/${one}`));
