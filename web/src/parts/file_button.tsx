// SPDX-License-Identifier: Apache-2.0
// A button that gives a file, and says so when it could not.
import { useState, type ReactNode } from 'react';
import { TroubleNote } from './basics';

export function FileButton({ does, children }: { does: () => Promise<void>; children: ReactNode }) {
  const [error, fail] = useState<unknown>();
  const [busy, set] = useState(false);
  const ask = () => {
    fail(undefined);
    set(true);
    void does().catch(fail).finally(() => set(false));
  };
  return <>
    <p><button type="button" disabled={busy} onClick={ask}>{children}</button></p>
    {error !== undefined && <TroubleNote error={error} again={ask} />}
  </>;
}
