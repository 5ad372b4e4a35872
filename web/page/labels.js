// SPDX-License-Identifier: Apache-2.0
// The labels of a material: printed, put on, scanned back. Each act is a command of whoever is signed in.
import { command, getBlob } from './api.js';
import { button, chip, empty, h, icon, save } from './parts.js';
import { say } from './words.js';

const states = { printed: 'half', live: 'done', replaced: 'plan', destroyed: 'plan', registered: 'done' };
const reasons = ['DAMAGED', 'UNREADABLE', 'LOST', 'CONTENT_CHANGED'];

const draw = async (label) => save(`label-${label}.pdf`, await getBlob(`/api/v1/label/${label}?form=pdf`));
const row = (act) => ({ label, code, phase }) => h('li', {}, h('code', {}, label ?? code),
  h('span', { class: 'chips' }, chip(states[phase], say(`label_${phase}`))),
  phase === 'printed' && button('label_draw', () => act(() => draw(label.split('/')[1]))));

/// Prints a label and takes the drawing; the label of before is void when there is a reason. Tried again, it is drawn
/// again, and not printed again.
function printer(material, reason) {
  let label;
  return async () => {
    label ??= (await command(reason ? 'labelling/reprint' : 'labelling/print', { material }, reason)).records[0].data.label;
    await draw(label);
  };
}

/// The section of a material's page. `fill` shows what an act brings, or why it was refused.
export function labelsOf(key, labels = [], fill) {
  const material = key.split('/')[1], told = h('div', { role: 'status' });
  const act = (work) => fill(told, async () => {
    await work();
    document.activeElement?.blur();
    dispatchEvent(new HashChangeEvent('hashchange'));
    return [];
  });
  const standing = labels.find(({ phase }) => phase === 'printed' || phase === 'live');
  const why = h('select', { 'aria-label': say('reason') }, reasons.map((one) => h('option', { value: one }, say(`reason_${one}`))));
  const printing = standing ? h('p', { class: 'acts' }, why, ' ', button('label_again', () => act(printer(material, why.value))))
    : h('p', { class: 'acts' }, button('label_print', () => act(printer(material))));
  const input = (id, word) => [h('label', { for: id }, say(word)),
    h('input', { id, required: '', autocomplete: 'off', spellcheck: 'false' })];
  const back = standing?.phase === 'printed' && h('form', { class: 'scan-back', submit: (event) => {
    event.preventDefault();
    const [bag, code] = ['#scan-bag', '#scan-label'].map((one) => back.querySelector(one).value.trim());
    act(() => command('labelling/scan_back', { material: bag, code }));
  } }, h('p', {}, icon('half'), ' ', say('label_waits')), input('scan-bag', 'label_bag'), input('scan-label', 'label_new'),
  h('button', { class: 'main' }, say('label_back')));
  return [labels.length ? h('ul', {}, labels.map(row(act))) : empty('label_none'), back || [], printing, told].flat();
}
