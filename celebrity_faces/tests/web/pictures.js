/** Pictures for the browser tests, made in the browser: the portrait that may be shown where it is there, and drawn faces. */

import { existsSync, readFileSync } from 'node:fs';

const portraitFile = process.env.FACES_PORTRAIT ?? '';

/** The portrait's path; empty where scripts/setup test has not fetched it. */
export const realPortrait = existsSync(portraitFile) ? portraitFile : '';

/** @param {import('playwright-core').Browser} browser */
export async function makePictures(browser) {
  const page = await browser.newPage();
  const source = realPortrait ? `data:image/png;base64,${readFileSync(realPortrait).toString('base64')}` : '';
  const made = await page.evaluate(makeInBrowser, source);
  await page.close();
  const bytes = (url) => Buffer.from(url.split(',')[1], 'base64');
  return { width: 512, height: 512, face: { x: 168, y: 60, width: 112, height: 136 }, portrait: made.portrait,
    photo: bytes(made.photo), blend: bytes(made.blend), people: made.people.map(bytes) };
}

/** Runs in the browser. */
async function makeInBrowser(source) {
  const canvasOf = (size) => Object.assign(document.createElement('canvas'), { width: size, height: size });
  const drawFace = (canvas, background, skin, hair) => {
    const context = canvas.getContext('2d');
    const unit = canvas.width / 100;
    context.scale(unit, unit);
    const oval = (colour, ...shape) => {
      context.fillStyle = colour;
      context.beginPath();
      context.ellipse(...shape, 0, 0, 7);
      context.fill();
    };
    context.fillStyle = background;
    context.fillRect(0, 0, 100, 100);
    oval(hair, 50, 42, 33, 36);
    oval(skin, 50, 52, 26, 32);
    oval('#222', 40, 48, 3, 3.5);
    oval('#222', 60, 48, 3, 3.5);
    context.strokeStyle = '#7a2c2c';
    context.lineWidth = 2.5;
    context.beginPath();
    context.arc(50, 62, 11, 0.35, 2.8);
    context.stroke();
    return canvas;
  };
  const looks = [['#cfe0ee', '#f0c6a8', '#4a2f20'], ['#e9dfc8', '#c98d66', '#1d1714'], ['#dcd3ea', '#f6d9c4', '#b5752e'],
    ['#cfe5d4', '#8d5a3b', '#161010']];
  const people = looks.map((look) => drawFace(canvasOf(256), ...look));
  const photo = canvasOf(512);
  const portrait = canvasOf(256);
  if (source) {
    const image = new Image();
    image.src = source;
    await image.decode();
    photo.getContext('2d').drawImage(image, 0, 0);
    portrait.getContext('2d').drawImage(image, 124, 20, 200, 200, 0, 0, 256, 256);
  } else {
    drawFace(photo, ...looks[1]);
    drawFace(portrait, ...looks[1]);
  }
  const blend = canvasOf(256);
  const context = blend.getContext('2d');
  context.drawImage(portrait, 0, 0);
  context.globalAlpha = 0.5;
  context.drawImage(people[0], 0, 0);
  const jpeg = (canvas) => canvas.toDataURL('image/jpeg', 0.85);
  return { photo: jpeg(photo), portrait: jpeg(portrait), blend: jpeg(blend), people: people.map(jpeg) };
}
