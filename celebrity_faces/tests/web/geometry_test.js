import assert from 'node:assert/strict';
import test from 'node:test';

import { boxInPerCent, faceAfterKey } from '../../web/geometry.js';

const photo = { width: 400, height: 200 };

test('a box becomes per cent of the photo', () => {
  assert.deepEqual(boxInPerCent({ x: 100, y: 50, width: 200, height: 20 }, photo),
    { left: 25, top: 25, width: 50, height: 10 });
});

test('a box beyond the border is cut to the photo', () => {
  assert.deepEqual(boxInPerCent({ x: -40, y: 150, width: 140, height: 100 }, photo),
    { left: 0, top: 75, width: 25, height: 25 });
});

test('arrow keys go round, Home and End to the ends, other keys nowhere', () => {
  assert.equal(faceAfterKey('ArrowRight', 2, 3), 0);
  assert.equal(faceAfterKey('ArrowDown', 0, 3), 1);
  assert.equal(faceAfterKey('ArrowLeft', 0, 3), 2);
  assert.equal(faceAfterKey('ArrowUp', 2, 3), 1);
  assert.equal(faceAfterKey('End', 0, 3), 2);
  assert.equal(faceAfterKey('Home', 2, 3), 0);
  assert.equal(faceAfterKey('Tab', 1, 3), 1);
});
