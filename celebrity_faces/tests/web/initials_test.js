import assert from 'node:assert/strict';
import test from 'node:test';

import { backgroundOf, contrast, hueOf, initialsOf } from '../../web/initials.js';

const cases = [
  ['Grace Hopper', 'GH'],
  ['Madonna', 'M'],
  ['Ludwig van Beethoven', 'LB'],
  ['Robert Downey Jr.', 'RD'],
  ['Martin Luther King III', 'MK'],
  ['Алла Пугачёва', 'АП'],
  ['пётр ильич чайковский', 'ПЧ'],
  ['"Weird Al" Yankovic', 'WY'],
  ["Conan O'Brien", 'CO'],
  ['Elizabeth_Taylor', 'ET'],
  ['  Björk  ', 'B'],
  ['E\u0301dith Piaf', 'ÉP'],
  ['宮崎 駿', '宮駿'],
  ['50 Cent', '5C'],
  ['Jr', 'J'],
  ['', '?'],
  ['«»', '?'],
];
for (const [name, initials] of cases) {
  test(`the initials of “${name}” are ${initials}`, () => assert.equal(initialsOf(name), initials));
}

test('white text keeps contrast AA on every hue', () => {
  for (let hue = 0; hue < 360; hue += 1) {
    const background = backgroundOf(hue);
    const rgb = [1, 3, 5].map((at) => parseInt(background.slice(at, at + 2), 16));
    assert.ok(contrast(rgb, [255, 255, 255]) >= 4.5, `hue ${hue}: ${background}`);
  }
});

test('contrast is WCAG’s: 21 for black on white, 4.48 for #777777', () => {
  assert.equal(contrast([0, 0, 0], [255, 255, 255]), 21);
  assert.equal(contrast([119, 119, 119], [255, 255, 255]).toFixed(2), '4.48');
});

test('the hue belongs to the name and spreads over the names', () => {
  assert.equal(hueOf('Grace Hopper'), hueOf('Grace Hopper'));
  const hues = new Set(Array.from({ length: 100 }, (_, i) => hueOf(`Person ${i}`)));
  assert.ok(hues.size > 60, `${hues.size} hues for 100 names`);
});
