// SPDX-License-Identifier: Apache-2.0
// Help where somebody stands: what this screen is for, its keys, what the marks mean.
import { useEffect } from 'react';
import { paged } from '../api/types';
import { eachScan, onlyScans } from '../scan/scanner';
import { Dialog } from '../shell/dialog';
import { places } from '../shell/places';
import { say, type PageKey } from '../words/words';

const texts: Readonly<Record<string, PageKey>> = {
  '': 'help.work', tower: 'help.tower', bedside: 'help.bedside', patients: 'help.patients', new: 'help.new', collect: 'help.collect', receive: 'help.receive',
  do: 'help.do', documents: 'help.documents', document: 'help.documents', holds: 'help.holds', inspect: 'help.inspect', audit: 'help.audit', people: 'help.people', sites: 'help.sites',
  keys: 'help.keys', begin: 'help.begin', verify: 'help.verify', docs: 'help.docs', ways: 'help.ways', device: 'help.device', paper: 'help.paper', print: 'help.paper',
  course: 'help.course', door: 'help.door', courier: 'help.courier',
};
/** The text of an address, or of a place that has none. */
export function helpOf(path: string): PageKey {
  const place = path.split('/')[1] ?? '';
  return texts[place] ?? ((paged as readonly string[]).includes(place) ? 'help.thing' : 'help.scan');
}

/** `inside`: keys of ours are heard here. Where scans alone are, they are few. A scan closes it: its answer must be seen. */
export function KeyMap({ path, inside, close }: { path: string; inside: boolean; close: () => void }) {
  useEffect(() => eachScan(close), [close]);
  const scans = onlyScans(), text = helpOf(path);
  const rows: [string, string][] = [['F1', say('key.help')], ['Ctrl K', say('key.palette')], ...(scans ? [] : [['?', say('key.help')], ['/', say('key.find')],
    ...places.map((place): [string, string] => [`g ${place.key}`, say(place.words)])] as [string, string][]), ['Esc', say('key.close')]];
  return <Dialog title={say('keys')} close={close}><div className="sheet">
    <p data-help={text}>{say(text)}</p>
    {inside && text !== 'help.scan' && <p>{say('help.scan')}</p>}
    {inside && <dl className="keys">{rows.map(([key, what]) => <div key={key} className="row"><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>)}</dl>}
    <p className="small">{say('help.states')}</p>
  </div></Dialog>;
}
