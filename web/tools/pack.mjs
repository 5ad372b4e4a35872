// SPDX-License-Identifier: Apache-2.0
// One file of everything that was built, each part also compressed: the server carries it in itself. Arguments: the folder
// that Vite made, the file to write. Layout: "VLPG1\n", the length of the index in eight bytes (big end first), the index
// (JSON), the parts. The same folder gives the same bytes.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8', '.wasm': 'application/wasm', '.json': 'application/json', '.webmanifest': 'application/manifest+json',
};
// The order of two parts is that of their names, and no time is in any: the pack is the same wherever it is made.
const [folder, file] = process.argv.slice(2);

function files(at) {
  return readdirSync(at, { withFileTypes: true })
    .flatMap((one) => (one.isDirectory() ? files(join(at, one.name)) : [join(at, one.name)]));
}
const brotli = (bytes) => brotliCompressSync(bytes, {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
});

const parts = [];
let offset = 0;
function put(bytes) {
  parts.push(bytes);
  offset += bytes.length;
  return [offset - bytes.length, bytes.length];
}

const index = files(folder)
  .map((path) => [`/${relative(folder, path).replaceAll('\\', '/')}`, path])
  .filter(([path]) => path.startsWith('/assets/') || !/^\/\.|\.pack$/.test(path))
  .sort(([one], [other]) => (one < other ? -1 : 1))
  .map(([path, source]) => {
    const bytes = readFileSync(source);
    const type = types[extname(path)];
    if (!type) throw new Error(`${path}: no media type is known for it`);
    const entry = {
      path: path === '/index.html' ? '/' : path, type,
      hashed: path.startsWith('/assets/'),
      etag: `W/"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`,
      plain: put(bytes),
    };
    const gzip = gzipSync(bytes, { level: 9 }), br = brotli(bytes);
    return { ...entry, ...gzip.length < bytes.length && { gzip: put(gzip) }, ...br.length < bytes.length && { br: put(br) } };
  });

const screens = JSON.parse(readFileSync(new URL('../screens.json', import.meta.url), 'utf8'));
const head = Buffer.from(JSON.stringify({ files: index, screens }));
const length = Buffer.alloc(8);
length.writeBigUInt64BE(BigInt(head.length));
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, Buffer.concat([Buffer.from('VLPG1\n'), length, head, ...parts]));
console.log(`${file}: ${index.length} files, ${Math.round(offset / 1024)} KiB`);
