import { describe, expect, test } from '@jest/globals';
import { completeImages } from '../../../src/config/file/complete.ts';
import { readConfigFile } from '../../../src/config/file/config-file.ts';
import { UserError } from '../../../src/text/error.ts';
import { BAKE } from './valid-configs.ts';

const target = (name: string) => ({
  name,
  source: { kind: 'bake', files: ['docker-bake.hcl'], target: name } as const,
});

const complete = (text: string, names: readonly string[]) =>
  completeImages(readConfigFile(text, 'image-size.yml', {}), names.map(target));

describe('images of entries and bake targets', () => {
  const images = complete(BAKE, ['db', 'web']);

  test('are the entries in file order, then the other targets', () => {
    expect(images.map(({ name }) => name)).toEqual(['web', 'slim', 'root', 'db']);
  });

  test('an entry without a source is the target of its name with these settings', () => {
    expect(images[0]).toMatchObject({
      source: { ...target('web').source, platforms: ['linux/arm64'] },
      noise: 200_000,
      verify: [{ kind: 'user', user: 'app' }],
    });
    expect(images[0]?.conditions.map(({ text }) => text)).toEqual([
      'unpacked > +2% and > +1 MB',
      'download > +2% and > +1 MB',
      'download > 9 MB',
      'wasted > 5%',
    ]);
  });

  test('a target without an entry has the general conditions and its own source', () => {
    expect(images[3]?.source).toEqual(target('db').source);
    expect(images[3]?.conditions.map(({ text }) => text)).toEqual([
      'unpacked > +2% and > +1 MB',
      'download > +2% and > +1 MB',
      'wasted > 5%',
    ]);
  });

  test('a variant of a target has the checks of its entry', () => {
    expect(images[1]).toMatchObject({ variantOf: 'web', verify: [{ user: 'app' }] });
  });

  test('nothing of where an entry stands is in the images', () => {
    expect(images.flatMap((image) => Object.keys(image)).filter((key) => /place|platforms/i.test(key))).toEqual([]);
  });
});

describe('what is refused once the targets are known', () => {
  test.each([
    [
      'an entry that is no target',
      'bake: b.hcl\nimages:\n  wbe: { always: true }',
      ['web', 'db'],
      'image-size.yml:3:3: the image "wbe" has no source, and the bake file has no target of that name. Targets: web, db. Did you mean "web"? Or give it a "file", "context", "bake" or "source"',
    ],
    [
      'an entry with a source beside the target of its name',
      'bake: b.hcl\nimages:\n  web: { file: Dockerfile }',
      ['web'],
      'image-size.yml:3:3: two images are named "web": this entry with a source of its own, and the bake target; rename the entry, or remove its source',
    ],
    [
      'a variant of what is neither entry nor target',
      'bake: b.hcl\nimages:\n  slim: { file: slim.Dockerfile, variant-of: wbe }',
      ['web'],
      'image-size.yml:3:46: variant-of: no image is named "wbe"; images: web. Did you mean "web"?',
    ],
    [
      'two targets of one name',
      'bake: [a.hcl, b.hcl]',
      ['web', 'web'],
      'docker-bake.hcl: two images are named "web": name one of them in "images" of the config file, with "bake: docker-bake.hcl#web"',
    ],
    [
      'a target that cannot name an image',
      'bake: a.hcl',
      ['_base'],
      'docker-bake.hcl: the target "_base" cannot name an image; expected a letter or digit, then letters, digits, ".", "_", "-" and single "/", without "..", at most 128 characters',
    ],
  ])('%s', (_, text, names, message) => {
    expect(() => complete(text, names)).toThrow(new UserError(message));
  });
});
