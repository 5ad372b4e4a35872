// SPDX-License-Identifier: Apache-2.0
// The first page: all treatments, one thing, its facts and their proofs. It writes text, never HTML.
import {
  catalogue, forget, get, getText, hasSession, isLocked, lock, resume, scan, setUp, signedIn, signIn, signInAs, signOut, Trouble,
  unlock, view,
} from './api.js';
import { listen } from './feed.js';
import { labelsOf } from './labels.js';
import { at, button, chip, empty, h, icon, pairs, quantity, save, section, time } from './parts.js';
import { parseCheckpoint, parseReceipt, recompute } from './proof.js';
import { offer, settle } from './ways.js';
import { inZone, language, say, span, speak, zone } from './words.js';

const main = at('main');
const steps = ['opened', 'collecting', 'collected', 'manufacturing', 'produced', 'released', 'infused', 'followed_up'];
let title = Object.assign(() => undefined, { kind: () => undefined });
const names = new Map();
let isShut = false;   // the session is locked
let invitation = '';  // of whoever is to set a password

function trouble(error, again) {
  if (!(error instanceof Trouble)) console.error(error);
  return h('div', { class: 'trouble', role: 'alert' }, icon('warn'), h('div', {},
    h('strong', {}, error instanceof Trouble ? error.message : say('broken')),
    !error.isFinal && h('p', {}, error.advice ?? say('do_other', 'page')), again && !error.isFinal && button('again', again)));
}
/// Fills a box with what `work` brings, or with the sentence of why not; the last call wins.
async function fill(box, work) {
  const turn = box.turn = (box.turn ?? 0) + 1;
  box.replaceChildren(h('p', { class: 'wait', role: 'status' }, say('loading')));
  let shown;
  try { shown = await work(); } catch (error) {
    if (error.code === 'auth.locked') { isShut = true; return render(); }
    if (error.status === 401 && error.code !== 'auth.refused' && signedIn()) { forget(); return render(error); }
    shown = trouble(error, () => fill(box, work));
  }
  if (box.turn === turn) box.replaceChildren(...[shown].flat());
}

// --- things by their names ---------------------------------------------------------------------
/// Names of who works here, for whoever may see them.
let staff;
async function staffName(key) {
  staff ??= get('/api/v1/people?count=1000').then(({ people }) => new Map(people.map((one) => [one.person, one.name])), () => new Map());
  return (await staff).get(key) ?? '';
}
async function nameOf(key) {
  const [kind, id] = key.split('/');
  if (!['site', 'study', 'person', 'course', 'material'].includes(kind)) return '';
  const { data } = (await view('timeline', key, '?count=1')).facts[0];
  const product = data.products?.find(({ material }) => material === id);
  if (product) return [product.division, quantity(product.quantity)].filter(Boolean).join(' · ');
  const roles = data.roles?.map((role) => title(role) ?? role).join(say('comma'));
  if (kind === 'person') return [await staffName(key), roles, await name(`site/${data.site}`)].filter(Boolean).join(' · ');
  return data.code ?? data.coi ?? data.donation_number ?? '';
}
function name(key) {
  if (!names.has(key)) names.set(key, nameOf(key).catch(() => ''));
  return names.get(key);
}
/// Its kind, its name as soon as it is known, and its whole id: an identity is never cut.
function link(key, tag = 'a') {
  const [kind, ...id] = key.split('/'), known = h('b');
  name(key).then((text) => known.append(text));
  return h(tag, { class: 'thing', href: tag === 'a' ? `#/${key}` : undefined },
    h('span', { class: 'kind' }, say(kind)), ' ', known, ' ', h('code', {}, id.join('/')));
}
function valueOf(value, owner, kind) {
  if (Array.isArray(value)) return value.map((one) => h('div', {}, valueOf(one, owner, kind)));
  if (value?.ciphertext) return say('sealed');
  if (value?.unit && 'value' in value) return quantity(value);
  if (value && typeof value === 'object') return dataOf(value, owner);
  if (typeof value !== 'string') return String(value);
  const key = kind ? `${kind}/${value}` : value;
  if (/^[a-z]+\/[0-9A-Z]{18}$/.test(key)) return link(key);
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? time(value) : title(value) ?? value;
}
/// `texts` says which of them are erased or restricted.
const standing = (texts, field) => texts.filter((text) => text.field === field)
  .map(({ state }) => say(state === 'erased' ? 'erased' : 'restricted'))[0];
