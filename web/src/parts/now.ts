// SPDX-License-Identifier: Apache-2.0
// The time of now, for what runs out while somebody looks.
import { useEffect, useState } from 'react';

export function useNow(every_ms = 30_000): number {
  const [now, set] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => set(Date.now()), every_ms);
    return () => clearInterval(timer);
  }, [every_ms]);
  return now;
}
