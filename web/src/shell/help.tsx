// SPDX-License-Identifier: Apache-2.0
// The way to help, by key or button. What it says comes when it is asked for.
import { lazy, Suspense, useCallback, useState } from 'react';
import { say, sayMore } from '../words/words';

const KeyMap = lazy(async () => ({ default: (await Promise.all([import('../screens/help'), sayMore()]))[0].KeyMap }));
export const Help = (of: { path: string; inside: boolean; close: () => void }) => <Suspense><KeyMap {...of} /></Suspense>;

export function HelpButton({ path, inside = false }: { path: string; inside?: boolean }) {
  const [open, show] = useState(false);
  const close = useCallback(() => show(false), []);
  return <><button type="button" data-help-button onClick={() => show(true)}>{say('help')}</button>{open && <Help path={path} inside={inside} close={close} />}</>;
}
