// SPDX-License-Identifier: Apache-2.0
// Which fields of a form take a scan, a choice or a link alone, and where an id that cannot be scanned may be typed before a
// second person (decision 0051).
import { createContext } from 'react';
import type { Field } from '../api/types';
import type { Step } from '../screens/station/cannot';

/** Kinds of things that bear a code of their own: labelling/type_id takes them. */
const labelled: ReadonlySet<string> = new Set(['material', 'batch', 'course', 'subject', 'consignment']);
export const isScanned = (field: Pick<Field, 'kinds'>) => field.kinds?.some((kind) => labelled.has(kind)) ?? false;

/** The step that is recorded of a typed id, by the stage of the command. Of the bedside there is none: nothing is typed there. */
const steps: Readonly<Record<string, Step>> = { collection: 'collection', reception: 'receiving', custody: 'hand_over', transport: 'hand_over' };
export const stepOf = (command: string): Step | undefined => steps[command.slice(0, command.indexOf('/'))];

/** Opens the panel for what cannot be scanned; what is typed and confirmed there is heard as a scan. Absent: nothing is typed. */
export const CannotScan = createContext<((hears: (code: string) => void) => void) | undefined>(undefined);