const dataOf = (data, owner, texts = []) => pairs(Object.entries(data).map(([field, value]) => [title(`${owner}:${field}`) ?? field,
  standing(texts, field) ?? valueOf(value, owner, title.kind(`${owner}:${field}`)), field]));

// --- facts and proofs --------------------------------------------------------------------------
async function proofOf(seq) {
  const told = await view('receipt', `${seq}`), receipt = parseReceipt(told.receipt);
  const { leaf, proven } = await recompute(told.bytes, receipt);
  const verdict = { true: ['done', 'proven'], false: ['stop', 'not_proven'] }[proven] ?? ['plan', 'not_computed'];
  return [h('p', { class: `verdict ${verdict[0]}` }, icon(verdict[0]), h('span', {}, say(verdict[1]))),
    pairs([[say('index'), h('code', {}, `${receipt.index}`)],
      [say('leaf'), h('code', {}, leaf ?? (await view('record', `${seq}`)).leaf)]]),
    h('h3', {}, say('receipt')), h('pre', { tabindex: 0 }, told.receipt),
    button('save_receipt', () => save(`record-${seq}.tlog-proof`, told.receipt)), ' ',
    button('save_record', () => save(`record-${seq}.json`, told.bytes))];
}
/// How the node came to know the signer: docs/formats/record.md, "Signatures".
const suites = {
  'ed25519-node/1': 'signed', 'ed25519-node-full/1': 'signed_full', 'ed25519-node-one/1': 'signed_one',
  'webauthn/1': 'signed_passkey', 'ed25519-node-import/1': 'signed_import',
};
/// Who signed, what it means and when (UTC, and in the zone of the site), wherever the record is shown (21 CFR 11.50).
function signatureOf({ by, meaning, suite, time: at, zone: there }) {
  const who = h('b');
  staffName(`person/${by}`).then((text) => who.append(text || by));
  return h('p', { class: 'note' }, say(suites[suite] ?? 'signed_unknown', say(`meaning_${meaning}`)), ' · ', who, ' · ', time(at), ' ', h('code', {}, at), there && ` · ${inZone(at, there)}`);
}
function factOf(one) {
  const amiss = (one.data?.condition ?? 'intact') !== 'intact' || one.data?.verdict === 'out_of_specification';
  const state = /hold_placed/.test(one.fact) ? 'hold' : amiss || /deviation_opened/.test(one.fact) ? 'warn' : 'done';
  const panel = h('div', { class: 'panel', hidden: '' });
  const proof = h('button', { type: 'button', 'aria-expanded': 'false', click: () => {
    panel.hidden = !panel.hidden;
    proof.setAttribute('aria-expanded', `${!panel.hidden}`);
    if (!panel.hidden) fill(panel, () => proofOf(one.seq));
  } }, say('proof'));
  const data = dataOf(one.data, one.fact, one.texts);
  const about = (one.changes ?? []).filter((thing) => /^(material|batch)\//.test(thing));
  return h('li', { class: 'fact' }, icon(state), time(one.happened_at), h('div', {},
    h('strong', {}, title(one.fact) ?? one.fact),
    one.corrects && chip('warn', say('corrects')), one.reason && h('span', { class: 'note' }, `${say('reason')}: ${one.reason}`),
    one.signatures?.map(signatureOf),
    one.by && h('p', {}, link(`person/${one.by}`)), about.map((thing) => h('p', {}, link(thing))),
    // A timeline has room for titles only; where condition is asked, its data are the answer.
    one.recorded_at ? null : data,
    h('div', { class: 'acts' }, one.recorded_at && h('details', {}, h('summary', {}, say('data')), data,
      h('p', { class: 'note' }, `#${one.seq} · ${say('recorded')}: `, time(one.recorded_at))), proof), panel));
}
/// A list that is read page by page.
function listOf(viewName, id, part, row, none) {
  const list = h('ol', { class: part }), box = h('div', {}, list), rest = h('div');
  const more = (after) => fill(rest, async () => {
    const told = await view(viewName, id, after && `?after=${after}`);
    list.append(...told[part].map(row));
    box.dispatchEvent(new CustomEvent('rows', { detail: told[part] }));
    if (!list.children.length) return empty(none);
    return told.next ? button('more', () => more(told.next)) : [];
  });
  box.append(rest);
  more('');
  return box;
}

// --- pages -------------------------------------------------------------------------------------
function railOf(reached) {
  const at = steps.indexOf(reached);
  return h('ol', { class: 'rail', role: 'list' }, steps.map((step, place) => {
    const state = place > at ? 'plan' : place === at && /ing$/.test(step) ? 'half' : 'done';
    return h('li', { class: state, 'aria-current': place === at ? 'step' : undefined },
      icon(state), h('span', {}, say(step)));
  }));
}
const treatments = () => [h('h1', { tabindex: -1 }, say('treatments')),
  listOf('courses', '', 'courses', (row) => h('li', {}, h('a', { class: 'card', href: `#/${row.course}` },
    h('span', { class: 'head' }, h('b', { class: 'coi' }, row.chain_of_identity),
      row.site && link(row.site, 'span'), h('span', { class: 'chips' }, barsOf({ barred: row.barred, thing: row.course }))),
    railOf(row.reached))), 'no_treatments')];

const kindOf = (thing) => say(thing.split('/')[0]);
/// Why a thing may not be used, worst first, on its own account or on that of what it rests on. The server judges.
const reasons = [['rejected', 'stop'], ['held', 'hold'], ['strange', 'warn'], ['deviation', 'warn']];
const barsOf = ({ barred, thing }) => reasons.filter(([why]) => barred[why]).map(([why, state]) =>
  chip(state, barred[why] === thing ? say(`bar_${why}`) : say('through', say(`bar_${why}`), kindOf(barred[why]))));
function chipsOf({ status, thing }) {
  const bars = barsOf({ barred: status.barred, thing }), stopped = status.barred.rejected || status.barred.held || status.barred.strange;
  return [bars, status.released && thing.startsWith('material/')
      && (stopped ? chip('plan', say('released_but_barred')) : chip('done', say('released_yes'))),
    status.infused_into && chip('done', say('infused_yes')),
    status.strange.map((what) => chip('warn', title(what) ?? what))];
}
function alarmsOf({ status, condition, thing }) {
  const cause = condition.findLast(({ fact, data }) => /hold_placed/.test(fact) && data.thing === thing)?.data.cause;
  return reasons.filter(([why]) => why !== 'deviation' && status.barred[why]).map(([why, state]) => {
    const at = status.barred[why], own = at === thing;
    const ground = link(at);
    ground.querySelector('.kind').remove();  // the sentence has said it
    return h('p', { class: `alarm ${state}`, role: 'alert' }, icon(state), h('span', {},
      h('strong', {}, own ? say(`stop_${why}`) : say(`stop_${why}_through`, kindOf(at))),
      own ? why === 'held' && cause && ` ${title(cause) ?? cause}` : [' ', ground]));
  });
}
function custodyOf(intervals) {
  const first = Date.parse(intervals[0]?.since), last = Date.parse(intervals.at(-1)?.since), whole = (last - first) * 1.1 || 1;
  return h('ol', {}, intervals.map(({ holder, since, until }) => {
    const bar = h('i', { class: until ? '' : 'open' });
    bar.style.left = `${(Date.parse(since) - first) / whole * 100}%`;
    bar.style.width = `${((until ? Date.parse(until) : first + whole) - Date.parse(since)) / whole * 100}%`;
    return h('li', {}, link(holder), h('span', { class: 'bar', 'aria-hidden': 'true' }, bar),
      h('span', {}, time(since), ' – ', until ? [time(until), h('small', {}, ` ${span(since, until)}`)] : say('until_now')));
  }));
}
/// Everything on the way: what it came from, each thing after all that went into it; then what became of it, each thing
/// under every one that it came out of.
function chainOf(start, { backward, forward }) {
  const far = (edges, near, next) => {
    const depth = new Map([[start, 0]]);
    for (let moved = true, round = 0; moved && round < 100; round += 1) {
      moved = false;
      for (const edge of edges) {
        const step = (depth.get(edge[near]) ?? NaN) + 1;
        if (step > (depth.get(edge[next]) ?? 0)) moved = Boolean(depth.set(edge[next], step));
      }
    }
    return [...depth].slice(1).sort(([, a], [, b]) => a - b);
  };
  const before = far(backward, 'to', 'from').reverse(), deepest = before[0]?.[1] ?? 0;
  const row = (key, place, mark) => {
    const item = h('li', {}, mark ? h('mark', {}, link(key, 'span'), ` ${say('this_one')}`) : link(key));
    item.style.setProperty('--depth', place);
    return item;
  };
  const seen = new Set();
  const below = (key, place) => {
    if (seen.has(key)) return [];
    seen.add(key);
    const out = new Set(forward.filter(({ from }) => from === key).map(({ to }) => to));
    return [...out].flatMap((to) => [row(to, place + 1), ...below(to, place + 1)]);
  };
  return h('ol', {}, before.map(([key, depth]) => row(key, deepest - depth)), row(start, deepest, true), below(start, deepest));
}
/// Of a site, a study or a person there is no trace: everybody's records name them, and their timeline is read page by page.
async function traceOf(id) {
  if (/^(material|batch|course|subject|consignment)\//.test(id)) return view('trace', id);
  const { thing, as_of } = await view('timeline', id, '?count=1');
  return { thing, as_of, bare: true, identity: {}, status: { barred: {}, strange: [] }, came_from: [], went_into: [], condition: [] };
}
/// Goes to what a scan or a typed code names; otherwise says why it names nothing, which is a stop.
async function scanPage(code) {
  // An address of its own, without the code: from here every link leads on, and back leads back.
  if (location.hash !== '#/scan') history.pushState(null, '', '#/scan');
  const told = await scan(code);
  if (told.verdict === 'unknown') throw new Trouble(404, say('scan_unknown'), say('do_404'));
  if (told.verdict === 'found') {
    location.replace(`#/${told.thing}`);
    return [];
  }
  const differing = told.differs?.map((what) => say(what)).join(say('comma'));
  return [h('h1', { tabindex: -1 }, say('scan')), h('p', { class: 'alarm stop', role: 'alert' }, icon('stop'), h('span', {},
    h('strong', {}, say(`scan_${told.verdict}`, differing)))),
  h('ul', { class: 'candidates' }, (told.candidates ?? [told.thing]).filter(Boolean).map(stateOf))];
}
/// A thing and how it stands, as a row.
function stateOf(key) {
  const chips = h('span', { class: 'chips' });
  view('trace', key).then(chipsOf).catch(() => chip('warn', say('stop_unknown', kindOf(key))))
    .then((shown) => chips.append(...[shown].flat(2).filter(Boolean)));
  return h('li', { id: key }, link(key), chips);
}
async function thingPage(id) {
  const began = performance.now(), told = await traceOf(id), took = Math.max(1, Math.round(performance.now() - began));
  const { thing: key, identity } = told, kind = key.split('/')[0];
  const failed = h('div'), exporting = button('export', () => fill(failed, async () =>
    save(`${key.replaceAll('/', '-')}.evidence`, await getText(`/api/v1/export/${key}`)) ?? []));
  const facts = listOf('timeline', key, 'facts', (one) => factOf(one));
  const alone = !told.came_from.length && !told.went_into.length;
  const shown = (field) => identity[field]
    && (field === 'left' ? quantity(identity[field]) : valueOf(identity[field]));
  const lineage = kind === 'material' || kind === 'batch' ? h('div') : null, materials = h('ul');
  if (lineage) fill(lineage, async () => alone ? empty('alone') : chainOf(key, await view('lineage', key)));
  facts.addEventListener('rows', ({ detail }) => {
    const named = detail.flatMap(({ changes }) => changes).filter((one) => /^(material|batch)\//.test(one));
    new Set(named).forEach((one) => { if (!materials.querySelector(`[id="${one}"]`)) materials.append(stateOf(one)); });
    if (!materials.children.length) materials.append(h('li', { class: 'empty' }, say('no_materials')));
    else if (materials.children.length > 1) materials.querySelector('.empty')?.remove();
  });
  const only = (wanted, ...made) => kind === wanted && section(...made);
  return [...alarmsOf(told), h('div', { class: 'banner' },
    h('h1', { tabindex: -1 }, link(key, 'span')), h('span', { class: 'chips' }, chipsOf(told)),
    pairs([...['chain_of_identity', 'recipient', 'source', 'study', 'batch', 'course', 'left', 'expires'].map((field) =>
      [say(field), shown(field)]), [say('holder'), told.status.holder && link(told.status.holder)]]),
    h('p', { class: 'took' }, h('span', {}, say('answered', took, told.as_of), h('br'), zone() === 'UTC' ? say('zone_utc') : say('zone', zone())),
      !told.bare && h('span', { title: say('export_how') }, exporting)), failed),
  kind === 'course' && railOf(identity.reached), only('course', 'materials', materials),
  only('material', 'custody', told.custody?.length ? custodyOf(told.custody) : empty('no_custody')),
  only('material', 'labels', labelsOf(key, told.labels, fill)),
  lineage && section('lineage', lineage),
  only('material', 'condition', told.condition.length
    ? h('ol', { class: 'facts' }, told.condition.map((one) => factOf(one))) : empty('no_condition')),
  section('facts', facts)].flat().filter(Boolean);
}
async function footer() {
  const box = at('footer');
  await fill(box, async () => {
    const { origin, size, root } = parseCheckpoint((await getText('/log/checkpoint')).split('\n'));
    at('#mark').hidden = !origin.startsWith('demonstration.');  // src/ledger/demonstration.hpp
    return [h('h2', {}, say('log')), h('code', {}, origin), pairs([[say('records'), `${size}`],
      [say('root'), h('code', {}, root)], [say('key'), h('code', {}, await getText('/log/key'))]])];
  });
}
// --- live --------------------------------------------------------------------------------------
let silence = null, unseen = 0, scanning = false, soon;
/// What is recorded may bear on anything that is shown: on a bag through its batch, on a treatment through its bags.
function concernsWhatIsShown({ fact, changes, mentions }) {
  const touched = [...changes, ...mentions];
  if (!location.hash.slice(2) || scanning) return touched.some((thing) => thing.startsWith('course/')) || /^(quality|record|release)\./.test(fact);
  const shown = new Set([...main.querySelectorAll('a[href^="#/"]')].map((one) => decodeURIComponent(one.hash.slice(2))));
  return touched.some((thing) => shown.has(thing) || thing === decodeURIComponent(location.hash.slice(2)));
}
const isBusy = () => document.activeElement?.matches('input, select, textarea') || main.contains(document.activeElement?.closest('button, a, summary'))
  || main.querySelector('[aria-expanded=true], details[open]') !== null;
/// Shown anew soon, or when the reader asks for it: nothing moves under somebody's hand, and a scan that says stop stays.
function heard(fact) {
  if (!scanning && !concernsWhatIsShown(fact)) return;
  unseen += 1;
  clearTimeout(soon);
  soon = setTimeout(() => {
    if (unseen === 0 || scanning) return;
    if (!isBusy()) return void render();
    at('#fresh')?.remove();
    main.prepend(h('p', { id: 'fresh', role: 'status' }, h('button', { type: 'button', class: 'main', click: () => render() }, say('fresh', unseen))));
  }, 300);
}
function lamp(isLive) {
  const box = at('#lamp');
  if (box.dataset.live === `${isLive}`) return;
  box.dataset.live = `${isLive}`;
  box.replaceChildren(chip(isLive ? 'done' : 'warn', say(isLive ? 'live' : 'not_live')));
}
/// A tab that nobody sees listens to nothing: a browser has six connections for all of them.
function hearOrNot() {
  const wants = signedIn() && !isShut && !document.hidden;
  at('#lamp').hidden = !signedIn() || isShut;
  if (wants && !silence) silence = listen(heard, lamp);
  if (!wants && silence) silence = silence();
}
addEventListener('visibilitychange', hearOrNot);

function render(error) {
  unseen = 0;
  scanning = false;
  hearOrNot();
  document.querySelectorAll('[data-say]').forEach((one) => { one.textContent = say(one.dataset.say); });
  at('#question').placeholder = say('ask_hint');
  at('#language').lang = language() === 'en' ? 'zh-CN' : 'en';
  at('#language').textContent = language() === 'en' ? '中文' : 'English';
  at('#sign-in').hidden = at('#account').hidden = signedIn() || !!invitation;
  at('#set-up').hidden = !invitation;
  at('#locked').hidden = !isShut || !signedIn();
  at('#sign-out').hidden = !signedIn();
  at('#ask').hidden = !signedIn() || isShut;
  at('#lock').hidden = at('#own-ways').hidden = !hasSession() || isShut;
  if (at('#own-ways').hidden) at('#own').hidden = true;
  at('#trouble').replaceChildren(...error instanceof Trouble ? [trouble(error)] : []);
  footer();
  if (!signedIn() || isShut || invitation) return fill(main, () => []);
  return fill(main, () => {
    const id = decodeURIComponent(location.hash.slice(2));
    if (!id || id === 'scan') return treatments();
    return /^[a-z]+\/[0-9A-Z]{18}(\/|$)/.test(id) ? thingPage(id) : scanPage(id);
  }).then(() => main.querySelector('h1')?.focus({ preventScroll: true }));
}
async function start() {
  speak(localStorage.getItem('veinline.language') ?? navigator.language);
  const { live } = at('#lamp').dataset;
  delete at('#lamp').dataset.live;  // its word is of another language now, and does not wait for a beat
  if (live) lamp(live === 'true');
  names.clear();
  title = signedIn() && !isShut ? await catalogue() : title;
  return render();
}

/// A form that asks the server, says there why not, and holds no secret afterwards.
function asks(form, box, work) {
  at(form).addEventListener('submit', (event) => {
    event.preventDefault();
    fill(at(box), async () => {
      await work();
      at(form).reset();
      await start();
      return [];
    });
  });
}
asks('#account', '#account-trouble', () =>
  signInAs(at('#login').value, at('#password').value, at('#code').value).then(() => { isShut = false; }));
asks('#set-up', '#set-up-trouble', () =>
  setUp(invitation, at('#new-login').value, at('#new-password').value).then(() => { invitation = ''; }));
asks('#locked', '#locked-trouble', () => unlock(at('#opens').value).then(() => { isShut = false; }));
at('#lock').addEventListener('click', () => lock().then(() => { isShut = true; render(); }, render));
at('#sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  fill(at('#trouble'), async () => {
    await signIn(at('#token').value.trim());
    at('#token').value = '';
    await start();
    return [];
  });
});
at('#ask').addEventListener('submit', (event) => {
  event.preventDefault();
  scanning = true;
  fill(main, () => scanPage(at('#question').value)).then(() => main.querySelector('h1')?.focus({ preventScroll: true }));
});
at('#language').addEventListener('click', () => {
  localStorage.setItem('veinline.language', at('#language').lang);
  start();
});
at('#sign-out').addEventListener('click', () => {
  isShut = false;
  signOut().then(() => render(), render);
});
addEventListener('hashchange', () => { scrollTo(0, 0); render(); });
const given = location.hash.match(/^#token=(.*)$/)?.[1];
invitation = location.hash.match(/^#set-up=(vl2_[0-9a-f]{64})$/)?.[1] ?? '';
if (given !== undefined || invitation) history.replaceState(null, '', location.pathname);
speak(localStorage.getItem('veinline.language') ?? navigator.language);
const refused = given && await signIn(given).catch((error) => error);
if (refused) render(refused); else {
  await settle();
  await resume();
  isShut = await isLocked().catch(() => false);
  start();
}
offer(fill, () => { isShut = false; return start(); });
