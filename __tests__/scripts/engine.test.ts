import { describe, expect, test } from '@jest/globals';
import {
  findDistributionSources,
  formatAptSources,
  parseAptSources,
  sourcesOfSuite,
} from '../../scripts/engine/apt-sources.mjs';

const KEY = '/usr/share/keyrings/archive.gpg';

const deb822 = `Types: deb deb-src
# a comment between the fields
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: ${KEY}

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
`;

const oneLine = `# a comment
deb [arch=amd64 signed-by=${KEY}] http://mirror.example/debian bookworm main contrib # and another
deb-src http://mirror.example/debian bookworm main
# deb http://mirror.example/debian sid main
`;

describe('parseAptSources', () => {
  test('reads the stanzas of a deb822 file, its lists as lists', () => {
    expect(parseAptSources(deb822, 'debian.sources')).toEqual([
      {
        types: ['deb', 'deb-src'],
        uris: ['http://mirror.example/debian'],
        suites: ['bookworm', 'bookworm-updates'],
        components: ['main', 'contrib'],
        options: { 'signed-by': KEY },
      },
      {
        types: ['deb'],
        uris: ['http://mirror.example/debian-security'],
        suites: ['bookworm-security'],
        components: ['main'],
        options: {},
      },
    ]);
  });

  test('reads the lines of a one-line file, their options under the names that deb822 has for them', () => {
    expect(parseAptSources(oneLine, 'sources.list')).toEqual([
      {
        types: ['deb'],
        uris: ['http://mirror.example/debian'],
        suites: ['bookworm'],
        components: ['main', 'contrib'],
        options: { architectures: 'amd64', 'signed-by': KEY },
      },
      {
        types: ['deb-src'],
        uris: ['http://mirror.example/debian'],
        suites: ['bookworm'],
        components: ['main'],
        options: {},
      },
    ]);
  });

  test('keeps a key that is written into a deb822 stanza as the lines it has', () => {
    const stanza =
      'Types: deb\nURIs: http://m.example\nSuites: x\nComponents: main\nSigned-By:\n -----BEGIN\n .\n mQ\n';
    expect(parseAptSources(stanza, 'a.sources')[0]?.options).toEqual({ 'signed-by': '\n -----BEGIN\n .\n mQ' });
  });

  test.each([
    ['a stanza that is switched off', 'Enabled: no\nTypes: deb\nURIs: http://m.example\nSuites: x\n', 'a.sources'],
    ['a stanza without a suite', 'Types: deb\nURIs: http://m.example\n', 'a.sources'],
    ['a line that is no source', 'debug http://m.example x main\n', 'a.list'],
    ['an empty file', '', 'a.sources'],
  ])('leaves out %s', (_, text, fileName) => {
    expect(parseAptSources(text, fileName)).toEqual([]);
  });

  test('reads what formatAptSources writes as the same sources', () => {
    const sources = parseAptSources(deb822, 'debian.sources');
    expect(parseAptSources(formatAptSources(sources), 'again.sources')).toEqual(sources);
  });
});

describe('findDistributionSources', () => {
  test.each([
    ['the release by its codename', 'bookworm', 'deb http://m.example bookworm main', 'bookworm'],
    ['the release by its role', 'forky', 'deb http://m.example testing main', 'testing'],
    ['nothing in a repository without "main"', 'bookworm', 'deb http://m.example bookworm stable', undefined],
    ['nothing in a list of sources only', 'bookworm', 'deb-src http://m.example bookworm main', undefined],
    ['nothing on a CD', 'bookworm', 'deb cdrom:[Debian]/ bookworm main', undefined],
  ])('finds %s', (_, codename, line, suite) => {
    expect(findDistributionSources(parseAptSources(line, 'sources.list'), codename)?.suite).toBe(suite);
  });

  test('keeps updates and security, and leaves other repositories and releases out', () => {
    const lines = `deb http://m.example/debian bookworm main
deb http://m.example/debian bookworm-updates bookworm-backports main
deb http://m.example/security bookworm-security main
deb http://other.example/db bookworm-pgdg main`;
    const found = findDistributionSources(parseAptSources(lines, 'sources.list'), 'bookworm');
    expect(found?.sources.flatMap(({ suites }) => suites)).toEqual([
      'bookworm',
      'bookworm-updates',
      'bookworm-security',
    ]);
  });
});

describe('sourcesOfSuite', () => {
  const distribution = findDistributionSources(parseAptSources(deb822, 'debian.sources'), 'bookworm');

  test.each([
    ['one suite of the same mirror', 'sid', false, ['http://mirror.example/debian sid']],
    [
      'another release with its updates and security',
      'trixie',
      true,
      ['http://mirror.example/debian trixie trixie-updates', 'http://mirror.example/debian-security trixie-security'],
    ],
  ])('asks for %s', (_, suite, updates, expected) => {
    const sources = distribution ? sourcesOfSuite(distribution, suite, { updates }) : [];
    expect(sources.map(({ uris, suites }) => [...uris, ...suites].join(' '))).toEqual(expected);
  });
});
