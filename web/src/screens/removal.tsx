// SPDX-License-Identifier: Apache-2.0
// A way in is taken away with a signature: a page that somebody left open removes no second factor.
import { useState } from 'react';
import { give, newKey, type CommandRequest } from '../api/client';
import { useCatalogue } from '../api/queries';
import type { Answer, CommandName } from '../api/types';
import { Sign, type Proof } from '../forms/sign';

export interface WayIn { readonly kind: string; readonly credential: string; }

export function Removal({ way, done, close }: { way: WayIn; done: (answer: Answer) => void; close: () => void }) {
  const catalogue = useCatalogue();
  const [busy, set] = useState(false);
  const [error, fail] = useState<unknown>();
  const name: CommandName = way.kind === 'passkey' ? 'staff/remove_passkey' : 'staff/remove_credential';
  const command = catalogue.data?.commands.find((one) => one.name === name);
  if (!command?.signs) return null;
  const request: CommandRequest = { data: way.kind === 'passkey' ? { passkey: way.credential } : { credential: way.credential }, sign: command.signs };
  const send = async (proof?: Proof) => {
    set(true);
    fail(undefined);
    try { done(await give(name, { ...request, ...(proof && { proof }) }, newKey())); } catch (why) { fail(why); } finally { set(false); }
  };
  return <Sign command={command} request={request} done={(proof) => void send(proof)} close={close} busy={busy} error={error} />;
}
