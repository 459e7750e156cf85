/** Pictures of people: a photo where one may be shown, else the stand-in. */

import { el } from './dom.js';
import { standIn } from './initials.js';

/**
 * @param {string} name
 * @param {string|null} url
 * @returns {HTMLElement} a square
 */
export function personPicture(name, url) {
  const frame = el('span', { class: 'portrait' });
  if (!url) {
    frame.append(standIn(name));
    return frame;
  }
  frame.append(el('img', {
    src: url, alt: name, loading: 'lazy', decoding: 'async', width: 160, height: 160,
    // A photo may have been removed from the gallery since the answer.
    onerror: () => frame.replaceChildren(standIn(name)),
  }));
  return frame;
}

/** @param {string} url @param {string} alt @returns {HTMLElement} */
export function portrait(url, alt) {
  return el('span', { class: 'portrait' }, el('img', { src: url, alt, decoding: 'async', width: 160, height: 160 }));
}
