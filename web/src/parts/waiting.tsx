// SPDX-License-Identifier: Apache-2.0
// A wait that does not jump: nothing for 150 ms, then a grey place of the size of what comes; after four seconds it says what is
// awaited, and one can stop waiting or ask again. The words take their room from the grey place.
import { useEffect, useState } from 'react';
import { client } from '../api/queries';
import { say, type PageKey } from '../words/words';
import { awaited } from './awaited';

const unanswered = { predicate: (query: { readonly state: { readonly data: unknown } }) => query.state.data === undefined };
const asked = () => client.getQueryCache().findAll({ fetchStatus: 'fetching', ...unanswered });
async function askAnew(): Promise<void> {
  await client.cancelQueries(unanswered);
  await client.refetchQueries({ type: 'active', ...unanswered });
}

/** `what` is awaited where it is no question of a screen; then `again` begins anew. */
export function Waiting({ lines = 3, what, again }: { lines?: number; what?: PageKey; again?: () => void }) {
  const [stage, set] = useState(0);
  const [stopped, stop] = useState(false);
  const [turn, another] = useState(0);
  useEffect(() => {
    const timers = [150, 4000].map((ms, at) => setTimeout(() => set(at + 1), ms));
    return () => timers.forEach(clearTimeout);
  }, [turn]);
  const words = stage > 1 ? what ? [what] : awaited(asked().map((one) => one.queryKey)) : [];
  const retry = () => {
    stop(false);
    set(1);
    another(turn + 1);
    // Of what is no question, a part of the page is awaited: the browser fetches that, with the page.
    if (again) again();
    else if (words.length > 0 || stopped) void askAnew();
    else location.reload();
  };
  const give_up = () => {
    stop(true);
    void client.cancelQueries(unanswered);
  };
  const list = words.map((word) => say(word)).join(say('waiting.and'));
  return <div className={`waiting w${lines}`} aria-busy={!stopped}>{stage > 0 && <div className="skeleton" />}
    {stage > 1 && <><p role="status">{stopped ? say('waiting.stopped') : say('waiting.for', { what: list || say('waiting.of.page') })}</p>
      <p className="row"><button type="button" onClick={retry}>{say('waiting.again')}</button>
        {!stopped && !what && words.length > 0 && <button type="button" className="quiet" onClick={give_up}>{say('waiting.stop')}</button>}</p></>}</div>;
}
