/** The drawn stand-in for a person whose photo may not be shown: initials on a colour of the name's own. */

import { svg } from './dom.js';

const generation = /^(jr|sr|i{1,3}|iv|v)\.?$/i;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * The first letter of the first and of the last word; one letter for a name of one word, "?" where there is none.
 * @param {string} name
 */
export function initialsOf(name) {
  const words = name.normalize('NFC').split(/[\s_]+/u).map(firstLetter).filter((word) => word.letter);
  // "Robert Downey Jr." is RD, not RJ.
  const named = words.filter((word, at) => at < 2 || !generation.test(word.text));
  if (named.length === 0) return '?';
  return named.length === 1 ? named[0].letter : named[0].letter + named[named.length - 1].letter;
}

/** A word without the quotes and brackets before it, and its first letter in capital. */
function firstLetter(word) {
  const text = word.replace(/^[^\p{L}\p{N}]+/u, '');
  const first = text ? [...graphemes.segment(text)][0].segment : '';
  return { text, letter: first.toLocaleUpperCase() };
}

/** A hue from 0 to 359, the same for a name on every machine (FNV-1a over its code units). @param {string} name */
export function hueOf(name) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) >>> 0;
  return hash % 360;
}

/**
 * The lightest shade of a hue on which white text keeps the contrast of WCAG's level AA.
 * @param {number} hue
 * @returns {string} an sRGB colour, #rrggbb
 */
export function backgroundOf(hue) {
  for (let lightness = 0.5; lightness > 0; lightness -= 0.01) {
    const rgb = fromHsl(hue, 0.45, lightness);
    if (contrast(rgb, [255, 255, 255]) >= 4.5) return hex(rgb);
  }
  return '#000000';
}

/** WCAG 2's contrast of two sRGB colours, from 1 to 21. @param {number[]} a @param {number[]} b */
export function contrast(a, b) {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(rgb) {
  const [r, g, b] = rgb.map((value) => {
    const v = value / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function fromHsl(hue, saturation, lightness) {
  const chroma = saturation * Math.min(lightness, 1 - lightness);
  return [0, 8, 4].map((n) => {
    const k = (n + hue / 30) % 12;
    return Math.round(255 * (lightness - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  });
}

function hex(rgb) {
  return '#' + rgb.map((value) => value.toString(16).padStart(2, '0')).join('');
}

/**
 * @param {string} name
 * @returns {SVGElement} fills the box it is put into; the name stands beside it
 */
export function standIn(name) {
  const text = { x: 50, y: 52, 'text-anchor': 'middle', 'dominant-baseline': 'central', fill: '#ffffff',
    'font-size': 38, 'font-weight': 600 };
  return svg('svg', { class: 'stand-in', viewBox: '0 0 100 100', 'aria-hidden': 'true' },
    svg('rect', { width: 100, height: 100, fill: backgroundOf(hueOf(name)) }),
    svg('text', text, initialsOf(name)));
}
