/** Answers as openapi.yaml says; contract_test.js holds them to it. */

const names = ['Grace Hopper', 'Алла Пугачёва', 'Elizabeth Taylor-Burton Fortensky', 'Pelé', 'Arnold Schwarzenegger',
  'Wolfeschlegelsteinhausenbergerdorff'];
const similarities = [87.2, 61.4, 23.9, 4.23, 0.02];

const quality = { eyes_px: 76, sharpness: 0.2, yaw: -3, roll: 1, brightness: 0.5, contrast: 0.2 };

export function problem(status, type, detail) {
  return { status, json: { type: `/problems/${type}`, title: type, status, detail } };
}

/** An answer; `faces` boxes in a grid where there is more than one; people with photos but for `withoutPhoto`; `drawn`: with drawn portraits. */
export function matchAnswer(pictures, options = {}) {
  const { views = ['aligned'], k = 5, faces = 1, withoutPhoto = [2], preview = null, notes = [], drawn = false } = options;
  const { width, height } = pictures;
  const portrait = { image: pictures.portrait, landmarks: [[90, 110], [166, 110], [128, 150], [100, 190], [156, 190]] };
  const matches = Array.from({ length: k }, (_, at) => matchOf(at, withoutPhoto, drawn));
  const view = (name) => ({ view: name, embedding: Array(128).fill(0.0884), portrait, matches });
  const boxes = faces === 1 ? [pictures.face] : Array.from({ length: faces }, (_, at) => boxInGrid(at, faces, pictures));
  return {
    photo: { width, height, preview },
    faces: boxes.map((box) => ({ box, score: 0.99, quality: { ...quality, notes }, landmarks: portrait.landmarks, views: views.map(view) })),
  };
}

function matchOf(at, withoutPhoto, drawn) {
  const id = at + 1;
  const face = 100 + id;
  return {
    person: { id, name: names[at] ?? `Person ${id}` },
    distance: 0.4 + at / 50,
    similarity: similarities[at] ?? 0.01,
    face,
    photo: withoutPhoto.includes(id) ? null : `/api/v1/photos/${id}?face=${face}`,
    drawn: drawn ? `/api/v1/people/${id}/drawn` : null,
  };
}

function boxInGrid(at, count, { width, height }) {
  const columns = Math.ceil(Math.sqrt(count));
  const cell = { width: width / columns, height: height / columns };
  return { x: (at % columns) * cell.width + 2, y: Math.floor(at / columns) * cell.height + 2,
    width: cell.width - 8, height: cell.height - 8 };
}

/** People of whom every third is in the built-in gallery; the others have two photos, one with a link to be refused. */
export function people(count) {
  return Array.from({ length: count }, (_, at) => {
    const id = at + 1;
    const builtin = at % 3 === 1;
    const photo = (number) => ({ id: number, url: `/api/v1/photos/${number}`, width: 256, height: 256 });
    const photos = [
      { ...photo(id), credit: 'A. Photographer', licence: 'CC BY 4.0', link: 'https://example.org/photo' },
      { ...photo(id + 1), credit: '<b>bold</b>', link: 'javascript:alert(1)' },
    ];
    return { id, name: names[at] ?? `Person ${id}`, builtin,
      portrait: builtin ? null : `/api/v1/photos/${id}?face=${100 + id}`, drawn: null, photos: builtin ? [] : photos };
  });
}
