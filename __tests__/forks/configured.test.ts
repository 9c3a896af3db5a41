import { describe, expect, test } from '@jest/globals';
import { trustedConditions } from '../../src/forks/configured.ts';
import { UserError } from '../../src/text/error.ts';

const NONE = { failIf: [], warnIf: [] };
const read = (text: string, env = {}) => trustedConditions(text, NONE, 'image-size.yml', env);
const conditionsOf = (trusted: ReturnType<typeof read>, image: string) =>
  trusted.conditionsOf(image)?.conditions.map(({ text, level }) => `${level} ${text}`);
const names = ({ images }: ReturnType<typeof read>) => images.map(({ name }) => name);

describe('the images of a config file', () => {
  const trusted = read(`
fail-if: [ "unpacked > +1 MB" ]
warn-if: [ "wasted > 5%" ]
images:
  api: { file: Dockerfile, platforms: [linux/amd64, linux/arm64], noise: 1 kB, fail-if: [ "layers > 9" ], verify: [ { user: non-root } ], index-totals: true }
  slim: { file: Dockerfile.slim, variant-of: api }
`);

  test('must be there, with their conditions and what else judges them', () => {
    expect(names(trusted)).toEqual(['api', 'slim']);
    expect(conditionsOf(trusted, 'api')).toEqual(['fail unpacked > +1 MB', 'fail layers > 9', 'warn wasted > 5%']);
    expect(conditionsOf(trusted, 'slim')).toEqual(['fail unpacked > +1 MB', 'warn wasted > 5%']);
    expect(trusted.images).toMatchObject([
      { platforms: ['linux/amd64', 'linux/arm64'], noise: 1000, indexTotals: true, verify: [{ kind: 'user' }] },
      { variantOf: 'api', verify: [{ kind: 'user' }] },
    ]);
  });

  test.each(['worker', 'api2', 'toString', '__proto__', ''])('are no others, such as "%s"', (image) => {
    expect(trusted.conditionsOf(image)).toBeUndefined();
  });

  test('take the defaults of variables, and no value of this process', () => {
    const text = (value: string) =>
      `environment: { LIMIT: ${value} }\nfail-if: [ "layers > \${LIMIT}" ]\nimages: { api: { file: Dockerfile } }`;
    expect(conditionsOf(read(text('"9"')), 'api')).toEqual(['fail layers > 9']);
    expect(conditionsOf(read(text('"9"'), { LIMIT: '3' }), 'api')).toEqual(['fail layers > 3']);
    expect(() => read(text('null'))).toThrow(UserError);
  });

  test('come from a file that can be read, or from none', () => {
    expect(() => read('images: [')).toThrow('image-size.yml:1:');
  });
});

describe('a config file with bake files', () => {
  const trusted = read(`
bake: docker-bake.hcl
fail-if: [ "unpacked > +1 MB" ]
images:
  web: { warn-if: [ "layers > 5" ] }
  slim: { file: Dockerfile.slim, variant-of: jobs }
`);

  test('has the images that it speaks of, and takes others under the general conditions', () => {
    expect(names(trusted)).toEqual(['web', 'slim', 'jobs']);
    expect(conditionsOf(trusted, 'web')).toEqual(['fail unpacked > +1 MB', 'warn layers > 5']);
    expect(conditionsOf(trusted, 'any')).toEqual(['fail unpacked > +1 MB']);
  });

  test.each(['../x', '<b>', 'a\nb', 'x'.repeat(200), '@octocat'])(
    'takes no name that no image can have: %j',
    (image) => {
      expect(trusted.conditionsOf(image)).toBeUndefined();
    },
  );
});

describe('without a config file', () => {
  const inline = { failIf: ['unpacked > +1 MB\napi: layers > 9'], warnIf: ['wasted > 5%'] };
  const trusted = trustedConditions(undefined, inline, 'image-size.yml');

  test('the inputs gate any image, and those that they name must be there', () => {
    expect(names(trusted)).toEqual(['api']);
    expect(conditionsOf(trusted, 'api')).toEqual(['fail unpacked > +1 MB', 'fail layers > 9', 'warn wasted > 5%']);
    expect(conditionsOf(trusted, 'web')).toEqual(['fail unpacked > +1 MB', 'warn wasted > 5%']);
    expect(trusted.conditionsOf('../web')).toBeUndefined();
  });

  test('the default conditions hold where no input says any', () => {
    const none = trustedConditions(undefined, NONE, 'image-size.yml');
    expect(conditionsOf(none, 'api')).toEqual(['fail unpacked > +2% and > +1 MB', 'fail download > +2% and > +1 MB']);
  });

  test('a condition that is none is refused', () => {
    expect(() => trustedConditions(undefined, { failIf: ['big'], warnIf: [] }, 'x')).toThrow(UserError);
  });
});
