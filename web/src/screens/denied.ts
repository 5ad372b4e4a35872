// SPDX-License-Identifier: Apache-2.0
// Which right was missing, and who has it: from what was asked and refused. Nothing of it says a thing or a person.
import type { Catalogue } from '../api/types';
import type { Trouble } from '../api/client';

export interface Missing { readonly right: string; readonly roles: readonly string[]; }

/** Of a command its title and the roles that have it; of any other question its address. */
export function missingOf({ asked, problem }: Pick<Trouble, 'asked' | 'problem'>, catalogue: Catalogue | undefined): Missing {
  const name = /^\w+ (?:commands|prepare)\/(.+)$/.exec(asked ?? '')?.[1];
  const command = catalogue?.commands.find((one) => one.name === name);
  return { right: command ? `${command.title} (${command.name})` : asked ?? problem.code, roles: command?.roles.map((role) => role.value) ?? [] };
}
/** The address of a screen without the id of what it was about: an id may stand for a patient. */
export const placeOf = (path: string) => path.replace(/\b[0-9A-Z]{18}\b/g, '…').replace(/^(\/i\/).*/, '$1…');
