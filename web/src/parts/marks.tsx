// SPDX-License-Identifier: Apache-2.0
// A state is a word, a shape and a colour, the same everywhere: it survives grey paper and eyes that see no red.
import type { ReactNode } from 'react';

export type State = 'done' | 'going' | 'planned' | 'attention' | 'stop' | 'held';

export function Mark({ state }: { state: State }) {
  switch (state) {
    case 'done': return <g className="mark done"><circle cx="7" cy="7" r="7" /><path className="in" d="M3.6 7.2l2.4 2.4 4.4-4.8" /></g>;
    case 'going': return <g className="mark going"><circle className="ring" cx="7" cy="7" r="6" /><path d="M7 1a6 6 0 0 1 0 12z" /></g>;
    case 'planned': return <g className="mark planned"><circle className="ring" cx="7" cy="7" r="6" /></g>;
    case 'attention': return <g className="mark attention"><path d="M7 0l7.4 13.4H-.4z" /><path className="in" d="M7 5v4M7 10.8v.6" /></g>;
    case 'stop': return <g className="mark stop"><path d="M4 0h6l4 4v6l-4 4H4l-4-4V4z" /><path className="in" d="M4 4l6 6M10 4l-6 6" /></g>;
    case 'held': return <g className="mark held"><rect width="14" height="14" rx="2" /><path className="in" d="M2 12L12 2M2 7l5-5M7 12l5-5" /></g>;
  }
}

export const Icon = ({ state, size = 16 }: { state: State; size?: number }) =>
  <svg className="icon" width={size} height={size} viewBox="-1 -1 16 16" aria-hidden="true"><Mark state={state} /></svg>;

export const Tag = ({ state, children }: { state: State; children: ReactNode }) =>
  <span className={`tag ${state}`}><Icon state={state} />{children}</span>;
