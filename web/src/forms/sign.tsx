// SPDX-License-Identifier: Apache-2.0
// The signature: shows exactly what the server would record, in words and as data, and takes what proves that it is you.
import { useEffect, useState, type FormEvent } from 'react';
import { newKey, prepare, Trouble, type CommandRequest } from '../api/client';
import { useQuery } from '@tanstack/react-query';
import { checkpoint } from '../shell/demonstration';
import { useCatalogue } from '../api/queries';
import { inSession } from '../api/session';
import type { CommandName, CommandType, Prepared } from '../api/types';
import { DataList } from '../things/facts';
import { Time, TroubleNote, Waiting } from '../parts/basics';
import { Dialog } from '../shell/dialog';
import { named, say } from '../words/words';
import { askPasskey } from './passkey';

type PreparedFact = Prepared['facts'][number];
export interface ToSign { readonly meaning: string; readonly facts: readonly (Omit<PreparedFact, 'data'> & { readonly data: unknown })[]; }

export interface Proof { readonly [component: string]: unknown; }

/** Exactly what is signed: the meaning, and each fact in words and as data. */
export function Shown({ shown }: { shown: ToSign & { readonly time?: string } }) {
  const catalogue = useCatalogue();
  return <>
    <p className="meaning">{named('meaning', shown.meaning)}</p>
    {shown.time && <p className="small">{say('sign.time')} <Time at={shown.time} /></p>}
    <div className="prepared">{shown.facts.map((fact, at) => <section key={at}><h3>{fact.title}</h3>
      <DataList fields={catalogue.data?.facts.find((one) => one.stored_name === fact.fact)?.fields ?? []} data={fact.data as Record<string, unknown>} />
      <details><summary className="small">{say('sign.exactly')}</summary><pre>{JSON.stringify(fact, null, 1)}</pre></details></section>)}</div>
  </>;
}

export function Sign({ command, request, done, close, busy, error, second = false }: {
  command: CommandType; request: CommandRequest; done: (proof: Proof | undefined) => void; close: () => void; busy: boolean; error: unknown; second?: boolean;
}) {
  const [shown, show] = useState<Prepared>();
  const [failed, fail] = useState<unknown>();
  // Asked once for what is signed: whoever shows this may draw it anew at any moment, as a scan is answered.
  const asked = JSON.stringify(request);
  useEffect(() => {
    prepare(command.name as CommandName, JSON.parse(asked) as CommandRequest, newKey(), second).then(show, fail);
  }, [command.name, asked, second]);
  // A token alone signs at a demonstration, and where the node was told so.
  const demonstration = useQuery(checkpoint).data?.startsWith('demonstration.') ?? false;
  const with_token = !inSession() && !second;
  const proves = !with_token || !demonstration;
  // What opens anybody's record is shown beforehand to who has a passkey that counts alone: with a code one signs unseen.
  const why = command.wants_second_factor && failed instanceof Trouble ? failed.problem.code : '';
  const unshown = why === 'general.proof_missing' || why === 'staff.second_factor_too_new';
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const all = Object.fromEntries(['password', 'code', 'pin'].map((name) => [name, String(form.get(name) ?? '').trim()]).filter(([, value]) => value !== ''));
    done(proves && Object.keys(all).length > 0 ? all : undefined);
  };
  const withPasskey = async () => {
    if (!shown?.passkey_options) return;
    try { done({ prepared: shown.prepared, passkey: await askPasskey(shown.passkey_options) }); } catch (trouble) { fail(trouble); }
  };
  return <Dialog title={say('sign')} close={close} className="sign">
    <form className="sheet" onSubmit={submit}>
      {failed !== undefined && why !== 'general.proof_missing' && <TroubleNote error={failed} />}
      {error !== undefined && <TroubleNote error={error} />}
      {!shown && failed === undefined && <Waiting />}
      {(shown !== undefined || unshown) && <>
        {shown && <Shown shown={shown} />}
        {proves ? <>
          <div className="pair"><div className="field"><label htmlFor="sign-password">{say('door.password')}</label><input id="sign-password" name="password" type="password" autoComplete="current-password" /></div>
            <div className="field"><label htmlFor="sign-code">{say('door.code')}</label><input id="sign-code" name="code" inputMode="numeric" autoComplete="one-time-code" /></div></div>
          {!command.signs_fully && !with_token && <div className="field"><label htmlFor="sign-pin">{say('sign.pin')}</label><input id="sign-pin" name="pin" type="password" inputMode="numeric" autoComplete="off" /></div>}
          <p className="small">{say(with_token ? 'sign.token_proves' : command.wants_second_factor ? 'sign.second_factor' : command.signs_fully ? 'sign.fully' : 'sign.short')}</p>
        </> : <p className="small">{say('sign.token')}</p>}
        <div className="row"><button className="main" type="submit" disabled={busy}>{say('sign.do')}</button>
          {shown?.passkey_options && <button type="button" disabled={busy} onClick={() => void withPasskey()}>{say('sign.passkey')}</button>}
          <button type="button" onClick={close}>{say('sign.not')}</button></div>
      </>}
    </form>
  </Dialog>;
}
