/** The look-alike page: takes a photo, asks, and shows the answer. */

import { match } from './api.js';
import { debounced, el, scrollTo } from './dom.js';
import { FaceSection } from './faces.js';
import { watchIntake } from './intake.js';
import { errorMessage, fileMessage, noFaceMessage, noFileMessage, perCentMeaning } from './messages.js';
import { Stage } from './stage.js';
import { allViews } from './views.js';

const patience_ms = 6000;

export class FindPage {
  /** @type {File|null} */
  #photo = null;
  #photoUrl = '';
  /** @type {AbortController|null} */
  #request = null;
  /** @type {FaceSection[]} */
  #sections = [];
  /** What the faces that are shown were asked for with. @type {import('./api.js').MatchOptions|null} */
  #answered = null;

  /** @param {HTMLElement} page */
  constructor(page) {
    const part = (id) => /** @type {any} */ (page.querySelector(`#${id}`));
    this.#page = page;
    this.#parts = { message: part('message'), progress: part('progress'), result: part('result'), faces: part('faces'),
      picture: part('picture'), summary: part('summary'), viewsSwitch: part('views-switch'), allViews: part('all-views'),
      people: part('people-count'), detector: part('detector'), title: page.querySelector('.drop-title'),
      button: part('choose'), input: part('photo-file') };
    this.#stage = new Stage(part('picture'), (index, enters) => this.#showFace(index, enters));
    watchIntake({ input: this.#parts.input, onPhoto: (photo) => this.#take(photo),
      onNothing: (way) => this.#takeNothing(way) });
    part('intake').addEventListener('submit', (event) => event.preventDefault());
    for (const option of [this.#parts.allViews, this.#parts.people, this.#parts.detector]) {
      option.addEventListener('change', () => this.#again());
    }
  }

  #page; #parts; #stage;

  /** To the page's address: a photo may be dropped on another page. */
  #comeForward() {
    if (this.#page.hidden) window.location.hash = '';
  }

  /** @param {import('./intake.js').Way} way */
  #takeNothing(way) {
    this.#comeForward();
    this.#say(noFileMessage(way));
  }

  /** @param {File} photo */
  #take(photo) {
    this.#comeForward();
    const refusal = fileMessage(photo);
    if (refusal) return this.#say(refusal);
    this.#photo = photo;
    this.#clear();
    URL.revokeObjectURL(this.#photoUrl);
    this.#photoUrl = URL.createObjectURL(photo);
    this.#stage.showPhoto(this.#photoUrl);
    this.#parts.result.hidden = false;
    return this.#ask();
  }

  #again = debounced(300, () => {
    const countIsRight = this.#parts.people.reportValidity();
    if (this.#photo && countIsRight) this.#ask();
  });

  async #ask() {
    const photo = /** @type {File} */ (this.#photo);
    this.#again.cancel();
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    const options = this.#options();
    const views = this.#lacking(options);
    this.#say(null);
    this.#working(views.length > 0);
    if (views.length === 0) return;
    try {
      const answer = await match(photo, { ...options, views }, request.signal);
      if (request.signal.aborted) return;
      this.#working(false);
      if (views.length < options.views.length) this.#add(answer, options);
      else this.#show(answer, options);
    } catch (error) {
      if (request.signal.aborted) return;
      this.#working(false);
      this.#fail(error);
    }
  }

  #options() {
    /** @type {import('./api.js').ViewName[]} */
    const views = this.#parts.allViews.checked ? allViews : ['aligned'];
    return { views, k: Number(this.#parts.people.value), detector: this.#parts.detector.value };
  }

  /** The views to ask for: of an answer that stands, only those that it lacks, so that what was chosen in it stays. */
  #lacking({ views, k, detector }) {
    const stands = this.#answered?.k === k && this.#answered.detector === detector;
    return stands ? views.filter((view) => !this.#answered?.views.includes(view)) : views;
  }

  #fail(error) {
    const message = errorMessage(error);
    // A photo that was refused is no subject any more; one that could not be sent may be sent again.
    if (!message.retry) this.#forgetUnanswered();
    this.#say(message);
  }

  /** Back to the first screen, unless an earlier answer for the same photo stands. */
  #forgetUnanswered() {
    if (this.#answered) {
      // The switch must not promise views that do not come.
      this.#parts.allViews.checked &&= this.#answered.views.length > 1;
      return;
    }
    this.#photo = null;
    this.#parts.result.hidden = true;
    this.#enter('start');
  }

