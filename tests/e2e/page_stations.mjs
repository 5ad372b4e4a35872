// SPDX-License-Identifier: Apache-2.0
// The stations of the page, one treatment through all of them: it is opened, its cells are collected, its box is received.
// Arguments as page_test.mjs takes them: URL, data folder, Chromium.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { ids, open, closeAll, claim, complaints, expecting, says, scan, token, axeOf, wide, api } from './page_parts.mjs';

const [url] = process.argv.slice(2);
const coordinator = token('coordinator'), apheresis = token('apheresis-nurse'), technologist = token('technologist');
const give = async (bearer, name, data) => {
  const answer = await fetch(`${url}/api/v1/commands/${name}`, { method: 'POST', headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() }, body: JSON.stringify({ data }) });
  const told = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(told));
  return told.records;
};
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*';
const check = (text) => alphabet[(38 - [...text].reduce((rest, one) => (rest + alphabet.indexOf(one)) * 2 % 37, 0)) % 37];
const some = String(Date.now()).slice(-6);  // numbers that nobody used before
const coi = `CHA999926${some}`, din = `A999926${some}`;
const numbers = { seal: `SEAL-S${some}`, second: `A999927${some}`, third: `A999928${some}` };
const card = `11010119900307${some.slice(-3)}`, weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const cardCheck = '10X98765432'[weights.reduce((sum, weight, at) => sum + weight * Number(card[at]), 0) % 11];
const ready = (page) => page.locator('html[data-scan-ready]').waitFor();
const verdict = (page, state, text) => says(page.locator(`[data-verdict=${state}]`), text);

