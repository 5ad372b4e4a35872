// SPDX-License-Identifier: Apache-2.0
// A server that a claim may kill and start again, accounts at one device, treatments to work on. Arguments of the whole:
// URL, data folder, Chromium, pid of the server, program.
import { execFileSync, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { api, token } from './page_parts.mjs';

const [url, data, , pid, program] = process.argv.slice(2);
// Where the page is served by another program before the server (web/tools/serve.mjs), PAGE_BEHIND is the URL of the server itself.
const listen = `127.0.0.1:${new URL(process.env.PAGE_BEHIND ?? url).port}`;
let running = Number(pid), own;
process.on('exit', () => own?.kill('SIGKILL'));

const answers = async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.ok ?? false;
const until = async (what, holds) => {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await holds()) return;
    await new Promise((go) => { setTimeout(go, 100); });
  }
  throw new Error(`${what}: not within 30 seconds`);
};
const gone = () => { try { process.kill(running, 0); return false; } catch { return true; } };

export async function killServer(signal = 'SIGKILL') {
  process.kill(running, signal);
  await until('the server is gone', async () => gone() || !await answers());
  await new Promise((go) => { setTimeout(go, 300); });
}
export async function startServer() {
  own = spawn(program, ['serve', '--data', data, '--listen', listen], { stdio: 'ignore' });
  own.unref();  // a story that is told ends, and takes the server with it
  running = own.pid;
  await until('the server answers', answers);
}

/** Commands by the API, as somebody with a token. */
export async function give(who, name, body, key = randomUUID()) {
  const answer = await fetch(`${url}/api/v1/commands/${name}`, { method: 'POST', body: JSON.stringify(body),
    headers: { authorization: `Bearer ${token(who)}`, 'content-type': 'application/json', 'idempotency-key': key } });
  const told = await answer.json();
  if (!answer.ok) throw new Error(`${name}: ${answer.status} ${JSON.stringify(told)}`);
  return told;
}
/** How many records the log has. */
export const length = async () => Number((await (await fetch(`${url}/log/checkpoint`)).text()).split('\n')[1]);

/** A login, a password, a badge and a PIN for people who have tokens alone: their links are printed at the machine. */
export async function accounts(who) {
  const people = await Promise.all(who.map(async (name) => ({ name, person: (await api('me', token(name))).person })));
  await killServer('SIGTERM');
  const links = people.map(({ person }) => /#set-up=(\S+)/.exec(execFileSync(program, ['user', 'recover', person, '--data', data], { encoding: 'utf8' }))[1]);
  await startServer();
  const made = {};
  for (const [at, { name, person }] of people.entries()) {
    const login = name.replace('-', '.'), password = `seven quiet lamps by water ${at + 3}`;
    const at_home = { origin: url, 'content-type': 'application/json' };
    const set = await fetch(`${url}/api/v1/set_up`, { method: 'POST', headers: at_home, body: JSON.stringify({ secret: links[at], login, password }) });
    const session = await set.json();
    if (!set.ok) throw new Error(`set up: ${JSON.stringify(session)}`);
    const cookie = set.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
    const account = { login, password, person, badge: `STAFF-${1000 + at}-${name}`, pin: `29481${7 + at}` };
    let word = session.csrf, held = cookie;
    for (const kind of ['pin', 'badge']) {
      const answer = await fetch(`${url}/api/v1/credentials`, { method: 'POST', headers: { ...at_home, cookie: held, 'x-veinline-csrf': word, 'idempotency-key': randomUUID() },
        body: JSON.stringify({ kind, [kind]: account[kind], proof: { password } }) });
      const told = await answer.json();
      if (!answer.ok) throw new Error(`${kind}: ${JSON.stringify(told)}`);
      word = told.csrf ?? word;
      const fresh = answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
      if (fresh) held = fresh;
    }
    made[name] = account;
  }
  return made;
}

/** Treatments whose released bags nobody bars: { course, patient, bag }, at the site of `who`. */
export async function released(who) {
  const { courses } = await api('courses?count=1000', token(who));
  const out = [];
  for (const one of courses.filter((course) => course.reached === 'released' && Object.keys(course.barred).length === 0)) {
    const { facts } = await api(`timeline/${one.course}`, token(who));
    const bags = facts.find((fact) => fact.fact.startsWith('manufacture.produced/'))?.data.products.map((product) => `material/${product.material}`) ?? [];
    if (bags.length > 0) out.push({ course: one.course, patient: one.recipient, bag: bags[0], bags, facts });
  }
  return out;
}

/** A link for the courier of a box that is under way: its address, and the box. */
export async function courierLink() {
  const { facts } = await api('audit?count=1000', token('administrator'));
  const arrived = new Set(facts.filter((one) => one.fact.startsWith('reception.received/')).map((one) => one.data.consignment));
  const box = facts.find((one) => one.fact.startsWith('transport.dispatched/') && !arrived.has(one.data.consignment) && one.data.carrier.startsWith('person/')).data;
  const secret = `vl3_${createHash('sha256').update(randomUUID()).digest('hex')}`;
  await give('quality', 'transport/issue_link', { data: { consignment: box.consignment, courier: box.carrier.slice('person/'.length),
    link: createHash('sha256').update(secret).digest('hex'), until: new Date(Date.now() + 3_600_000).toISOString() } });
  return { address: `${url}/courier#${box.consignment}.${secret}`, box };
}

/** Signs in by name and password, in the page. */
export async function signIn(page, account, path = '/') {
  await page.goto(`${url}${path}`);
  await page.locator('.door, header.top').first().waitFor();
  const by_password = page.locator('#entry-login');
  if (await by_password.count() === 0) await page.locator('form button.quiet').first().click();
  await page.fill('#entry-login', account.login);
  await page.fill('#entry-password', account.password);
  await page.keyboard.press('Enter');
  await page.locator('header.top .who').waitFor();
}
