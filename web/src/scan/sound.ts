// SPDX-License-Identifier: Apache-2.0
// One high tone for yes, two low ones for no; on a phone it is felt as well. Where there is no sound nothing is missing:
// shape, word and colour say the same.
let context: AudioContext | undefined;
function tone(hertz: number, from: number, lasts: number): void {
  try {
    context ??= new AudioContext();
    const wave = context.createOscillator(), loud = context.createGain();
    wave.frequency.value = hertz;
    loud.gain.value = 0.08;
    wave.connect(loud).connect(context.destination);
    wave.start(context.currentTime + from);
    wave.stop(context.currentTime + from + lasts);
  } catch { /* no sound here */ }
}
export function yes(): void { tone(1320, 0, 0.12); }
export function no(): void {
  tone(220, 0, 0.18);
  tone(196, 0.24, 0.25);
  navigator.vibrate?.([200, 80, 200]);
}
