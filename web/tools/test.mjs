// SPDX-License-Identifier: Apache-2.0
// The page's own tests: each tests/*.test.ts is bundled as the page is, and run by Node.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { words } from './words.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'veinline-page-'));
const tests = readdirSync(join(root, 'tests')).filter((name) => name.endsWith('.test.ts'));
await build({
  root, configFile: false, logLevel: 'warn', plugins: [words(new URL('../../words/', import.meta.url))],
  ssr: { noExternal: true },
  build: { ssr: true, outDir: out, emptyOutDir: true, minify: false, target: 'node20',
    rolldownOptions: { checks: { moduleLevelDirective: false }, input: Object.fromEntries(tests.map((name) => [name.replace('.ts', ''), join(root, 'tests', name)])), output: { entryFileNames: '[name].mjs' } } },
});
const run = spawnSync(process.execPath, ['--test', ...tests.map((name) => join(out, name.replace('.ts', '.mjs')))], { stdio: 'inherit', cwd: root });
rmSync(out, { recursive: true, force: true });
process.exit(run.status ?? 1);
