/**
 * Serves the page and answers as openapi.yaml says, so that the page can be shown situations which real photos bring
 * about rarely: slow answers, two hundred faces, every kind of problem. What the real program answers is tested apart.
 */

import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

import { matchAnswer, people, problem } from './answers.js';

const mediaTypes = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
/** As the real server sends it. */
const contentPolicy = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
  + "frame-ancestors 'none'";

export class ContractServer {
  /** Requests in order: {path, method, fields} with a multipart's fields or the JSON. */
  requests = [];
  /** Requests whose sender went away before the reply. */
  abandoned = [];
  /** Replaceable answers: ({path, fields, query}) => {status, json | jpeg} or a promise of it. */
  onMatch; onBlend; onPeople; onPerson;

  /** @param {{root: string, pictures: object}} options the page's folder, and what makePictures made */
  constructor({ root, pictures }) {
    if (!existsSync(join(root, 'index.html'))) throw new Error(`FACES_WEB: there is no index.html in "${root}"`);
    this.root = root;
    this.pictures = pictures;
    this.reset();
    this.server = createServer((request, response) => this.#serve(request, response));
  }

  /** Back to an answer with one face. */
  reset() {
    this.requests = [];
    this.abandoned = [];
    this.onMatch = ({ fields: { views, k } }) => (
      { json: matchAnswer(this.pictures, { views: views.split(','), k: Number(k) }) });
    this.onBlend = () => ({ jpeg: this.pictures.blend });
    this.onPeople = ({ query }) => {
      const found = people(130).filter(({ name }) => name.toLowerCase().includes((query.get('q') ?? '').toLowerCase()));
      const offset = Number(query.get('offset'));
      return { json: { total: found.length, people: found.slice(offset, offset + Number(query.get('limit'))) } };
    };
    this.onPerson = ({ path }) => ({ json: people(130)[Number(path.split('/').pop()) - 1] });
  }

  async start() {
    await new Promise((ready) => this.server.listen(0, '127.0.0.1', ready));
    this.address = `http://127.0.0.1:${this.server.address().port}`;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(done));
  }

  /** Requests for a path. */
  of(path) {
    return this.requests.filter((request) => request.path === path);
  }

  async #serve(request, response) {
    const url = new URL(request.url, this.address);
    response.setHeader('Content-Security-Policy', contentPolicy);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    if (!url.pathname.startsWith('/api/')) return this.#file(url.pathname, response);
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const call = { path: url.pathname, method: request.method, query: url.searchParams,
      fields: await fieldsOf(Buffer.concat(chunks), request.headers['content-type'] ?? '') };
    this.requests.push(call);
    response.on('close', () => response.writableFinished || this.abandoned.push(call));
    const reply = problemWith(call) ?? await this.#answer(call);
    const status = reply.status ?? 200;
    if (reply.jpeg) return response.writeHead(status, { 'Content-Type': 'image/jpeg' }).end(reply.jpeg);
    if (reply.text) return response.writeHead(status, { 'Content-Type': 'text/html' }).end(reply.text);
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    return response.writeHead(status, { 'Content-Type': type }).end(JSON.stringify(reply.json));
  }

  #answer(call) {
    if (call.path === '/api/v1/matches') return this.onMatch(call);
    if (call.path === '/api/v1/blends') return this.onBlend(call);
    if (call.path === '/api/v1/people') return this.onPeople(call);
    if (/^\/api\/v1\/people\/\d+\/drawn$/.test(call.path)) return { jpeg: this.pictures.blend };
    if (call.path.startsWith('/api/v1/people/')) return this.onPerson(call);
    const photo = /^\/api\/v1\/photos\/(\d+)$/.exec(call.path);
    if (photo) return { jpeg: this.pictures.people[Number(photo[1]) % this.pictures.people.length] };
    return problem(404, 'not_found', `there is no ${call.path}`);
  }

  #file(path, response) {
    const file = join(this.root, normalize(path === '/' ? '/index.html' : path));
    if (!existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': mediaTypes[extname(file)] ?? 'application/octet-stream' });
    return createReadStream(file).pipe(response);
  }
}

async function fieldsOf(body, type) {
  if (type.startsWith('application/json')) return JSON.parse(body.toString());
  if (!type.startsWith('multipart/form-data')) return {};
  return Object.fromEntries(await new Response(body, { headers: { 'Content-Type': type } }).formData());
}

/** The contract's own checks of a request; null where it keeps to it. */
function problemWith({ path, method, fields }) {
  const wrong = (detail) => problem(400, 'invalid_argument', detail);
  if (path === '/api/v1/matches') {
    if (method !== 'POST' || !fields.photo?.size) return wrong('photo: a file is missing');
    if (!fields.views.split(',').every((view) => ['aligned', 'whole', 'crop', 'wide'].includes(view))) return wrong('views');
    if (!(fields.k >= 1 && fields.k <= 100)) return wrong(`k is ${fields.k}; from 1 to 100 are allowed`);
    if (!['centerface', 'mtcnn', 'haar'].includes(fields.detector)) return wrong('detector');
  }
  if (path === '/api/v1/blends') {
    const { kind, face, person, person_face, t } = fields;
    if (!['any', 'photos', 'drawn'].includes(kind ?? 'any')) return wrong('kind');
    if (face?.embedding?.length !== 128 || face.portrait?.landmarks?.length !== 5) return wrong('face');
    if (!face.portrait.image.startsWith('data:image/jpeg;base64,')) return wrong('face.portrait.image');
    if (person_face !== undefined && !Number.isInteger(person_face)) return wrong('person_face');
    if (!Number.isInteger(person) || !(t >= 0 && t <= 1)) return wrong('person or t');
  }
  return null;
}
