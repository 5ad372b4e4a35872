// SPDX-License-Identifier: Apache-2.0
// For a check without the server: its packet is fetched while the server is there; and what there is of them on this device.
import { useEffect, useState } from 'react';
import { self } from '../../api/session';
import { idOf } from '../../api/types';
import { useLive } from '../../live/live';
import { Id, Time, TroubleNote } from '../../parts/basics';
import { Icon } from '../../parts/marks';
import type { Kept } from '../../offline/packet';
import { useNow } from '../../parts/now';
import { useMe } from '../../shell/person';
import { clock } from '../../words/time';
import { say } from '../../words/words';

/** Loaded with the screen: without the server there may be nobody to load it from. */
export const packets = () => import('../../offline/packets');

/** Who is at this device, also while nobody can be asked. */
export const whoNow = () => { const one = self(); return one && { person: one.person, origin: one.origin }; };

/** Facts after which a bag may match no more, whether they name it or what it was made of. */
const may_end = /^(?:quality|infusion\.infused|record)[./]/;

/** `asked`: how often a packet was asked for elsewhere. */
export function Packets({ bag, may, since, asked }: { bag: string | undefined; may: boolean; since: number; asked: number }) {
  const { state, fresh } = useLive();
  const myself = useMe(), now = useNow(10_000);
  const [kept, set] = useState<readonly Kept[]>([]);
  const all = kept.filter((one) => one.until > now);
  const [told, tell] = useState<{ readonly busy: boolean; readonly error?: unknown }>({ busy: false });
  const look = async () => {
    const who = whoNow();
    if (who) set((await (await packets()).packetsOf(who.person, who.origin)).filter((one) => one.until > Date.now()));
  };
  useEffect(() => { void look().catch(() => undefined); }, [myself.key, state, asked]);
  const fetchOne = async (material: string, who: { person: string; origin: string; vkey: string }) => {
    tell({ busy: true });
    try {
      await (await packets()).fetchPacket(material, who);
      await look();
      tell({ busy: false });
    } catch (error) { tell({ busy: false, error }); }
  };
  const { key: person, origin, vkey } = myself, heard = fresh.reduce((last, one) => (may_end.test(one.fact) ? one.seq : last), 0);
  useEffect(() => {
    if (state !== 'live' || !person || !origin || !vkey) return;
    void packets().then((one) => one.renewPackets({ person, origin, vkey })).then(look).catch(() => undefined);
  }, [person, origin, vkey, state, heard]);
  const has = bag !== undefined && all.some((one) => one.material === bag);
  return <>
    {state === 'stale' && (all.length > 0 ? <p className="alarm attention" role="alert"><Icon state="attention" size={32} />{say('bedside.off.away', { time: clock(since) })}</p>
      : <p className="alarm stop" role="alert"><Icon state="stop" size={32} />{say('offline.no_match', { time: clock(since) })}</p>)}
    {may && bag && !has && state !== 'stale' && person && origin && vkey && <div className="row">
      <button type="button" data-fetch-packet disabled={told.busy} onClick={() => void fetchOne(bag, { person, origin, vkey })}>{say('bedside.off.fetch')}</button><small>{say('bedside.off.fetch_more')}</small></div>}
    {told.error !== undefined && <TroubleNote error={told.error} />}
    {all.map((one) => <p key={one.material} className="small row" data-packet={one.material}><Icon state="done" size={22} /><span>{say('bedside.off.kept')}</span><Id id={idOf(one.material)} /><span>{say('bedside.off.until')}</span><Time at={new Date(one.until).toISOString()} /></p>)}
  </>;
}
