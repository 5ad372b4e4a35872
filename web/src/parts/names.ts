// SPDX-License-Identifier: Apache-2.0
// Names as plain text, for pictures: what a link cannot be drawn in.
import { useQueries, useQuery } from '@tanstack/react-query';
import { house, people } from '../api/queries';
import { idOf, kindOf } from '../api/types';

export function useNames(things: readonly string[]): (thing: string) => string {
  const sites = [...new Set(things.filter((one) => kindOf(one) === 'site'))];
  const houses = useQueries({ queries: sites.map(house) });
  const everybody = useQuery({ ...people, enabled: things.some((one) => kindOf(one) === 'person') });
  return (thing) => {
    const at = sites.indexOf(thing);
    return (at >= 0 ? houses[at]?.data?.code : everybody.data?.find((one) => one.person === thing)?.name) ?? `… ${idOf(thing).slice(-4)}`;
  };
}
