// SPDX-License-Identifier: Apache-2.0
// Serves a built page as the C++ server does, with the same policy, before a server that runs elsewhere: for work on the
// page alone. Arguments: the pack, the port, the URL of the server behind.
import { readFileSync } from 'node:fs';
import http from 'node:http';

const [pack, port, behind] = process.argv.slice(2);
// Word for word what src/gateway/http/page.cpp sends.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'; "
  + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
const bytes = readFileSync(pack);
const length = Number(bytes.readBigUInt64BE(6)), start = 14 + length;
const { files } = JSON.parse(bytes.subarray(14, start));
const part = ([from, size]) => bytes.subarray(start + from, start + from + size);
const served = new Map(files.map((file) => [file.path, file]));
const ours = /^\/(api|log|witness)\/|^\/(openapi\.json|healthz|readyz|metrics)$/;

http.createServer((asked, answer) => {
  const path = new URL(asked.url, 'http://localhost').pathname;
  if (ours.test(path)) {
    const to = new URL(asked.url, behind);
    const headers = { ...asked.headers, host: to.host, ...asked.headers.origin && { origin: to.origin } };
    const passed = http.request(to, { method: asked.method, headers }, (got) => {
      answer.writeHead(got.statusCode, got.headers);
      got.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
    return;
  }
  const file = served.get(path) ?? (/\.\w+$/.test(path) ? undefined : served.get('/'));
  if (!file) return void answer.writeHead(404).end();
  const accepted = asked.headers['accept-encoding'] ?? '';
  const coding = file.br && /\bbr\b/.test(accepted) ? 'br' : file.gzip && /\bgzip\b/.test(accepted) ? 'gzip' : undefined;
  answer.writeHead(200, {
    'content-type': file.type, 'content-security-policy': policy, 'x-content-type-options': 'nosniff',
    'cache-control': file.hashed ? 'public, max-age=31536000, immutable' : 'no-cache', ...coding && { 'content-encoding': coding },
  });
  answer.end(part(coding ? file[coding] : file.plain));
}).listen(Number(port), '127.0.0.1');
