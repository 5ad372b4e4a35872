// SPDX-License-Identifier: Apache-2.0
import { askBlob } from '../api/client';

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
