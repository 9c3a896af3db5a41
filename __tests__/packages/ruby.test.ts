import { expect, test } from '@jest/globals';
import { inspectFiles } from '../support/inspect.ts';

const HOME = 'usr/local/bundle';

test('a gem owns its directory, its extensions, its archive and its specification', async () => {
  const full = 'noko-giri-1.15.4-x86_64-linux';
  const own = {
    [`${HOME}/cache/${full}.gem`]: 'g',
    [`${HOME}/extensions/x86_64-linux/3.1.0/${full}/e.so`]: 'e',
    [`${HOME}/gems/${full}/lib/n.rb`]: 'n',
    [`${HOME}/specifications/${full}.gemspec`]:
      '# -*- encoding: utf-8 -*-\n# stub: noko-giri 1.15.4 x86_64-linux lib\n',
  };
  const found = await inspectFiles({ ...own, [`${HOME}/gems/other-1/o.rb`]: 'o' });
  expect(found.packages).toEqual(['pkg:gem/noko-giri@1.15.4?platform=x86_64-linux']);
  expect(Object.keys(found.owners)).toEqual(Object.keys(own));
});

test.each([
  ['its first lines', 'a-1.gemspec', '# stub: rack 2.0 ruby lib\n', 'pkg:gem/rack@2.0'],
  ['its file name where they do not say', 'a-b-1.0.gemspec', 'Gem::Specification.new', 'pkg:gem/a-b@1.0'],
  ['its file name with a platform', 'a-1.0-java.gemspec', '', 'pkg:gem/a@1.0?platform=java'],
  ['a default gem too', 'default/json-2.6.gemspec', '', 'pkg:gem/json@2.6'],
])('a gem is named by %s', async (_, file, text, purl) => {
  expect((await inspectFiles({ [`${HOME}/specifications/${file}`]: text })).packages).toEqual([purl]);
});
