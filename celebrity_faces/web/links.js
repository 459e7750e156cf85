/** Addresses: the page's own routes, and links that an import brought in. */

/**
 * The page that the part of the address behind # names; anything unknown is the first page.
 * @param {string} hash
 * @returns {{page: 'find'}|{page: 'people'}|{page: 'person', id: number}}
 */
export function routeOf(hash) {
  const person = /^#people\/(\d{1,16})$/.exec(hash);
  if (person) return { page: 'person', id: Number(person[1]) };
  return { page: hash === '#people' ? 'people' : 'find' };
}

/**
 * A link that may be followed; null for anything but a web address: an imported table may hold any scheme.
 * @param {string} link
 */
export function webLink(link) {
  return /^https?:\/\//i.test(link) && URL.canParse?.(link) !== false ? link : null;
}
