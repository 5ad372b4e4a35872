// SPDX-License-Identifier: Apache-2.0
// Who is looking: from the list of people, since a token says no more than whose it is.
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { house, me, people } from '../api/queries';
import { keepSelf, self, useStanding, whenAnother } from '../api/session';
import { setZone, zoneOfBrowser } from '../words/time';

whenAnother(() => setZone(zoneOfBrowser()));

export function useMe() {
  const inside = useStanding() === 'in';
  const mine = useQuery({ ...me, enabled: inside });
  const everybody = useQuery({ ...people, enabled: inside });
  const person = everybody.data?.find((one) => one.person === mine.data?.person);
  const site = useQuery({ ...house(person?.site ?? ''), enabled: person?.site !== undefined });
  useEffect(() => { if (site.data?.zone) setZone(site.data.zone); }, [site.data?.zone]);
  const { person: key, origin } = mine.data ?? {};
  useEffect(() => {
    if (key && origin && person) keepSelf({ person: key, origin, roles: person.roles, ...(person.site && { site: person.site }), ...(site.data && { code: site.data.code, zone: site.data.zone }) });
  }, [key, origin, person, site.data]);
  // Without the server: as much of oneself as was kept.
  const before = inside && !mine.data && mine.isError ? self() : undefined;
  useEffect(() => { if (before?.zone) setZone(before.zone); }, [before?.zone]);
  if (before) {
    return { key: before.person, name: undefined, roles: before.roles, knowsRoles: true, site: before.site, siteCode: before.code, zone: before.zone,
      demonstration: false, origin: before.origin, vkey: undefined, enrolled: [], before: undefined };
  }
  return {
    key,
    name: person?.name,
    roles: (person?.roles ?? []) as readonly string[],
    /** The list is not for everybody: then nothing is left out of what one may try. */
    knowsRoles: person !== undefined,
    site: person?.site,
    siteCode: site.data?.code,
    zone: site.data?.zone,
    demonstration: mine.data?.demonstration === true,
    origin,
    vkey: mine.data?.vkey,
    /** By what else they can be let in since they signed in before this time. */
    enrolled: mine.data?.enrolled ?? [],
    before: mine.data?.signed_in_before,
  };
}
export type Myself = ReturnType<typeof useMe>;
