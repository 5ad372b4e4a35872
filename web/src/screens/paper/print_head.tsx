// SPDX-License-Identifier: Apache-2.0
// What stands on paper and not on the screen: whose record this is, where it came from, and the head of the log that it was
// printed from, so that a sheet can be held against the log. A browser that can prints the chain of identity on every page.
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { idOf, kindOf } from '../../api/types';
import { checkpoint } from '../../shell/demonstration';
import { useMe } from '../../shell/person';
import { moment, utc, zoneNow } from '../../words/time';
import { named, say, useLanguage } from '../../words/words';
import { Id } from '../../parts/basics';
import { Qr } from './qr';

/** Quotes and backslashes of a text in a style sheet. */
const quoted = (text: string) => `"${text.replace(/[^\p{L}\p{N} ·.:/_-]/gu, '')}"`;

/** The head and the foot of each page (CSS Paged Media). Who does not know them leaves them out. */
function useRunningHead(head: string, foot: string): void {
  useEffect(() => {
    const sheet = new CSSStyleSheet();
    try {
      sheet.replaceSync(`@page { @top-left { content: ${quoted(head)}; } @bottom-left { content: ${quoted(foot)}; } }`);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    } catch { return undefined; }
    return () => { document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet); };
  }, [head, foot]);
}

export function PrintHead({ title, thing, coi }: { title?: string; thing?: string; coi?: string | undefined }) {
  useLanguage();
  const myself = useMe();
  const head = useQuery({ ...checkpoint, staleTime: 0 });
  const [origin = '', size = '', root = '', , ...signatures] = (head.data ?? '').split('\n');
  const address = `${location.origin}${location.pathname}${location.search}`;
  const now = Date.now(), printed = `${moment(now)} ${zoneNow()} · ${utc(now)}`;
  const what = title ?? (thing ? `${named('thing', kindOf(thing))} ${idOf(thing)}` : '');
  useRunningHead([coi && `${say('identity.coi')} ${coi}`, what].filter(Boolean).join(' · '), `${origin} · ${size}`);
  return <section className="print-head">
    <div><p className="print-what">{what}</p>
      {coi && <p className="print-coi">{say('identity.coi')} <Id id={coi} /></p>}
      <dl>
        <div><dt>{say('print.at')}</dt><dd>{printed}</dd></div>
        <div><dt>{say('print.by')}</dt><dd>{myself.name} <code>{myself.key}</code> {myself.siteCode}</dd></div>
        <div><dt>{say('print.from')}</dt><dd className="code">{address}</dd></div>
        {origin !== '' && <div><dt>{say('print.head')}</dt><dd className="code">{origin} · {say('print.size', { size })} · <code>{root}</code></dd></div>}
        {signatures.filter((one) => one !== '').map((one) => <div key={one}><dt>{say('print.signed')}</dt><dd><code>{one}</code></dd></div>)}
      </dl></div>
    <figure><Qr text={address} label={say('print.address')} /><figcaption>{say('print.address')}</figcaption></figure>
  </section>;
}
