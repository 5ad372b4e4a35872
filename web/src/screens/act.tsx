// SPDX-License-Identifier: Apache-2.0
// One command: what it does, who may, its form.
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { useCatalogue } from '../api/queries';
import type { Field } from '../api/types';
import type { Draft } from '../forms/drafts';
import { CommandForm } from '../forms/command_form';
import { Nothing, Waiting } from '../parts/basics';
import { Unshown } from './lost';
import { useMe } from '../shell/person';
import { at_bedside, mayGive } from '../things/commands';
import { say } from '../words/words';
import { NotFound } from './lost';

const given = (fields: readonly Field[], search: Readonly<Record<string, string | undefined>>): Draft => Object.fromEntries(
  fields.filter((field) => search[field.name] !== undefined).map((field) => [field.name, field.many ? [search[field.name] as string] : search[field.name]]));

export function Act() {
  const { stage, command: name } = useParams({ from: '/inside/do/$stage/$command' });
  const search = useSearch({ from: '/inside/do/$stage/$command' });
  const catalogue = useCatalogue();
  const myself = useMe();
  const opened = useRef('');
  if (catalogue.error) return <Unshown error={catalogue.error} again={() => void catalogue.refetch()} />;
  if (!catalogue.data) return <Waiting lines={8} />;
  const command = catalogue.data.commands.find((one) => one.name === `${stage}/${name}`);
  if (!command) return <NotFound />;
  // Whoever loses the right while they write keeps what they wrote, and is told; the server refuses it.
  const may = mayGive(command, myself.roles, myself.knowsRoles), form = `${command.name} ${JSON.stringify(search)}`;
  if (may) opened.current = form;
  const roles = command.roles.map((role) => role.title).join(', ');
  return <>
    <div className="heading"><h1>{command.title}</h1></div>
    <p>{command.help}</p>
    <p className="small">{say('form.who', { roles })}</p>
    {at_bedside.includes(command.name) ? <Nothing why={say('form.by_scans')}><Link className="button main" to="/bedside">{say('place.bedside')}</Link></Nothing>
      : <>{!may && <Nothing why={say('form.not_you', { roles })} />}
        {opened.current === form && <CommandForm key={form} command={command} given={given(command.fields, search)} />}</>}
  </>;
}
