// SPDX-License-Identifier: Apache-2.0
// The box of a courier's link: the secret is exchanged once for a cookie that no script reads, and leaves the address bar
// at once. Whoever is signed in here has nothing to do with it.
import { spoken } from '../words/words';
import { asked } from './client';
import type { CourierBox } from './types';

let given: { readonly consignment: string; readonly secret: string } | undefined;

/** `/courier#CONSIGNMENT.SECRET`: nobody who looks over a shoulder or into the history finds it again. */
export function takeBoxOfAddress(): void {
  if (location.pathname !== '/courier') return;
  const [consignment, secret] = location.hash.slice(1).split('.');
  if (location.hash) history.replaceState(null, '', location.pathname);
  given = consignment && secret ? { consignment, secret } : undefined;
}

export const headers = (more: Readonly<Record<string, string>> = {}) => ({ 'accept-language': spoken(), ...more });

/** Which of several boxes of a telephone this tab is about; its secret is in no reach of ours. */
const kept_box = 'veinline.box';
let opening: Promise<CourierBox> | undefined;
/** By the link that was given, which opens once, or by the cookie of before. */
export function openBox(): Promise<CourierBox> {
  const of_this_tab = sessionStorage.getItem(kept_box), link = given;
  opening ??= asked<CourierBox>(`/api/v1/courier${!link && of_this_tab ? `?consignment=${encodeURIComponent(of_this_tab)}` : ''}`, link ? 'POST' : 'GET', headers(), link)
    .then((box) => { given = undefined; sessionStorage.setItem(kept_box, box.consignment.split('/').pop() ?? ''); return box; })
    .catch((error: { status?: number }) => {
      opening = undefined;
      if (error.status !== 0) given = undefined;  // nobody answered: the link may still be good
      throw error;
    });
  return opening;
}
/** The same box, as it is now. */
export const boxAgain = (box: CourierBox) => asked<CourierBox>(`/api/v1/courier?consignment=${encodeURIComponent(box.consignment.split('/').pop() ?? '')}`, 'GET', headers());
