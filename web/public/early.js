// SPDX-License-Identifier: Apache-2.0
// The first script, and the smallest: keeps what a scanner types before the page is ready, picks the theme before the
// first paint, and tells an old browser what to do. The keys are kept as they came, with place and Shift: src/scan/scanner.ts
// takes over, and reads them as it reads those that it hears itself.
(function () {
  var keys = [];
  window.veinlineEarly = keys;
  window.veinlineHeard = function (event) {
    var at = event.target;
    var types = at && (at.tagName === 'INPUT' || at.tagName === 'TEXTAREA' || at.tagName === 'SELECT');
    if (!types && keys.length < 4096) keys.push(event);
  };
  window.addEventListener('keydown', window.veinlineHeard, true);
  var root = document.documentElement;
  try {
    var theme = localStorage.getItem('veinline.theme');
    var dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
    root.setAttribute('data-theme', dark ? 'dark' : 'light');
    root.setAttribute('data-density', localStorage.getItem('veinline.density') || 'desk');
  } catch (error) { root.setAttribute('data-theme', 'light'); }
  if (!('at' in Array.prototype) || !('structuredClone' in window) || !('showModal' in HTMLElement.prototype || 'HTMLDialogElement' in window)) {
    window.addEventListener('DOMContentLoaded', function () { document.getElementById('root').hidden = true; document.getElementById('old').hidden = false; });
  }
})();
