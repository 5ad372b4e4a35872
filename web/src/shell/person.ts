// SPDX-License-Identifier: Apache-2.0
// Who is looking: from the list of people, since a token says no more than whose it is.
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { house, me, people } from '../api/queries';
import { useStanding } from '../api/session';
import { setZone } from '../words/time';

export function useMe() {
  const inside = useStanding() === 'in';
  const mine = useQuery({ ...me, enabled: inside });
  const everybody = useQuery({ ...people, enabled: inside });
  const person = everybody.data?.find((one) => one.person === mine.data?.person);
  const site = useQuery({ ...house(person?.site ?? ''), enabled: person?.site !== undefined });
  useEffect(() => { if (site.data?.zone) setZone(site.data.zone); }, [site.data?.zone]);
  return {
    key: mine.data?.person,
    name: person?.name,
    roles: person?.roles ?? [],
    /** The list is not for everybody: then nothing is left out of what one may try. */
    knowsRoles: person !== undefined,
    site: person?.site,
    siteCode: site.data?.code,
    zone: site.data?.zone,
    demonstration: mine.data?.demonstration === true,
    origin: mine.data?.origin,
    vkey: mine.data?.vkey,
  };
}
export type Myself = ReturnType<typeof useMe>;
