// SPDX-License-Identifier: Apache-2.0
// The bedside check: wristband, bag, second person, scanned in any order. The server gives the verdict, and it fills the
// screen. There is no place to type an id.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState, type ReactNode } from 'react';
import { give, newKey, scan, Trouble } from '../../api/client';
import { me, timeline, trace, useCatalogue, client } from '../../api/queries';
import { unanswered } from '../../offline/keeping';
import type { Packet } from '../../offline/packet';
import { inSession } from '../../api/session';
import { idOf } from '../../api/types';
import { Sign, type Proof } from '../../forms/sign';
import { Id, ThingLink, TroubleNote } from '../../parts/basics';
import { Icon } from '../../parts/marks';
import { Camera } from '../../scan/camera';
import { hearScan, useScan, useScanReady } from '../../scan/scanner';
import { scanning } from '../../scan/wedge';
import { no, yes } from '../../scan/sound';
import { useLive } from '../../live/live';
import { HelpButton } from '../../shell/help';
import { useMe } from '../../shell/person';
import { clock } from '../../words/time';
import { checkedAtBedside } from '../../things/commands';
import { identityOf } from '../../things/status';
import { say, useLanguage } from '../../words/words';
import { firstCheck, place, type Slots } from './checks';
import { Second } from './second';
import { StopHold } from './stop_hold';
import { Packets, packets, whoNow } from './without';

type Verdict =
  | { readonly kind: 'waiting'; readonly unknown?: true; readonly off?: true } | { readonly kind: 'asking' }
  | { readonly kind: 'first'; readonly by: string; readonly off?: true } | { readonly kind: 'sign' } | { readonly kind: 'match'; readonly over?: true }
  | { readonly kind: 'off'; readonly packet: Packet; readonly over?: true }
  | { readonly kind: 'stop'; readonly words: ReactNode; readonly problem?: Trouble; readonly off?: { readonly for?: string | undefined } };

function Slot({ at, label, filled, children }: { at: number; label: string; filled: boolean; children: ReactNode }) {
  return <li className={filled ? 'slot done' : 'slot planned'} data-slot={at}><Icon state={filled ? 'done' : 'planned'} size={32} /><b>{label}</b><span className="grow" />{children}</li>;
}

/** Both identities, side by side: what a person compares when the answer is no. */
function Both({ slots, off }: { slots: Slots; off: { readonly for?: string | undefined } | undefined }) {
  const bag = useQuery({ ...trace(slots.bag ?? ''), enabled: slots.bag !== undefined && !off });
  const recipient = off ? off.for : identityOf(bag.data)['recipient'];
  return <div className="both"><div><small>{say('bedside.wristband')}</small><b>{slots.wristband ? <Id id={idOf(slots.wristband)} /> : '–'}</b></div>
    <div><small>{say('bedside.bag_is_for')}</small><b>{typeof recipient === 'string' ? <Id id={idOf(recipient)} /> : '–'}</b></div></div>;
}

