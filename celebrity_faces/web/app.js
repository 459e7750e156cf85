/** Starts the page and follows the address between its two parts. */

import { FindPage } from './find.js';
import { routeOf } from './links.js';
import { PeoplePage } from './people.js';

const find = /** @type {HTMLElement} */ (document.getElementById('find'));
const people = /** @type {HTMLElement} */ (document.getElementById('people'));
const peoplePage = new PeoplePage(people);
new FindPage(find);

/** Shows what the address names. Returns its heading; null where the address has changed in the meantime. */
async function follow() {
  const { hash } = location;
  const route = routeOf(hash);
  find.hidden = route.page !== 'find';
  people.hidden = !find.hidden;
  for (const link of document.querySelectorAll('[data-page]')) {
    const here = /** @type {HTMLElement} */ (link).dataset.page === (find.hidden ? 'people' : 'find');
    if (here) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (route.page === 'people') await peoplePage.showList();
  if (route.page === 'person') await peoplePage.showPerson(route.id);
  if (location.hash !== hash) return null;
  const heading = document.getElementById(find.hidden ? 'people-title' : 'find-title');
  document.title = `${heading?.textContent} · celebrity-faces`;
  return heading;
}

// Where a link leads away, the entry in the history keeps how far one had scrolled: the browser would go back there
// before the people have come.
document.addEventListener('click', ({ target }) => {
  if (/** @type {Element} */ (target).closest('a[href^="#"]')) history.replaceState({ top: window.scrollY }, '');
}, { capture: true });

window.addEventListener('hashchange', async () => {
  const heading = await follow();
  if (!heading) return;
  // A reader with a screen reader must hear that the page changed.
  heading.focus({ preventScroll: true });
  window.scrollTo(0, history.state?.top ?? 0);
});
follow();
