// SPDX-License-Identifier: Apache-2.0
// A QR code as one path: black on white whatever the theme, since paper and scanners have none.
import { encode } from 'uqr';

export function Qr({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return <svg className="qr" viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" role="img" aria-label={label}>
    <rect className="qr-ground" width={size} height={size} /><path className="qr-ink" d={path} /></svg>;
}
