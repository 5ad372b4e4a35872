// SPDX-License-Identifier: Apache-2.0
// What was asked for, said without the thing that it was about.

/** Of an address what says which right it wants: a command by its whole name, any other by its first word, and never an id. */
export const askedOf = (method: string, path: string): string =>
  `${method} ${/^\/api\/v1\/((?:commands|prepare)\/[a-z_]+\/[a-z_]+|[a-z_]+)/.exec(path)?.[1] ?? '/'}`;
