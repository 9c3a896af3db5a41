import { expect, test } from '@jest/globals';
import { formatPurl, type PurlParts } from '../../src/packages/purl.ts';

test.each<readonly [string, PurlParts, string | undefined]>([
  [
    'a plus is encoded',
    { type: 'deb', namespace: 'debian', name: 'bash', version: '5.2.15-2+b7', qualifiers: { arch: 'amd64' } },
    'pkg:deb/debian/bash@5.2.15-2%2Bb7?arch=amd64',
  ],
  ['a plus of a name too', { type: 'deb', namespace: 'debian', name: 'g++' }, 'pkg:deb/debian/g%2B%2B'],
  ['a colon and a tilde are not', { type: 'deb', name: 'vim', version: '2:9.0~rc1' }, 'pkg:deb/vim@2:9.0~rc1'],
  [
    'a scope has %40',
    { type: 'npm', namespace: '@Angular', name: 'Core', version: '1.0.0' },
    'pkg:npm/%40angular/core@1.0.0',
  ],
  [
    'a namespace has segments',
    { type: 'golang', namespace: 'github.com/Acme', name: 'Tool', version: '(devel)' },
    'pkg:golang/github.com/acme/tool@%28devel%29',
  ],
  ['a case that matters is kept', { type: 'rpm', name: 'ImageMagick', version: '7-1' }, 'pkg:rpm/ImageMagick@7-1'],
  [
    'qualifiers are sorted, and left out where empty',
    { type: 'rpm', name: 'a', qualifiers: { epoch: '1', arch: 'x86_64', none: undefined, empty: '' } },
    'pkg:rpm/a?arch=x86_64&epoch=1',
  ],
  [
    'separators in parts are encoded',
    { type: 'gem', name: 'a/b?c#d@e&f=g', version: '1 2' },
    'pkg:gem/a%2Fb%3Fc%23d%40e%26f%3Dg@1%202',
  ],
  ['text beyond ASCII is UTF-8', { type: 'gem', name: 'é' }, 'pkg:gem/%C3%A9'],
  ['half a surrogate pair is replaced', { type: 'npm', name: 'a\ud800' }, 'pkg:npm/a%EF%BF%BD'],
  ['no name is none', { type: 'gem', name: '', version: '1' }, undefined],
  ['an endless name is none', { type: 'gem', name: 'a'.repeat(513) }, undefined],
])('in a package URL, %s', (_, parts, purl) => {
  expect(formatPurl(parts)).toBe(purl);
});
