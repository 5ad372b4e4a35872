// SPDX-License-Identifier: Apache-2.0
// What is recorded while the page is open: Server-Sent Events, read by hand because an EventSource cannot sign in.
import { openFeed } from './api.js';

const patience = 12000, pause = 1000;
let seen;  // of the whole page: who listens again goes on from there
const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/// Calls `told` with each fact as it is recorded, none left out and none twice, and `lamp` with whether the server still
/// gives signs of life. The answer ends it.
export function listen(told, lamp) {
  let control, ended = false;
  async function once() {
    control = new AbortController();
    let timer;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => control.abort(), patience);
    };
    try {
      alive();
      const reader = (await openFeed(seen, control.signal)).pipeThrough(new TextDecoderStream()).getReader();
      for (let text = ''; ;) {
        const { value, done } = await reader.read();
        if (done) return;
        alive();
        lamp(true);
        const blocks = (text + value).split('\n\n');
        text = blocks.pop();
        for (const block of blocks) {
          const said = Object.fromEntries(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
          if (said.event === 'fact') told(JSON.parse(said.data));
          seen = said.id ?? seen;
        }
      }
    } finally { clearTimeout(timer); }
  }
  (async () => {
    while (!ended) {
      await once().catch((error) => {
        ended ||= error.status === 401;
        if (error.status === 400) seen = undefined;  // of another log: it was put back from a backup
      });
      if (!ended) lamp(false);
      await sleep(pause);
    }
  })();
  return () => { ended = true; control?.abort(); };
}