let subject, course, material, box;
const writer = await open({}, coordinator);
await claim('a new patient is looked for first; nobody is found, and a new treatment begins with at most twelve fields', async () => {
  await writer.goto(`${url}/new`);
  await writer.fill('#new-find', `ZY${some}`);
  await writer.keyboard.press('Enter');
  await says(writer.locator('.nothing'), 'Nobody of this hospital');
  await writer.getByRole('button', { name: 'a new patient' }).click();
  await writer.locator('#new-study').waitFor();
  assert.ok(await writer.locator('form.new input, form.new select').count() <= 12);
});
await claim('what is typed counts itself, and shows whether its check character fits', async () => {
  await writer.fill('#new-name', '林晚秋');
  await writer.fill('#new-number', `${card}${cardCheck === '1' ? '2' : '1'}`);
  await says(writer.locator('.field', { has: writer.locator('#new-number') }), 'do not fit');
  await writer.fill('#new-coi', `${coi}${check(coi) === 'A' ? 'B' : 'A'}`);
  await says(writer.locator('.field', { has: writer.locator('#new-coi') }), 'do not fit');
  await writer.fill('#new-coi', `${coi}${check(coi)}`);
  await says(writer.locator('.field', { has: writer.locator('#new-coi') }), 'check characters fit');
});
await claim('R01 approval in force is seen before anything is recorded', async () => {
  await writer.locator('#new-study option').nth(1).waitFor({ state: 'attached' });
  await writer.selectOption('#new-study', `study/${ids.STUDY}`);
  await says(writer.locator('.tag.done'), 'Approval in force');
});
await claim('a refused step is told at its field; what was recorded before it stands, and it goes on from there', async () => {
  await writer.fill('#new-version', 'ICF-1.2');
  const soon = new Date(Date.now() + 86_400_000 * 30).toISOString().slice(0, 16);
  await writer.fill('#new-signed_at', soon);
  expecting('400|409');
  await writer.getByRole('button', { name: 'Record and open the treatment' }).click();
  await says(writer.locator('#why-number'), /\w+/);
  await writer.locator('[data-task=enrol][data-state=done]').waitFor();
  await writer.locator('[data-task=identity][data-state=stop]').waitFor();
  subject = new URL(writer.url()).searchParams.get('subject');
  assert.match(subject, /^subject\//);
  await writer.fill('#new-number', `${card}${cardCheck}`);
  await writer.getByRole('button', { name: 'Go on' }).click();
  await says(writer.locator('#why-signed_at'), /\w+/);
  await writer.locator('[data-task=identity][data-state=done]').waitFor();
  const { facts } = await api(`timeline/${subject}`, coordinator);
  assert.deepEqual(facts.map((one) => one.fact.split('/')[0]), ['enrolment.subject_enrolled', 'identity.registered']);
});
await claim('after the page is loaded anew it goes on from what is recorded; the consent is signed, and the treatment is open', async () => {
  await writer.reload();
  await says(writer.locator('.card'), 'Their identity is registered');
  await writer.fill('#new-version', 'ICF-1.2');
  await writer.fill('#new-signed_at', '2026-11-29T10:00');
  await writer.fill('#new-coi', `${coi}${check(coi)}`);
  await writer.getByRole('button', { name: /Record and open|Go on/ }).click();
  await says(writer.locator('dialog .prepared'), 'ICF-1.2');
  await writer.getByRole('button', { name: 'Sign and record' }).click();
  await says(writer.locator('.recorded strong'), 'The treatment is open');
  course = (await api('courses?count=1000', coordinator)).courses.find((one) => one.chain_of_identity === coi).course;
  await writer.context().close();
});
await claim('R43 who may be taken for somebody else is said at once, and nothing goes on before a person has said that it is another', async () => {
  const again = await open({}, coordinator);
  await again.goto(`${url}/new`);
  await again.fill('#new-find', `ZX${some}`);
  await again.keyboard.press('Enter');
  await again.getByRole('button', { name: 'a new patient' }).click();
  await again.fill('#new-name', '林晚秋');
  await again.locator('#new-study option').nth(1).waitFor({ state: 'attached' });
  await again.selectOption('#new-study', `study/${ids.STUDY}`);
  await again.fill('#new-version', 'ICF-1.2');
  await again.fill('#new-signed_at', '2026-11-29T10:00');
  await again.fill('#new-coi', `CHA999925${some}${check(`CHA999925${some}`)}`);
  await again.getByRole('button', { name: 'Record and open the treatment' }).click();
  const alarm = again.locator('.alarm.attention[role=alert]');
  await says(alarm, 'may be taken for this patient');
  await alarm.locator(`a[href$="${subject.split('/')[1]}"]`).waitFor();
  await again.locator('[data-task=identity][data-state=done]').waitFor();
  await again.locator('[data-task=consent][data-state=planned]').waitFor();
  assert.equal(await again.locator('dialog[open]').count(), 0, 'nobody is asked for a signature yet');
  await again.getByRole('button', { name: 'it is somebody else' }).click();
  await says(again.locator('dialog .prepared'), 'ICF-1.2');
  await again.context().close();
});
const nurse = await open({}, apheresis);
const clicks = { scans: 0 };
const scanned = async (page, code) => { clicks.scans += 1; await scan(page, code); };
await claim('R09 before the needle: another patient\'s wristband is a stop; nothing is typed', async () => {
  await nurse.goto(`${url}/collect`);
  await ready(nurse);
  await says(nurse.locator('.card'), 'Due here');
  assert.equal(await nurse.locator('.stand input').count(), 0);
  await scan(nurse, course);
  await nurse.locator('[data-slot=order].done').waitFor();
  await scan(nurse, `subject/${ids.PATIENT}`);
  await verdict(nurse, 'stop', 'another patient');
  await nurse.getByRole('button', { name: 'Begin anew' }).click();
});
await claim('a donation number that stands on another bag is a stop before the needle', async () => {
  await scan(nurse, subject);
  await nurse.locator('[data-slot=wristband].done').waitFor();
  await scan(nurse, '=A99992600000200');
  await verdict(nurse, 'stop', 'stands on another bag');
  await nurse.getByRole('button', { name: 'Begin anew' }).click();
});
await claim('three scans and one press before the needle: wristband, order, bag', async () => {
  clicks.scans = 0;
  await scanned(nurse, subject);
  await nurse.locator('[data-slot=wristband].done').waitFor();
  await scanned(nurse, `&/${coi}`);
  await nurse.locator('[data-slot=order].done').waitFor();
  await scanned(nurse, `=${din}00`);
  await verdict(nurse, 'going', 'agree');
  await nurse.getByRole('button', { name: 'Start', exact: true }).click();
  await verdict(nurse, 'done', 'allowed');
  assert.ok(clicks.scans <= 3, `${clicks.scans} scans`);
  await nurse.locator('.clock').waitFor();
});
await claim('after the needle the same bag is scanned again; another one is a stop; the volume is refused beside its field', async () => {
  await nurse.getByRole('button', { name: 'Stop', exact: true }).click();
  await nurse.fill('#volume', '1 litre');
  await says(nurse.locator('#volume-why'), 'A number like');
  await nurse.fill('#volume', '131.5');
  await scan(nurse, `=${numbers.second}00`);
  await verdict(nurse, 'stop', 'not the bag');
  await scan(nurse, `=${din}00`);
  await verdict(nurse, 'going', 'Same number');
  await nurse.getByRole('button', { name: 'Record what was collected' }).click();
  await verdict(nurse, 'done', 'Recorded');
  const { facts } = await api(`timeline/${course}`, apheresis);
  const told = facts.find((one) => one.fact.startsWith('collection.collected/')).data;
  assert.deepEqual(told.quantity, { value: '131.5', unit: 'mL' });
  material = `material/${told.material}`;
});
await claim('R05 the label is printed, and counts once it was scanned back from the bag; another label is refused', async () => {
  const file = nurse.waitForEvent('download');
  await nurse.getByRole('button', { name: 'Print the label' }).click();
  assert.match((await file).suggestedFilename(), /^label-[0-9A-Z]{18}\.pdf$/);
  await scan(nurse, `=${din}00`);
  await nurse.locator('[data-slot=bag-number].done').waitFor();
  await scan(nurse, `label:${(await api(`timeline/${material}`, apheresis)).facts.find((one) => one.fact.startsWith('labelling.printed/')).data.label}`);
  await verdict(nurse, 'done', 'valid');
});
await claim('the box goes to the courier with their code and the seal, scanned; it is on its way to the factory', async () => {
  const { people } = await api('people?count=1000', coordinator);
  const courier = people.find((one) => one.roles.includes('courier')).person;
  await nurse.locator('[data-slot=carrier]').waitFor();
  await scan(nurse, courier);
  await nurse.locator('[data-slot=carrier].done').waitFor();
  await scan(nurse, numbers.seal);
  await nurse.locator('[data-slot=seal].done').waitFor();
  await nurse.getByRole('button', { name: 'Hand the box over' }).click();
  await verdict(nurse, 'done', 'on its way');
  const sent = (await api(`timeline/${material}`, apheresis)).facts.find((one) => one.fact.startsWith('transport.dispatched/')).data;
  assert.equal(sent.to, ids.FACTORY);
  box = `consignment/${sent.consignment}`;
});

const lab = await open({}, technologist);
await claim('a box is opened by its seal; a bag is received with two scans, and the verdict is there at once', async () => {
  await lab.goto(`${url}/receive`);
  await ready(lab);
  await says(lab.locator('.boxes li'), numbers.seal);
  await scan(lab, material);
  await verdict(lab, 'attention', 'Scan its box first');
  await scan(lab, numbers.seal);
  await lab.locator(`[data-bag="${material}"]`).waitFor();
  await says(lab.locator('.card'), 'Seal as recorded');
  await says(lab.locator('.card'), 'No record of a logger');
  const from = Date.now();
  await scan(lab, `=${din}00`);
  await verdict(lab, 'going', 'belongs to this box');
  console.log(`   verdict of a scan after ${Date.now() - from} ms`);
  await lab.waitForTimeout(800);
  await scan(lab, `=${din}00`);
  await verdict(lab, 'done', 'All bags of this box are here');
  await lab.locator(`[data-bag="${material}"][data-state=done]`).waitFor();
  const received = (await api(`timeline/${material}`, technologist)).facts.filter((one) => one.fact.startsWith('reception.received/'));
  assert.deepEqual(received.map((one) => [one.data.condition, one.data.seal, `consignment/${one.data.consignment}`]), [['intact', numbers.seal, box]]);
});
await claim('R13 R15 extra, damaged and missing bags are told, recorded and held; a code of nobody is put aside', async () => {
  const bags = [];
  for (const number of [numbers.second, numbers.third]) {
    await give(apheresis, 'collection/start', { course });
    bags.push(`material/${(await give(apheresis, 'collection/record', { course, donation_number: number, quantity: { value: '20', unit: 'mL' } }))[0].data.material}`);
  }
  const { people } = await api('people?count=1000', coordinator);
  const seal = `${numbers.seal}-2`;
  await give(apheresis, 'transport/dispatch', { materials: bags, to: `site/${ids.FACTORY}`, carrier: people.find((one) => one.roles.includes('courier')).person, seal });
  await lab.getByRole('button', { name: 'Begin anew' }).click();
  await says(lab.locator('.boxes li'), seal);
  await scan(lab, seal);
  await lab.locator(`[data-bag="${bags[0]}"]`).waitFor();
  await scan(lab, 'NOBODY-KNOWS-1');
  await verdict(lab, 'stop', 'Nothing is recorded under this code');
  await scan(lab, `material/${ids.BAG1}`);
  await verdict(lab, 'stop', 'does not belong to this box');
  assert.equal(await lab.locator('[data-count=extra]').count(), 1);
  await scan(lab, bags[0]);
  await verdict(lab, 'going', 'belongs');
  await lab.getByRole('button', { name: 'Accept with a remark' }).click();
  await lab.getByRole('button', { name: 'container damaged' }).click();
  await verdict(lab, 'held', 'on hold');
  await lab.locator('[data-count=damaged]').waitFor();
  await lab.getByRole('button', { name: 'Nothing more in the box' }).click();
  await lab.locator('[data-count=missing]').waitFor();
  await lab.getByRole('button', { name: 'Report as missing' }).click();
  await verdict(lab, 'held', 'missing');
  for (const one of bags) assert.ok('held' in (await api(`trace/${one}`, technologist)).status.barred, `${one} is held`);
});
await claim('R15 a seal that is not the recorded one is a stop, and what comes out of the box is held', async () => {
  await give(apheresis, 'collection/start', { course });
  const bag = `material/${(await give(apheresis, 'collection/record', { course, donation_number: `A999929${some}`, quantity: { value: '20', unit: 'mL' } }))[0].data.material}`;
  const { people } = await api('people?count=1000', coordinator);
  const sent = await give(apheresis, 'transport/dispatch', { materials: [bag], to: `site/${ids.FACTORY}`, carrier: people.find((one) => one.roles.includes('courier')).person, seal: `${numbers.seal}-3` });
  await lab.getByRole('button', { name: 'Begin anew' }).click();
  await scan(lab, `consignment/${sent[0].data.consignment}`);
  await lab.locator(`[data-bag="${bag}"]`).waitFor();
  await scan(lab, bag);
  await verdict(lab, 'attention', 'Scan the seal first');
  await lab.fill('#seal-typed', 'OTHER-SEAL');
  await says(lab.locator('#seal-typed-count'), '10 characters');
  await lab.keyboard.press('Enter');
  await verdict(lab, 'stop', 'NOT the seal');
  await scan(lab, bag);
  await verdict(lab, 'going', 'belongs');
  await lab.getByRole('button', { name: 'Accept: intact' }).click();
  await verdict(lab, 'held', 'seal differs');
});
await claim('R10 whoever has a token alone types no id: nobody can sign in beside them; what a hand types is no scan', async () => {
  await lab.getByRole('button', { name: 'Cannot scan' }).click();
  await says(lab.locator('.cannot'), 'needs a session');
  assert.equal(await lab.locator('.cannot input').count(), 0);
  await lab.locator('.cannot').getByRole('button', { name: 'Close' }).click();
  const asked = [];
  lab.on('request', (request) => { if (request.url().endsWith('/api/v1/scan')) asked.push(request.url()); });
  await lab.getByRole('heading', { level: 1 }).click();
  await lab.keyboard.type(material, { delay: 80 });
  await lab.keyboard.press('Enter');
  await lab.waitForTimeout(300);
  assert.deepEqual(asked, []);
});
await claim('the stations need no sideways scrolling on a telephone, and break no rule of accessibility, in both languages and themes', async () => {
  for (const [path, bearer] of [['/receive', technologist], ['/collect', apheresis], ['/new', coordinator]]) {
    for (const [locale, colorScheme, width] of [['en-GB', 'light', 1280], ['zh-CN', 'dark', 390], ['en-GB', 'dark', 320]]) {
      const view = await open({ locale, colorScheme, viewport: { width, height: 844 } }, bearer);
      await view.goto(`${url}${path}`);
      await view.locator('h1').first().waitFor();
      await view.waitForFunction(() => !document.querySelector('.waiting'), null, { timeout: 15_000 }).catch(() => undefined);
      await view.waitForTimeout(300);
      assert.deepEqual(await axeOf(view), [], `${path} ${locale} ${colorScheme} ${width}`);
      assert.deepEqual(await wide(view), [], `${path} ${locale} ${width} scrolls sideways`);
      const small = await view.evaluate(() => [...document.querySelectorAll('.stand button, .stand .button')].filter((one) => one.offsetHeight > 0 && one.getBoundingClientRect().height < 64).map((one) => one.textContent));
      assert.deepEqual(small, [], `${path}: what is pressed with gloves is 64 px`);
      await view.context().close();
    }
  }
});
await claim('the browser had nothing to complain about', () => assert.deepEqual(complaints, []));
await closeAll();
