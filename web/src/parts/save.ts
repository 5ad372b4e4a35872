// SPDX-License-Identifier: Apache-2.0
import { askBlob, pathOf } from '../api/client';
import { idOf } from '../api/types';

/** Gives the reader a file. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The label of that id, drawn as the printer takes it. */
export const drawLabel = (id: string) => askBlob(`/api/v1/label/${encodeURIComponent(id)}?form=pdf`).then((blob) => save(blob, `label-${id}.pdf`));
/** The bundle of a thing, which is checked without the server. */
export const exportEvidence = (thing: string) => askBlob(pathOf('export', thing)).then((blob) => save(blob, `evidence-${idOf(thing)}.txt`));
