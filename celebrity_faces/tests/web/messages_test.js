import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { RequestError } from '../../web/api.js';
import { errorMessage, fileMessage, isMissingPhoto, likenessText, samePersonText, qualityText, maxPhotoBytes, noFaceMessage, noFileMessage,
  perCentText } from '../../web/messages.js';

const file = (changes) => ({ name: 'a.b.jpg', size: 1000, type: 'image/jpeg', ...changes });

test('a photo up to the limit may be sent, whatever its name', () => {
  assert.equal(fileMessage(file({ size: maxPhotoBytes })), null);
  assert.equal(fileMessage(file({ name: 'IMG_1.HEIC', type: '' })), null);
});

test('a photo above the limit is named too large, with its name, its size and the limit', () => {
  const message = fileMessage(file({ size: 31_400_000 }));
  assert.match(message.title, /too large/);
  assert.match(message.detail, /“a\.b\.jpg” has 31\.4 MB.*25 MB/);
});

test('a size just above the limit does not read as allowed', () => {
  assert.doesNotMatch(fileMessage(file({ size: maxPhotoBytes + 1 })).detail, /has 25\.0 MB/);
});

test('a file that is no picture and an empty one are named before they are sent', () => {
  assert.match(fileMessage(file({ name: 'cv.pdf', type: 'application/pdf' })).detail, /cv\.pdf/);
  assert.match(fileMessage(file({ size: 0 })).detail, /empty/);
});

test('what was dropped or pasted without a file is named as such', () => {
  assert.match(noFileMessage('pasted').title, /pasted/);
});

test('a problem’s detail is the server’s, as a sentence', () => {
  const problem = { type: '/problems/too_large', title: 'Large', status: 413, detail: 'the PNG has 40001 x 1000 px' };
  assert.deepEqual(errorMessage(new RequestError(problem)),
    { title: 'This photo is too large', detail: 'The PNG has 40001 x 1000 px.', retry: false });
  const whole = { ...problem, detail: 'It is whole. Is it?' };
  assert.equal(errorMessage(new RequestError(whole)).detail, whole.detail);
  const empty = { ...problem, detail: '' };
  assert.equal(errorMessage(new RequestError(empty)).detail, '');
  const unknown = { type: '/problems/teapot', title: 'A teapot', status: 418, detail: 'short and stout' };
  assert.equal(errorMessage(new RequestError(unknown)).title, 'A teapot');
});

test('a file’s inside is told in the page’s words, not in a decoder’s', () => {
  const problem = { type: '/problems/damaged_photo', title: 'Damaged', status: 422, detail: 'the PNG is damaged: IDAT: CRC error' };
  assert.equal(errorMessage(new RequestError(problem)).detail,
    'A part of its file is missing or wrong. Choose another copy of it.');
});

test('trying again is offered where it can help', () => {
  assert.equal(errorMessage(new RequestError(null)).retry, true);
  assert.equal(errorMessage(new RequestError({ type: '/problems/unavailable', title: '', status: 503, detail: '' })).retry, true);
});

test('a person without a photo is told from other failures', () => {
  assert.ok(isMissingPhoto(new RequestError({ type: '/problems/no_face', title: '', status: 422, detail: '' })));
  assert.ok(!isMissingPhoto(new RequestError({ type: '/problems/not_found', title: '', status: 404, detail: '' })));
  assert.ok(!isMissingPhoto(new RequestError(null)));
});

test('no face: the advice fits the detector', () => {
  assert.match(noFaceMessage('haar').detail, /CenterFace/);
  assert.doesNotMatch(noFaceMessage('centerface').detail, /CenterFace/);
});

test('what nearly everybody reaches is not called much, and what one stranger in a hundred reaches could be the person', () => {
  assert.deepEqual([9.9, 10, 89.9, 90].map(likenessText),
    ['looks only a little like', 'looks most like', 'looks most like', 'could be the same person as']);
  assert.deepEqual([89.9, 90].map(samePersonText), ['', 'could be the same person']);
});

test('per cent read as what they are', () => {
  const texts = [0, 0.04, 0.1, 4.23, 9.96, 87.2, 99.7, 100].map((value) => perCentText(value).replaceAll('\u00a0', ' '));
  assert.deepEqual(texts, ['< 0.1 %', '< 0.1 %', '0.1 %', '4.2 %', '10 %', '87 %', '99 %', '100 %']);
});

test('each note on how a face is shown has a sentence, and one of a newer service is passed over', () => {
  const schema = readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8');
  const notes = /enum: \[(small[^\]]*)\]/.exec(schema)[1].split(', ');
  assert.equal(notes.length, 5);
  for (const note of notes) assert.match(qualityText([note]), /: the likeness is a guess\.$/);
  assert.equal(qualityText(['turned_away', 'sepia']), 'Turned away: the likeness is a guess.');
  assert.equal(qualityText([]), '');
});
