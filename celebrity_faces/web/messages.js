/** What the page says when something is not as it should be: a title, what to do, and whether to try again helps. */

/** @typedef {{title: string, detail: string, retry: boolean}} Message */

/** The API's limit for a photo. */
export const maxPhotoBytes = 25_000_000;

/** Titles for the API's problem types; the detail is the server's own. @type {Record<string, string>} */
const titles = {
  too_large: 'This photo is too large',
  too_small: 'This photo is too small',
  unsupported_media: 'This is not a picture that can be read',
  damaged_photo: 'This picture is damaged',
  no_face: 'No face was found',
  not_found: 'This is not there any more',
  unavailable: 'The service is not ready',
};

/**
 * A reason not to send a file at all; null where it may be sent. The server judges the content: a name or type can lie.
 * @param {{name: string, size: number, type: string}} file
 * @returns {Message|null}
 */
export function fileMessage(file) {
  if (file.size > maxPhotoBytes) {
    // Rounded up: 25,000,001 bytes must not read as 25.0 MB.
    const megabytes = (Math.ceil(file.size / 1e5) / 10).toFixed(1);
    return { title: titles.too_large,
      detail: `It has ${megabytes} MB; at most 25 MB can be sent. Choose a smaller one.`, retry: false };
  }
  if (file.type && !file.type.startsWith('image/')) {
    return { title: titles.unsupported_media,
      detail: `“${file.name}” is ${file.type}. Choose a JPEG, PNG, WebP or HEIC picture.`, retry: false };
  }
  if (file.size === 0) {
    return { title: titles.damaged_photo, detail: `“${file.name}” is empty. Choose another file.`, retry: false };
  }
  return null;
}

/** @param {string} detector @returns {Message} */
export function noFaceMessage(detector) {
  const other = detector === 'haar' ? 'the MTCNN detector under Options'
    : 'a photo that shows a face larger and from the front';
  return { title: titles.no_face, detail: `No face was found in this photo. Try ${other}.`, retry: false };
}

/** Where a drop or a paste brought no file. @type {Message} */
export const noFileMessage = { title: 'There was no picture in that',
  detail: 'Save the picture as a file first, then drop or choose the file.', retry: false };

/**
 * @param {unknown} error what a request threw
 * @returns {Message}
 */
export function errorMessage(error) {
  const problem = /** @type {{problem?: import('./api.js').Problem|null}} */ (error)?.problem;
  if (problem === null) {
    return { title: 'The server cannot be reached', detail: 'Check the connection, then try again.', retry: true };
  }
  if (!problem) return { title: 'Something went wrong on this page', detail: String(error), retry: true };
  const kind = problem.type.split('/').pop() ?? '';
  return { title: titles[kind] ?? problem.title, detail: problem.detail, retry: problem.status >= 500 };
}

/** Whether a blend failed because no photo of the person may be shown. @param {unknown} error */
export function isMissingPhoto(error) {
  const problem = /** @type {{problem?: import('./api.js').Problem|null}} */ (error)?.problem;
  return problem?.type.split('/').pop() === 'no_face';
}

/** @param {string} name */
export function missingPhotoText(name) {
  return `A face like both needs a photo of ${name}, and this gallery has none.`;
}

/** What the API's similarity is: see docs/similarity.md. */
export const perCentMeaning = 'The per cent say how many pairs of photos of one and the same person are less alike than '
  + 'these two: at 50 %, as alike as two photos of one person usually are.';

/** A similarity for people to read: "87 %", "4.2 %", "< 0.1 %". @param {number} per_cent */
export function perCentText(per_cent) {
  const noBreak = '\u00a0%';
  if (per_cent < 0.1) return `<\u00a00.1${noBreak}`;
  if (per_cent < 9.95) return per_cent.toFixed(1) + noBreak;
  // 99.7 is not certainty: only a full hundred reads as one.
  return (per_cent < 100 ? Math.min(99, Math.round(per_cent)) : 100) + noBreak;
}
