// SPDX-License-Identifier: Apache-2.0
// A provider (npm oidc-provider) and a served node on this machine, and a browser that is a few lines between both.
// Arguments: the program veinline, a node that nobody has signed in to, the file with the client's secret.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { createRequire } from 'node:module';

const { default: Provider } = await import(
  createRequire(new URL('../../web/package.json', import.meta.url)).resolve('oidc-provider'));
const [program, data, secretFile] = process.argv.slice(2);

async function port() {
  const one = createServer();
  await new Promise((listening) => one.listen(0, '127.0.0.1', listening));
  const { port: free } = one.address();
  await new Promise((closed) => one.close(closed));
  return free;
}
const here = `http://localhost:${await port()}`, back = `${here}/api/v1/sign-in/provider/back`;

// --- the provider ------------------------------------------------------------------------------
const keys = [{ ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }), kid: 'ec', alg: 'ES256', use: 'sig' }];
const door = createServer();
await new Promise((listening) => door.listen(0, '127.0.0.1', listening));
const issuer = `http://localhost:${door.address().port}`;
const provider = new Provider(issuer, {
  clients: [{ client_id: 'veinline', client_secret: readFileSync(secretFile, 'utf8').trim(), redirect_uris: [back], response_types: ['code'],
    grant_types: ['authorization_code'], id_token_signed_response_alg: 'ES256', token_endpoint_auth_method: 'client_secret_basic' }],
  jwks: { keys }, pkce: { required: () => true }, claims: { auth_time: null, openid: ['sub'] },
  cookies: { keys: ['a key for cookies'] }, features: { devInteractions: { enabled: false } },
  findAccount: (context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  interactions: { url: (context, interaction) => `/interaction/${interaction.uid}` },
});
let who = 'account-17';
door.on('request', async (asked, answer) => {
  if (!asked.url.startsWith('/interaction/')) return provider.callback()(asked, answer);
  const { prompt, params, session } = await provider.interactionDetails(asked, answer);
  if (prompt.name === 'login') return provider.interactionFinished(asked, answer, { login: { accountId: who } });
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope('openid');
  return provider.interactionFinished(asked, answer, { consent: { grantId: await grant.save() } });
});

// --- the node ----------------------------------------------------------------------------------
const node = spawn(program, ['serve', '--data', data, '--listen', here.replace('http://localhost', '127.0.0.1'),
  '--sign-in-public-host', here.slice('http://'.length), '--sign-in-provider', issuer, '--sign-in-provider-client', 'veinline',
  '--sign-in-provider-secret-file', secretFile], { stdio: ['ignore', 'pipe', 'pipe'] });
let told = '', log = '';
node.stdout.on('data', (text) => { told += text; });
node.stderr.on('data', (text) => { log += text; });
function end(status) {
  node.kill();
  door.close();
  door.closeAllConnections();
  process.exitCode = status;
}
for (let i = 0; i < 200 && !told.includes('#set-up='); i += 1) await new Promise((next) => setTimeout(next, 50));
const link = told.match(/#set-up=(vl2_[0-9a-f]{64})/)?.[1];

/** A browser as far as it is needed: its cookies, by house, and what it says of where it comes from. */
class Browser {
  cookies = new Map();
  csrf = '';

  /** One request; of a foreign page it sends no cookie that is strict. */
  ask(method, url, { body, site = 'same-origin' } = {}) {
    const house = new URL(url).origin;
    const cookie = [...this.cookies].filter(([, one]) => one.house === house && (site === 'same-origin' || !one.isStrict))
      .map(([name, one]) => `${name}=${one.value}`).join('; ');
    const headers = { cookie, 'sec-fetch-site': site, ...method === 'GET' ? {} : { origin: here, 'content-type': 'application/json',
      'x-veinline-csrf': this.csrf, 'idempotency-key': randomUUID() } };
    return new Promise((resolve, reject) => {
      const asked = request(url, { method, headers, family: 4 }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part) => { text += part; }).on('end', () => {
          for (const line of answer.headers['set-cookie'] ?? []) {
            const [name, ...value] = line.split(';')[0].split('=');
            if (value.join('=')) this.cookies.set(name, { house, value: value.join('='), isStrict: /SameSite=Strict/i.test(line) });
            else this.cookies.delete(name);
          }
          const json = /^application\/json/.test(answer.headers['content-type'] ?? '') ? JSON.parse(text) : undefined;
          if (json?.csrf) this.csrf = json.csrf;
          resolve({ status: answer.statusCode, headers: answer.headers, text, json });
        });
      });
      asked.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
  /** Through the provider, until it sends the browser back. */
  async through(url) {
    for (let at = url, hops = 0; hops < 20; hops += 1) {
      if (at.startsWith(back)) return at;
      assert.ok(at.startsWith(issuer), 'the browser stays with the provider');
      const answer = await this.ask('GET', at, { site: 'cross-site' });
      assert.ok([302, 303].includes(answer.status), `the provider says ${answer.status}: ${answer.text}`);
      at = new URL(answer.headers.location, at).href;
    }
    throw new Error('the provider sends the browser round and round');
  }
  async signIn(meddle = (address) => address) {
    const sent = await this.ask('GET', `${here}/api/v1/sign-in/provider`);
    assert.equal(sent.status, 303, sent.text);
    const wish = new URL(sent.headers.location).searchParams;
    assert.deepEqual([wish.get('max_age'), wish.get('prompt')], ['0', 'login'], 'they are asked there again');
    return this.comeBack(meddle(await this.through(sent.headers.location)));
  }
  async comeBack(address) {
    const answer = await this.ask('GET', address, { site: 'cross-site' });
    assert.equal(answer.status, 303, answer.text);
    return answer.headers.location;
  }
  session() { return this.ask('GET', `${here}/api/v1/session`); }
}
async function claim(name, check) {
  try { await check(); } catch (error) {
    console.error(`FAILED: ${name}\n${error.stack}\n${log}`);
    end(1);
    process.exit(1);
  }
  console.log(`ok: ${name}`);
}

const own = new Browser(), password = 'seven bags of plasma';
await claim('the page is told that there is a provider', async () => {
  assert.ok(link, 'the server prints a link to set up');
  const ways = await own.ask('GET', `${here}/api/v1/sign-in`);
  assert.deepEqual(ways.json, { passkey: true, provider: true });
});
await claim('nobody is let in whom nobody linked', async () => {
  assert.equal(await new Browser().signIn(), '/#provider=refused');
});
await claim('who is signed in links their account with their password, and is asked there again', async () => {
  const set = await own.ask('POST', `${here}/api/v1/set_up`, { body: { secret: link, login: 'console', password } });
  assert.equal(set.status, 200, set.text);
  const wrong = await own.ask('POST', `${here}/api/v1/sign-in/provider`, { body: { proof: { password: 'another one here' } } });
  assert.equal(wrong.status, 401, wrong.text);
  const begun = await own.ask('POST', `${here}/api/v1/sign-in/provider`, { body: { proof: { password } } });
  assert.equal(begun.status, 200, begun.text);
  assert.equal(new URL(begun.json.url).searchParams.get('prompt'), 'login');
  assert.equal(await own.comeBack(await own.through(begun.json.url)), '/#provider=linked');
  const all = await own.ask('GET', `${here}/api/v1/credentials`);
  assert.deepEqual(all.json.credentials.map((one) => one.kind).sort(), ['password', 'provider']);
});
const other = new Browser();
let used;
await claim('from then on they sign in by it', async () => {
  assert.equal(await other.signIn((address) => { used = address; return address; }), '/#provider=in');
  const session = await other.session();
  assert.deepEqual(session.json.methods, ['provider']);
  assert.equal(session.json.person, (await own.session()).json.person);
  assert.equal((await other.ask('GET', `${here}/api/v1/me`)).status, 200);
});
await claim('a way back that was used, forged or meant for another browser lets nobody in', async () => {
  const put = (name, value) => (address) => {
    const url = new URL(address);
    url.searchParams.set(name, value);
    return url.href;
  };
  const thief = new Browser();
  assert.equal(await thief.comeBack(used), '/#provider=refused');
  for (const meddle of [put('state', 'another'), put('code', 'another'), put('iss', 'https://evil.example'),
    () => `${back}?error=access_denied&error_description=Wang+Fang&state=x`]) {
    assert.equal(await thief.signIn(meddle), '/#provider=refused');
  }
  const sent = await thief.ask('GET', `${here}/api/v1/sign-in/provider`);
  const address = await thief.through(sent.headers.location);
  assert.equal(await new Browser().comeBack(address), '/#provider=refused');
  assert.equal((await thief.session()).status, 401);
  who = 'account-18';
  assert.equal(await new Browser().signIn(), '/#provider=refused', 'nor another account there');
  who = 'account-17';
});
await claim('what is unlinked opens nothing', async () => {
  const { credentials } = (await own.ask('GET', `${here}/api/v1/credentials`)).json;
  const { credential } = credentials.find((one) => one.kind === 'provider');
  const gone = await own.ask('POST', `${here}/api/v1/commands/staff/remove_credential`, { body: { data: { credential }, sign: 'removal', proof: { password } } });
  assert.equal(gone.status, 200, gone.text);
  assert.equal((await other.session()).status, 401, 'its session is over');
  assert.equal(await other.signIn(), '/#provider=refused');
});
await claim('the log says why, and nothing that the provider said', async () => {
  for (const why of ['not_linked', 'unknown_login', 'bad_answer', 'wrong_issuer', 'other_browser']) {
    assert.ok(log.includes(`"sign_in_refused"`) && log.includes(`oidc.${why}`), `${why} is not in ${log}`);
  }
  assert.match(log, /"event":"signed_in".*"methods":"provider"/, 'who signed in, and by what');
  const code = new URL(used).searchParams.get('code'), state = new URL(used).searchParams.get('state');
  for (const secret of [code, state, 'account-17', 'Wang', 'a secret:']) {
    assert.ok(!log.includes(secret) && !told.includes(secret), 'the log repeats what the provider said');
  }
});
end(0);
