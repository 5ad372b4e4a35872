// SPDX-License-Identifier: Apache-2.0
// What a program sees of a screen: what is too wide, cut, untranslated or unnamed. A person looks as well.

/** Runs in the page: findings in words, none when there is nothing to say. */
export function findings() {
  const out = [];
  const seen = (one) => { const box = one.getBoundingClientRect(); return box.width > 0 && box.height > 0 && getComputedStyle(one).visibility !== 'hidden'; };
  const told = (one) => `${one.tagName.toLowerCase()}${one.className && typeof one.className === 'string' ? `.${one.className.trim().replace(/\s+/g, '.')}` : ''} «${(one.textContent ?? '').trim().slice(0, 40)}»`;
  const unseen = (one) => one.closest('.unseen, .skip, [aria-hidden=true], svg') !== null;
  if (document.documentElement.scrollWidth > innerWidth) {
    const wide = [...document.querySelectorAll('body *')].filter((one) => seen(one) && one.getBoundingClientRect().right > innerWidth + 1 && ![...one.children].some((child) => child.getBoundingClientRect().right > innerWidth + 1));
    out.push(...wide.slice(0, 4).map((one) => `wide: ${told(one)}`), ...(wide.length === 0 ? [`wide: ${document.documentElement.scrollWidth} px`] : []));
  }
  for (const one of document.querySelectorAll('body *')) {
    if (unseen(one) || !seen(one) || one.childElementCount > 0 && ![...one.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim())) continue;
    const style = getComputedStyle(one);
    if (/hidden|clip/.test(style.overflowX) && one.scrollWidth > one.clientWidth + 1) out.push(`cut: ${told(one)}`);
    const inside = one.closest('button, .button, .tag, td, th, li, dd, dt');
    if (inside && inside !== one && style.position !== 'absolute') {
      const box = one.getBoundingClientRect(), around = inside.getBoundingClientRect();
      if (box.right > around.right + 2 && getComputedStyle(inside).overflowX === 'visible' && style.display !== 'inline') out.push(`out of its place: ${told(one)}`);
    }
    if (one.tagName === 'INPUT' && one.placeholder) {
      const context = document.createElement('canvas').getContext('2d');
      context.font = style.font;
      const room = one.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
      if (context.measureText(one.placeholder).width > room + 1) out.push(`cut: the hint «${one.placeholder}»`);
    }
    const key = /^(page|field|problem|help)\.[a-z_.]+$|^[a-z]+(\.[a-z_]+)+$/.exec((one.textContent ?? '').trim());
    if (key && !one.closest('code, pre, [translate=no], .code')) out.push(`a key for a word: ${key[0]}`);
  }
  for (const one of document.querySelectorAll('a[href], button, input, select, summary, textarea')) {
    const box = one.getBoundingClientRect();
    if (!seen(one) || unseen(one) || one.type === 'checkbox' || one.type === 'radio') continue;
    const in_text = one.tagName === 'A' && getComputedStyle(one).display === 'inline';
    if (!in_text && (box.height < 24 || box.width < 24)) out.push(`small to hit, ${Math.round(box.width)} x ${Math.round(box.height)}: ${told(one)}`);
  }
  return [...new Set(out)];
}

/** Runs in the page: what a Chinese screen says without a Chinese character. Codes and ids are the same in every language. */
export function untranslated() {
  const out = new Set();
  const same = /^[^A-Za-z]*$|^[A-Z0-9][A-Z0-9_./:+*×°%\s-]*$/;  // no letter at all, or a code
  const skip = 'code, pre, kbd, time, .id, .code, [translate=no], .id-of, .print-head, .only-print, a.thing, [lang]:not(html), script, noscript, #old, .brand, select option[value*="/"]';
  const take = (text, at) => { if (text && /[A-Za-z]{3}/.test(text) && !/[\u3400-\u9fff]/.test(text) && !same.test(text.trim())) out.add(`${at}: ${text.trim().slice(0, 80)}`); };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent && !parent.closest(skip)) take(walker.currentNode.textContent, parent.closest('[class]')?.getAttribute('class') || parent.tagName.toLowerCase());
  }
  for (const one of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]')) {
    if (one.closest(skip)) continue;
    for (const name of ['aria-label', 'placeholder', 'title', 'alt']) take(one.getAttribute(name), name);
  }
  return [...out];
}
