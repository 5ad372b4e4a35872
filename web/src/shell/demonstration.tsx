// SPDX-License-Identifier: Apache-2.0
// A demonstration says so before anybody signs in: by the name of its log, which it has for ever.
import { useQuery } from '@tanstack/react-query';
import { askText } from '../api/client';
import { say } from '../words/words';

export const checkpoint = { queryKey: ['checkpoint'], staleTime: 60_000, queryFn: () => askText('/log/checkpoint') };

export function DemonstrationMark() {
  const { data } = useQuery(checkpoint);
  if (!data?.startsWith('demonstration.veinline.invalid/')) return null;
  return <aside className="mark-demo" id="mark" aria-label={say('demonstration.label')}><span>{say('demonstration')}</span></aside>;
}
