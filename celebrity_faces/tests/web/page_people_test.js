import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { problem } from './answers.js';
import { choose, launch, noBrowser, open, until } from './browser.js';
import { ContractServer } from './contract_server.js';
import { makePictures } from './pictures.js';

describe('the people page', { skip: noBrowser }, () => {
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

  function pageTest(name, body) {
    test(name, async () => {
      server.reset();
      const { page, finish } = await open(browser, server.address);
      await page.getByRole('link', { name: 'People' }).click();
      await page.getByText('1–48 of 130').waitFor();
      await body(page);
      await finish();
    });
  }

  pageTest('people are leafed through', async (page) => {
    assert.equal(await page.getByRole('button', { name: 'Previous' }).isDisabled(), true);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('49–96 of 130').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('97–130 of 130').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Next' }).isDisabled(), true);
    await page.getByRole('button', { name: 'Previous' }).click();
    await page.getByText('49–96 of 130').waitFor();
  });

  pageTest('a tile shows the person’s face, cut from the photo; initials where there is none', async (page) => {
    const tiles = page.locator('.person');
    assert.equal(await tiles.nth(0).locator('img').getAttribute('src'), '/api/v1/photos/1?face=101');
    assert.equal(await tiles.nth(1).locator('.stand-in').textContent(), 'АП');
  });

  pageTest('people are searched by a part of the name', async (page) => {
    await page.getByRole('searchbox', { name: 'Search by name' }).fill('пугач');
    await page.getByText('1–1 of 1').waitFor();
    await page.getByRole('link', { name: 'Алла Пугачёва' }).waitFor();
    await page.getByRole('searchbox').fill('nobody at all');
    await page.getByText('Nobody of that name.').waitFor();
  });

  pageTest('a person’s photos stand with credit, licence and a link that is safe to follow', async (page) => {
    await page.getByRole('link', { name: 'Grace Hopper' }).click();
    await page.getByRole('heading', { name: 'Grace Hopper' }).waitFor();
    assert.equal(await page.title(), 'Grace Hopper · celebrity-faces');
    assert.equal(await page.getByText('A. Photographer · CC BY 4.0').count(), 1);
    assert.deepEqual(await page.getByRole('link', { name: 'Source' }).evaluateAll((links) => links.map(({ href }) => href)),
      ['https://example.org/photo']);
    assert.equal(await page.getByText('<b>bold</b>').count(), 1);
    await page.getByRole('link', { name: 'All people' }).click();
    await page.getByRole('heading', { name: 'People of the gallery' }).waitFor();
  });

  pageTest('a person of the built-in gallery has a stand-in and the reason', async (page) => {
    await page.getByRole('link', { name: 'Алла Пугачёва' }).click();
    await page.getByText('Алла Пугачёва is in the built-in gallery, which holds no photos.').waitFor();
    assert.equal(await page.locator('#people .stand-in').textContent(), 'АП');
  });

  pageTest('a person who was removed is told, with a way back', async (page) => {
    server.onPerson = () => problem(404, 'not_found', 'there is no person 1');
    await page.getByRole('link', { name: 'Grace Hopper' }).click();
    await page.getByRole('alert').getByText('There is no person 1.').waitFor();
    const heading = page.getByRole('heading', { name: 'This is not there any more', level: 1 });
    await until(() => heading.evaluate((it) => it === document.activeElement), 'the focus on the heading');
    await page.getByRole('link', { name: 'All people' }).click();
    await page.getByRole('heading', { name: 'People of the gallery' }).waitFor();
  });

  pageTest('a list that cannot be had is told, with its heading', async (page) => {
    server.onPeople = () => problem(503, 'unavailable', 'the gallery is not loaded');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('alert').getByText('The gallery is not loaded.').waitFor();
    assert.equal(await page.getByRole('heading', { name: 'People of the gallery' }).isVisible(), true);
  });

  pageTest('going back leads to where one had read; a link leads to the top', async (page) => {
    const at = () => page.evaluate(() => scrollY);
    const far = page.getByRole('link', { name: 'Person 45' });
    await far.scrollIntoViewIfNeeded();
    const left = await at();
    assert.ok(left > 200, `${left} px`);
    await far.click();
    await page.getByRole('heading', { name: 'Person 45', level: 1 }).waitFor();
    await until(async () => await at() === 0, 'the top of the person’s page');
    await page.goBack();
    await until(async () => await at() === left, 'where one was');
    await far.click();
    await page.getByRole('link', { name: 'All people' }).click();
    await page.getByText('1–48 of 130').waitFor();
    await until(async () => await at() === 0, 'the top of the list');
  });

  pageTest('an answer is still there after a look at the people', async (page) => {
    await page.getByRole('link', { name: 'Look-alikes' }).click();
    await choose(page, pictures.photo);
    await page.locator('.face').waitFor();
    await page.getByRole('heading').getByRole('link', { name: 'Grace Hopper' }).click();
    await page.getByRole('heading', { name: 'Grace Hopper', level: 1 }).waitFor();
    await page.goBack();
    await page.locator('.card').first().waitFor();
    assert.equal(await page.title(), 'Who do you look like? · celebrity-faces');
    assert.equal(server.of('/api/v1/matches').length, 1);
  });
});
