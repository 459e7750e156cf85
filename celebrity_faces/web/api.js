/** The calls of openapi.yaml, and nothing else that leaves the page. */

/**
 * @typedef {[number, number]} Point
 * @typedef {{x: number, y: number, width: number, height: number}} Box in pixels of the upright original
 * @typedef {{image: string, landmarks: Point[]}} Portrait
 * @typedef {{person: {id: number, name: string}, distance: number, similarity: number, face: number,
 *            photo: string|null, drawn: string|null}} Match `face` is the stored one that `photo` shows, `drawn` the person as drawn
 * @typedef {'photos'|'drawn'} BlendKind
 * @typedef {'aligned'|'whole'|'crop'|'wide'} ViewName
 * @typedef {{view: ViewName, embedding: number[], portrait: Portrait, matches: Match[]}} ViewAnswer
 * @typedef {{eyes_px: number, sharpness: number, yaw: number, roll: number, brightness: number, contrast: number,
 *            notes: string[]}} Quality
 * @typedef {{box: Box, score: number, quality: Quality, landmarks: Point[], views: ViewAnswer[]}} FaceAnswer
 * @typedef {{width: number, height: number, preview: string|null}} AnsweredPhoto
 * @typedef {{photo: AnsweredPhoto, faces: FaceAnswer[]}} MatchAnswer
 * @typedef {{id: number, url: string, width: number, height: number, link?: string, licence?: string,
 *            credit?: string}} PersonPhoto
 * @typedef {{id: number, name: string, builtin: boolean, portrait: string|null, drawn: string|null,
 *            photos: PersonPhoto[]}} Person
 * @typedef {{views: ViewName[], k: number, detector: 'centerface'|'mtcnn'|'haar'}} MatchOptions
 * @typedef {{type: string, title: string, status: number, detail: string}} Problem RFC 9457
 */

/** A request that did not succeed: `problem` is the server's, absent where the server could not be reached. */
export class RequestError extends Error {
  /** @param {Problem|null} problem */
  constructor(problem) {
    super(problem ? problem.detail : 'the server cannot be reached');
    this.name = 'RequestError';
    this.problem = problem;
  }
}

/**
 * @param {File} photo
 * @param {MatchOptions} options
 * @param {AbortSignal} signal
 * @returns {Promise<MatchAnswer>}
 */
export async function match(photo, options, signal) {
  const form = new FormData();
  form.append('views', options.views.join(','));
  form.append('k', String(options.k));
  form.append('detector', options.detector);
  form.append('photo', photo, photo.name || 'photo');
  return (await request('/api/v1/matches', { method: 'POST', body: form, signal })).json();
}

/**
 * A face between the view's portrait (t = 0) and the person (t = 1), made from the very photo that the match shows, or drawn from the two embeddings.
 * @param {ViewAnswer} view
 * @param {Match} match one with a photo, for the kind `photos`
 * @param {BlendKind} kind
 * @param {number} t
 * @param {AbortSignal} signal
 * @returns {Promise<Blob>}
 */
export async function blend({ embedding, portrait }, { person, face }, kind, t, signal) {
  const body = JSON.stringify({ kind, face: { embedding, portrait }, person: person.id, person_face: face, t });
  const headers = { 'Content-Type': 'application/json' };
  return (await request('/api/v1/blends', { method: 'POST', body, headers, signal })).blob();
}

/**
 * @param {{q: string, offset: number, limit: number}} page
 * @param {AbortSignal} signal
 * @returns {Promise<{total: number, people: Person[]}>}
 */
export async function listPeople({ q, offset, limit }, signal) {
  const query = new URLSearchParams({ offset: String(offset), limit: String(limit) });
  if (q) query.set('q', q);
  return (await request(`/api/v1/people?${query}`, { signal })).json();
}

/**
 * @param {number} id
 * @param {AbortSignal} signal
 * @returns {Promise<Person>}
 */
export async function getPerson(id, signal) {
  return (await request(`/api/v1/people/${id}`, { signal })).json();
}

/** Throws RequestError, or the AbortError of the signal. */
async function request(path, init) {
  let response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new RequestError(null);
  }
  if (response.ok) return response;
  throw new RequestError(await problemOf(response));
}

/** @param {Response} response @returns {Promise<Problem>} */
async function problemOf(response) {
  const { status, statusText } = response;
  const plain = { type: 'about:blank', title: statusText || 'Error', status, detail: `The server answered ${status}.` };
  try {
    return { ...plain, ...(await response.json()) };
  } catch {
    // A proxy in between answers in its own form.
    return plain;
  }
}
