/** The answer for one face: its people as cards, the face like both, and the other views where they were asked for. */

import { BlendPanel } from './blend.js';
import { el } from './dom.js';
import { likenessText, perCentText, qualityText, samePersonText } from './messages.js';
import { personPicture } from './picture.js';
import { viewTexts } from './views.js';

export class FaceSection {
  /** @type {BlendPanel[]} */
  #panels = [];

  /**
   * @param {import('./api.js').FaceAnswer} face
   * @param {number} number from 1
   * @param {(() => void)|null} toPhoto leads back to the photo; null where this is the photo's only face
   */
  constructor(face, number, toPhoto) {
    this.#alone = !toPhoto;
    this.#label = this.#alone ? 'This face' : `Face ${number}`;
    const [first, ...others] = face.views;
    const id = `face-${number}`;
    this.#heading = el('h2', { id, tabindex: -1 }, ...headline(this.#label, first.matches[0]));
    this.element = el('section', { class: 'face', 'aria-labelledby': id },
      el('div', { class: 'face-head' }, this.#heading,
        toPhoto && el('button', { type: 'button', class: 'button to-photo', onclick: toPhoto }, '↑ Photo')),
      qualityLine(face.quality), ...this.#view(first, this.#label), this.#others);
    this.addViews(others);
  }

  #alone; #label; #heading;
  #others = el('div', { class: 'other-views' });

  /** Reading goes on here. */
  focus() {
    this.#heading.focus({ preventScroll: true });
  }

  /**
   * Puts views below those that are there, which keep what was chosen in them.
   * @param {import('./api.js').ViewAnswer[]} views
   */
  addViews(views) {
    this.#others.append(...views.map((view) => {
      const { title, description, amongOthers = '' } = viewTexts[view.view] ?? { title: view.view, description: '' };
      return el('section', { class: 'view', 'data-view': view.view }, el('h3', {}, title),
        el('p', { class: 'quiet' }, this.#alone ? description : `${description} ${amongOthers}`),
        ...this.#view(view, `${this.#label}, ${title.toLowerCase()}`));
    }));
  }

  /** @param {import('./api.js').ViewAnswer} view @returns {HTMLElement[]} */
  #view(view, label) {
    if (view.matches.length === 0) return [el('p', { class: 'quiet' }, 'The gallery has no people yet.')];
    const panel = new BlendPanel(view, label);
    this.#panels.push(panel);
    const cards = view.matches.map((match, index) => personCard(match, index + 1, () => choose(index)));
    const choose = (index) => {
      cards.forEach((card, at) => card.setAttribute('aria-pressed', String(at === index)));
      panel.select(view.matches[index]);
    };
    // The first with whom a face like both can be made.
    choose(Math.max(0, view.matches.findIndex(({ photo, drawn }) => photo ?? drawn)));
    const list = el('ol', { class: 'cards', 'aria-label': `People like ${label}` },
      ...cards.map((card) => el('li', {}, card)));
    return [list, panel.element];
  }

  close() {
    this.#panels.forEach((panel) => panel.close());
  }
}

/** @param {import('./api.js').Quality} quality */
function qualityLine({ notes }) {
  const text = qualityText(notes);
  return text ? el('p', { class: 'quality' }, text) : '';
}

/** @param {string} label @param {import('./api.js').Match|undefined} best */
function headline(label, best) {
  if (!best) return [label];
  return [`${label} ${likenessText(best.similarity)} `, el('a', { href: `#people/${best.person.id}`, dir: 'auto' }, best.person.name)];
}

/** @param {import('./api.js').Match} match @param {number} rank @param {() => void} choose */
function personCard({ person, similarity, photo, drawn }, rank, choose) {
  const bar = el('span', { class: 'meter-bar' });
  bar.style.setProperty('inline-size', `${Math.min(100, Math.max(0, similarity))}%`);
  return el('button', { type: 'button', class: 'card', 'aria-pressed': 'false', onclick: choose },
    personPicture(person.name, photo, drawn),
    el('span', { class: 'card-text' },
      el('span', { class: 'card-name' }, el('span', { class: 'rank' }, `${rank}.`), ' ',
        el('span', { dir: 'auto' }, person.name)),
      el('span', { class: 'card-similarity' }, perCentText(similarity),
        el('span', { class: 'visually-hidden' }, ' similar'),
        ...(samePersonText(similarity) ? [el('span', { class: 'card-note' }, samePersonText(similarity))] : [])),
      el('span', { class: 'meter', 'aria-hidden': 'true' }, bar)));
}
