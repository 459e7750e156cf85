import assert from 'node:assert/strict';
import test from 'node:test';

import { routeOf, webLink } from '../../web/links.js';

test('the address names the page', () => {
  assert.deepEqual(routeOf(''), { page: 'find' });
  assert.deepEqual(routeOf('#people'), { page: 'people' });
  assert.deepEqual(routeOf('#people/17'), { page: 'person', id: 17 });
  assert.deepEqual(routeOf('#people/../healthz'), { page: 'find' });
});

test('only web addresses may be followed', () => {
  assert.equal(webLink('https://example.org/a?b=c'), 'https://example.org/a?b=c');
  for (const link of ['javascript:alert(1)', 'data:text/html,x', '//example.org', 'example.org', ' https://a', 'https://']) {
    assert.equal(webLink(link), null, link);
  }
});
