import { describe, expect, test } from '@jest/globals';
import {
  formatPackageUrl,
  type PackageUrlParts,
  packageParts,
  packageTitle,
  parsePackageUrl,
} from '../../src/model/package-url.ts';

test.each<readonly [string, PackageUrlParts, string | undefined]>([
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
  expect(formatPackageUrl(parts)).toBe(purl);
});

describe('a package URL', () => {
  test.each([
    ['pkg:deb/debian/bash@5.2.15-2%2Bb7?arch=amd64', 'pkg:deb/debian/bash', '5.2.15-2+b7', 'bash (deb)'],
    ['pkg:npm/%40angular/core@17.0.1', 'pkg:npm/%40angular/core', '17.0.1', '@angular/core (npm)'],
    ['pkg:npm/@angular/core', 'pkg:npm/@angular/core', '', '@angular/core (npm)'],
    ['pkg:golang/github.com/a/b@v1.2.3#sub/c', 'pkg:golang/github.com/a/b', 'v1.2.3', 'github.com/a/b (golang)'],
    ['pkg:pypi/six', 'pkg:pypi/six', '', 'six (pypi)'],
    ['pkg:pypi/x@%zz', 'pkg:pypi/x', '%zz', 'x (pypi)'],
    ['<img src=x>', '<img src=x>', '', '<img src=x>'],
    ['', '', '', ''],
  ])('%s has a name and a version', (url, name, version, title) => {
    expect(parsePackageUrl(url)).toEqual({ name, version });
    expect(packageTitle(name)).toBe(title);
  });

  test('without end is cut', () => {
    expect(parsePackageUrl(`pkg:deb/${'a'.repeat(1e6)}`).name).toHaveLength(1000);
  });

  test.each([
    ['pkg:npm/%40angular/core@17.0.1', { type: 'npm', namespace: ['@angular'], name: 'core' }],
    ['PKG:Deb/debian/bash', { type: 'deb', namespace: ['debian'], name: 'bash' }],
    ['pkg:pypi/%zz', { type: 'pypi', namespace: [], name: '%zz' }],
    ['pkg:pypi/', undefined],
    ['pkg:<b>/x', undefined],
    ['deb/debian/bash', undefined],
  ])('%s has the parts %j', (url, parts) => {
    expect(packageParts(url)).toEqual(parts);
  });

  test('is what it was written from', () => {
    const url = formatPackageUrl({ type: 'deb', namespace: 'debian', name: 'g++', version: '4:12.2+b1' }) ?? '';
    expect(packageParts(url)).toEqual({ type: 'deb', namespace: ['debian'], name: 'g++' });
    expect(parsePackageUrl(url).version).toBe('4:12.2+b1');
  });
});
