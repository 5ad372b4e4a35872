// SPDX-License-Identifier: Apache-2.0
// Puts every line of a list into every place of the API where a person or a program could put it. Answers that may hold
// names (who was found, who works here) go to KEPT, all others to SEARCHED. It prints how much it asked.
//
//   node leak_story.mjs URL TOKENS WORDS EVERY SEARCHED KEPT      EVERY: each so-many-th line, from the first
import fs from 'node:fs';
import http from 'node:http';

const [url, tokens, words, every, searched, kept] = process.argv.slice(2);
const lines = fs.readFileSync(words, 'utf8').split('\n').filter((line, i) => line !== '' && i % Number(every) === 0);
const token = (desk) => fs.readFileSync(`${tokens}/${desk}`, 'utf8').trim();
const coordinator = token('coordinator');
const quality = token('quality');  // of the factory: gets no name
const hospital_quality = token('hospital-quality');
const administrator = token('administrator');
// A signature is shown with the name of its signer, who works here (21 CFR 11.50): of a name that alone is looked away from.
const withoutSigners = (bytes) => Buffer.from(bytes.toString('latin1').replace(/("meaning":\s*"[a-z_]+",\s*)"name":\s*"[^"]*",/g, '$1'), 'latin1');
const answers = { [searched]: fs.openSync(`${searched}/answers`, 'w'), [kept]: fs.openSync(`${kept}/answers`, 'w') };
const agent = new http.Agent({ keepAlive: true });
const counts = { lines: lines.length, requests: 0, found: 0, refused: 0, recorded: 0, dropped: 0, by_status: {} };
const may_name = new Set(['/api/v1/find', '/api/v1/identity', '/api/v1/me', '/api/v1/people']);
const latin1 = (text) => Buffer.from(text).toString('latin1');  // bytes as they are, in a header

function ask(method, path, { as = coordinator, body, headers = {} } = {}) {
  return new Promise((done) => {
    ++counts.requests;
    const sent = { ...headers };
    if (as !== null && sent.authorization === undefined) sent.authorization = `Bearer ${as}`;
    const bytes = body === undefined ? undefined : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    if (bytes !== undefined) sent['content-length'] = bytes.length;
    let asked;
    try {
      asked = http.request(url + path, { method, headers: sent, agent });
    } catch {
      ++counts.dropped;  // Node itself would not say it
      return done({ status: 0, text: '' });
    }
    asked.on('error', () => { ++counts.dropped; done({ status: 0, text: '' }); });
    asked.on('response', (answer) => {
      const pieces = [];
      answer.on('data', (piece) => {
        pieces.push(piece);
        if (path.startsWith('/api/v1/feed')) asked.destroy();
      });
      answer.on('error', () => {});
      answer.on('close', () => {
        const text = Buffer.concat(pieces);
        const to = answer.statusCode === 200 && may_name.has(path.split('?')[0]) ? kept : searched;
        fs.writeSync(answers[to], `${answer.statusCode} ${JSON.stringify(answer.rawHeaders)}\n`);
        fs.writeSync(answers[to], withoutSigners(text));
        fs.writeSync(answers[to], '\n');
        counts.by_status[answer.statusCode] = (counts.by_status[answer.statusCode] ?? 0) + 1;
        if (answer.statusCode >= 400) ++counts.refused;
        if (answer.statusCode >= 500 && answer.statusCode !== 503) throw new Error(`${method} was answered ${answer.statusCode}`);
        done({ status: answer.statusCode, text: text.toString('utf8') });
      });
    });
    if (path.startsWith('/api/v1/feed')) setTimeout(() => asked.destroy(), 300);
    asked.end(bytes);
  });
}
const command = (name, data, more = {}, options = {}) =>
  ask('POST', `/api/v1/commands/${name}`, { ...options, body: { data, ...more }, headers: { 'idempotency-key': crypto.randomUUID(), ...options.headers } });

async function in_addresses(word, at) {
  const places = ['trace/subject/', 'trace/material/', 'timeline/subject/', 'timeline/', 'lineage/din:', 'export/course/', 'label/',
    'record/', 'receipt/', 'catalogue/', 'log/', 'sessions/', 'credentials/', ''];
  for (const place of places) await ask('GET', `/api/v1/${place}${at}`);
  for (const place of ['courses?name=', 'courses?after=', 'people?after=', 'audit?after=', 'me?', 'trace/subject/X?as_of=', 'label/X?form=']) {
    await ask('GET', `/api/v1/${place}${at}`, { as: administrator });
  }
  for (const place of ['/', '/log/', '/log/tile/', '/metrics?name=', '/readyz?']) await ask('GET', place + at, { as: null });
  await ask('GET', `/api/v1/feed?thing=${at}`);
  await ask('DELETE', `/api/v1/sessions/${at}`);
  for (const place of ['commands/', 'prepare/', 'logger/']) await ask('POST', `/api/v1/${place}${at}`, { body: { data: { name: word } } });
  await ask('POST', `/api/v1/import?dry_run=${at}`, { body: `{"command":"${word}"}\n` });
}

async function in_headers(word) {
  const said = latin1(word);
  for (const header of ['x-request-id', 'accept-language', 'user-agent', 'if-none-match', 'origin', 'referer', 'cookie', 'x-forwarded-for', 'accept', 'range']) {
    await ask('GET', '/api/v1/me', { headers: { [header]: header === 'cookie' ? `session=${said}` : said } });
  }
  await ask('GET', '/api/v1/me', { headers: { authorization: `Bearer ${said}` } });
  await ask('GET', '/api/v1/me', { headers: { authorization: `Basic ${said}` } });
  await command('quality/hold', { thing: 'subject/X', cause: 'other' }, {}, { headers: { 'idempotency-key': said } });
}

async function in_bodies(word) {
  for (const body of [word, `{"text":"${word}`, JSON.stringify(word), { [word]: word }, { code: word }, { code: word, typed: true }]) {
    for (const path of ['scan', 'find', 'identity', 'session', 'session/unlock', 'set_up', 'set_up_links', 'passkeys', 'import', 'commands/staff/add_person', 'prepare/release/release']) {
      await ask('POST', `/api/v1/${path}`, { body });
    }
  }
  await ask('POST', '/api/v1/session', { as: null, body: { login: word, password: word } });
  await ask('POST', '/api/v1/session', { as: null, body: { badge: word, pin: '314159' } });
  await ask('POST', '/witness/add-checkpoint', { as: null, body: word });
  await command('custody/hand_over', { material: word, receiver: word });
  await command('infusion/check_bedside', { material: word, wristband: word });
  await command('study/register_site', { code: word, kind: word, zone: word }, {}, { as: administrator });
  await command('staff/add_person', { name: word, site: word, roles: [word] }, { reason: { code: word, text: word } }, { as: administrator });
  await command('identity/register', { subject: word, name: word, reading: word, birth_date: word, sex: word, documents: [{ kind: 'resident_id', number: word }, { kind: 'passport', number: word }, { kind: word, number: word }] });
  await command('identity/set_contact', { subject: word, kind: 'phone', value: word });
  await command('enrolment/enrol', { study: word, site: word }, { happened_at: word });
  await command('erasure/ask', { subject: word, class: word }, { reason: word });
}

async function looked_up(word) {
  for (const kind of [undefined, 'name', 'reading', 'number', 'last_four', 'initials', word]) {
    await ask('POST', '/api/v1/find', { body: { text: word, kind } });
  }
  await ask('POST', '/api/v1/find', { as: quality, body: { text: word } });
  await ask('POST', '/api/v1/identity', { body: { subject: word, purpose: word } });
  const answer = await ask('POST', '/api/v1/find', { body: { text: word } });
  if (answer.status !== 200) return;
  const hit = JSON.parse(answer.text).hits[0];
  if (hit === undefined) return;
  ++counts.found;
  const purpose = counts.found % 2 === 0 ? 'contact' : 'safety';
  await ask('POST', '/api/v1/identity', { body: { subject: hit.subject, purpose } });
  await ask('POST', '/api/v1/identity', { as: quality, body: { subject: hit.subject, purpose } });
  await ask('GET', `/api/v1/timeline/${hit.subject}`);
  await ask('GET', `/api/v1/export/${hit.subject}`);
  // Said rightly, it is sealed: as a reason, as a contact.
  const held = await command('followup/record_contact', { subject: hit.subject.slice('subject/'.length), contact: word });
  if (held.status === 200) ++counts.recorded;
  const reason = { code: 'OTHER', text: word };
  const asked = await command('quality/hold', { thing: hit.subject, cause: 'other' }, { reason }, { as: hospital_quality });
  if (asked.status === 200) ++counts.recorded;
}

for (const word of lines) {
  await looked_up(word);
  await in_addresses(word, encodeURIComponent(word));
  await in_addresses(word, encodeURIComponent(word).replaceAll('%20', '+').toLowerCase());
  await in_headers(word);
  await in_bodies(word);
}
agent.destroy();
console.log(JSON.stringify(counts));
process.exit(counts.found > 0 && counts.recorded > 0 && counts.refused > 0 ? 0 : 1);
