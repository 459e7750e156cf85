import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { matchAnswer, problem } from './answers.js';
import { choose, launch, noBrowser, open, until } from './browser.js';
import { ContractServer } from './contract_server.js';
import { makePictures } from './pictures.js';

describe('the look-alike page', { skip: noBrowser }, () => {
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

  /** A test with a fresh page and a server that answers one face. */
  function pageTest(name, body, options) {
    test(name, async () => {
      server.reset();
      const { page, finish } = await open(browser, server.address, options);
      await body(page);
      await finish();
    });
  }
  const blends = () => server.of('/api/v1/blends');
  const inView = (page, heading) => until(() => page.getByRole('heading', { name: heading })
    .evaluate((it) => it.getBoundingClientRect().top < innerHeight), `${heading} in view`);
  const focused = (page) => page.evaluate(() => document.activeElement.id);
  const faceImage = (page) => page.locator('.blend-picture img');

  pageTest('a chosen photo is answered with its face boxed, five people and a face like both', async (page) => {
    await choose(page, pictures.photo, 'a.b.jpg');
    const box = page.getByRole('button', { name: 'Face 1, looks most like Grace Hopper' });
    await box.waitFor();
    const [request] = server.of('/api/v1/matches');
    assert.equal(request.fields.photo.name, 'a.b.jpg');
    assert.deepEqual(Buffer.from(await request.fields.photo.arrayBuffer()), pictures.photo);
    assert.deepEqual([request.fields.views, request.fields.k, request.fields.detector], ['aligned', '5', 'centerface']);

    const drawn = await page.getByAltText('Your photo').boundingBox();
    const place = await box.boundingBox();
    const scale = drawn.width / pictures.width;
    for (const [value, wanted] of [[place.x - drawn.x, pictures.face.x * scale], [place.y - drawn.y, pictures.face.y * scale],
      [place.width, pictures.face.width * scale], [place.height, pictures.face.height * scale]]) {
      assert.ok(Math.abs(value - wanted) < 1.5, `${value} is not ${wanted}`);
    }

    const cards = page.getByRole('list', { name: 'People like This face' }).getByRole('button');
    assert.equal(await cards.count(), 5);
    assert.match(await cards.nth(0).textContent(), /1\. Grace Hopper.*87\u00a0% similar/);
    assert.equal(await cards.nth(0).getAttribute('aria-pressed'), 'true');
    assert.equal(await cards.nth(1).locator('.stand-in').textContent(), 'АП');
    assert.equal(await cards.nth(1).getByText('Алла Пугачёва').count(), 1);

    await faceImage(page).waitFor();
    assert.ok(await faceImage(page).evaluate((image) => image.decode().then(() => image.naturalWidth > 0)));
    assert.equal(blends().length, 1);
    const { person, person_face, t } = blends()[0].fields;
    assert.deepEqual([person, person_face, t], [1, 101, 0.5]);
    // The photo that the card shows is the one that the blend is made from.
    assert.equal(await cards.nth(0).locator('img').getAttribute('src'), `/api/v1/photos/1?face=${person_face}`);
  });

  pageTest('a person without photos gets an honest text and no request', async (page) => {
    await choose(page, pictures.photo);
    await faceImage(page).waitFor();
    await page.getByRole('button', { name: /Алла Пугачёва/ }).click();
    await page.getByText('A face like both needs a photo of Алла Пугачёва, and this gallery has none.').waitFor();
    assert.equal(await page.getByRole('slider').count(), 0);
    await page.getByRole('button', { name: /Pelé/ }).click();
    await faceImage(page).waitFor();
    assert.deepEqual(blends().map(({ fields }) => fields.person), [1, 4]);
  });

  pageTest('where faces can be drawn there is a choice, and a person without photos is drawn', async (page) => {
    server.onMatch = () => ({ json: matchAnswer(pictures, { drawn: true }) });
    await choose(page, pictures.photo);
    await faceImage(page).waitFor();
    const [both, drawn] = [page.getByRole('button', { name: 'From both photos' }), page.getByRole('button', { name: 'Drawn', exact: true })];
    assert.equal(await both.getAttribute('aria-pressed'), 'true');
    await drawn.click();
    await until(() => blends().length === 2, 'a drawn face');
    assert.deepEqual(blends().map(({ fields }) => [fields.kind, fields.person]), [['photos', 1], ['drawn', 1]]);
    assert.equal(await drawn.getAttribute('aria-pressed'), 'true');
    await page.getByText('Drawn by a machine').waitFor();
    await page.locator('.blend[aria-busy=false]').waitFor();
    await both.click();
    await until(async () => await page.getByText('Drawn by a machine').count() === 0, 'no caption');
    assert.equal(blends().length, 2, 'it is known already');
    const pugacheva = page.getByRole('button', { name: /Алла Пугачёва/ });
    assert.equal(await pugacheva.locator('.drawn-mark').count(), 1);
    await pugacheva.click();
    await until(() => blends().length === 3, 'a drawn face of her');
    assert.deepEqual([blends()[2].fields.kind, blends()[2].fields.person], ['drawn', 2]);
    assert.equal(await both.isVisible(), false, 'no photo, no choice');
    assert.ok(await page.getByRole('slider').isVisible());
  });

  pageTest('the server’s word that a person has no photo reads the same', async (page) => {
    server.onBlend = () => problem(422, 'no_face', 'person 1 has no photo that may be shown');
    await choose(page, pictures.photo);
    await page.getByText('A face like both needs a photo of Grace Hopper, and this gallery has none.').waitFor();
  });

  pageTest('the slider works by keyboard, waits for a pause, and asks no picture twice', async (page) => {
    await choose(page, pictures.photo);
    await faceImage(page).waitFor();
    const slider = page.getByRole('slider', { name: 'From This face to Grace Hopper' });
    await slider.focus();
    for (let i = 0; i < 6; i += 1) await page.keyboard.press('ArrowRight');
    await until(() => blends().at(-1).fields.t === 0.8, 'a blend at t = 0.8');
    assert.ok(blends().length <= 3, `${blends().length} requests for one movement`);
    assert.equal(await slider.getAttribute('aria-valuetext'), '80 % Grace Hopper');
    await page.keyboard.press('End');
    await until(() => blends().at(-1).fields.t === 1, 'a blend at t = 1');
    await page.locator('.blend[aria-busy=false]').waitFor();
    const asked = blends().length;
    await page.keyboard.press('Home');
    await until(() => blends().length === asked + 1, 'a blend at t = 0');
    await page.keyboard.press('End');
    await page.waitForTimeout(400);
    assert.equal(blends().length, asked + 1);
  });

  pageTest('the face like both can be saved, and shared where the browser can', async (page) => {
    await page.evaluate(() => {
      navigator.canShare = ({ files }) => files[0].type === 'image/jpeg';
      navigator.share = async ({ files }) => { window.shared = files[0].name; };
    });
    await choose(page, pictures.photo);
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Save picture' }).click();
    const download = await downloading;
    assert.equal(download.suggestedFilename(), 'This face and Grace Hopper.jpg');
    await page.getByRole('button', { name: 'Share' }).click();
    assert.equal(await page.evaluate(() => window.shared), 'This face and Grace Hopper.jpg');
  });

  pageTest('faces are chosen with arrow keys, one of them in the tab order', async (page) => {
    server.onMatch = () => ({ json: matchAnswer(pictures, { faces: 3 }) });
    await choose(page, pictures.photo);
    const boxes = page.getByRole('group', { name: 'Faces in the photo' }).getByRole('button');
    await boxes.first().waitFor();
    assert.deepEqual(await boxes.evaluateAll((all) => all.map((box) => box.tabIndex)), [0, -1, -1]);
    await boxes.first().focus();
    await page.keyboard.press('ArrowLeft');
    assert.deepEqual(await boxes.evaluateAll((all) => all.map((box) => box.ariaPressed)), ['false', 'false', 'true']);
    assert.ok(await boxes.nth(2).evaluate((box) => box === document.activeElement));
    await inView(page, /Face 3 /);
    await page.keyboard.press('Enter');
    assert.equal(await focused(page), 'face-3');
    await boxes.nth(1).click();
    assert.equal(await boxes.nth(1).getAttribute('aria-pressed'), 'true');
    assert.equal(await focused(page), 'face-2');
  });

  pageTest('a face’s people lead back to its box in the photo', async (page) => {
    await page.setViewportSize({ width: 390, height: 664 });
    server.onMatch = () => ({ json: matchAnswer(pictures, { faces: 3 }) });
    await choose(page, pictures.photo);
    await page.getByRole('button', { name: '↑ Photo' }).nth(2).click();
    const box = page.getByRole('button', { name: 'Face 3, looks most like' });
    assert.equal(await box.getAttribute('aria-pressed'), 'true');
    assert.ok(await box.evaluate((it) => it === document.activeElement));
  });

  pageTest('a new photo cancels the earlier request, whose answer never shows', async (page) => {
    let release;
    server.onMatch = () => new Promise((reply) => { release = () => reply({ json: matchAnswer(pictures, { faces: 2 }) }); });
    await choose(page, pictures.photo, 'first.jpg');
    await page.getByText('Looking for faces…').waitFor();
    await until(() => release, 'the first request');
    server.onMatch = () => ({ json: matchAnswer(pictures) });
    await choose(page, pictures.photo, 'second.jpg');
    await until(() => server.abandoned.length === 1, 'the first request is given up');
    release();
    await page.getByRole('heading', { name: 'This face looks most like Grace Hopper' }).waitFor();
    assert.equal(await page.locator('.face').count(), 1);
  });

  pageTest('work can be cancelled', async (page) => {
    server.onMatch = () => new Promise(() => {});
    await choose(page, pictures.photo);
    await page.getByRole('button', { name: 'Cancel' }).press('Enter');
    await page.getByText('Drop a photo here').waitFor();
    await until(() => server.abandoned.length === 1, 'the request is given up');
    assert.equal(await page.locator('#result').isVisible(), false);
    assert.equal(await focused(page), 'photo-file');
    assert.equal(await page.getByText('Photos are not kept.').isVisible(), true);
  });

  /** Drops a file of zeros, made in the browser: Chromium takes seconds to be handed 25 MB. */
  const drop = (page, size, name) => page.evaluate(([bytes, title]) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], title, { type: 'image/jpeg' }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, [size, name]);
  const alert = (page) => page.locator('#message');

  pageTest('no face, too large, no picture: each has its message, what cannot work is not sent', async (page) => {
    server.onMatch = () => ({ json: { photo: { width: 512, height: 512, preview: null }, faces: [] } });
    await choose(page, pictures.photo);
    await alert(page).getByText('No face was found in this photo.').waitFor();
    assert.equal(await alert(page).getAttribute('role'), 'alert');
    const sent = server.requests.length;
    await drop(page, 25_000_001, 'huge.jpg');
    await alert(page).getByText('“huge.jpg” has 25.1 MB; at most 25 MB can be sent.').waitFor();
    await choose(page, Buffer.from('Dear diary'), 'diary.txt', 'text/plain');
    await alert(page).getByText('“diary.txt” is text/plain.').waitFor();
    assert.equal(server.requests.length, sent);
  });

  pageTest('a file that is refused before it is sent leaves the first screen and running work alone', async (page) => {
    await choose(page, Buffer.from('Dear diary'), 'diary.txt', 'text/plain');
    await alert(page).getByText('“diary.txt” is text/plain.').waitFor();
    assert.equal(await page.getByRole('heading', { name: 'Who do you look like?' }).isVisible(), true);
    assert.equal(await page.getByText('Drop a photo here').isVisible(), true);
    let release;
    server.onMatch = () => new Promise((reply) => { release = () => reply({ json: matchAnswer(pictures) }); });
    await choose(page, pictures.photo);
    await until(() => release, 'the request');
    await choose(page, Buffer.from('Dear diary'), 'diary.txt', 'text/plain');
    release();
    await page.locator('.face').waitFor();
  });

  const problems = [
    [415, 'unsupported_media', 'This is not a picture that can be read', 'Choose a JPEG, PNG, WebP or HEIC picture.'],
    [422, 'damaged_photo', 'This picture is damaged', 'Choose another copy of it.'],
    [413, 'too_large', 'This photo is too large', 'The PNG has 40001 x 1000 px.'],
  ];
  for (const [status, type, title, detail] of problems) {
    pageTest(`the problem ${type} says what to do, and the next photo clears it`, async (page) => {
      server.onMatch = () => problem(status, type, 'the PNG has 40001 x 1000 px');
      await choose(page, pictures.photo);
      await alert(page).getByText(title).waitFor();
      await alert(page).getByText(detail).waitFor();
      assert.equal(await page.getByText('Drop a photo here').isVisible(), true);
      server.reset();
      await choose(page, pictures.photo);
      await page.locator('.face').waitFor();
      assert.equal(await alert(page).textContent(), '');
    });
  }

  pageTest('a server that cannot be reached is said, and trying again works', async (page) => {
    await page.route('**/api/v1/matches', (route) => route.abort('connectionrefused'));
    await choose(page, pictures.photo);
    await alert(page).getByText('The server cannot be reached').waitFor();
    await page.unroute('**/api/v1/matches');
    await page.getByRole('button', { name: 'Try again' }).press('Enter');
    await page.locator('.face').waitFor();
    assert.equal(await focused(page), 'photo-file');
  });

  pageTest('a face like both that failed is tried again, and the focus stays in its panel', async (page) => {
    server.onBlend = () => problem(503, 'unavailable', 'the networks are not warm');
    await choose(page, pictures.photo);
    await page.getByText('The networks are not warm.').waitFor();
    server.onBlend = () => ({ jpeg: pictures.blend });
    await page.getByRole('button', { name: 'Try again' }).press('Enter');
    await faceImage(page).waitFor();
    assert.ok(await page.getByRole('slider').evaluate((it) => it === document.activeElement));
  });

  pageTest('an error page of a proxy between is told as it is', async (page) => {
    server.onMatch = () => ({ status: 502, text: '<h1>Bad Gateway</h1>' });
    await choose(page, pictures.photo);
    await alert(page).getByText('The server answered 502.').waitFor();
  });

  pageTest('two hundred faces: all shown, and faces like both only where they are looked at', async (page) => {
    server.onMatch = () => ({ json: matchAnswer(pictures, { faces: 200 }) });
    await choose(page, pictures.photo);
    const boxes = page.getByRole('group', { name: 'Faces in the photo' }).getByRole('button');
    await boxes.nth(199).waitFor();
    await page.locator('.blend-picture img').first().waitFor();
    await page.waitForTimeout(400);
    assert.ok(blends().length >= 1 && blends().length <= 6, `${blends().length} blends for one window`);
    await boxes.nth(199).focus();
    await page.keyboard.press('End');
    await inView(page, /Face 200 /);
    await page.locator('.face').nth(199).locator('.blend-picture img').waitFor();
    assert.ok(blends().length <= 12, `${blends().length} blends for two windows`);
  });

  pageTest('the other views come on demand, each with its picture, people and face like both', async (page) => {
    await choose(page, pictures.photo);
    await page.locator('.face').waitFor();
    assert.equal(await page.locator('[data-view]').count(), 0);
    await page.getByRole('switch', { name: 'How the other views see it' }).check();
    await page.getByRole('heading', { name: 'Wider crop' }).waitFor();
    assert.equal(server.of('/api/v1/matches')[1].fields.views, 'whole,crop,wide');
    for (const view of ['whole', 'crop', 'wide']) {
      const section = page.locator(`[data-view=${view}]`);
      await section.scrollIntoViewIfNeeded();
      assert.equal(await section.locator('.card').count(), 5);
      await section.locator('.blend-picture img').waitFor();
      assert.equal(await section.locator('.blend-side img').count(), 2);
    }
  });

  pageTest('the other views come and go, and what was chosen stays', async (page) => {
    await choose(page, pictures.photo);
    const card = page.getByRole('list', { name: 'People like This face', exact: true }).getByRole('button', { name: /Pelé/ });
    await card.click();
    await page.locator('.blend').getByRole('slider').fill('0.9');
    const views = page.getByRole('switch', { name: 'How the other views see it' });
    await views.check();
    await page.locator('[data-view=wide] .card').first().waitFor();
    await page.locator('[data-view=wide] .card').nth(4).click();
    await views.uncheck();
    assert.equal(await page.locator('[data-view=wide]').isVisible(), false);
    await views.check();
    assert.equal(await page.locator('[data-view=wide] .card').nth(4).getAttribute('aria-pressed'), 'true');
    assert.equal(await card.getAttribute('aria-pressed'), 'true');
    assert.equal(await page.locator('.blend').first().getByRole('slider').inputValue(), '0.9');
    await page.waitForTimeout(500);
    assert.equal(server.of('/api/v1/matches').length, 2);
    // A new photo with the switch on is asked about once.
    await choose(page, pictures.photo);
    await until(() => server.of('/api/v1/matches').length === 3, 'the second photo is sent');
    assert.equal(server.of('/api/v1/matches')[2].fields.views, 'aligned,whole,crop,wide');
  });

  pageTest('other views that were cancelled leave the switch off and the answer alone', async (page) => {
    await choose(page, pictures.photo);
    await page.locator('.face').waitFor();
    server.onMatch = () => new Promise(() => {});
    await page.getByRole('switch').check();
    await page.getByRole('button', { name: 'Cancel' }).click();
    assert.equal(await page.getByRole('switch').isChecked(), false);
    assert.equal(await page.locator('.face').isVisible(), true);
  });

  pageTest('among several faces the whole photo is said to be one for all', async (page) => {
    await choose(page, pictures.photo);
    await page.getByRole('switch').check();
    await page.locator('[data-view=whole]').waitFor();
    assert.equal(await page.getByText('one for all faces').count(), 0);
    server.onMatch = () => ({ json: matchAnswer(pictures, { faces: 2, views: ['aligned', 'whole', 'crop', 'wide'] }) });
    await choose(page, pictures.photo);
    await page.locator('.face').nth(1).waitFor();
    assert.equal(await page.getByText('one for all faces').count(), 2);
  });

  pageTest('the face like both starts with the first person who has a photo, whose name leads on', async (page) => {
    server.onMatch = () => ({ json: matchAnswer(pictures, { withoutPhoto: [1, 2] }) });
    await choose(page, pictures.photo);
    await faceImage(page).waitFor();
    assert.deepEqual(blends().map(({ fields }) => fields.person), [3]);
    assert.equal(await page.locator('.card').nth(2).getAttribute('aria-pressed'), 'true');
    await page.getByRole('button', { name: /Pelé/ }).click();
    await page.locator('.blend').getByRole('link', { name: 'Pelé' }).click();
    await page.getByRole('heading', { name: 'Pelé', level: 1 }).waitFor();
  });

  pageTest('who listens hears each name of a card and of a face like both once', async (page) => {
    await choose(page, pictures.photo);
    await faceImage(page).waitFor();
    assert.equal(await page.locator('.card').getByRole('img').count(), 0);
    assert.equal(await page.locator('.blend-side').getByRole('img').count(), 0);
  });

  pageTest('options are sent, and a changed one asks again', async (page) => {
    await page.getByText('Options').click();
    // The photo comes right behind the change: one request, not two.
    await page.getByLabel('How faces are found').selectOption('haar');
    await choose(page, pictures.photo);
    await page.locator('.face').waitFor();
    await page.waitForTimeout(400);
    await page.getByLabel('People for each face').fill('7');
    await page.keyboard.press('Tab');
    await until(async () => await page.locator('.card').count() === 7, 'seven people');
    assert.deepEqual(server.of('/api/v1/matches').map(({ fields }) => [fields.detector, fields.k]),
      [['haar', '5'], ['haar', '7']]);
    await page.getByLabel('People for each face').fill('0');
    await page.keyboard.press('Tab');
    await page.waitForTimeout(500);
    assert.equal(server.of('/api/v1/matches').length, 2);
  });

  pageTest('a message is seen, wherever the page is scrolled to', async (page) => {
    await page.setViewportSize({ width: 390, height: 664 });
    const seen = () => until(() => alert(page).evaluate((it) => {
      const { top, bottom } = it.getBoundingClientRect();
      return it.textContent && top >= 0 && bottom <= innerHeight;
    }), 'the message in view');
    await choose(page, Buffer.from('Dear diary'), 'diary.jpg', 'text/plain');
    await seen();
    server.onMatch = () => ({ json: matchAnswer(pictures, { faces: 6 }) });
    await choose(page, pictures.photo);
    await page.locator('.face').nth(5).scrollIntoViewIfNeeded();
    await drop(page, 25_000_001, 'huge.jpg');
    await seen();
  });

  /** Drops or pastes data on an element: a photo, or text where `photo` is null. */
  const bring = (page, kind, photo, selector = 'body') => page.locator(selector).evaluate((target, [type, base64]) => {
    const data = new DataTransfer();
    if (base64 === null) data.setData('text/plain', 'some words');
    else data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], 'moved.jpg',
      { type: 'image/jpeg' }));
    const event = type === 'drop' ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
      : new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
    return target.dispatchEvent(event);
  }, [kind, photo?.toString('base64') ?? null]);

  for (const kind of ['drop', 'paste']) {
    pageTest(`a photo comes in by ${kind}, on the people’s page too`, async (page) => {
      await bring(page, kind, pictures.photo, '.drop');
      await page.locator('.face').waitFor();
      assert.equal(server.of('/api/v1/matches')[0].fields.photo.name, 'moved.jpg');
      await page.getByRole('link', { name: 'People', exact: true }).click();
      await page.getByText('1–48 of 130').waitFor();
      await bring(page, kind, pictures.photo);
      await until(() => server.of('/api/v1/matches').length === 2, 'the second photo is sent');
      await page.locator('.face').waitFor();
      assert.equal(await page.locator('#people').isVisible(), false);
    });

    pageTest(`a ${kind} without a file is told`, async (page) => {
      await bring(page, kind, null);
      await alert(page).getByText(`There was no picture in what you ${kind === 'drop' ? 'dropped' : 'pasted'}`).waitFor();
    });
  }

  pageTest('text for the search field is the field’s', async (page) => {
    await page.getByRole('link', { name: 'People', exact: true }).click();
    assert.equal(await bring(page, 'paste', null, '#people-query'), true);
    assert.equal(await page.locator('#people').isVisible(), true);
  });

  pageTest('the way to a photo is called as it reads', async (page) => {
    assert.equal(await page.getByLabel('Choose a photo', { exact: true }).count(), 1);
    await choose(page, pictures.photo);
    await page.getByLabel('Another photo', { exact: true }).waitFor({ state: 'attached' });
  });

  pageTest('a faint likeness is not called the most', async (page) => {
    server.onMatch = () => {
      const answer = matchAnswer(pictures);
      answer.faces[0].views[0].matches[0].similarity = 0.4;
      return { json: answer };
    };
    await choose(page, pictures.photo);
    await page.getByRole('heading', { name: 'This face looks only a little like Grace Hopper' }).waitFor();
    await page.getByRole('button', { name: 'Face 1, looks only a little like Grace Hopper' }).waitFor();
  });

  pageTest('how well a face is shown is told in words', async (page) => {
    server.onMatch = () => ({ json: matchAnswer(pictures, { notes: ['turned_away', 'dark'] }) });
    await choose(page, pictures.photo);
    await page.getByText('Turned away: the likeness is a guess. Very dark: the likeness is a guess.').waitFor();
  });

  pageTest('a photo that the browser cannot draw is shown by the answer’s preview', async (page) => {
    let release;
    const json = matchAnswer(pictures, { preview: pictures.portrait });
    server.onMatch = () => new Promise((reply) => { release = () => reply({ json }); });
    await choose(page, Buffer.from('\0\0\0\x18ftypheic, and no more'), 'IMG_1.HEIC', 'image/heic');
    await page.getByText('Your browser cannot draw this format.').waitFor();
    await until(() => release, 'the request');
    release();
    await page.getByRole('button', { name: /Face 1/ }).waitFor();
    const shown = await page.getByAltText('Your photo').evaluate((image) => [image.src, image.naturalWidth]);
    assert.deepEqual(shown, [pictures.portrait, 256]);
    assert.equal(await page.getByText('Your browser cannot draw this format.').isVisible(), false);
  });

  pageTest('a name is text, whatever it holds', async (page) => {
    server.onMatch = () => {
      const answer = matchAnswer(pictures, { withoutPhoto: [1] });
      answer.faces[0].views[0].matches[0].person.name = '<img src=x onerror="document.title=1"> "O’Neil"';
      return { json: answer };
    };
    await choose(page, pictures.photo);
    await page.getByRole('heading', { name: 'This face looks most like <img src=x' }).waitFor();
    assert.equal(await page.locator('img[src=x]').count(), 0);
  });
});