/** The same answer twice is two answers: `count` has it drawn, and told, anew. */
function Big({ verdict, slots, count }: { verdict: Verdict; slots: Slots; count: number }) {
  switch (verdict.kind) {
    case 'waiting': return <p key={count} className={verdict.unknown ? 'verdict attention' : 'verdict'} role="status">{verdict.unknown && <Icon state="attention" size={44} />}<span>{verdict.unknown && <>{say(verdict.off ? 'bedside.off.unknown' : 'bedside.unknown')} </>}{say(verdict.off ? 'bedside.off.scan_next' : 'bedside.scan_next')}</span></p>;
    case 'asking': return <p key={count} className="verdict" role="status">{say('bedside.asking')}</p>;
    case 'first': return <p key={count} className="verdict going" role="status"><Icon state="going" size={44} /><span>{say('bedside.first')}{verdict.off && <small>{say('bedside.off.badge')}</small>}</span></p>;
    case 'sign': return <p key={count} className="verdict going" role="status"><Icon state="going" size={44} />{say('bedside.sign')}</p>;
    case 'match': return <p key={count} className="verdict done" role="alert"><Icon state="done" size={56} /><span>{say('bedside.match')}<small>{say('bedside.match_more')}</small>{verdict.over && <small>{say('bedside.is_over')}</small>}</span></p>;
    case 'off': return <div key={count} className="verdict off" role="alert"><Icon state="done" size={56} /><div><p>{say('bedside.match')} <span className="off-word">{say('bedside.off.check')}</span></p>
      <p className="stop-why">{say('bedside.off.as_of', { time: clock(new Date(verdict.packet.issued_at)) })}</p><p className="stop-why">{say('bedside.off.still')}</p>{verdict.over && <small>{say('bedside.is_over')}</small>}</div></div>;
    case 'stop': return <div key={count} className="verdict stop" role="alert"><Icon state="stop" size={56} /><div><p>{say('bedside.stop')}{verdict.off && <> <span className="off-word">{say('bedside.off.check')}</span></>}</p><p className="stop-why">{verdict.words}</p><Both slots={slots} off={verdict.off} /></div></div>;
  }
}

/** Without the server a code of which no packet tells, a badge say, changes no verdict: what there is stays, and it says so. */
function unheard(unknown: boolean, latest: Verdict): Verdict | undefined {
  if (!unknown) return undefined;
  switch (latest.kind) {
    case 'first': return { ...latest, off: true };
    case 'sign': case 'stop': return latest;
    default: return { kind: 'waiting', off: true, unknown: true };
  }
}