  /** @param {import('./api.js').MatchAnswer} answer */
  #show(answer, options) {
    this.#clear();
    this.#stage.showFaces(answer);
    const count = answer.faces.length;
    this.#parts.viewsSwitch.hidden = count === 0;
    if (count === 0) return this.#say(noFaceMessage(options.detector));
    this.#answered = options;
    this.#sections = answer.faces.map((face, index) => (
      new FaceSection(face, index + 1, count > 1 ? () => this.#showPhoto(index) : null)));
    this.#parts.faces.toggleAttribute('data-many', count > 10);
    this.#parts.faces.replaceChildren(...this.#sections.map((section) => section.element),
      el('p', { class: 'quiet' }, perCentMeaning));
    this.#parts.summary.textContent = count > 1 ? `${count} faces. Choose one in the photo.` : '';
    this.#parts.progress.textContent = count > 1 ? `${count} faces found.` : 'One face found.';
  }

  /** The same photo and detector give the same faces in the same order. */
  #add(answer, options) {
    answer.faces.forEach(({ views }, index) => this.#sections[index].addViews(views));
    this.#answered = options;
    this.#parts.progress.textContent = 'The other views stand below each face.';
  }

  #clear() {
    this.#sections.forEach((section) => section.close());
    this.#sections = [];
    this.#answered = null;
    this.#fill(this.#parts.faces);
    this.#parts.summary.textContent = '';
    this.#parts.viewsSwitch.hidden = true;
  }

  #showFace(index, enters) {
    this.#mark(index);
    scrollTo(this.#sections[index].element, 'start');
    if (enters) this.#sections[index].focus();
  }

  #showPhoto(index) {
    this.#mark(index);
    scrollTo(this.#parts.picture, 'start');
    this.#stage.focus(index);
  }

  #mark(index) {
    this.#sections.forEach(({ element }, at) => element.toggleAttribute('data-chosen', at === index));
  }

  #patience = debounced(patience_ms, () => {
    const text = this.#parts.progress.querySelector('.progress-text');
    if (text) text.textContent = 'Still looking. Large photos take a little longer…';
  });

  #working(works) {
    this.#enter(works ? 'working' : 'answer');
    this.#patience.cancel();
    if (!works) return this.#fill(this.#parts.progress);
    this.#patience();
    return this.#fill(this.#parts.progress, el('span', { class: 'spinner', 'aria-hidden': 'true' }),
      el('span', { class: 'progress-text' }, 'Looking for faces…'),
      el('button', { type: 'button', class: 'button', onclick: () => this.#cancel() }, 'Cancel'));
  }

  #cancel() {
    this.#request?.abort();
    this.#working(false);
    this.#forgetUnanswered();
  }

  /** @param {'start'|'working'|'answer'} state */
  #enter(state) {
    this.#page.dataset.state = state;
    const first = state === 'start';
    this.#parts.button.textContent = first ? 'Choose a photo' : 'Another photo';
    this.#parts.title.textContent = first ? 'Drop a photo here' : 'or drop it anywhere';
  }

  /** @param {import('./messages.js').Message|null} message */
  #say(message) {
    if (!message) return this.#fill(this.#parts.message);
    const retry = message.retry && this.#photo
      ? el('button', { type: 'button', class: 'button', onclick: () => this.#ask() }, 'Try again') : null;
    this.#fill(this.#parts.message, el('strong', {}, message.title), el('p', {}, message.detail),
      ...(retry ? [retry] : []));
    return scrollTo(this.#parts.message, 'nearest');
  }

  /** New content for a part. Where the old one had the focus, the way in for a photo gets it: it must not be lost. */
  #fill(part, ...content) {
    const hadFocus = part.contains(document.activeElement);
    part.replaceChildren(...content);
    if (hadFocus) this.#parts.input.focus({ preventScroll: true });
  }
}
