// SPDX-License-Identifier: Apache-2.0
// Registers the service worker (worker/sw.js), which lets the page open without the server. There is none over plain HTTP.
interface Policies { createPolicy(name: string, rules: { createScriptURL: (address: string) => string }): { createScriptURL(address: string): unknown }; }

let asked = false;
/** The one address of ours that becomes a script: the policy of the page wants it to be said so (Trusted Types). */
export function registerWorker(): void {
  if (asked || !('serviceWorker' in navigator)) return;
  asked = true;
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
  const address = policies?.createPolicy('veinline-worker', { createScriptURL: (one) => (one === '/sw.js' ? one : '') }).createScriptURL('/sw.js') ?? '/sw.js';
  void navigator.serviceWorker.register(address as string, { scope: '/', updateViaCache: 'none' }).catch(() => undefined);
}
