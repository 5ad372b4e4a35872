// SPDX-License-Identifier: Apache-2.0
// What the claims of page_ways.mjs work on: two bags on their way, one of which expires before it arrives.
import { give } from './page_house.mjs';
import { api, ids, token } from './page_parts.mjs';

export { burst } from './page_parts.mjs';

const lasts_ms = 45_000;
/** A treatment with two bags that were released and sent, each in a box of its own: { subject, bag, seal, expired, other }. */
export async function expiring() {
  const some = String(Date.now()).slice(-6);
  const told = async (who, name, data, sign) => (await give(who, name, { data, ...(sign && { sign }) })).records[0].data;
  const subject = `subject/${(await told('coordinator', 'enrolment/enrol', { study: `study/${ids.STUDY}`, site: `site/${ids.HOSPITAL}` })).subject}`;
  await told('coordinator', 'enrolment/sign_consent', { subject, version: 'ICF-1.2', signed_at: new Date(Date.now() - 3_600_000).toISOString() }, 'consent');
  const course = `course/${(await told('coordinator', 'enrolment/open_course', { subject, coi: `CHA999926${some}` })).course}`;
  const carrier = (await api('people?count=1000', token('coordinator'))).people.find((one) => one.roles.includes('courier')).person;
  await told('apheresis-nurse', 'collection/start', { course });
  const cells = `material/${(await told('apheresis-nurse', 'collection/record', { course, donation_number: `A999926${some}`, quantity: { value: '110', unit: 'mL' } })).material}`;
  const send = async (who, bag, to, seal) => (await told(who, 'transport/dispatch', { materials: [bag], to: `site/${to}`, carrier, seal })).consignment;
  const consignment = `consignment/${await send('apheresis-nurse', cells, ids.FACTORY, `OUT-${some}`)}`;
  await told('technologist', 'reception/receive', { material: cells, condition: 'intact', seal: `OUT-${some}`, consignment });
  const batch = `batch/${(await told('operator', 'manufacture/start', { course, inputs: [{ material: cells, quantity: { value: '100', unit: 'mL' } }] })).batch}`;
  const expires = Date.now() + lasts_ms, filled = (division, at) => ({ division, quantity: { value: '40', unit: 'mL' }, expires: new Date(at).toISOString() });
  const { products } = await told('operator', 'manufacture/record_product', { batch, products: [filled('A0', expires), filled('B0', expires + 300 * 86_400_000)] });
  for (const [test, value, unit] of [['VIABILITY', '91.5', 'PERCENT'], ['CAR-POSITIVE', '34.2', 'PERCENT'], ['ENDOTOXIN', '0.05', 'EU-PER-ML'], ['CD3-POSITIVE', '90', 'PERCENT'], ['VCN', '1.2', 'COPIES-PER-CELL'], ['STERILITY', '0', 'CFU'], ['MYCOPLASMA', '0', 'CFU']]) {
    await told('analyst', 'testing/record_result', { batch, test, value, unit });
  }
  const sent = [];
  for (const [at, product] of products.entries()) {
    const bag = `material/${product.material}`, seal = `BACK-${at}-${some}`;
    await told('quality', 'release/release', { material: bag }, 'release');
    const { label } = await told('quality', 'labelling/print', { material: bag });
    await told('quality', 'labelling/scan_back', { material: bag, code: `label:${label}` });
    await send('quality', bag, ids.HOSPITAL, seal);
    sent.push({ bag, seal });
  }
  return { subject, course, ...sent[0], other: sent[1], expired: new Promise((go) => { setTimeout(go, Math.max(0, expires - Date.now()) + 1000); }) };
}
