// SPDX-License-Identifier: Apache-2.0
// Which commands a thing invites, for whom: from the catalogue alone, so that a new stage is here on the day it exists.
import type { CommandName, CommandType, Field } from '../api/types';
import { kindOf } from '../api/types';

/** The field of a command into which this thing goes, if there is one: not one that the command makes anew. */
export function slotFor(command: CommandType, thing: string): Field | undefined {
  const kind = kindOf(thing);
  return command.fields.find((field) => !field.fresh && (field.type === 'id' || field.type === 'thing') && field.kinds?.includes(kind));
}
export const mayGive = (command: CommandType, roles: readonly string[], knows: boolean) =>
  !knows || command.roles.some((role) => roles.includes(role.value));

/** What is recorded of scans alone, at the bedside: a wristband that somebody typed proves nothing. */
export const at_bedside: readonly string[] = ['infusion/check_bedside', 'infusion/confirm_bedside'] satisfies readonly CommandName[];
/** What is given by a screen of its own, a program, or another address. */
const elsewhere = new Set(['staff/record_denial', 'breakglass/record_shown', 'staff/register_passkey', 'staff/enrol_credential', 'staff/recover_at_machine', 'staff/record_refused_device', 'staff/record_refused_sign_in',
  'intake/begin_import', 'transport/attach_logger_record', 'transport/open_link', 'transport/hand_on', 'transport/issue_link', 'keys/record_replacement',
  'disclosure/search', 'disclosure/show_identity', 'disclosure/record_reading', ...at_bedside, 'blinding/show_arm', 'papers/file_version', 'papers/open_version', 'papers/inspect_version']);
export const invitedBy = (commands: readonly CommandType[], thing: string, roles: readonly string[], knows: boolean) =>
  commands.filter((command) => !elsewhere.has(command.name) && mayGive(command, roles, knows) && slotFor(command, thing) !== undefined);
export const hasForm = (name: string) => !elsewhere.has(name);
export const ofForms = (commands: readonly CommandType[]) => commands.filter((command) => hasForm(command.name));
/** Whether one's roles check such a thing at the bedside. */
export const checkedAtBedside = (commands: readonly CommandType[], thing: string, roles: readonly string[], knows: boolean) =>
  commands.some((command) => at_bedside.includes(command.name) && mayGive(command, roles, knows) && slotFor(command, thing) !== undefined);
