/** Where a box of the original falls on the drawn photo. */

/**
 * The box in per cent of the photo, so that it follows whatever size the photo is drawn at; cut to the photo, for a box
 * may reach beyond its border.
 * @param {import('./api.js').Box} box
 * @param {{width: number, height: number}} photo
 * @returns {{left: number, top: number, width: number, height: number}}
 */
export function boxInPerCent(box, photo) {
  const left = clamp(box.x, photo.width);
  const top = clamp(box.y, photo.height);
  const right = clamp(box.x + box.width, photo.width);
  const bottom = clamp(box.y + box.height, photo.height);
  return {
    left: (100 * left) / photo.width,
    top: (100 * top) / photo.height,
    width: (100 * (right - left)) / photo.width,
    height: (100 * (bottom - top)) / photo.height,
  };
}

function clamp(value, end) {
  return Math.min(Math.max(value, 0), end);
}

/**
 * The face that a key leads to from face `at` of `count`; `at` itself where the key leads nowhere.
 * @param {string} key a KeyboardEvent's
 * @param {number} at
 * @param {number} count
 */
export function faceAfterKey(key, at, count) {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return (at + 1) % count;
    case 'ArrowLeft':
    case 'ArrowUp':
      return (at + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return at;
  }
}
