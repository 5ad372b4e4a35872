// SPDX-License-Identifier: Apache-2.0
// Asks again what facts touched: the first at once, then each question at most every so often, however many facts come, and not
// while its last answer is on the way: else under a stream of facts no answer would ever arrive.
type Key = readonly unknown[];
const pause_ms = 120;

/** `under`: the questions that a key stands for. One that is slow holds up no other. */
export function askingAgain(ask: (key: Key) => void, isAsked: (key: Key) => boolean, under: (key: Key) => readonly Key[] = (key) => [key]): (key: Key) => void {
  const due = new Map<string, Key>();
  let rests = false;
  const run = () => {
    for (const [name, key] of [...due]) {
      if (isAsked(key)) continue;
      due.delete(name);
      ask(key);
    }
    rests = true;
    setTimeout(() => { rests = false; if (due.size > 0) run(); }, pause_ms);
  };
  return (key) => {
    for (const one of under(key)) due.set(JSON.stringify(one), one);
    if (!rests) { rests = true; queueMicrotask(run); }  // what one fact touches is asked together
  };
}
