/** Small helpers that make elements. Text always goes in as text, so that a name can never become markup. */

const svgNamespace = 'http://www.w3.org/2000/svg';

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [properties] attributes, and `on…` for listeners; false or null leaves one out
 * @param {...(Node|string|null|false)} children
 * @returns {HTMLElement}
 */
export function el(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** The same for SVG. @returns {SVGElement} */
export function svg(tag, properties = {}, ...children) {
  return fill(document.createElementNS(svgNamespace, tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== false));
  return element;
}

/** Whether movement should be left out. */
export function prefersStillness() {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/**
 * Scrolls, at once for who prefers stillness, until an element is seen.
 * @param {Element} element
 * @param {ScrollLogicalPosition} block 'start': to the top of the window; 'nearest': no further than it takes
 */
export function scrollTo(element, block) {
  element.scrollIntoView({ behavior: prefersStillness() ? 'auto' : 'smooth', block });
}

/**
 * A function that runs once the calls to it have paused.
 * @param {number} pause_ms
 * @param {(...args: any[]) => void} action
 */
export function debounced(pause_ms, action) {
  let timer = 0;
  const later = (...args) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => action(...args), pause_ms);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}

/** @type {WeakMap<Element, (visible: boolean) => void>} */
const watchers = new WeakMap();
/** @type {IntersectionObserver | undefined} */
let observer;

/**
 * Tells when an element comes into the window, or near it, and when it leaves.
 * @param {Element} element
 * @param {(visible: boolean) => void} changed
 */
export function watchVisibility(element, changed) {
  observer ??= new IntersectionObserver(
    (entries) => entries.forEach((entry) => watchers.get(entry.target)?.(entry.isIntersecting)),
    { rootMargin: '200px 0px' },
  );
  watchers.set(element, changed);
  observer.observe(element);
}

/** @param {Element} element */
export function stopWatching(element) {
  observer?.unobserve(element);
  watchers.delete(element);
}
