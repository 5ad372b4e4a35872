// SPDX-License-Identifier: Apache-2.0
// How closely things stand, where a script must know it: rows of a list that is drawn in part.
import { useSyncExternalStore } from 'react';

const root = document.documentElement;
const now = () => root.getAttribute('data-density') ?? 'desk';
export const useDensity = () => useSyncExternalStore((tell) => {
  const watch = new MutationObserver(tell);
  watch.observe(root, { attributeFilter: ['data-density'] });
  return () => watch.disconnect();
}, now);
/** As tokens.css says. */
export const rowHeight = () => parseInt(getComputedStyle(root).getPropertyValue('--row'), 10) || 62;
