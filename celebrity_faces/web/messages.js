/** What the page says when something is not as it should be: a title, what to do, and whether to try again helps. */

/** @typedef {{title: string, detail: string, retry: boolean}} Message */

/** The API's limit for a photo. */
export const maxPhotoBytes = 25_000_000;

/**
 * Titles for the API's problem types. The detail is the server's own, but for those where it is about the file's inside.
 * @type {Record<string, {title: string, detail?: string}>}
 */
const texts = {
  too_large: { title: 'This photo is too large' },
  too_small: { title: 'This photo is too small' },
  unsupported_media: { title: 'This is not a picture that can be read',
    detail: 'Choose a JPEG, PNG, WebP or HEIC picture.' },
  damaged_photo: { title: 'This picture is damaged',
    detail: 'A part of its file is missing or wrong. Choose another copy of it.' },
  no_face: { title: 'No face was found' },
  not_found: { title: 'This is not there any more' },
  unavailable: { title: 'The service is not ready' },
};

/**
 * A reason not to send a file at all, with the file's name, for another photo's answer may stand below; null where it may be sent. The server judges the content: a name or type can lie.
 * @param {{name: string, size: number, type: string}} file
 * @returns {Message|null}
 */
export function fileMessage(file) {
  if (file.size > maxPhotoBytes) {
    // Rounded up: 25,000,001 bytes must not read as 25.0 MB.
    const megabytes = (Math.ceil(file.size / 1e5) / 10).toFixed(1);
    return { title: texts.too_large.title,
      detail: `“${file.name}” has ${megabytes} MB; at most 25 MB can be sent. Choose a smaller one.`, retry: false };
  }
  if (file.type && !file.type.startsWith('image/')) {
    const { title, detail } = texts.unsupported_media;
    return { title, detail: `“${file.name}” is ${file.type}. ${detail}`, retry: false };
  }
  if (file.size === 0) {
    return { title: texts.damaged_photo.title, detail: `“${file.name}” is empty. Choose another file.`, retry: false };
  }
  return null;
}

/** @param {string} detector @returns {Message} */
export function noFaceMessage(detector) {
  const other = detector === 'haar' ? 'the CenterFace detector under Options'
    : 'a photo that shows a face larger and from the front';
  return { title: texts.no_face.title, detail: `No face was found in this photo. Try ${other}.`, retry: false };
}

/** Where a drop or a paste brought no file. @param {import('./intake.js').Way} way @returns {Message} */
export function noFileMessage(way) {
  return { title: `There was no picture in what you ${way}`,
    detail: 'Save the picture as a file first, then drop or choose the file.', retry: false };
}

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
  return { title: problem.title, detail: sentence(problem.detail), retry: problem.status >= 500, ...texts[kind] };
}

/** A server's detail, which is a clause, as a sentence of its own. @param {string} text */
function sentence(text) {
  return text.charAt(0).toLocaleUpperCase('en') + text.slice(1) + (/[^.!?…]$/.test(text) ? '.' : '');
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
export const perCentMeaning = 'Of people who are not in this gallery, half find somebody at 50\u00a0% or more in it, and one '
  + 'in a hundred at 90\u00a0% or more: from there on it could be the same person.';

/** From here on it could be the same person: one stranger in a hundred gets so much. */
const samePerson = 90;

/** How a similarity is put in words, before a name: what nearly everybody reaches is not called much. */
export function likenessText(similarity) {
  if (similarity >= samePerson) return 'could be the same person as';
  return similarity < 10 ? 'looks only a little like' : 'looks most like';
}

const qualityTexts = {
  turned_away: 'Turned away: the likeness is a guess.',
  small: 'Very small in the photo: the likeness is a guess.',
  blurred: 'Blurred: the likeness is a guess.',
  dark: 'Very dark: the likeness is a guess.',
  bright: 'Overexposed: the likeness is a guess.',
};

/** What is to be said of how the photo shows a face, a sentence a note; those that this page does not know it passes over.
 * @param {string[]} notes */
export function qualityText(notes) {
  return notes.map((note) => qualityTexts[note]).filter(Boolean).join(' ');
}

/** What a card says beside the number: nothing where it is a likeness. */
export function samePersonText(similarity) {
  return similarity >= samePerson ? 'could be the same person' : '';
}

/** A similarity for people to read: "87 %", "4.2 %", "< 0.1 %". @param {number} per_cent */
export function perCentText(per_cent) {
  const noBreak = '\u00a0%';
  if (per_cent < 0.1) return `<\u00a00.1${noBreak}`;
  if (per_cent < 9.95) return per_cent.toFixed(1) + noBreak;
  // 99.7 is not certainty: only a full hundred reads as one.
  return (per_cent < 100 ? Math.min(99, Math.round(per_cent)) : 100) + noBreak;
}
