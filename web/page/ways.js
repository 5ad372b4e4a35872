// SPDX-License-Identifier: Apache-2.0
// The other ways in: by a passkey, and by way of a provider. Whoever is signed in adds one with their password.
import { addPasskey, hasSession, linkProvider, providerAddress, resumeFromProvider, signInByPasskey, waysIn } from './api.js';
import { at } from './parts.js';
import { say } from './words.js';

const told = { linked: 'provider_linked', refused: 'provider_refused', away: 'provider_away', failed: 'provider_failed' };
const came = location.hash.match(/^#provider=(in|linked|refused|away|failed)$/)?.[1];
if (came) history.replaceState(null, '', location.pathname);

/// Before the first look at the page: the session that a provider's word began.
export const settle = () => (came === 'in' ? resumeFromProvider().catch(() => {}) : undefined);
/// The buttons, where there is something behind them. `start` shows the page anew.
export async function offer(fill, start) {
  const ways = await waysIn();
  at('#by-passkey').hidden = at('#add-passkey').hidden = !ways.passkey;
  at('#by-provider').hidden = at('#link-provider').hidden = !ways.provider;
  at('#by-passkey').addEventListener('click', () => fill(at('#ways-trouble'), async () => {
    await signInByPasskey();
    at('#account').reset();
    await start();
    return [];
  }));
  at('#by-provider').addEventListener('click', () => location.assign(providerAddress));
  const proof = () => ({ password: at('#proof').value, ...at('#proof-code').value && { code: at('#proof-code').value } });
  const adds = (button, work) => at(button).addEventListener('click', () => fill(at('#own-told'), async () => {
    const word = await work(proof());
    at('#own').reset();
    return [word];
  }));
  adds('#add-passkey', async (given) => { await addPasskey(given); return say('passkey_added'); });
  adds('#link-provider', async (given) => { location.assign(await linkProvider(given)); return say('loading'); });
  at('#own').addEventListener('submit', (event) => event.preventDefault());
  at('#own-ways').addEventListener('click', () => { at('#own').hidden = !at('#own').hidden; });
  at('#own-close').addEventListener('click', () => { at('#own').reset(); at('#own').hidden = true; });
  if (!told[came]) return;
  const box = hasSession() ? '#own-told' : '#ways-trouble';
  if (hasSession()) at('#own').hidden = false;
  at(box).replaceChildren(say(told[came]));
}
