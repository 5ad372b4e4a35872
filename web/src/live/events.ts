// SPDX-License-Identifier: Apache-2.0
// Server-Sent Events, read from text that is cut anywhere.
export interface Event { readonly event?: string; readonly id?: string; readonly data?: string; }
/** Whole events of what has come so far, and the rest of it. */
export function eventsIn(text: string): { readonly events: Event[]; readonly rest: string } {
  const blocks = text.split('\n\n');
  const rest = blocks.pop() ?? '';
  const events = blocks.map((block): Event => Object.fromEntries(block.split('\n')
    .filter((line) => line.includes(':'))
    .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).replace(/^ /, '')])));
  return { events, rest };
}
