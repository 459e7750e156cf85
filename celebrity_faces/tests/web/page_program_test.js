/** The page and the real program: a real face in a real browser. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { choose, launch, noBrowser, open } from './browser.js';
import { differences, readSchemas } from './contract.js';
import { realPortrait } from './pictures.js';
import { importPhoto, makeDataDirectory, noProgram, serve } from './program.js';

const noPortrait = realPortrait ? false : 'no portrait: scripts/setup test fetches it';

describe('the page served by the program', { skip: noBrowser || noProgram || noPortrait }, () => {
  let browser, schemas;
  before(async () => {
    browser = await launch();
    schemas = await readSchemas(browser);
  });
  after(() => browser?.close());

  /** A test on a page of a program that was started for it. */
  function programTest(name, prepare, body) {
    test(name, async () => {
      const data = await makeDataDirectory();
      await prepare(data);
      const { address, stop } = await serve(data);
      try {
        const { page, finish } = await open(browser, address);
        const answers = watchAnswers(page);
        await body(page);
        for (const [schema, json] of await Promise.all(answers)) {
          assert.deepEqual(differences(schemas, schemas[schema], json, schema), []);
        }
        await finish();
      } finally {
        await stop();
      }
    });
  }

  /** The program's answers with the names of their schemas. */
  function watchAnswers(page) {
    const answers = [];
    page.on('response', (response) => {
      if (!new URL(response.url()).pathname.endsWith('/matches')) return;
      const schema = response.ok() ? 'MatchAnswer' : 'Problem';
      answers.push(response.json().then((json) => [schema, json]));
    });
    return answers;
  }

  programTest('the built-in gallery answers at once, with drawn faces that say so', async () => {}, async (page) => {
    await page.setInputFiles('#photo-file', realPortrait);
    await page.getByRole('heading', { name: /^This face (looks (most|only a little) like|could be the same person as) / }).waitFor();
    assert.equal(await page.locator('.box').count(), 1);
    const box = await page.locator('.box').boundingBox();
    const photo = await page.getByAltText('Your photo').boundingBox();
    // The face of the portrait is around (224, 120) of 512 x 512 px.
    const centre = [(box.x + box.width / 2 - photo.x) / photo.width, (box.y + box.height / 2 - photo.y) / photo.height];
    assert.ok(Math.abs(centre[0] - 0.44) < 0.06 && Math.abs(centre[1] - 0.235) < 0.08, `the box is around ${centre}`);
    assert.equal(await page.locator('.card').count(), 5);
    assert.equal(await page.locator('.card .drawn-mark').count(), 5);
    assert.equal(await page.locator('.blend-kinds').isVisible(), false, 'there is no photo to choose');
    await page.getByText('Drawn by a machine').waitFor();
    await page.locator('.blend-picture img').waitFor();
    for (const picture of await page.locator('.card img, .blend img').all()) {
      await picture.scrollIntoViewIfNeeded();
      assert.ok(await picture.evaluate((image) => image.decode().then(() => image.naturalWidth >= 192)));
    }
    await page.getByRole('switch').check();
    await page.locator('[data-view=wide] .card').nth(4).waitFor();
    assert.deepEqual(await page.locator('[data-view]').evaluateAll((views) => views.map((it) => it.dataset.view)),
      ['whole', 'crop', 'wide']);
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page.getByText(/^1–48 of [\d,]+$/).waitFor();
  });

  programTest('a gallery of one’s own answers with its photos and a real face like both',
    (data) => importPhoto(data, 'Eileen Collins', realPortrait), async (page) => {
      await page.setInputFiles('#photo-file', realPortrait);
      await page.getByRole('heading', { name: 'This face could be the same person as Eileen Collins' }).waitFor();
      assert.match(await page.locator('.card').first().textContent(), /(9\d|100)\u00a0%/);
      const pictures = page.locator('.card img, .blend img');
      await page.locator('.blend-picture img').waitFor();
      assert.equal(await pictures.count(), 4);
      await page.getByRole('button', { name: 'Drawn', exact: true }).click();
      await page.getByText('Drawn by a machine').waitFor();
      await page.locator('.blend[aria-busy=false]').waitFor();
      for (const picture of await pictures.all()) {
        await picture.scrollIntoViewIfNeeded();
        assert.ok(await picture.evaluate((image) => image.decode().then(() => image.naturalWidth >= 100)));
      }
    });

  programTest('what is not a picture is told', async () => {}, async (page) => {
    await choose(page, Buffer.from('Dear diary, '.repeat(20)), 'text.jpg');
    await page.locator('#message').getByText('This is not a picture that can be read').waitFor();
  });
});
