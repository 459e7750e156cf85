/** Pictures that stand beside a name: they are hidden from screen readers, which read the name already. */

import { el } from './dom.js';
import { standIn } from './initials.js';

/**
 * A person's photo where one may be shown, else their drawn portrait, which says so, else the stand-in.
 * @param {string} name
 * @param {string|null} photo
 * @param {string|null} [drawn]
 * @returns {HTMLElement} a square
 */
export function personPicture(name, photo, drawn = null) {
  const frame = el('span', { class: 'portrait' });
  const url = photo ?? drawn;
  if (!url) {
    frame.append(standIn(name));
    return frame;
  }
  frame.append(el('img', {
    src: url, alt: '', loading: 'lazy', decoding: 'async', width: 160, height: 160,
    // A photo may have been removed from the gallery since the answer.
    onerror: () => frame.replaceChildren(standIn(name)),
  }), ...(photo ? [] : [el('span', { class: 'drawn-mark', 'aria-hidden': 'true' }, 'drawn')]));
  return frame;
}

/** @param {string} url @returns {HTMLElement} */
export function portrait(url) {
  return el('span', { class: 'portrait' }, el('img', { src: url, alt: '', decoding: 'async', width: 160, height: 160 }));
}
