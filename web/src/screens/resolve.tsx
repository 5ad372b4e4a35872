// SPDX-License-Identifier: Apache-2.0
// /i/CODE: what a printed address names. Only codes of ours and donation numbers: an address is no place for names.
import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from '@tanstack/react-router';
import { idOf, kindOf } from '../api/types';
import { TroubleNote, Waiting } from '../parts/basics';
import { resolve } from '../scan/resolve';
import { Verdict } from '../shell/finder';
import { NotFound } from './lost';

export function Resolve() {
  const { code } = useParams({ from: '/inside/i/$code' });
  const fits = /^[0-9A-Z:.=&%+-]{6,64}$/i.test(code);
  const found = useQuery({ queryKey: ['resolve', code], queryFn: () => resolve(code), enabled: fits });
  if (!fits) return <NotFound />;
  if (found.error) return <TroubleNote error={found.error} />;
  if (!found.data) return <Waiting />;
  if (found.data.kind === 'thing') return <Navigate to="/$kind/$id" params={{ kind: kindOf(found.data.thing), id: idOf(found.data.thing) }} replace />;
  return <Verdict found={found.data} />;
}
