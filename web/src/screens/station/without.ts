// SPDX-License-Identifier: Apache-2.0
// Without the server a code names what its own prefix and check characters say, or what was read of it here before the server
// went. Nothing is compared, matched or released by it: what is entered so is judged by the server when it is sent.
import { paged } from '../../api/types';
import { isId } from './typed';

/** A thing that was read before, and its labels that counted then. */
export interface Before { readonly thing: string; readonly labels?: readonly { readonly label?: string | undefined; readonly phase?: string | undefined }[] | undefined; }

const own = new RegExp(`^(${paged.filter((kind) => kind !== 'label').join('|')})/([0-9A-Z]{18})$`);

/** A code without the symbology that a reader says before it. */
export const plainCode = (code: string) => code.trim().replace(/^\][A-Za-z]\d/, '');

export function namedWithout(code: string, before: readonly Before[] = []): string | undefined {
  const text = plainCode(code), id = own.exec(text)?.[2];
  if (id !== undefined) return isId(id) ? text : undefined;
  const label = /^label[:/]([0-9A-Z]{18})$/.exec(text)?.[1];
  if (label !== undefined) return before.find((one) => one.labels?.some((each) => each.label === `label/${label}` && each.phase === 'live'))?.thing;
  return isId(text) ? before.find((one) => one.thing.endsWith(`/${text}`))?.thing : undefined;
}
