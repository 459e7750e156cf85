/** A real Chromium for the tests, watched: nothing may be asked of another host, refused by the policy or thrown. */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';

const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = candidates.find((path) => path && existsSync(path));

/** Why browser tests cannot run here; false where they can. */
export const noBrowser = executablePath ? false : 'no Chromium: scripts/setup test installs it';

export async function launch() {
  const { chromium } = await import('playwright-core');
  // Chromium's sandbox refuses to start for root, as whom containers run.
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}

/**
 * A page that is watched; `finish` closes it and fails where something was wrong.
 * @param {import('playwright-core').Browser} browser
 * @param {string} address
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
export async function open(browser, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  const wrongs = [];
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${address}/`) && !/^(data|blob):/.test(url)) wrongs.push(`asked another host: ${url}`);
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => wrongs.push(`threw: ${error.stack}`));
  page.on('console', (message) => {
    // A refused photo is a failed request to Chromium, and no fault of the page.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) wrongs.push(message.text());
  });
  await page.goto(`${address}/`);
  const finish = async () => {
    await context.close();
    assert.deepEqual(wrongs, []);
  };
  return { page, finish };
}

/** Hands the page a photo as the file dialogue does. */
export function choose(page, buffer, name = 'photo.jpg', mimeType = 'image/jpeg') {
  return page.setInputFiles('#photo-file', { name, mimeType, buffer });
}

/** Waits for a condition on this side. */
export async function until(condition, what) {
  for (const end = Date.now() + 10_000; Date.now() < end;) {
    if (await condition()) return;
    await new Promise((later) => setTimeout(later, 20));
  }
  assert.fail(`never happened: ${what}`);
}
