// SPDX-License-Identifier: Apache-2.0
// The browser's passkeys, made and asked as the server says; bytes travel as base64url.
import { refusedHere } from '../api/client';
import { say } from '../words/words';

const decode = (text: string) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
const encode = (buffer: ArrayBuffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(''))
  .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

interface Named { readonly id: string; readonly type: 'public-key'; }
interface Options {
  readonly challenge: string; readonly allowCredentials?: readonly Named[]; readonly excludeCredentials?: readonly Named[];
  readonly user?: { readonly id: string }; readonly [name: string]: unknown;
}
const known = (all: readonly Named[] | undefined) => all?.map((one) => ({ ...one, id: decode(one.id) }));

export const hasPasskeys = () => typeof globalThis.PublicKeyCredential === 'function';

/** What the authenticator makes of a question, or the sentence that it made nothing. */
const answered = (asking: Promise<Credential | null>) => asking.then((made) => {
  if (!made) throw new Error('none');
  return made as PublicKeyCredential;
}).catch(() => { throw refusedHere('passkey.none', say('door.passkey_none')); });
const head = (made: PublicKeyCredential) => ({
  id: made.id, rawId: encode(made.rawId), type: made.type, clientExtensionResults: {},
  ...(made.authenticatorAttachment && { authenticatorAttachment: made.authenticatorAttachment }),
});

export async function askPasskey(options: unknown): Promise<Record<string, unknown>> {
  const { challenge, allowCredentials, ...rest } = options as Options;
  const publicKey = { ...rest, challenge: decode(challenge), ...(allowCredentials && { allowCredentials: known(allowCredentials) }) };
  const got = await answered(navigator.credentials.get({ publicKey: publicKey as unknown as PublicKeyCredentialRequestOptions }));
  const answer = got.response as AuthenticatorAssertionResponse;
  return { ...head(got), response: {
    clientDataJSON: encode(answer.clientDataJSON), authenticatorData: encode(answer.authenticatorData), signature: encode(answer.signature),
    ...(answer.userHandle && { userHandle: encode(answer.userHandle) }),
  } };
}

export async function makePasskey(options: unknown): Promise<Record<string, unknown>> {
  const { challenge, user, excludeCredentials, ...rest } = options as Options;
  const publicKey = { ...rest, challenge: decode(challenge), user: { ...user, id: decode(user?.id ?? '') },
    ...(excludeCredentials && { excludeCredentials: known(excludeCredentials) }) };
  const made = await answered(navigator.credentials.create({ publicKey: publicKey as unknown as PublicKeyCredentialCreationOptions }));
  const answer = made.response as AuthenticatorAttestationResponse;
  return { ...head(made), response: {
    clientDataJSON: encode(answer.clientDataJSON), attestationObject: encode(answer.attestationObject), transports: answer.getTransports?.() ?? [],
  } };
}
