/** A face like both: the face, the person, and the picture between them that a slider moves; morphed from photos or drawn. */

import { blend } from './api.js';
import { debounced, el, stopWatching, watchVisibility } from './dom.js';
import { errorMessage, isMissingPhoto, missingPhotoText } from './messages.js';
import { personPicture, portrait } from './picture.js';

const pause_ms = 180;
const keptPictures = 48;
/** @type {Record<import('./api.js').BlendKind, string>} */
const kindTexts = { photos: 'From both photos', drawn: 'Drawn' };

/** @typedef {{blob: Blob, url: string}} Picture */

export class BlendPanel {
  /** @type {import('./api.js').Match|null} */
  #match = null;
  /**
   * Pictures by kind, person and t, the last shown at the end: going back on the slider asks for nothing.
   * @type {Map<string, Picture>}
   */
  #pictures = new Map();
  /** @type {AbortController|null} */
  #request = null;
  #visible = false;
  /** @type {import('./api.js').BlendKind} what the visitor chose, where there is a choice */
  #wanted = 'photos';

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
    this.#kinds = el('div', { class: 'blend-kinds', role: 'group', 'aria-label': 'How it is made' },
      ...Object.entries(kindTexts).map(([kind, text]) => el('button', { type: 'button', class: 'chip', 'data-kind': kind,
        onclick: () => this.#want(/** @type {import('./api.js').BlendKind} */ (kind)) }, text)));
    this.#caption = el('p', { class: 'quiet blend-caption' });
    this.#controls = el('div', { class: 'blend-controls' }, this.#slider, this.#kinds, this.#caption, this.#actions);
    this.element = el('div', { class: 'blend', role: 'group', 'aria-label': `A face like both: ${label}` },
      el('div', { class: 'blend-side' }, portrait(face.portrait.image), el('span', {}, label)),
      this.#picture, this.#person, this.#controls);
    // Two hundred faces may stand in one photo: ask only for those that are looked at.
    watchVisibility(this.element, (visible) => this.#seen(visible));
  }

  #face; #label; #later; #person; #picture; #slider; #actions; #kinds; #caption; #controls;

  /** @param {import('./api.js').Match} match */
  select(match) {
    this.#match = match;
    const { id, name } = match.person;
    this.#person.replaceChildren(personPicture(name, match.photo, match.drawn),
      el('a', { href: `#people/${id}`, dir: 'auto' }, name));
    this.#slider.setAttribute('aria-label', `From ${this.#label} to ${name}`);
    this.#describe();
    this.#request?.abort();
    this.#later.cancel();
    this.#showKinds();
    if (!this.#kind()) return this.#showMissing();
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
    if (!this.#kind()) return;
    if (visible) this.#later();
    else {
      this.#later.cancel();
      this.#request?.abort();
    }
  }

  /** The kind that is shown: the one wanted, or the one that there is; null where there is none. */
  #kind() {
    const { photo = null, drawn = null } = this.#match ?? {};
    if (!photo && !drawn) return null;
    if (!photo) return 'drawn';
    return drawn ? this.#wanted : 'photos';
  }

  /** @param {import('./api.js').BlendKind} kind */
  #want(kind) {
    this.#wanted = kind;
    this.#showKinds();
    this.#later.cancel();
    return this.#load();
  }

  #showKinds() {
    const kind = this.#kind();
    this.#kinds.hidden = !(this.#match?.photo && this.#match.drawn);
    for (const button of this.#kinds.children) button.setAttribute('aria-pressed', String(/** @type {HTMLElement} */ (button).dataset.kind === kind));
    this.#caption.textContent = kind === 'drawn' ? 'Drawn by a machine from the numbers that describe both faces: nobody was photographed.' : '';
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
    const kind = /** @type {import('./api.js').BlendKind} */ (this.#kind());
    const t = Number(this.#slider.value);
    const key = `${kind} ${match.person.id} ${t}`;
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
      const blob = await blend(this.#face, match, kind, t, request.signal);
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
