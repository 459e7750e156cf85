/** The people of the gallery: a list to search and to leaf through, and one person's photos. */

import { getPerson, listPeople } from './api.js';
import { debounced, el } from './dom.js';
import { errorMessage } from './messages.js';
import { personPicture } from './picture.js';
import { webLink } from './links.js';

const pageSize = 48;

export class PeoplePage {
  #query = '';
  #offset = 0;
  /** @type {AbortController|null} */
  #request = null;
  #page;

  /** @param {HTMLElement} page */
  constructor(page) {
    this.#page = page;
    this.#search = debounced(250, (query) => {
      this.#query = query;
      this.#offset = 0;
      this.#fillList();
    });
  }

  #search;
  #list = el('div', { class: 'people-list' });

  showList() {
    this.#page.replaceChildren(
      el('h1', { id: 'people-title', tabindex: -1 }, 'People of the gallery'),
      el('form', { role: 'search', class: 'people-search', onsubmit: (event) => event.preventDefault() },
        el('label', { for: 'people-query' }, 'Search by name'),
        el('input', { id: 'people-query', type: 'search', autocomplete: 'off', value: this.#query,
          oninput: (event) => this.#search(event.target.value.trim()) })),
      this.#list);
    return this.#fillList();
  }

  /** @param {number} id */
  showPerson(id) {
    return this.#load((signal) => getPerson(id, signal), this.#page,
      (person) => this.#fillPerson(person.name, ...personBody(person)),
      ({ title, detail }) => this.#fillPerson(title, el('p', { class: 'person-alone', role: 'alert' }, detail)));
  }

  #fillPerson(title, ...body) {
    this.#page.replaceChildren(el('p', {}, el('a', { class: 'back', href: '#people' }, '← All people')),
      el('h1', { id: 'people-title', tabindex: -1, dir: 'auto' }, title), ...body);
  }

  #fillList() {
    const wanted = { q: this.#query, offset: this.#offset, limit: pageSize };
    return this.#load((signal) => listPeople(wanted, signal), this.#list, ({ total, people }) => {
      const last = this.#offset + people.length;
      const range = total === 0 ? 'Nobody of that name.'
        : `${(this.#offset + 1).toLocaleString('en')}–${last.toLocaleString('en')} of ${total.toLocaleString('en')}`;
      this.#list.replaceChildren(
        el('p', { class: 'quiet', role: 'status' }, range),
        el('ul', { class: 'people-grid' }, ...people.map(personLink)),
        el('div', { class: 'pager' },
          this.#turn('Previous', this.#offset - pageSize, this.#offset > 0),
          this.#turn('Next', last, last < total)));
    }, ({ title, detail }) => this.#list.replaceChildren(
      el('div', { class: 'message', role: 'alert' }, el('strong', {}, title), el('p', {}, detail))));
  }

  #turn(text, offset, possible) {
    return el('button', { type: 'button', class: 'button', disabled: !possible, onclick: async () => {
      this.#offset = Math.max(0, offset);
      await this.#fillList();
      document.getElementById('people-title')?.focus();
    } }, text);
  }

  async #load(ask, place, show, fail) {
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    place.setAttribute('aria-busy', 'true');
    try {
      const answer = await ask(request.signal);
      if (!request.signal.aborted) show(answer);
    } catch (error) {
      if (!request.signal.aborted) fail(errorMessage(error));
    } finally {
      if (this.#request === request) place.removeAttribute('aria-busy');
    }
  }
}

/** @param {import('./api.js').Person} person */
function personLink(person) {
  return el('li', {}, el('a', { class: 'person', href: `#people/${person.id}` },
    personPicture(person.name, person.portrait, person.drawn), el('span', { dir: 'auto' }, person.name)));
}

/** @param {import('./api.js').Person} person @returns {HTMLElement[]} */
function personBody(person) {
  if (person.photos.length > 0) {
    return [el('ul', { class: 'photo-grid' }, ...person.photos.map((photo) => photoItem(photo, person.name)))];
  }
  const why = person.builtin ? 'is in the built-in gallery, which holds no photos.' : 'has no photo that may be shown.';
  return [el('div', { class: 'person-alone' }, personPicture(person.name, null, person.drawn),
    el('p', {}, `${person.name} ${why}`, person.drawn ? ' The picture was drawn by a machine from the numbers that describe the face.' : ''))];
}

/** @param {import('./api.js').PersonPhoto} photo @param {string} name */
function photoItem(photo, name) {
  const source = photo.link ? webLink(photo.link) : null;
  const origin = [photo.credit, photo.licence].filter(Boolean).join(' · ');
  return el('li', {}, el('figure', {},
    el('img', { src: photo.url, alt: name, loading: 'lazy', decoding: 'async', width: photo.width,
      height: photo.height }),
    el('figcaption', {}, origin || (source ? '' : 'Origin unknown'), origin && source ? ' · ' : '',
      source && el('a', { href: source, rel: 'noreferrer' }, 'Source'))));
}
