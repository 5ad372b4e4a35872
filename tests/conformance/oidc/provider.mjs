// SPDX-License-Identifier: Apache-2.0
// A provider (npm oidc-provider) on this machine, a browser that is a few lines of fetch, and our program between both.
// Argument: the program oidc_login.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const { default: Provider } = await import(
  createRequire(new URL('../../../web/package.json', import.meta.url)).resolve('oidc-provider'));
const [program] = process.argv.slice(2);
const back = 'https://clinic.veinline.example/signin/back';

const jwk = (kid, alg, ...how) => ({ ...generateKeyPairSync(...how).privateKey.export({ format: 'jwk' }), kid, alg, use: 'sig' });
const keys = [jwk('rsa', 'RS256', 'rsa', { modulusLength: 2048 }), jwk('pss', 'PS256', 'rsa', { modulusLength: 2048 }),
  jwk('ec', 'ES256', 'ec', { namedCurve: 'P-256' }), jwk('ed', 'EdDSA', 'ed25519')];
const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const secret = 'a secret: of 40 letters / that are odd &%';
const clients = algorithms.flatMap((id_token_signed_response_alg) => {
  const shared = { redirect_uris: [back], response_types: ['code'], grant_types: ['authorization_code'], id_token_signed_response_alg };
  return [{ ...shared, client_id: `secret-${id_token_signed_response_alg}`, client_secret: secret, token_endpoint_auth_method: 'client_secret_basic' },
    { ...shared, client_id: `public-${id_token_signed_response_alg}`, token_endpoint_auth_method: 'none' }];
});
clients.push({ redirect_uris: [back], response_types: ['code'], grant_types: ['authorization_code'], client_id: 'shared-secret',
  client_secret: secret, id_token_signed_response_alg: 'HS256', token_endpoint_auth_method: 'client_secret_basic' });

const server = createServer();
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const issuer = `http://localhost:${server.address().port}`;
const provider = new Provider(issuer, {
  clients, jwks: { keys }, pkce: { required: () => true }, acrValues: ['phr'], claims: { acr: null, auth_time: null, openid: ['sub'] },
  enabledJWA: { idTokenSigningAlgValues: [...algorithms, 'HS256'] },
  cookies: { keys: ['a key for cookies'] },
  features: { devInteractions: { enabled: false } },
  findAccount: (context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  interactions: { url: (context, interaction) => `/interaction/${interaction.uid}` },
});
let signedIn = 0;
const visits = [];
server.on('request', async (request, response) => {
  visits.push(`${request.method} ${request.url.split('?')[0]}`);
  if (!request.url.startsWith('/interaction/')) return provider.callback()(request, response);
  // The person signs in and agrees, whatever is asked.
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    signedIn += 1;
    return provider.interactionFinished(request, response, { login: { accountId: 'account-17', acr: 'phr' } });
  }
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope('openid');
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
});

/** A browser as far as it is needed: follows, and keeps cookies, until it is sent to the page that asked. */
class Browser {
  cookies = new Map();

  async open(url) {
    for (let at = url, hops = 0; hops < 20; hops += 1) {
      if (at.startsWith(back)) return at;
      assert.ok(at.startsWith(issuer), 'the browser stays with the provider');
      const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await fetch(at, { redirect: 'manual', headers: { cookie } });
      for (const line of answer.headers.getSetCookie()) {
        const [name, value] = line.split(';')[0].split('=');
        if (value) this.cookies.set(name, value); else this.cookies.delete(name);
      }
      assert.ok(answer.status >= 300 && answer.status < 400, `the provider says ${answer.status}: ${await answer.text()}`);
      at = new URL(answer.headers.get('location'), at).href;
    }
    throw new Error('the provider sends the browser round and round');
  }
}

/** One sign-in; `meddle` may change with what the browser comes back. */
async function signIn({ client, browser = new Browser(), maxAge = '', acr = '', meddle = (address) => address, with: word = secret }) {
  const used = client.startsWith('public') ? '' : word;
  const ours = spawn(program, [issuer, client, used, back, maxAge, acr], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: ours.stdout })[Symbol.asyncIterator]();
  const first = (await lines.next()).value;
  if (first.startsWith('{')) return JSON.parse(first);
  const came = new URL(meddle(await browser.open(first)));
  ours.stdin.end(`${came.pathname}${came.search}\n`);
  return JSON.parse((await lines.next()).value);
}
async function claim(name, check) {
  try { await check(); } catch (error) {
    console.error(`FAILED: ${name}\n${error.stack}\n${visits.join('\n')}`);
    process.exit(1);
  }
  console.log(`ok: ${name}`);
}
const isPerson = (answer) => {
  assert.equal(answer.subject, 'account-17', JSON.stringify(answer));
  assert.equal(answer.issuer, issuer);
  assert.match(answer.link, /^[0-9a-f]{64}$/);
};

for (const algorithm of algorithms) {
  await claim(`${algorithm}: with a secret and without one, somebody signs in by a foreign provider`, async () => {
    const answer = await signIn({ client: `secret-${algorithm}` });
    isPerson(answer);
    const open = await signIn({ client: `public-${algorithm}` });
    isPerson(open);
    assert.equal(open.link, answer.link, 'one account, however they come');
  });
}
await claim('who is signed in there is not asked again, but before a signature they are', async () => {
  const browser = new Browser();
  isPerson(await signIn({ client: 'secret-ES256', browser }));
  const before = signedIn;
  isPerson(await signIn({ client: 'secret-ES256', browser }));
  assert.equal(signedIn, before);
  const answer = await signIn({ client: 'secret-ES256', browser, maxAge: '0', acr: 'phr' });
  isPerson(answer);
  assert.equal(signedIn, before + 1);
  assert.equal(answer.acr, 'phr');
  assert.ok(Math.abs(Date.parse(answer.asked_at) - Date.now()) < 60000);
});
await claim('a way of signing in that was not taken is refused', async () => {
  assert.deepEqual(await signIn({ client: 'secret-RS256', acr: 'another' }), { fault: 'oidc.too_weak' });
});
await claim('an ID token under a shared secret is refused', async () => {
  assert.deepEqual(await signIn({ client: 'shared-secret' }), { fault: 'oidc.algorithm_refused' });
});
await claim('another state, another code and another issuer are refused', async () => {
  const put = (name, value) => (address) => {
    const url = new URL(address);
    url.searchParams.set(name, value);
    return url.href;
  };
  assert.deepEqual(await signIn({ client: 'secret-RS256', meddle: put('state', 'another') }), { fault: 'oidc.unknown_login' });
  assert.deepEqual(await signIn({ client: 'secret-RS256', meddle: put('code', 'another') }), { fault: 'oidc.bad_answer' });
  assert.deepEqual(await signIn({ client: 'secret-RS256', meddle: put('iss', 'https://evil.example') }), { fault: 'oidc.wrong_issuer' });
  assert.deepEqual(await signIn({ client: 'secret-RS256', meddle: () => `${back}?error=access_denied&state=x` }), { fault: 'oidc.unknown_login' });
});
await claim('a wrong secret gets nobody in', async () => {
  assert.deepEqual(await signIn({ client: 'secret-RS256', with: 'another secret' }), { fault: 'oidc.bad_answer' });
});
server.close();
server.closeAllConnections();
