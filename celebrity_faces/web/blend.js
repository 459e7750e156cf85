/** A face like both: the face, the person, and the picture between them that a slider moves. */

import { blend } from './api.js';
import { debounced, el, stopWatching, watchVisibility } from './dom.js';
import { errorMessage, isMissingPhoto, missingPhotoText } from './messages.js';
import { personPicture, portrait } from './picture.js';

const pause_ms = 180;
const keptPictures = 24;

/** @typedef {{blob: Blob, url: string}} Picture */

export class BlendPanel {
  /** @type {import('./api.js').Match|null} */
  #match = null;
  /**
   * Pictures by person and t, the last shown at the end: going back on the slider asks for nothing.
   * @type {Map<string, Picture>}
   */
  #pictures = new Map();
  /** @type {AbortController|null} */
  #request = null;
  #visible = false;

  /**
   * @param {import('./api.js').ViewAnswer} face
   * @param {string} label how the face is called
   */
  constructor(face, label) {
    this.#face = face;
    this.#label = label;
    this.#later = debounced(pause_ms, () => this.#load());
    this.#person = el('div', { class: 'blend-side' });
    this.#picture = el('div', { class: 'blend-picture', 'aria-live': 'polite' });
    this.#slider = /** @type {HTMLInputElement} */ (el('input', { type: 'range', min: 0, max: 1, step: 0.05, value: 0.5,
      oninput: () => this.#moved() }));
    this.#actions = el('div', { class: 'blend-actions' });
    this.#controls = el('div', { class: 'blend-controls' }, this.#slider, this.#actions);
    this.element = el('div', { class: 'blend', role: 'group', 'aria-label': `A face like both: ${label}` },
      el('div', { class: 'blend-side' }, portrait(face.portrait.image), el('span', {}, label)),
      this.#picture, this.#person, this.#controls);
    // Two hundred faces may stand in one photo: ask only for those that are looked at.
    watchVisibility(this.element, (visible) => this.#seen(visible));
  }

  #face; #label; #later; #person; #picture; #slider; #actions; #controls;

  /** @param {import('./api.js').Match} match */
  select(match) {
    this.#match = match;
    const { id, name } = match.person;
    this.#person.replaceChildren(personPicture(name, match.photo),
      el('a', { href: `#people/${id}`, dir: 'auto' }, name));
    this.#slider.setAttribute('aria-label', `From ${this.#label} to ${name}`);
    this.#describe();
    this.#request?.abort();
    this.#later.cancel();
    if (!match.photo) return this.#showMissing();
    this.#picture.querySelector('.blend-note')?.remove();
    if (this.#visible) this.#load();
  }

  /** Ends requests and frees the pictures. */
  close() {
    stopWatching(this.element);
    this.#later.cancel();
    this.#request?.abort();
    for (const { url } of this.#pictures.values()) URL.revokeObjectURL(url);
    this.#pictures.clear();
  }

  #seen(visible) {
    this.#visible = visible;
    if (!this.#match?.photo) return;
    if (visible) this.#later();
    else {
      this.#later.cancel();
      this.#request?.abort();
    }
  }

  #moved() {
    this.#describe();
    this.#later();
  }

  #describe() {
    const share = Math.round(100 * Number(this.#slider.value));
    this.#slider.setAttribute('aria-valuetext', `${share} % ${this.#match?.person.name}`);
  }

  async #load() {
    const match = /** @type {import('./api.js').Match} */ (this.#match);
    const t = Number(this.#slider.value);
    const key = `${match.person.id} ${t}`;
    this.#request?.abort();
    const known = this.#pictures.get(key);
    if (known) {
      this.#pictures.delete(key);
      this.#pictures.set(key, known);
      return this.#show(known);
    }
    const request = new AbortController();
    this.#request = request;
    this.element.setAttribute('aria-busy', 'true');
    try {
      const blob = await blend(this.#face, match, t, request.signal);
      // A reply that was already read in when its request was cancelled must not replace the newer one.
      if (!request.signal.aborted) this.#show(this.#keep(key, blob));
    } catch (error) {
      if (!request.signal.aborted) this.#showError(error);
    } finally {
      if (this.#request === request) this.element.setAttribute('aria-busy', 'false');
    }
  }

  #keep(key, blob) {
    const picture = { blob, url: URL.createObjectURL(blob) };
    this.#pictures.set(key, picture);
    if (this.#pictures.size > keptPictures) {
      const [oldest, { url }] = this.#pictures.entries().next().value;
      URL.revokeObjectURL(url);
      this.#pictures.delete(oldest);
    }
    return picture;
  }

  #show(picture) {
    const { name } = /** @type {import('./api.js').Match} */ (this.#match).person;
    const alt = `A face like both ${this.#label} and ${name}`;
    this.element.setAttribute('aria-busy', 'false');
    this.#controls.hidden = false;
    this.#slider.disabled = false;
    const shown = this.#picture.querySelector('img');
    // Changing the source keeps the earlier picture until the next is drawn: the slider does not flicker.
    if (shown) Object.assign(shown, { src: picture.url, alt });
    else this.#picture.replaceChildren(el('img', { src: picture.url, alt, width: 256, height: 256 }));
    this.#actions.replaceChildren(...actionsFor(picture, `${this.#label} and ${name}`));
  }

  #showMissing() {
    this.element.setAttribute('aria-busy', 'false');
    this.#picture.replaceChildren(el('p', { class: 'blend-note' },
      missingPhotoText(/** @type {import('./api.js').Match} */ (this.#match).person.name)));
    this.#controls.hidden = true;
  }

  #showError(error) {
    if (isMissingPhoto(error)) return this.#showMissing();
    const { title, detail } = errorMessage(error);
    this.#actions.replaceChildren();
    this.#picture.replaceChildren(el('div', { class: 'blend-note' }, el('strong', {}, title), el('p', {}, detail),
      el('button', { type: 'button', class: 'button', onclick: () => this.#retry() }, 'Try again')));
  }

  #retry() {
    // The button goes when the picture comes, and would take the focus along.
    this.#slider.focus({ preventScroll: true });
    return this.#load();
  }
}

/** @param {Picture} picture @param {string} title @returns {HTMLElement[]} */
function actionsFor({ blob, url }, title) {
  const name = `${title.replace(/[\\/:*?"<>|]/g, '_')}.jpg`;
  const save = el('a', { class: 'button', href: url, download: name }, 'Save picture');
  const file = new File([blob], name, { type: 'image/jpeg' });
  // Browsers offer sharing on secure pages only, and not every one takes files.
  if (!navigator.canShare?.({ files: [file] })) return [save];
  const share = el('button', { type: 'button', class: 'button', onclick: () => {
    // Closing the system's dialogue rejects too: nothing has gone wrong then.
    navigator.share({ files: [file], title }).catch(() => {});
  } }, 'Share');
  return [save, share];
}
