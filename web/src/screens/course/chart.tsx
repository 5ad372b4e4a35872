// SPDX-License-Identifier: Apache-2.0
// uPlot, with the axis as wide as its words and a minus that is one: a clipped sign made −120 °C read as 120 °C.
import { useEffect, useMemo, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useNames } from '../../parts/names';
import { axisDay, clock, figure } from '../../words/time';
import { say, useLanguage } from '../../words/words';
import { bandsOf, type Band, type Held } from './bands';
import type { Trip } from './condition';

const font = '12px system-ui';
export const tick = (value: number) => `${figure(String(value))} °C`;

function dataOf(trips: readonly Trip[]): uPlot.AlignedData {
  const at: number[] = [], highest: (number | null)[] = [], lowest: (number | null)[] = [];
  for (const trip of trips) {
    at.push(trip.first / 1000, trip.last / 1000, trip.last / 1000 + 1);
    highest.push(trip.maximum, trip.maximum, null);
    lowest.push(trip.minimum, trip.minimum, null);
  }
  return [at, highest, lowest];
}

/** Behind the line who had it: a ground for each, a stroke where it was handed over, and the name. */
function drawBands(u: uPlot, bands: readonly Band[], name: (thing: string) => string, colour: (name: string) => string): void {
  const { left, top, width, height } = u.bbox;
  u.ctx.save();
  u.ctx.font = `${12 * devicePixelRatio}px system-ui`;
  bands.forEach((one, at) => {
    const from = Math.max(left, u.valToPos(one.from / 1000, 'x', true)), to = Math.min(left + width, u.valToPos(one.to / 1000, 'x', true));
    if (to <= from) return;
    u.ctx.fillStyle = colour(at % 2 ? '--card' : '--planned-bg');
    u.ctx.fillRect(from, top, to - from, height);
    u.ctx.strokeStyle = colour('--edge');
    u.ctx.beginPath();
    u.ctx.moveTo(from, top);
    u.ctx.lineTo(from, top + height);
    u.ctx.stroke();
    u.ctx.fillStyle = colour('--ink2');
    u.ctx.save();
    u.ctx.beginPath();
    u.ctx.rect(from, top, to - from, height);
    u.ctx.clip();
    u.ctx.fillText(name(one.holder), from + 4, top + (14 + one.row * 15) * devicePixelRatio);
    u.ctx.restore();
  });
  u.ctx.restore();
}

export function Chart({ trips, held }: { trips: readonly Trip[]; held: readonly Held[] }) {
  const language = useLanguage();
  const first = Math.min(...trips.map((one) => one.first)), last = Math.max(...trips.map((one) => one.last));
  const asked = JSON.stringify(held);  // another array each time, of the same
  const bands = useMemo(() => bandsOf(JSON.parse(asked) as Held[], first - (last - first), last + (last - first) + 1, Date.now()), [asked, first, last]);
  const name = useNames(bands.map((one) => one.holder)), names = bands.map((one) => name(one.holder)).join();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = box.current;
    if (!place) return undefined;
    const style = getComputedStyle(document.documentElement), colour = (name: string) => style.getPropertyValue(name).trim();
    const limits = trips.flatMap((one) => [one.low, one.high]).filter((one): one is number => one !== undefined);
    const all = [...trips.flatMap((one) => [one.minimum, one.maximum]), ...limits];
    const low = Math.min(...all), high = Math.max(...all), air = Math.max(2, (high - low) * 0.2);
    const measure = document.createElement('canvas').getContext('2d');
    if (measure) measure.font = font;
    const widest = Math.max(...[low - air, high + air].map((one) => measure?.measureText(tick(Math.round(one))).width ?? 60));
    const line = (u: uPlot, value: number) => {
      const y = u.valToPos(value, 'y', true);
      u.ctx.save();
      u.ctx.strokeStyle = colour('--stop');
      u.ctx.setLineDash([6, 4]);
      u.ctx.beginPath();
      u.ctx.moveTo(u.bbox.left, y);
      u.ctx.lineTo(u.bbox.left + u.bbox.width, y);
      u.ctx.stroke();
      u.ctx.fillStyle = colour('--stop');
      u.ctx.font = `${12 * devicePixelRatio}px system-ui`;
      u.ctx.fillText(say('condition.limit', { limit: tick(value) }), u.bbox.left + 8, y - 5);
      u.ctx.restore();
    };
    const axis = { stroke: colour('--ink2'), grid: { stroke: colour('--line'), width: 1 }, font };
    const plot = new uPlot({
      width: place.clientWidth, height: 220, legend: { show: false }, cursor: { show: false }, padding: [10, 28, 0, 0],
      scales: { y: { range: [low - air, high + air] } },
      axes: [{ ...axis, space: 110, values: (_, values) => values.map((one) => `${axisDay(one * 1000)} ${clock(one * 1000)}`) },
        { ...axis, size: Math.ceil(widest) + 24, values: (_, values) => values.map(tick) }],
      series: [{}, { stroke: colour('--attention'), width: 2, spanGaps: false, points: { show: true, size: 7 } }, { stroke: colour('--accent'), width: 2, spanGaps: false, points: { show: true, size: 7 } }],
      hooks: { drawClear: [(u) => drawBands(u, bands, name, colour)], draw: [(u) => new Set(limits).forEach((value) => line(u, value))] },
    }, dataOf(trips), place);
    const watch = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: 220 }));
    watch.observe(place);
    return () => { watch.disconnect(); plot.destroy(); };
    // `name` is another function each time; what it says is in `names`.
  }, [trips, language, bands, names]);
  const words = trips.map((one) => say('condition.summary', { minimum: tick(one.minimum), maximum: tick(one.maximum), above: `${one.above_s} s`, below: `${one.below_s} s`, gaps: one.gaps })).join(' ');
  const had = [...new Set(bands.map((one) => name(one.holder)))];
  return <div ref={box} role="img" className="chart" aria-label={[words, ...(had.length > 0 ? [say('condition.held_by', { who: had.join(', ') })] : [])].join(' ')} />;
}
