// SPDX-License-Identifier: Apache-2.0
// The camera as a scanner. Its reader (WebAssembly) comes from this server, and only when somebody asks for it.
import { useEffect, useRef, useState } from 'react';
import { say } from '../words/words';
import { tellScan } from './scanner';

const pause_ms = 120, same_again_ms = 2500;

export function Camera({ hears }: { hears: (code: string) => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const latest = useRef(hears);
  latest.current = hears;
  const [why, set] = useState('');
  useEffect(() => {
    let stream: MediaStream | undefined, ended = false, before = { code: '', at: 0 };
    const work = async () => {
      if (!navigator.mediaDevices) return set(say('scan.camera_https'));
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } } });
      const at = video.current;
      if (!at || ended) return undefined;
      at.srcObject = stream;
      await at.play();
      const { read } = await import('./reader');
      while (!ended) {
        const code = await read(at);
        const now = performance.now();
        if (code && (code !== before.code || now - before.at > same_again_ms)) {
          before = { code, at: now };
          tellScan();
          latest.current(code);
        }
        await new Promise((resolve) => { setTimeout(resolve, pause_ms); });
      }
      return undefined;
    };
    work().catch(() => set(say('scan.camera_none')));
    return () => {
      ended = true;
      stream?.getTracks().forEach((track) => track.stop());
    };
  }, []);
  return <div className="camera">{why ? <p role="alert">{why}</p> : <video ref={video} muted playsInline aria-label={say('scan.camera')} />}</div>;
}
