#!/usr/bin/env node
// Draws docs/images/page.png, the README's picture: the real page, the built-in gallery and NASA's portrait of Eileen Collins
// (public domain), as the page shows it.   scripts/picture.mjs [WIDTH HEIGHT FILE]   (after scripts/test, which sets all of it up)
import {spawn} from 'node:child_process';
import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {chromium} from 'playwright-core';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [width = '1280', height = '1000', file = join(root, 'docs/images/page.png')] = process.argv.slice(2);
const server = spawn(join(root, 'build/release/bin/celebrity-faces'),
    ['serve', '--port', '0', '--data', mkdtempSync(join(tmpdir(), 'picture-'))], {stdio: ['ignore', 'pipe', 'inherit']});
const url = await new Promise(resolve =>
    server.stdout.on('data', text => { const found = /http:\S+/.exec(text); if (found) resolve(found[0]); }));
while (!await fetch(url + '/readyz').then(reply => reply.ok).catch(() => false)) await new Promise(r => setTimeout(r, 50));

const browser = await chromium.launch({executablePath: '/usr/bin/chromium', args: ['--no-sandbox']});
const page = await browser.newPage({viewport: {width: Number(width), height: Number(height)}});
await page.goto(url);
await page.setInputFiles('input[type=file]', join(root, 'build/deps/test-photos/astronaut.png'));
await page.getByText('%').first().waitFor();
await page.waitForLoadState('networkidle');
await page.screenshot({path: file});
await browser.close();
server.kill('SIGINT');
