// SPDX-License-Identifier: Apache-2.0
// src/generated/api.ts from the document that a running server gives of itself. Arguments: its URL, and `--check` to
// compare instead of to write. The commands have types of their own (facts.ts, from the catalogue) and are left out here.
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const [url, check] = process.argv.slice(2);
const file = new URL('../src/generated/api.ts', import.meta.url);
const document = await (await fetch(new URL('/openapi.json', url), { headers: { 'accept-language': 'en' } })).json();
for (const path of Object.keys(document.paths)) if (path.startsWith('/api/v1/commands/')) delete document.paths[path];
for (const name of Object.keys(document.components.schemas)) if (name.includes('.')) delete document.components.schemas[name];
const text = `// SPDX-License-Identifier: Apache-2.0\n// The addresses and answers of the API, made from its OpenAPI document; do not edit.\n\n${astToString(await openapiTS(document))}`;
if (check !== '--check') writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  console.error('web/src/generated/api.ts is not what the server says: node web/tools/api_types.mjs URL');
  process.exit(1);
}
