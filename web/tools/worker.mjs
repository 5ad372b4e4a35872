// SPDX-License-Identifier: Apache-2.0
// Writes dist/sw.js: worker/sw.js with the list of what was built and its version, which is a digest of it all. The same
// page makes the same worker.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('../', import.meta.url));
/** The reader of the camera is large, and there when it was used once. */
const is_kept = (name) => !name.endsWith('.wasm');

/** A plugin of Vite. */
export function worker() {
  return {
    name: 'veinline-worker', apply: 'build', enforce: 'post',
    writeBundle({ dir }) {
      const assets = readdirSync(join(dir, 'assets')).filter(is_kept).sort().map((name) => `assets/${name}`);
      const others = ['index.html', 'early.js', 'icon.svg'].filter((name) => existsSync(join(dir, name)));
      const digest = createHash('sha256');
      const source = readFileSync(join(here, 'worker/sw.js'), 'utf8');
      digest.update(source);
      for (const name of [...others, ...assets]) digest.update(name).update(readFileSync(join(dir, name)));
      const list = (all) => all.map((one) => `'${one}'`).join(', ');
      writeFileSync(join(dir, 'sw.js'), source
        .replace('@VERSION@', digest.digest('hex').slice(0, 16))
        .replace("'@FILES@'", list(['/', ...others.filter((name) => name !== 'index.html').map((name) => `/${name}`), ...assets.map((name) => `/${name}`)]))
        .replace("'@SCREENS@'", list(JSON.parse(readFileSync(join(here, 'screens.json'), 'utf8')))));
    },
  };
}
