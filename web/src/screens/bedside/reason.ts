// SPDX-License-Identifier: Apache-2.0
// Why a bag that stopped at the bedside is put on hold, as a reason code: the rule that said no, as far as it fits.
export const reasonOfStop = (code: string | undefined): string =>
  (code === undefined ? 'BEDSIDE-STOP' : `STOP-${code.replace(/[^A-Za-z0-9._-]/g, '-').toUpperCase()}`).slice(0, 40);
