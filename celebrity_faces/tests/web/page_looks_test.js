import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { matchAnswer } from './answers.js';
import { choose, launch, noBrowser, open } from './browser.js';
import { ContractServer } from './contract_server.js';
import { makePictures } from './pictures.js';

/** Where pictures of the page are left for people to look at; nowhere unless asked for. */
const screenshots = process.env.FACES_SCREENSHOTS;

const sizes = [
  { name: 'phone', width: 390, height: 844, colorScheme: 'light' },
  { name: 'small', width: 320, height: 568, colorScheme: 'light' },
  { name: 'narrow', width: 360, height: 640, colorScheme: 'dark' },
  { name: 'desk', width: 1440, height: 900, colorScheme: 'light' },
  { name: 'desk-dark', width: 1440, height: 900, colorScheme: 'dark' },
];

/** The page's states: how one gets there. */
const states = {
  start: async () => {},
  answer: async ({ page, pictures }) => {
    await choose(page, pictures.photo);
    await page.locator('.blend-picture img').first().waitFor();
  },
  builtin: async ({ page, pictures, server }) => {
    server.onMatch = () => ({ json: matchAnswer(pictures, { withoutPhoto: [1, 2, 3, 4, 5] }) });
    await choose(page, pictures.photo);
    await page.locator('.blend-note').waitFor();
  },
  group: async ({ page, pictures, server }) => {
    server.onMatch = () => ({ json: matchAnswer(pictures, { faces: 6, withoutPhoto: [1, 3] }) });
    await choose(page, pictures.photo);
    await page.locator('.face').nth(5).waitFor();
    await page.getByText('Options').click();
  },
  crowd: async ({ page, pictures, server }) => {
    server.onMatch = () => ({ json: matchAnswer(pictures, { faces: 200 }) });
    await choose(page, pictures.photo);
    await page.locator('.blend-picture img').first().waitFor();
  },
  views: async ({ page, pictures }) => {
    await choose(page, pictures.photo);
    await page.getByRole('switch').check();
    await page.locator('[data-view=wide]').waitFor();
  },
  working: async ({ page, pictures, server }) => {
    server.onMatch = () => new Promise(() => {});
    await choose(page, pictures.photo);
    await page.getByText('Looking for faces…').waitFor();
  },
  message: async ({ page, pictures, server }) => {
    server.onMatch = () => ({ json: { photo: { width: 512, height: 512, preview: null }, faces: [] } });
    await choose(page, pictures.photo);
    await page.getByText('No face was found in this photo.').waitFor();
  },
  people: async ({ page }) => {
    await page.getByRole('link', { name: 'People' }).click();
    await page.getByText('1–48 of 130').waitFor();
  },
  person: async ({ page }) => {
    await page.getByRole('link', { name: 'People' }).click();
    await page.getByRole('link', { name: 'Grace Hopper' }).click();
    await page.getByText('A. Photographer').waitFor();
  },
};

