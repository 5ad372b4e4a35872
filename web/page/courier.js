// SPDX-License-Identifier: Apache-2.0
// The box of a link: the secret is exchanged once for a cookie that no script reads, and leaves the address bar at once.
import { instant, language, say, speak } from './words.js';

const at = (id) => document.getElementById(id);
let box = null;
let kept = null;  // the command that was not answered: the same key again records nothing twice

function tell(text, is_trouble) {
  at('told').className = is_trouble ? 'trouble' : '';
  at('told').textContent = text;
}

async function ask(path, sent, key) {
  const headers = { 'accept-language': language() };
  if (box) headers['x-veinline-csrf'] = box.csrf;
  if (key) headers['idempotency-key'] = key;
  let answer, told;
  try {
    answer = await fetch(path, {
      method: sent ? 'POST' : 'GET', body: sent && JSON.stringify(sent), headers, cache: 'no-store', signal: AbortSignal.timeout(30000),
    });
    told = await answer.json();
  } catch {
    throw new Error(say('no_network'));
  }
  if (!answer.ok) throw Object.assign(new Error(told.detail ?? say('broken')), { is_final: answer.status < 500 });
  return told;
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function show() {
  for (const element of document.querySelectorAll('[data-say]')) element.textContent = say(element.dataset.say);
  at('language').textContent = language() === 'en' ? '中文' : 'English';
  at('box').hidden = !box;
  if (!box) return;
  at('id').textContent = box.consignment.split('/').pop();
  const rows = [['box_from', box.from], ['box_to', box.to], ['box_items', box.items], ['box_seal', box.seal ?? '–'], ['box_until', instant(box.until)]];
  at('facts').replaceChildren(...rows.flatMap(([key, value]) => {
    const name = document.createElement('dt'), text = document.createElement('dd');
    name.textContent = say(key);
    text.textContent = value;
    return [name, text];
  }));
  at('with').textContent = say(`with_${box.with}`);
  at('take').disabled = box.with !== 'company';
  at('give').disabled = box.with === 'another';
}

async function handOn(receiver) {
  const seal = at('seal').value.trim();
  const data = seal ? { receiver, seal } : { receiver };
  const text = JSON.stringify(data);
  if (kept?.text !== text) kept = { text, key: newKey() };
  for (const button of [at('take'), at('give')]) button.disabled = true;
  try {
    box = await ask('/api/v1/courier/transport/hand_on', { data }, kept.key);
    kept = null;
    at('seal').value = at('receiver').value = '';
    tell(say('box_done'));
  } catch (error) {
    if (error.is_final) kept = null;
    tell(error.message, true);
  }
  show();
}

async function begin() {
  const [consignment, secret] = location.hash.slice(1).split('.');
  // Nobody who looks over a shoulder or into the history finds it again.
  history.replaceState(null, '', location.pathname);
  try {
    box = secret ? await ask('/api/v1/courier', { consignment, secret }) : await ask('/api/v1/courier');
    tell('');
  } catch (error) {
    tell(error.message, true);
  }
  show();
}

speak(navigator.language);
at('language').addEventListener('click', () => { speak(language() === 'en' ? 'zh-CN' : 'en'); show(); });
at('take').addEventListener('click', () => handOn(box.courier));
at('give').addEventListener('click', () => {
  const receiver = at('receiver').value.trim();
  if (receiver) handOn(receiver); else at('receiver').focus();
});
begin();
