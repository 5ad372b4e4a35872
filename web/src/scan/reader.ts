// SPDX-License-Identifier: Apache-2.0
// zxing, from our own server. The raw text is kept with its FNC1 and the symbology before it, since our label grammar wants both.
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url';

prepareZXingModule({ overrides: { locateFile: () => wasm } });

export async function read(video: HTMLVideoElement): Promise<string | undefined> {
  if (video.videoWidth === 0) return undefined;
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  context.drawImage(video, 0, 0);
  const found = await readBarcodes(context.getImageData(0, 0, canvas.width, canvas.height), { formats: ['DataMatrix', 'Code128', 'QRCode'], textMode: 'Plain', maxNumberOfSymbols: 1 });
  const first = found[0];
  return first?.isValid ? `${first.symbologyIdentifier}${first.text}` : undefined;
}
