// SPDX-License-Identifier: Apache-2.0
// What the server says of a thing: whose it is, and how it stands. By these names: src/views/trace.cpp.
import type { Trace } from '../api/types';

export interface Identity { readonly [name: string]: unknown; readonly chain_of_identity?: string; readonly course?: string; readonly expires?: string; }
export interface Status {
  readonly barred: Readonly<Record<string, string>>; readonly holder?: string; readonly released?: boolean; readonly held?: boolean;
  readonly rejected?: boolean; readonly infused_into?: string; readonly open_deviations?: readonly string[]; readonly strange?: readonly string[];
}
export const identityOf = (of: Trace | undefined) => (of?.identity ?? {}) as Identity;
export const statusOf = (of: Trace | undefined) => ({ barred: {}, ...(of?.status ?? {}) }) as Status;
