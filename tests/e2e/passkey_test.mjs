// SPDX-License-Identifier: Apache-2.0
// In Chromium, with an authenticator in software: a passkey is registered, signs what it is shown, and signs nothing else.
// Arguments: the server, the file with the token of quality, the key of a batch of their site, Chromium, the secret of the
// first start, the file with the token of another person of quality there.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { chromium } = createRequire(new URL('../../web/package.json', import.meta.url))('playwright-core');
const [url, tokenFile, batch, executablePath, first, secondFile] = process.argv.slice(2);
const token = readFileSync(tokenFile, 'utf8').trim(), second = readFileSync(secondFile, 'utf8').trim();

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

/** A page of a browser of its own, and its authenticator. */
async function withAuthenticator(address) {
  const opened = await (await browser.newContext({ locale: 'en-US' })).newPage();
  await opened.goto(address);
  const devtools = await opened.context().newCDPSession(opened);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', ctap2Version: 'ctap2_1',
    transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
  return opened;
}
const page = await withAuthenticator(url);

const ask = (method, path, body, key = randomUUID(), by = token) => page.evaluate(async ({ method, path, body, key, token }) => {
  const answer = await fetch(path, { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json',
    'idempotency-key': key, 'accept-language': 'en' }, body: body === undefined ? undefined : JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() };
}, { method, path, body, key, token: by });
const create = (options) => page.evaluate(async (json) =>
  (await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json) })).toJSON(), options);
const get = (options) => page.evaluate(async (json) =>
  (await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json) })).toJSON(), options);
const lift = () => ({ data: { thing: batch }, reason: { code: 'CLOSED' }, sign: 'lift' });
const hold = async () => {
  const held = await ask('POST', '/api/v1/commands/quality/hold', { data: { thing: batch, cause: 'other' }, reason: { code: 'TEST' } }, randomUUID(), second);
  assert.equal(held.status, 200, JSON.stringify(held.body));
};

await claim('before a passkey is registered none is asked for', async () => {
  await hold();
  const prepared = await ask('POST', '/api/v1/prepare/quality/lift', lift());
  assert.equal(prepared.status, 200, JSON.stringify(prepared.body));
  assert.equal(prepared.body.passkey_options, undefined);
  assert.equal(prepared.body.facts[0].fact, 'quality.hold_lifted/1');
});

let made;
await claim('a passkey is registered once for what was asked', async () => {
  const begun = await ask('POST', '/api/v1/passkeys/new', {});
  assert.equal(begun.status, 200, JSON.stringify(begun.body));
  made = { challenge: begun.body.challenge, registration: await create(begun.body.options) };
  const registered = await ask('POST', '/api/v1/passkeys', made);
  assert.equal(registered.status, 200, JSON.stringify(registered.body));
  assert.equal(registered.body.records[0].fact, 'staff.passkey_registered/1');
  const again = await ask('POST', '/api/v1/passkeys', made);
  assert.equal(again.status, 401, 'a registration is no use a second time');
});

let brought, key;
await claim('what was shown is signed, and recorded as it was shown', async () => {
  key = randomUUID();
  const prepared = await ask('POST', '/api/v1/prepare/quality/lift', lift(), key);
  assert.equal(prepared.status, 200, JSON.stringify(prepared.body));
  assert.equal(prepared.body.meaning, 'lift');
  brought = { ...lift(), proof: { prepared: prepared.body.prepared, passkey: await get(prepared.body.passkey_options) } };
  const answer = await ask('POST', '/api/v1/commands/quality/lift', brought, key);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  const { seq, fact, data } = answer.body.records[0];
  assert.equal(fact, prepared.body.facts[0].fact);
  assert.deepEqual(data, prepared.body.facts[0].data);
  const line = (await ask('GET', `/api/v1/timeline/${batch}?count=1000`)).body.facts.find((one) => one.seq === seq);
  assert.equal(line.signatures[0].suite, 'webauthn/1');
  assert.equal(line.signatures[0].time, prepared.body.time);
  assert.ok(line.signatures[0].zone.includes('/'), 'the zone of the site');
  console.log(`signed by passkey: ${seq}`);
});

