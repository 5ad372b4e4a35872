// SPDX-License-Identifier: Apache-2.0
// Commands of a station, step by step. A step keeps its key until the server said what became of it: what was perhaps
// recorded is asked for again under the same one, and cannot be recorded twice, whatever was changed in between.
import { useRef } from 'react';
import { give, newKey, Trouble, type CommandRequest } from '../../api/client';
import type { Answer, CommandName } from '../../api/types';

export type Giving = (step: string, name: CommandName, body: CommandRequest) => Promise<Answer>;

export function useGiving(): Giving {
  const keys = useRef(new Map<string, string>());
  return async (step, name, body) => {
    const key = keys.current.get(step) ?? newKey();
    keys.current.set(step, key);
    try {
      const answer = await give(name, body, key);
      keys.current.delete(step);
      return answer;
    } catch (error) {
      if (error instanceof Trouble && error.problem.recorded === 'no' && error.status !== 0) keys.current.delete(step);
      throw error;
    }
  };
}

const dataOf = (answer: Answer, fact: string) =>
  answer.records.find((one) => one.fact.startsWith(`${fact}/`))?.data as Record<string, unknown> | undefined;
/** A value of a fact that was recorded: the id of what it made. */
export const told = (answer: Answer, fact: string, field: string) => String(dataOf(answer, fact)?.[field] ?? '');
/** Why what was recorded stands on hold; nothing when all was well. */
export const causeOf = (answer: Answer) => dataOf(answer, 'quality.hold_placed')?.['cause'] as string | undefined;
export const seqOf = (answer: Answer) => Math.max(...answer.records.map((one) => one.seq));
