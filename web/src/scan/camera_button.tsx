// SPDX-License-Identifier: Apache-2.0
// Beside a box for codes, where this device has a camera: one code is read, and the camera is off again.
import { lazy, Suspense, useEffect, useState } from 'react';
import { Dialog } from '../shell/dialog';
import { say } from '../words/words';

const Camera = lazy(() => import('./camera').then((module) => ({ default: module.Camera })));
let found: Promise<boolean> | undefined;
/** Asked without permission: that there is one, and no more. There is none over plain HTTP. */
const isThere = () => found ??= Promise.resolve(navigator.mediaDevices?.enumerateDevices?.() ?? [])
  .then((all) => all.some((one) => one.kind === 'videoinput')).catch(() => false);

export function CameraButton({ hears }: { hears: (code: string) => void }) {
  const [there, set] = useState(false);
  const [open, see] = useState(false);
  useEffect(() => { void isThere().then(set); }, []);
  if (!there) return null;
  return <><button type="button" className="look" aria-label={say('scan.camera')} title={say('scan.camera')} onClick={() => see(true)}>
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.6"><path d="M2 6h4l1.5-2.5h5L14 6h4v10.5H2z" /><circle cx="10" cy="11" r="3.2" /></svg></button>
    {open && <Dialog title={say('scan.camera')} close={() => see(false)}><div className="sheet"><Suspense><Camera hears={(code) => { see(false); hears(code); }} /></Suspense></div></Dialog>}</>;
}