await claim('the same signature again is good for nothing', async () => {
  const again = await ask('POST', '/api/v1/commands/quality/lift', brought, key);
  assert.equal(again.status, 409, JSON.stringify(again.body));
  assert.match(again.body.type ?? again.body.code ?? '', /not_prepared/);
});

await claim('a signature for something else signs nothing', async () => {
  await hold();
  const one = await ask('POST', '/api/v1/prepare/quality/lift', lift());
  const two = await ask('POST', '/api/v1/prepare/quality/lift', lift());
  const passkey = await get(one.body.passkey_options);
  const crossed = await ask('POST', '/api/v1/commands/quality/lift', { ...lift(), proof: { prepared: two.body.prepared, passkey } });
  assert.equal(crossed.status, 401, JSON.stringify(crossed.body));
  const bent = structuredClone(passkey);
  const bytes = Buffer.from(bent.response.signature, 'base64url');
  bytes[bytes.length - 1] ^= 1;
  bent.response.signature = bytes.toString('base64url');
  const forged = await ask('POST', '/api/v1/commands/quality/lift', { ...lift(), proof: { prepared: one.body.prepared, passkey: bent } });
  assert.equal(forged.status, 401, JSON.stringify(forged.body));
});

await claim('on the page a signature is made by passkey, over what is shown there', async () => {  // the hold of before is still there
  await page.evaluate((text) => sessionStorage.setItem('veinline.token', text), token);
  await page.goto(`${url}/do/quality/lift?thing=${batch}`);
  await page.fill('#field-reason', 'CLOSED');
  await page.getByRole('button', { name: 'Show what I sign' }).click();
  await page.locator('dialog .prepared', { hasText: 'Hold lifted' }).waitFor();
  await page.getByRole('button', { name: 'Sign with passkey' }).click();
  await page.locator('.recorded', { hasText: 'Recorded.' }).waitFor();
  const { facts } = (await ask('GET', `/api/v1/timeline/${batch}?count=1000`)).body;
  assert.equal(facts.at(-1).fact, 'quality.hold_lifted/1');
  assert.equal(facts.at(-1).signatures[0].suite, 'webauthn/1');
});

const desk = await withAuthenticator(`${url}/#set-up=${first}`);
const methods = () => desk.evaluate(async () => (await (await fetch('/api/v1/session')).json()).methods);
await claim('somebody adds a passkey on the page, with their password once more', async () => {
  await desk.fill('#entry-login', 'console');
  await desk.fill('#entry-password', 'seven bags of plasma');
  await desk.press('#entry-password', 'Enter');
  await desk.click('.who summary');
  await desk.getByRole('link', { name: 'Ways to sign in' }).click();
  await desk.fill('#ways #entry-password', 'another one here');
  await desk.getByRole('button', { name: 'Add a passkey of this device' }).click();
  await desk.locator('#ways .trouble').waitFor();
  await desk.fill('#ways #entry-password', 'seven bags of plasma');
  await desk.getByRole('button', { name: 'Add a passkey of this device' }).click();
  await desk.locator('#ways .told', { hasText: 'From now on' }).waitFor();
  await desk.locator('#ways li', { hasText: 'Passkey' }).waitFor();
  assert.deepEqual(await methods(), ['password']);
});
await claim('and signs in by it, with the name and without', async () => {
  for (const login of ['', 'console']) {
    await desk.click('.who summary');
    await desk.getByRole('button', { name: 'Sign out' }).click();
    await desk.getByRole('button', { name: 'Use account name and password' }).click();
    await desk.fill('#entry-login', login);
    await desk.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await desk.locator('.who').waitFor();
    assert.deepEqual(await methods(), ['passkey']);
  }
});
await claim('what nobody signs is not prepared', async () => {
  const answer = await ask('POST', '/api/v1/prepare/quality/hold', { data: { thing: batch, cause: 'other' }, reason: { code: 'TEST' } });
  assert.equal(answer.status, 400, JSON.stringify(answer.body));
});

await browser.close();
