/** The visitor's photo with every face in a numbered box that can be chosen by mouse, touch and keyboard. */

import { el } from './dom.js';
import { boxInPerCent, faceAfterKey } from './geometry.js';
import { likenessText } from './messages.js';

/** Above this many faces the numbers would cover the photo: they are shown on the chosen one only. */
const crowd = 30;

export class Stage {
  /** @type {HTMLElement[]} */
  #boxes = [];
  #chosen = 0;
  /** @type {(face: number, enters: boolean) => void} */
  #onChoice;

  /**
   * @param {HTMLElement} element
   * @param {(face: number, enters: boolean) => void} onChoice enters: by click or Enter, to go on at the face's people;
   *     with the arrow keys one stays on the photo
   */
  constructor(element, onChoice) {
    this.#onChoice = onChoice;
    this.image = /** @type {HTMLImageElement} */ (el('img', { alt: 'Your photo' }));
    this.overlay = el('div', { class: 'boxes', role: 'group', 'aria-label': 'Faces in the photo',
      onkeydown: (event) => this.#moveByKey(event) });
    this.note = el('p', { class: 'picture-note quiet', hidden: true },
      'Your browser cannot draw this format. A preview comes with the answer.');
    this.frame = el('div', { class: 'picture' }, this.image, this.overlay);
    element.replaceChildren(this.frame, this.note);
    this.image.addEventListener('load', () => this.#drawn(true));
    this.image.addEventListener('error', () => this.#drawn(false));
  }

  /** @param {string} url */
  showPhoto(url) {
    this.overlay.replaceChildren();
    this.#boxes = [];
    this.image.src = url;
  }

  #drawn(works) {
    this.frame.hidden = !works;
    this.note.hidden = works;
    if (works) this.#setRatio(this.image.naturalWidth, this.image.naturalHeight);
  }

  #setRatio(width, height) {
    this.frame.style.setProperty('--ratio', String(width / height));
  }

  /** @param {import('./api.js').MatchAnswer} answer */
  showFaces({ photo, faces }) {
    if (photo.preview) this.image.src = photo.preview;
    this.#setRatio(photo.width, photo.height);
    this.overlay.toggleAttribute('data-crowded', faces.length > crowd);
    this.#boxes = faces.map((face, index) => this.#box(face, index, photo));
    this.overlay.replaceChildren(...this.#boxes);
    if (faces.length > 0) this.mark(0);
  }

  #box(face, index, photo) {
    const number = index + 1;
    const best = face.views[0]?.matches[0];
    const label = `Face ${number}` + (best ? `, ${likenessText(best.similarity)} ${best.person.name}` : '');
    const box = el('button', { type: 'button', class: 'box', 'aria-pressed': 'false', 'aria-label': label,
      onclick: () => this.#enter(index) }, el('span', { class: 'box-number', 'aria-hidden': 'true' }, String(number)));
    for (const [side, value] of Object.entries(boxInPerCent(face.box, photo))) box.style.setProperty(side, `${value}%`);
    return box;
  }

  /** Shows which face is chosen. One box alone is in the tab order: arrow keys lead to the others. */
  mark(index) {
    this.#chosen = index;
    this.#boxes.forEach((box, at) => {
      box.setAttribute('aria-pressed', String(at === index));
      box.tabIndex = at === index ? 0 : -1;
    });
  }

  /** Leads back to a face's box. */
  focus(index) {
    this.mark(index);
    this.#boxes[index].focus({ preventScroll: true });
  }

  #enter(index) {
    this.mark(index);
    this.#onChoice(index, true);
  }

  #moveByKey(event) {
    const next = faceAfterKey(event.key, this.#chosen, this.#boxes.length);
    if (next === this.#chosen) return;
    event.preventDefault();
    // The focus stays on the photo: keep it in view and let the section follow where there is room for both.
    this.focus(next);
    this.#onChoice(next, false);
  }
}
