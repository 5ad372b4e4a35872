// SPDX-License-Identifier: Apache-2.0
// The browser's own dialog: it keeps the focus, and Escape closes it.
import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { say } from '../words/words';

export function Dialog({ title, close, children, className = '', bare = false }: { title: string; close: () => void; children: ReactNode; className?: string; bare?: boolean }) {
  const at = useRef<HTMLDialogElement>(null);
  // Shut while it still stands in the page: only then the browser gives the focus back to what opened it.
  useLayoutEffect(() => {
    const dialog = at.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return <dialog ref={at} className={className} aria-label={title} onCancel={(event) => { event.preventDefault(); close(); }}
    onClick={(event) => { if (event.target === at.current) close(); }}>
    {bare ? children : <><div className="sheet"><header><h2>{title}</h2><span className="grow" /><button type="button" onClick={close} aria-label={say('close')}>×</button></header></div>{children}</>}
  </dialog>;
}
