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
const sizeOf = (name: string, first: number) => () => parseInt(getComputedStyle(root).getPropertyValue(name), 10) || first;
/** As tokens.css says: rows of several lines, and rows of one. */
export const rowHeight = sizeOf('--row', 62), lineHeight = sizeOf('--line-row', 46);
