// SPDX-License-Identifier: Apache-2.0
// uPlot, with the axis as wide as its words and a minus that is one: a clipped sign made −120 °C read as 120 °C.
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { axisDay, clock, figure } from '../../words/time';
import { say, useLanguage } from '../../words/words';
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

export function Chart({ trips }: { trips: readonly Trip[] }) {
  const language = useLanguage();
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
      hooks: { draw: [(u) => new Set(limits).forEach((value) => line(u, value))] },
    }, dataOf(trips), place);
    const watch = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: 220 }));
    watch.observe(place);
    return () => { watch.disconnect(); plot.destroy(); };
  }, [trips, language]);
  const words = trips.map((one) => say('condition.summary', { minimum: tick(one.minimum), maximum: tick(one.maximum), above: `${one.above_s} s`, below: `${one.below_s} s`, gaps: one.gaps })).join(' ');
  return <div ref={box} role="img" aria-label={words} />;
}
