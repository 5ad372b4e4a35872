// SPDX-License-Identifier: Apache-2.0
// Whatever page somebody opened first opens again without the server: after the first look, so that it costs that nothing.
import { useEffect } from 'react';

export function useWorker(): void {
  useEffect(() => {
    const timer = setTimeout(() => void import('./worker').then((one) => one.registerWorker()).catch(() => undefined), 2500);
    return () => clearTimeout(timer);
  }, []);
}