export function Bedside() {
  useLanguage();
  const myself = useMe();
  const ready = useScanReady();
  const { state, since } = useLive();
  const away = useRef(false);
  away.current = state === 'stale';
  const catalogue = useCatalogue();
  const [slots, set] = useState<Slots>({});
  const [{ verdict, count }, show] = useState<{ readonly verdict: Verdict; readonly count: number }>({ verdict: { kind: 'waiting' }, count: 0 });
  const latest = useRef<Verdict>(verdict);
  const judge = (next: Verdict) => { latest.current = next; show((before) => ({ verdict: next, count: before.count + 1 })); };
  const [camera, see] = useState(false);
  const [signing, setSigning] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: undefined });
  const keys = useRef({ check: newKey(), confirm: newKey() });
  const now = useRef<Slots>({});
  // Scans are taken one after another, however the answers come; what was begun before "anew" says nothing any more.
  const line = useRef(Promise.resolve()), round = useRef(0);
  /** Every code since "anew": without the server they are read by the packets on this device. */
  const codes = useRef<readonly string[]>([]);
  const [asked, ask] = useState(0);
  /** The server spoke of this bag: what it signed before is no word any more, should it go now. */
  const spoke = () => {
    const { key: person, origin, vkey } = myself, { bag } = now.current;
    if (person && origin && vkey && bag) void packets().then((one) => one.packetAnew(bag, { person, origin, vkey })).catch(() => undefined).then(() => ask((before) => before + 1));
  };
  const stop = (words: ReactNode, problem?: Trouble) => { no(); judge({ kind: 'stop', words, ...(problem && { problem }) }); if (problem && problem.status !== 0) spoke(); };
  const confirm = client.getQueryData(['catalogue', document.documentElement.lang]) ? catalogue.data?.commands.find((one) => one.name === 'infusion/confirm_bedside') : undefined;
  const data = () => ({ material: now.current.bag as string, wristband: now.current.wristband as string });

  const without = async (begun: number) => {
    const who = whoNow(), { keepCheck, packetsOf, judgeCodes } = await packets();
    const at = new Date(), { judged, things, unknown } = judgeCodes(who ? await packetsOf(who.person, who.origin) : [], codes.current, at.getTime());
    if (begun !== round.current) return;
    const stands = unheard(unknown, latest.current);
    if (stands) { no(); return judge(stands); }
    const gone = (['wristband', 'bag'] as const).some((slot) => now.current[slot] !== undefined && things[slot] === undefined);
    now.current = things;
    set(things);
    switch (judged.kind) {
      case 'waiting':
        if (gone || unknown) { no(); return judge({ kind: 'waiting', off: true, unknown: true }); }
        yes();
        return judge({ kind: 'waiting', off: true });
      case 'stop': no(); return judge({ kind: 'stop', words: say(`bedside.off.why.${judged.why}`), off: { for: judged.why === 'wristband' ? judged.packet?.subject : undefined } });
      case 'match':
        await keepCheck(judged.packet, at);
        if (begun !== round.current) return;
        yes();
        return judge({ kind: 'off', packet: judged.packet });
    }
  };
  const check = async () => {
    const begun = round.current;
    judge({ kind: 'asking' });
    try {
      const [facts, { person: who }] = await Promise.all([client.fetchQuery({ ...timeline(data().material), staleTime: 0 }), client.fetchQuery(me)]);
      if (begun !== round.current) return;
      if (firstCheck(facts, data().wristband, who)) { yes(); return judge({ kind: 'sign' }); }
      await give('infusion/check_bedside', { data: data() }, keys.current.check);
      if (begun !== round.current) return;
      yes();
      judge({ kind: 'first', by: who });
    } catch (error) {
      if (begun !== round.current) return;
      if (unanswered(error)) return without(begun);
      if (error instanceof Trouble && error.status !== 0) keys.current.check = newKey();
      stop(error instanceof Trouble ? error.message : String(error), error instanceof Trouble ? error : undefined);
    }
  };
  const take = async (code: string, begun: number) => {
    // Whoever scans after the match has begun something else: the big word is not of that.
    if (latest.current.kind === 'match') { no(); return judge({ kind: 'match', over: true }); }
    if (latest.current.kind === 'off') { no(); return judge({ ...latest.current, over: true }); }
    codes.current = [...codes.current, code];
    if (away.current) return without(begun);
    try {
      const scanned = await scan(code);
      if (begun !== round.current) return;
      const placed = place(now.current, code, scanned);
      if ('stop' in placed) return stop(say(`bedside.stop.${placed.stop}`, { what: placed.what }));
      const next = placed.slots;
      now.current = next;
      set(next);
      if (placed.unknown) {
        // A badge is waited for after the first check alone; else nothing is known of the code, and what stands there stands.
        if (latest.current.kind === 'first') { yes(); setSigning({ busy: false, error: undefined }); return judge({ kind: 'first', by: latest.current.by }); }
        no();
        return judge(next.wristband && next.bag ? latest.current : { kind: 'waiting', unknown: true });
      }
      if (next.wristband && next.bag) return await check();
      yes();
      judge({ kind: 'waiting' });
    } catch (error) {
      if (begun !== round.current) return;
      if (unanswered(error)) return without(begun);
      stop(error instanceof Trouble ? error.message : String(error));
    }
  };
  const hear = (code: string) => {
    const begun = round.current;
    line.current = line.current.then(() => take(code, begun)).catch((error: unknown) => { if (begun === round.current) stop(String(error)); });
    return line.current;
  };
  useScan((code) => void hear(code), scanning);
  const anew = () => { round.current += 1; line.current = Promise.resolve(); now.current = {}; codes.current = []; set({}); judge({ kind: 'waiting' }); keys.current = { check: newKey(), confirm: newKey() }; };
  const signed = async (proof: Proof | undefined, second = false) => {
    setSigning({ busy: true, error: undefined });
    try {
      await give('infusion/confirm_bedside', { data: data(), sign: 'infusion', ...(proof && { proof }) }, keys.current.confirm, second);
      setSigning({ busy: false, error: undefined });
      yes();
      judge({ kind: 'match' });
      spoke();
    } catch (error) {
      setSigning({ busy: false, error });
      if (error instanceof Trouble && error.status !== 0) keys.current.confirm = newKey();
      if (error instanceof Trouble && !error.problem.code.startsWith('auth.')) stop(error.message, error);
    }
  };
  const stops = (error: unknown) => {
    if (!(error instanceof Trouble) || error.status === 0 || error.problem.code.startsWith('auth.') || error.problem.code === 'sign.differs') return false;
    stop(error.message, error);
    return true;
  };
  return <div className="bedside" data-state={verdict.kind}>
    <div className="heading"><h1>{say('place.bedside')}</h1><span className="grow" />{!ready && <span>{say('scan.not_ready')}</span>}
      <HelpButton path="/bedside" inside /><button type="button" onClick={() => see(!camera)} aria-pressed={camera}>{say('scan.camera')}</button><button type="button" onClick={anew}>{say('bedside.anew')}</button></div>
    <p className="station">{say('bedside.here', { name: myself.name ?? '' })}</p>
    <Packets since={since} asked={asked} bag={slots.bag} may={catalogue.data !== undefined && slots.bag !== undefined && checkedAtBedside(catalogue.data.commands, slots.bag, myself.roles, myself.knowsRoles)} />
    {camera && <Camera hears={hearScan} />}
    <ol>
      <Slot at={1} label={say('bedside.wristband')} filled={slots.wristband !== undefined}>{slots.wristband ? <Id id={idOf(slots.wristband)} /> : <small>{say('bedside.scan_it')}</small>}</Slot>
      <Slot at={2} label={say('bedside.bag')} filled={slots.bag !== undefined}>{slots.bag ? <Id id={idOf(slots.bag)} /> : <small>{say('bedside.scan_it')}</small>}</Slot>
      <Slot at={3} label={say('bedside.second')} filled={verdict.kind === 'match'}>{slots.badge ? <span>{say('bedside.badge_read')}</span> : verdict.kind === 'match' ? null : <small>{say(state === 'stale' ? 'bedside.off.second' : 'bedside.scan_badge')}</small>}</Slot>
    </ol>
    <Big verdict={verdict} slots={slots} count={count} />
    {verdict.kind === 'off' && <p className="small"><b>{say('offline.only_here')}</b> {say('bedside.off.only_here')} <Link className="button" to="/device">{say('offline.show')}</Link></p>}
    {verdict.kind === 'stop' && <div className="row">{slots.bag && <StopHold key={slots.bag} bag={slots.bag} problem={verdict.problem} />}
      {slots.bag && <ThingLink thing={slots.bag} />}{verdict.problem && <small><code>{verdict.problem.problem.rule} {verdict.problem.problem.code}</code></small>}</div>}
    {verdict.kind === 'first' && (inSession() && catalogue.data ? <Second key={`${slots.badge} ${slots.bag} ${slots.wristband}`} badge={slots.badge} catalogue={catalogue.data} request={{ data: data(), sign: 'infusion' }} first={verdict.by}
      sign={(badge, pin) => signed({ badge, pin }, true)} stops={stops} hears={(code) => void hear(code)} error={signing.error} busy={signing.busy} /> : <p className="small">{say('bedside.other_device')}</p>)}
    {verdict.kind === 'sign' && confirm && <Sign command={confirm} request={{ data: data(), sign: 'infusion' }} done={(proof) => void signed(proof)} close={anew} busy={signing.busy} error={signing.error} />}
    {verdict.kind === 'match' && slots.bag && <div className="row"><Link className="button" to="/do/$stage/$command" params={{ stage: 'infusion', command: 'record_infusion' }} search={{ material: slots.bag, subject: slots.wristband }}>{say('bedside.then')}</Link></div>}
    {signing.error !== undefined && verdict.kind !== 'first' && verdict.kind !== 'stop' && verdict.kind !== 'sign' && <TroubleNote error={signing.error} />}
  </div>;
}
