// SPDX-License-Identifier: Apache-2.0
// A page of two servers on this machine, Chromium with an authenticator in software, and our program that judges what they
// make. Arguments: the program passkey_check, Chromium.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const { chromium } = createRequire(new URL('../../../web/package.json', import.meta.url))('playwright-core');
const [program, executablePath] = process.argv.slice(2);
const rp = 'localhost';
const record = 'fact custody.handed_over; by ada; at 2026-11-30T08:00:00.000Z';

async function page_server() {
  const server = createServer((request, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><title>signing</title>'));
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { server, origin: `http://localhost:${server.address().port}` };
}
const here = await page_server();
const elsewhere = await page_server();

const ours = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
const lines = createInterface({ input: ours.stdout })[Symbol.asyncIterator]();
async function ask(line) {
  ours.stdin.write(`${JSON.stringify({ rp, origin: here.origin, ...line })}\n`);
  return JSON.parse((await lines.next()).value);
}

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic',
  '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
async function claim(name, check) {
  try { await check(); } catch (error) {
    console.error(`FAILED: ${name}\n${error.stack}`);
    await browser.close();
    process.exit(1);
  }
  console.log(`ok: ${name}`);
}

/** A page with an authenticator that has these habits. */
async function open({ origin = here.origin, verifies = true, ...habits } = {}) {
  const page = await (await browser.newContext()).newPage();
  await page.goto(origin);
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', ctap2Version: 'ctap2_1',
    transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: verifies, automaticPresenceSimulation: true, ...habits } });
  return { page, session, authenticatorId };
}
const create = ({ page }, options) => page.evaluate(async (json) =>
  (await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json) })).toJSON(), options);
const get = ({ page }, options) => page.evaluate(async (json) =>
  (await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json) })).toJSON(), options);
const word = () => randomBytes(32).toString('base64url');

async function make(at, habits = {}) {
  const challenge = word();
  const options = await ask({ do: 'create', challenge, user: word(), ...habits });
  return { challenge, response: await create(at, options) };
}
async function sign(at, credential, text = record) {
  return get(at, await ask({ do: 'request', record: text, id: credential.id }));
}

const at = await open();
let credential;
let response;
await claim('a passkey that Chromium makes is registered', async () => {
  const made = await make(at);
  credential = await ask({ do: 'register', ...made });
  assert.equal(credential.id, made.response.id, JSON.stringify(credential));
  assert.ok(credential.public_key.length > 100);
  assert.deepEqual(await ask({ do: 'register', ...made, challenge: word() }), { fault: 'passkey.wrong_challenge' });
});
await claim('it signs a record, and the signature is good offline', async () => {
  response = await sign(at, credential);
  const used = await ask({ do: 'sign', record, credential, response });
  assert.ok(used.counter > credential.counter, JSON.stringify(used));
  assert.ok(used.bytes < 1000);
  assert.deepEqual(await ask({ do: 'sign', record, credential: used, response }), { fault: 'passkey.counter_went_back' });
  const again = await ask({ do: 'sign', record, credential: used, response: await sign(at, credential) });
  assert.ok(again.counter > used.counter);
});
await claim('the signature is for no other record', async () => {
  assert.deepEqual(await ask({ do: 'sign', record: record.replace('ada', 'eve'), credential, response }), { fault: 'passkey.wrong_challenge' });
});
await claim('not one byte of it may be another', async () => {
  for (const member of ['authenticatorData', 'clientDataJSON', 'signature']) {
    const bytes = Buffer.from(response.response[member], 'base64url');
    for (let i = 0; i < bytes.length; i += 1) {
      const bad = Buffer.from(bytes);
      bad[i] ^= 1 << (i % 8);
      const answer = await ask({ do: 'sign', record, credential,
        response: { ...response, response: { ...response.response, [member]: bad.toString('base64url') } } });
      assert.match(answer.fault ?? JSON.stringify(answer), /^passkey\./, `${member}, byte ${i}`);
    }
  }
});
await claim('a page of another port is another page', async () => {
  const other = await open({ origin: elsewhere.origin });
  const made = await make(other);
  assert.deepEqual(await ask({ do: 'register', ...made }), { fault: 'passkey.wrong_origin' });
  const theirs = await ask({ do: 'register', ...made, origin: elsewhere.origin });
  assert.equal(theirs.id, made.response.id);
  assert.deepEqual(await ask({ do: 'sign', record, credential: theirs, response: await sign(other, theirs) }), { fault: 'passkey.wrong_origin' });
});
await claim('another passkey is another signature', async () => {
  const other = await open();
  const theirs = await ask({ do: 'register', ...await make(other) });
  const foreign = await sign(other, theirs);
  assert.deepEqual(await ask({ do: 'sign', record, credential, response: foreign }), { fault: 'passkey.wrong_credential' });
  assert.deepEqual(await ask({ do: 'sign', record, credential: { ...credential, id: theirs.id }, response: foreign }), { fault: 'passkey.bad_signature' });
});
await claim('who is not verified signs nothing', async () => {
  // The page asks for less than we told it to: what came is refused all the same.
  const lax = await open({ verifies: false, hasUserVerification: false });
  const challenge = word();
  const options = await ask({ do: 'create', challenge, user: word() });
  options.authenticatorSelection.userVerification = 'discouraged';
  const made = await create(lax, options);
  assert.deepEqual(await ask({ do: 'register', challenge, response: made }), { fault: 'passkey.not_verified' });
});
await claim('with the word of its maker, when a page asks for that, it is registered too, and worth no more', async () => {
  const challenge = word();
  const options = await ask({ do: 'create', challenge, user: word() });
  const made = await create(await open(), { ...options, attestation: 'direct' });
  const kept = await ask({ do: 'register', challenge, response: made });
  assert.equal(kept.id, made.id, JSON.stringify(kept));
  assert.equal(kept.attestation, 'not_judged');
  assert.equal(credential.attestation, 'none');
});

