// SPDX-License-Identifier: Apache-2.0
import { scan } from '../api/client';
import { judged, type Found } from './verdict';

/** What a code names, as the server says. */
export const resolve = async (code: string): Promise<Found> => judged(await scan(code));