describe('the looks of the page', { skip: noBrowser }, () => {
  let browser, server, pictures;
  before(async () => {
    browser = await launch();
    pictures = await makePictures(browser);
    server = new ContractServer({ root: process.env.FACES_WEB, pictures });
    await server.start();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  for (const [state, reach] of Object.entries(states)) {
    test(`${state}: fits the window, fingers find their targets, text has contrast, controls have names`, async () => {
      server.reset();
      const { page, finish } = await open(browser, server.address);
      await reach({ page, pictures, server });
      for (const { name, width, height, colorScheme } of sizes) {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme });
        if (screenshots) await keepPicture(page, `${state}-${name}`);
        assert.deepEqual(await page.evaluate(inspect, width < 500), [], `${state}, ${name}`);
      }
      await finish();
    });
  }

  async function keepPicture(page, name) {
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForTimeout(500);
    await page.screenshot({ path: `${screenshots}/${name}.png` });
    await page.screenshot({ path: `${screenshots}/${name}-full.png`, fullPage: true });
  }

  test('where the system chooses the colours, what is chosen is still told', async () => {
    server.reset();
    server.onMatch = () => ({ json: matchAnswer(pictures, { faces: 2 }) });
    const { page, finish } = await open(browser, server.address, { forcedColors: 'active' });
    await choose(page, pictures.photo);
    await page.locator('.face').nth(1).waitFor();
    const look = (selector) => page.locator(selector).first().evaluate((element) => {
      const { borderColor, backgroundColor, backgroundImage } = getComputedStyle(element);
      return [borderColor, backgroundColor, backgroundImage].join(' ');
    });
    for (const one of ['.box', '.card']) {
      assert.notEqual(await look(`${one}[aria-pressed="true"]`), await look(`${one}[aria-pressed="false"]`), one);
    }
    assert.notEqual(await look('.meter-bar'), await look('.meter'), 'the meter');
    const off = await look('[role=switch]');
    await page.getByRole('switch').check();
    assert.notEqual(await look('[role=switch]'), off, 'the switch');
    await finish();
  });

  test('the document says its language, title, description and icon', async () => {
    server.reset();
    const { page, finish } = await open(browser, server.address);
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    assert.equal(await page.title(), 'Who do you look like? · celebrity-faces');
    assert.match(await page.locator('meta[name=description]').getAttribute('content'), /Photos are not kept/);
    const icon = await page.request.get(new URL(await page.locator('link[rel=icon]').getAttribute('href'), server.address).href);
    assert.equal(icon.headers()['content-type'], 'image/svg+xml');
    assert.equal(await page.locator('main').count(), 1);
    assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
    await finish();
  });

  test('the photo is chosen by keyboard alone, and the focus is seen', async () => {
    server.reset();
    const { page, finish } = await open(browser, server.address);
    const input = page.locator('#photo-file');
    // Asked for early: Chromium is told of it apart from the keys.
    const opening = page.waitForEvent('filechooser');
    const reached = () => input.evaluate((it) => it === document.activeElement);
    for (let i = 0; i < 8 && !await reached(); i += 1) await page.keyboard.press('Tab');
    assert.equal(await page.locator('.drop').evaluate((drop) => getComputedStyle(drop).outlineStyle), 'solid');
    await page.keyboard.press('Enter');
    await (await opening).setFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: pictures.photo });
    await page.locator('.face').waitFor();
    await finish();
  });
});

/** Runs in the browser: everything that is wrong with what is shown now, in words. */
function inspect(byTouch) {
  const findings = [];
  const name = (element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} `
    + `“${element.textContent.trim().slice(0, 30)}”`;
  const shown = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })
    && !element.closest('.visually-hidden');

  const width = document.documentElement.scrollWidth;
  if (width > innerWidth) findings.push(`the page is ${width} px wide`);

  for (const tile of document.querySelectorAll('.person')) {
    if (tile.scrollWidth > tile.clientWidth) findings.push(`wider than its place: ${name(tile)}`);
  }
  for (const { firstChild } of document.querySelectorAll('.card-name [dir]')) {
    for (const { index, 0: word } of firstChild.data.matchAll(/[^\s-]+/g)) {
      const range = document.createRange();
      range.setStart(firstChild, index);
      range.setEnd(firstChild, index + word.length);
      if (range.getClientRects().length > 1) findings.push(`broken within the word: ${word}`);
    }
  }

  for (const control of document.querySelectorAll('a, button, input, select, summary')) {
    if (!shown(control) || control.matches('#photo-file')) continue;
    const label = control.ariaLabel || control.labels?.[0]?.textContent || control.textContent;
    if (!label?.trim()) findings.push(`no name: ${name(control)}`);
    // A switch is pressed by its label, a box in a photo by the larger place around it.
    const target = control.matches('[role=switch]') ? control.labels[0] : control;
    const { width, height } = target.getBoundingClientRect();
    if (byTouch && !control.matches('.box, figcaption a, h2 a') && (height < 43.5 || width < 43.5)) {
      findings.push(`${width} x ${height} px for a finger: ${name(control)}`);
    }
  }
  for (const image of document.querySelectorAll('img:not([alt])')) findings.push(`no alt: ${image.src.slice(0, 60)}`);
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  if (new Set(ids).size !== ids.length) findings.push('an id stands twice');

  const pixel = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
  const canvas = pixel.getContext('2d', { willReadFrequently: true });
  const over = (colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (rgb) => rgb.map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  for (const element of document.querySelectorAll('body *')) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
    if (!hasText || !shown(element) || element.closest('svg, option, :disabled')) continue;
    const backgrounds = [];
    for (let at = element; at; at = at.parentElement) backgrounds.unshift(getComputedStyle(at).backgroundColor);
    const style = getComputedStyle(element);
    const [a, b] = [luminance(over(backgrounds)), luminance(over([...backgrounds, style.color]))].sort((x, y) => x - y);
    const contrast = (b + 0.05) / (a + 0.05);
    if (contrast < 4.5) findings.push(`contrast ${contrast.toFixed(2)}: ${name(element)}`);
  }
  return findings.slice(0, 10);
}
