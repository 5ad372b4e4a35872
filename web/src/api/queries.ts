// SPDX-License-Identifier: Apache-2.0
// What is asked of the server, under which name it is kept, and how long it is believed without asking again.
import { QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { askingAgain } from '../live/again';
import { isCounted } from '../live/counted';
import { spoken, useLanguage } from '../words/words';
import { ask, pathOf, Trouble } from './client';
import { self, whenAnother } from './session';
import type { Catalogue, Course, Documents, Counts, Counted, Emergencies, Paper, Courses, Line, Lineage, Me, Person, Timeline, Trace } from './types';
import { idOf } from './types';

export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      networkMode: 'always',  // a house without internet is no house without a server
      refetchOnWindowFocus: false,
      retry: (times, error) => times < 2 && error instanceof Trouble && (error.status === 0 || error.status === 503),
    },
  },
});

/** Answers that are the same for everybody, and given to nobody in particular. */
const of_nobody: ReadonlySet<string> = new Set(['checkpoint', 'ways', 'log key'].map((name) => JSON.stringify(name.split(' '))));
export const isOfNobody = (key: readonly unknown[]) => of_nobody.has(JSON.stringify(key));
whenAnother(() => client.removeQueries({ predicate: (one) => !isOfNobody(one.queryKey) }));

async function pages<T extends { readonly next?: string }>(path: string, count: number, enough = 40): Promise<T[]> {
  const out: T[] = [];
  for (let after = ''; out.length < enough;) {
    const page = await ask<T>(`${path}?count=${count}${after && `&after=${encodeURIComponent(after)}`}`);
    out.push(page);
    if (!page.next) break;
    after = page.next;
  }
  return out;
}

/** Without the server at once what was kept: nothing is gained by waiting. */
export const me = queryOptions({ queryKey: ['me'], staleTime: Infinity, retry: (times) => times < 2 && !self(), queryFn: () => ask<Me>('/api/v1/me') });

export const people = queryOptions({
  queryKey: ['people'], staleTime: 300_000,
  queryFn: async () => (await pages<{ people: Person[]; next?: string }>('/api/v1/people', 1000)).flatMap((page) => page.people)
    .map((one) => ({ ...one, name: (one as { name?: string }).name })),
});

export const courses = queryOptions({
  queryKey: ['courses'],
  queryFn: async () => (await pages<Courses>('/api/v1/courses', 1000)).flatMap((page): Course[] => page.courses),
});

/** Openings in an emergency that nobody has judged, the newest first. */
export const emergencies = queryOptions({
  queryKey: ['emergencies'],
  queryFn: async () => (await pages<Emergencies>('/api/v1/emergencies', 1000)).flatMap((page): readonly Line[] => page.facts).sort((one, other) => other.seq - one.seq),
});

/** How often what should not be was done, the newest month first. */
export const counts = queryOptions({
  queryKey: ['counts'],
  queryFn: async () => (await pages<Counts>('/api/v1/counts', 1000)).flatMap((page): readonly Counted[] => page.counts).sort((one, other) => (one.month < other.month ? 1 : one.month > other.month ? -1 : one.site < other.site ? -1 : 1)),
});

export const trace = (thing: string) => queryOptions({
  queryKey: ['trace', thing], queryFn: () => ask<Trace>(pathOf('trace', thing)),
});

export const lineage = (thing: string) => queryOptions({
  queryKey: ['lineage', thing], queryFn: () => ask<Lineage>(pathOf('lineage', thing)),
});

export const timeline = (thing: string) => queryOptions({
  queryKey: ['timeline', thing],
  queryFn: async () => (await pages<Timeline>(pathOf('timeline', thing), 1000)).flatMap((page): readonly Line[] => page.facts),
});

export const documents = queryOptions({
  queryKey: ['documents'],
  queryFn: async () => (await pages<Documents>('/api/v1/documents', 200)).flatMap((page): Documents['documents'] => page.documents),
});
export const document_ = (thing: string) => queryOptions({
  queryKey: ['document', thing], queryFn: () => ask<Paper>(`/api/v1/document/${encodeURIComponent(idOf(thing))}`),
});

export interface House { readonly code: string; readonly kind: string; readonly zone: string; }
const firstFact = async (thing: string) => (await ask<Timeline>(`${pathOf('timeline', thing)}?count=1`)).facts[0];
/** What a site is called and where its clocks are: from the fact that registered it. */
export const house = (site: string) => queryOptions({
  queryKey: ['house', site], staleTime: Infinity,
  queryFn: async (): Promise<House> => {
    const { code = idOf(site), kind = '', zone = '' } = ((await firstFact(site))?.data ?? {}) as Partial<House>;
    return { code, kind, zone };
  },
});
export const study = (id: string) => queryOptions({
  queryKey: ['study', id], staleTime: Infinity,
  queryFn: async () => (await firstFact(id))?.data as { code?: string; bedside_window_min?: number } | undefined ?? {},
});

/** It names nobody: it is kept on the device, so that forms open without the server. */
async function catalogue(language: string): Promise<Catalogue> {
  const place = () => import('../offline/queue');
  try {
    const told = await ask<Catalogue>('/api/v1/catalogue');
    setTimeout(() => void place().then((one) => one.keep(`catalogue ${language}`, told)).catch(() => undefined), 3000);
    return told;
  } catch (error) {
    const before = error instanceof Trouble && error.status === 0 ? await place().then((one) => one.kept(`catalogue ${language}`)).catch(() => undefined) : undefined;
    if (before === undefined) throw error;
    return before as Catalogue;
  }
}
export function useCatalogue() {
  const language = useLanguage();
  return useQuery({ queryKey: ['catalogue', language], staleTime: Infinity, queryFn: () => catalogue(language) });
}
export const catalogueNow = () => client.getQueryData<Catalogue>(['catalogue', spoken()]);

/** The list of all treatments is long: under a stream of facts it is asked again this seldom. */
const courses_every_ms = 2000;
const rests = (key: readonly unknown[]) => key[0] === 'courses' && Date.now() - (client.getQueryState(key)?.dataUpdatedAt ?? 0) < courses_every_ms;
const again = askingAgain((queryKey) => void client.invalidateQueries({ queryKey }), (queryKey) => client.isFetching({ queryKey }) > 0 || rests(queryKey),
  (queryKey) => (queryKey.length > 1 ? [queryKey] : client.getQueryCache().findAll({ queryKey }).map((one) => one.queryKey)));
/** A fact was recorded: what it touches is asked again. */
export function touched(fact: Line): void {
  again(courses.queryKey);  // a bag's hold bars its treatment, and names it nowhere; rows keep their places (parts/kept.ts)
  for (const thing of new Set([...fact.changes, ...fact.mentions])) for (const kind of ['trace', 'timeline', 'lineage', 'document']) again([kind, thing]);
  // A hold, and its end, bars whatever rests on the thing, which the fact does not name.
  if (fact.fact.startsWith('quality.') || fact.corrects) for (const kind of ['trace', 'standing']) again([kind]);
  if (isCounted(fact)) again(['counts']);
  if (fact.fact.startsWith('papers.')) again(['documents']);
  if (fact.fact.startsWith('breakglass.')) again(['emergencies']);
  if (fact.fact.startsWith('staff.')) again(['people']);
}
