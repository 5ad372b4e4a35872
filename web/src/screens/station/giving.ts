// SPDX-License-Identifier: Apache-2.0
// Commands of a station, step by step. A step keeps its key until the server said what became of it: what was perhaps
// recorded is asked for again under the same one, and cannot be recorded twice, whatever was changed in between.
import { useRef } from 'react';
import { give, newKey, Trouble, type CommandRequest } from '../../api/client';
import { useCatalogue } from '../../api/queries';
import type { Answer, CommandName } from '../../api/types';
import { useLive } from '../../live/live';
import { keepForLater, unanswered } from '../../offline/keeping';
import { mayWait } from '../../offline/rules';
import { useMe } from '../../shell/person';

export type Giving = (step: string, name: CommandName, body: CommandRequest) => Promise<Answer>;
/** Its key: it waits on this device since then, and is recorded nowhere. */
export interface Kept { readonly kept: string; readonly at: string; }
export type Keeping = (step: string, name: CommandName, body: CommandRequest) => Promise<Answer | Kept>;
export const isKept = (one: Answer | Kept): one is Kept => 'kept' in one;

/** `giving` needs the server; `keeping` puts what may wait into the queue of this device when nobody answers. */
export function useGiving(): { readonly giving: Giving; readonly keeping: Keeping } {
  const steps = useRef(new Map<string, { readonly key: string; readonly tried?: CommandRequest }>());
  const myself = useMe(), catalogue = useCatalogue(), { state } = useLive();
  const giving: Giving = async (step, name, body) => {
    const before = steps.current.get(step), key = before?.key ?? newKey();
    steps.current.set(step, { key, tried: before?.tried ?? body });
    try {
      const answer = await give(name, body, key);
      steps.current.delete(step);
      return answer;
    } catch (error) {
      if (error instanceof Trouble && error.problem.recorded === 'no' && error.status !== 0) steps.current.delete(step);
      throw error;
    }
  };
  const keep = async (step: string, name: CommandName, body: CommandRequest, at: Date): Promise<Kept | undefined> => {
    const command = catalogue.data?.commands.find((one) => one.name === name), before = steps.current.get(step), key = before?.key ?? newKey();
    if (!command || !mayWait(command)) return undefined;
    if (!await keepForLater({ command: name, key, body, at, before: before?.tried, person: myself.key, origin: myself.origin })) return undefined;
    steps.current.delete(step);  // the key is the queue's now
    return { kept: key, at: at.toISOString() };
  };
  const keeping: Keeping = async (step, name, body) => {
    const at = new Date();
    if (state === 'stale') {
      const kept = await keep(step, name, body, at);
      if (kept) return kept;
    }
    try { return await giving(step, name, body); } catch (error) {
      const kept = unanswered(error) ? await keep(step, name, body, at).catch(() => undefined) : undefined;
      if (kept) return kept;
      throw error;
    }
  };
  return { giving, keeping };
}

const dataOf = (answer: Answer, fact: string) =>
  answer.records.find((one) => one.fact.startsWith(`${fact}/`))?.data as Record<string, unknown> | undefined;
/** A value of a fact that was recorded: the id of what it made. */
export const told = (answer: Answer, fact: string, field: string) => String(dataOf(answer, fact)?.[field] ?? '');
/** Why what was recorded stands on hold; nothing when all was well. */
export const causeOf = (answer: Answer) => dataOf(answer, 'quality.hold_placed')?.['cause'] as string | undefined;
export const seqOf = (answer: Answer) => Math.max(...answer.records.map((one) => one.seq));
