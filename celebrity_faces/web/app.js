/** Starts the page and follows the address between its two parts. */

import { FindPage } from './find.js';
import { routeOf } from './links.js';
import { PeoplePage } from './people.js';

const find = /** @type {HTMLElement} */ (document.getElementById('find'));
const people = /** @type {HTMLElement} */ (document.getElementById('people'));
const peoplePage = new PeoplePage(people);
new FindPage(find);

const titles = { find: 'Who do you look like?', people: 'People', person: 'People' };

async function follow() {
  const route = routeOf(location.hash);
  find.hidden = route.page !== 'find';
  people.hidden = !find.hidden;
  document.title = `${titles[route.page]} · celebrity-faces`;
  for (const link of document.querySelectorAll('[data-page]')) {
    const here = /** @type {HTMLElement} */ (link).dataset.page === (find.hidden ? 'people' : 'find');
    if (here) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (route.page === 'people') await peoplePage.showList();
  if (route.page === 'person') await peoplePage.showPerson(route.id);
}

window.addEventListener('hashchange', async () => {
  await follow();
  // A reader with a screen reader must hear that the page changed.
  const title = document.getElementById(find.hidden ? 'people-title' : 'find-title');
  title?.focus({ preventScroll: true });
  if (find.hidden) window.scrollTo(0, 0);
});
follow();
