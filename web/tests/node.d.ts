// SPDX-License-Identifier: Apache-2.0
// The little of Node that the tests use; the page itself knows nothing of it.
declare module 'node:assert/strict' {
  interface Assert {
    equal(one: unknown, other: unknown, why?: string): void;
    deepEqual(one: unknown, other: unknown, why?: string): void;
    ok(value: unknown, why?: string): void;
  }
  const assert: Assert;
  export default assert;
}
declare module 'node:fs' {
  export function readFileSync(path: string, encoding: 'utf8'): string;
}
declare module 'node:test' {
  export function test(name: string, run: () => void | Promise<void>): void;
}
