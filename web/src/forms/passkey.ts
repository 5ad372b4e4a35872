// SPDX-License-Identifier: Apache-2.0
// The browser's passkey, asked as the server says; bytes travel as base64url.
const decode = (text: string) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
const encode = (buffer: ArrayBuffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(''))
  .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

interface Options { readonly challenge: string; readonly allowCredentials?: readonly { readonly id: string; readonly type: 'public-key' }[]; readonly [name: string]: unknown; }

export async function askPasskey(options: unknown): Promise<Record<string, unknown>> {
  const said = options as Options;
  const publicKey = { ...said, challenge: decode(said.challenge), allowCredentials: said.allowCredentials?.map((one) => ({ ...one, id: decode(one.id) })) };
  const got = await navigator.credentials.get({ publicKey: publicKey as unknown as PublicKeyCredentialRequestOptions }) as PublicKeyCredential;
  const answer = got.response as AuthenticatorAssertionResponse;
  return {
    id: got.id, rawId: encode(got.rawId), type: got.type, clientExtensionResults: {},
    ...(got.authenticatorAttachment && { authenticatorAttachment: got.authenticatorAttachment }),
    response: {
      clientDataJSON: encode(answer.clientDataJSON), authenticatorData: encode(answer.authenticatorData), signature: encode(answer.signature),
      ...(answer.userHandle && { userHandle: encode(answer.userHandle) }),
    },
  };
}
