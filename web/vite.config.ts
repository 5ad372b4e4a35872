// SPDX-License-Identifier: Apache-2.0
// How the page is built: for hospital browsers from Chrome 109 on, nothing from elsewhere, the same bytes every time.
import { defineConfig } from 'vite';
import { words } from './tools/words.mjs';
import { worker } from './tools/worker.mjs';

const server = process.env.VEINLINE_URL ?? 'http://127.0.0.1:8080';
const proxied = Object.fromEntries(['/api', '/log', '/openapi.json', '/healthz'].map((path) => [path, server]));

export default defineConfig({
  plugins: [words(new URL('../words/', import.meta.url)), worker()],
  server: { proxy: proxied },
  build: {
    target: ['chrome109', 'firefox115', 'safari16'],
    outDir: process.env.VEINLINE_DIST ?? 'dist',
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,  // data: addresses are not in the policy
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      checks: { moduleLevelDirective: false },
      output: {
        // Few files for the first look: what every screen stands on is one, what comes from elsewhere another.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler|@tanstack\/(react-router|router-core|history|react-query|query-core|store|react-store))\// },
            { name: 'base', test: /src\/(api|live|parts|shell\/(?!enrolled)|words\/(?!zoned)|things\/(?!thing\.|lineage|states|emergency|opening|next|alike)|scan\/(?!camera|reader)|screens\/course\/(rail|stages))/ },
          ],
        },
      },
    },
  },
});
