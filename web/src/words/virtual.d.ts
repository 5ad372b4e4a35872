// SPDX-License-Identifier: Apache-2.0
declare module 'virtual:words/*' {
  const words: Readonly<Record<string, string>>;
  export default words;
}
declare module '*.css';
declare module '*?url' {
  const address: string;
  export default address;
}
