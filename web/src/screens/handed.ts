// SPDX-License-Identifier: Apache-2.0
// What a courier handed on while nobody answered: kept on the telephone with its key, sent once when the server answers. Whose
// it is says the link's cookie, which no script reads; nothing of a session is kept, and nothing of what is in the box.
import { unanswered } from '../offline/keeping';
import { deviceTime, outcomeOf } from '../offline/rules';
import { keep, kept } from '../offline/store';
import { headers } from '../api/box';
import { asked, newKey, Trouble } from '../api/client';
import { idOf, type CourierBox, type Problem } from '../api/types';

export interface Handed {
  readonly consignment: string; readonly key: string; readonly at: string;
  readonly data: { readonly receiver: string; readonly seal?: string; readonly outcome?: string; readonly remark?: string };
  /** That the seal was typed, or what was said of the box in words. */
  readonly reason?: string | { readonly code: string; readonly text: string };
  readonly refused?: Problem;
}
export const isHanded = (one: CourierBox | Handed): one is Handed => 'key' in one;

const place = 'courier';
export const handedHere = async (): Promise<readonly Handed[]> => (await kept(place) as readonly Handed[] | undefined) ?? [];
const put = async (one: Handed, stays: boolean) =>
  keep(place, [...(await handedHere()).filter((other) => other.key !== one.key), ...(stays ? [one] : [])]);
/** The person decided: it is not sent. */
export const forgetHanded = (one: Handed) => put(one, false);

/** A permission is of now: the first try says no time, and what comes later the one of the device (docs/decisions/0012). */
const post = (csrf: string, { data, reason, key, at }: Handed, later: boolean) =>
  asked<CourierBox>('/api/v1/courier/transport/hand_on', 'POST', headers({ 'x-veinline-csrf': csrf, 'idempotency-key': key }),
    { data, ...(reason && { reason }), ...(later && { happened_at: deviceTime(new Date(at)) }) });

/** Recorded, then the box as it is; or kept here. A refusal is thrown. */
export async function handOn(box: CourierBox, data: Handed['data'], reason?: Handed['reason']): Promise<CourierBox | Handed> {
  const one: Handed = { consignment: idOf(box.consignment), key: newKey(), at: new Date().toISOString(), data, ...(reason && { reason }) };
  try { return await post(box.csrf, one, false); } catch (error) {
    if (!unanswered(error)) throw error;
    await put(one, true);
    return one;
  }
}

/** The box, when the server has it now; else what still waits, or was refused. */
export async function sendHanded(one: Handed): Promise<CourierBox | Handed> {
  try {
    const { csrf } = await asked<CourierBox>(`/api/v1/courier?consignment=${encodeURIComponent(one.consignment)}`, 'GET', headers());
    const box = await post(csrf, one, true).catch((error: unknown) => {
      // Its key was used: the first try had been recorded, and the server says again what it said then.
      if (error instanceof Trouble && error.problem.code === 'input.key_reused') return post(csrf, one, false);
      throw error;
    });
    await put(one, false);
    return box;
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    if (outcomeOf(error.status, error.problem) === 'later') return one;
    const refused = { ...one, refused: error.problem };
    await put(refused, true);
    return refused;
  }
}
