// SPDX-License-Identifier: Apache-2.0
// From a screen to the queue of this device: whose it is, and when it happened by the clock of the device.
import { Trouble, type CommandRequest } from '../api/client';
import { self } from '../api/session';
import { queue } from '../live/waiting';
import { deviceTime, isAway } from './rules';

export interface ToKeep {
  readonly command: string; readonly key: string; readonly body: CommandRequest; readonly at: Date;
  /** As it was sent first under this key, and not answered. */
  readonly before: CommandRequest | undefined;
  readonly person: string | undefined; readonly origin: string | undefined;
}
/** False: it is not known whose it would be, and it is not kept. */
export async function keepForLater({ command, key, body, at, before, ...who }: ToKeep): Promise<boolean> {
  const { person, origin } = who.person ? who : { person: self()?.person, origin: self()?.origin };
  if (!person || !origin) return false;
  const said = body.happened_at;
  const happened_at = typeof said === 'object' ? said : deviceTime(said === undefined ? at : new Date(said));
  await (await queue()).keepHere({ command, key, person, origin, at: at.toISOString(), body: { ...body, happened_at }, ...(before && { before }) });
  return true;
}
/** Nobody answered, or only what stands before the server. */
export const unanswered = (error: unknown) => error instanceof Trouble && isAway(error.status, error.problem.code);
