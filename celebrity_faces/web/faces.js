/** The answer for one face: its people as cards, the face like both, and the other views where they were asked for. */

import { BlendPanel } from './blend.js';
import { el } from './dom.js';
import { likenessText, perCentText } from './messages.js';
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
    const label = toPhoto ? `Face ${number}` : 'This face';
    const [first, ...others] = face.views;
    const id = `face-${number}`;
    this.#heading = el('h2', { id, tabindex: -1 }, ...headline(label, first.matches[0]));
    this.element = el('section', { class: 'face', 'aria-labelledby': id },
      el('div', { class: 'face-head' }, this.#heading,
        toPhoto && el('button', { type: 'button', class: 'button to-photo', onclick: toPhoto }, '↑ Photo')),
      ...this.#view(first, label),
      others.length > 0 && this.#otherViews(others, label));
  }

  #heading;

  /** Reading goes on here. */
  focus() {
    this.#heading.focus({ preventScroll: true });
  }

  #otherViews(views, label) {
    return el('div', { class: 'other-views' }, ...views.map((view) => {
      const { title, description } = viewTexts[view.view] ?? { title: view.view, description: '' };
      return el('section', { class: 'view', 'data-view': view.view }, el('h3', {}, title),
        el('p', { class: 'quiet' }, description), ...this.#view(view, `${label}, ${title.toLowerCase()}`));
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
    choose(0);
    const list = el('ol', { class: 'cards', 'aria-label': `People like ${label}` },
      ...cards.map((card) => el('li', {}, card)));
    return [list, panel.element];
  }

  close() {
    this.#panels.forEach((panel) => panel.close());
  }
}

/** @param {string} label @param {import('./api.js').Match|undefined} best */
function headline(label, best) {
  if (!best) return [label];
  return [`${label} is ${likenessText(best.similarity)} `, el('a', { href: `#people/${best.person.id}`, dir: 'auto' }, best.person.name)];
}

/** @param {import('./api.js').Match} match @param {number} rank @param {() => void} choose */
function personCard({ person, similarity, photo }, rank, choose) {
  const bar = el('span', { class: 'meter-bar' });
  bar.style.setProperty('inline-size', `${Math.min(100, Math.max(0, similarity))}%`);
  return el('button', { type: 'button', class: 'card', 'aria-pressed': 'false', onclick: choose },
    personPicture(person.name, photo),
    el('span', { class: 'card-text' },
      el('span', { class: 'card-name' }, el('span', { class: 'rank' }, `${rank}.`), ' ',
        el('span', { dir: 'auto' }, person.name)),
      el('span', { class: 'card-similarity' }, perCentText(similarity),
        el('span', { class: 'visually-hidden' }, ' similar')),
      el('span', { class: 'meter', 'aria-hidden': 'true' }, bar)));
}
