// SPDX-License-Identifier: Apache-2.0
// The chip that says whether the record of a thing is intact: computed here, from the bytes of each record up to the root
// that the log's key signed. Green only when this browser did it.
import { useQuery } from '@tanstack/react-query';
import { askBlob, askText, pathOf } from '../api/client';
import { Icon, Tag } from '../parts/marks';
import { count } from '../words/time';
import { say } from '../words/words';

const readTile = async (path: string) => new Uint8Array(await (await askBlob(path)).arrayBuffer());

export function useIntact(thing: string, enabled = true) {
  return useQuery({
    queryKey: ['intact', thing], staleTime: Infinity, retry: false, enabled,
    queryFn: async () => {
      const [text, { checkBundle }, { follow, seenOf }] = await Promise.all([askText(pathOf('export', thing)), import('./bundle'), import('./memory')]);
      const origin = text.split('\n')[5] ?? '';
      const report = checkBundle(text, seenOf(origin)?.vkey);
      const seen = { vkey: report.vkey, size: report.size, root: report.root };
      const followed = report.holds ? await follow(report.origin, seen, readTile) : { past: 'first' as const, before: undefined, hashes: 0 };
      return { ...report, ...followed, ids: new Set(report.entries.map((one) => one.id)) };
    },
  });
}

export function Intact({ thing, shows }: { thing: string; shows?: readonly string[] }) {
  const { data, error, refetch, isFetching } = useIntact(thing);
  if (error) return <div className="intact"><Tag state="attention">{say('intact.not_checked')}</Tag> <button type="button" onClick={() => void refetch()}>{say('again')}</button></div>;
  if (!data) return <div className="intact"><Tag state="planned">{say('intact.checking')}</Tag></div>;
  const broken = !data.holds || ['other_key', 'shorter', 'forked'].includes(data.past);
  const newer = shows?.some((id) => !data.ids.has(id)) ?? false;
  if (broken) {
    return <div className="intact"><Tag state="stop">{say('intact.broken')}</Tag><p className="small">{say(`intact.why.${data.past === 'other_key' || data.past === 'shorter' || data.past === 'forked' ? data.past : 'proof'}`)}</p></div>;
  }
  return <div className="intact" data-intact="yes">
    <Tag state="done">{say('intact.yes')}</Tag>
    <p className="small"><Icon state="done" size={12} /> {say('intact.how', { records: count(data.entries.length), size: count(data.size) })}</p>
    {newer && <button type="button" disabled={isFetching} onClick={() => void refetch()}>{say('intact.again')}</button>}
  </div>;
}