/** CBOR of a map with numbers as keys, for keys that were made elsewhere and put into the authenticator. */
function cose(members) {
  const head = (major, n) => (n < 24 ? [major << 5 | n] : n < 256 ? [major << 5 | 24, n] : [major << 5 | 25, n >> 8, n & 255]);
  const item = (value) => (typeof value !== 'number' ? [...head(2, value.length), ...value] : value < 0 ? head(1, -1 - value) : head(0, value));
  return Buffer.from([...head(5, members.length), ...members.flatMap(([key, value]) => [...item(key), ...item(value)])]).toString('base64url');
}
const bytes = (text) => Buffer.from(text, 'base64url');
const kinds = {
  ES256: [['ec', { namedCurve: 'P-256' }], ({ x, y }) => [[1, 2], [3, -7], [-1, 1], [-2, bytes(x)], [-3, bytes(y)]]],
  EdDSA: [['ed25519'], ({ x }) => [[1, 1], [3, -8], [-1, 6], [-2, bytes(x)]]],
  RS256: [['rsa', { modulusLength: 2048 }], ({ n, e }) => [[1, 3], [3, -257], [-1, bytes(n)], [-2, bytes(e)]]],
};
for (const [name, [how, members]] of Object.entries(kinds)) {
  await claim(`a key of ${name} that was put into the authenticator signs`, async () => {
    const key = generateKeyPairSync(...how);
    const other = await open();
    const id = randomBytes(16);
    await other.session.send('WebAuthn.addCredential', { authenticatorId: other.authenticatorId, credential: { credentialId: id.toString('base64'),
      isResidentCredential: true, rpId: rp, userHandle: randomBytes(16).toString('base64'), signCount: 41,
      privateKey: key.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64') } });
    const known = { id: id.toString('base64url'), public_key: cose(members(key.publicKey.export({ format: 'jwk' }))), counter: 41, backup_eligible: false };
    const used = await ask({ do: 'sign', record, credential: known, response: await sign(other, known) });
    assert.equal(used.counter, 42, JSON.stringify(used));
  });
}
ours.stdin.end();
await browser.close();
for (const { server } of [here, elsewhere]) { server.close(); server.closeAllConnections(); }
