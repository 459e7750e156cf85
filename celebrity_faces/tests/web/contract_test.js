/** What the page is tested with, and what it sends, is what openapi.yaml says. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { matchAnswer, people, problem } from './answers.js';
import { choose, launch, noBrowser, open } from './browser.js';
import { differences, readSchemas } from './contract.js';
import { ContractServer } from './contract_server.js';
import { makePictures } from './pictures.js';

describe('the contract', { skip: noBrowser }, () => {
  let browser, server, pictures, schemas;
  before(async () => {
    browser = await launch();
    pictures = await makePictures(browser);
    schemas = await readSchemas(browser);
    server = new ContractServer({ root: process.env.FACES_WEB, pictures });
    await server.start();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  const keepsTo = (name, value) => assert.deepEqual(differences(schemas, schemas[name], value), []);

  test('differences are seen: a missing, an unknown and a wrong value', () => {
    const { faces, photo } = matchAnswer(pictures);
    const { view, ...rest } = faces[0].views[0];
    const wrong = { photo: { ...photo, depth: 1 }, faces: [{ ...faces[0], score: 1.2, views: [{ ...rest, embedding: ['1'] }] }] };
    assert.deepEqual(differences(schemas, schemas.MatchAnswer, wrong), ['value.photo.depth is not in the contract',
      'value.faces[0].score is 1.2', 'value.faces[0].views[0].view is missing',
      'value.faces[0].views[0].embedding[0] is no number: 1']);
  });

  test('the test server’s answers keep to it', () => {
    keepsTo('MatchAnswer', matchAnswer(pictures));
    keepsTo('MatchAnswer', matchAnswer(pictures,
      { faces: 200, views: ['aligned', 'whole', 'crop', 'wide'], k: 100, preview: pictures.portrait }));
    people(10).forEach((person) => keepsTo('Person', person));
    keepsTo('Problem', problem(413, 'too_large', 'the PNG has 40001 x 1000 px').json);
  });

  test('the page’s request for a face like both keeps to it', async () => {
    const { page, finish } = await open(browser, server.address);
    await choose(page, pictures.photo);
    await page.locator('.blend-picture img').waitFor();
    keepsTo('BlendRequest', server.of('/api/v1/blends')[0].fields);
    await finish();
  });
});
