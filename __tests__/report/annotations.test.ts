import { describe, expect, test } from '@jest/globals';
import type { Comparison } from '../../src/model/comparison.ts';
import type { LayerChange } from '../../src/model/layer.ts';
import { annotations } from '../../src/report/annotations.ts';
import {
  added,
  broken,
  clause,
  comparison,
  condition,
  grown,
  grownAtLines,
  grownLittle,
  report,
  size,
  slimmed,
} from './sample.ts';

describe('annotations', () => {
  test('stand on the Dockerfile, errors before warnings, one for each level of an image', () => {
    expect(annotations(report('fail', grown(), grownLittle(), added()))).toEqual([
      {
        level: 'error',
        file: 'Dockerfile',
        title: 'Image size: api fail',
        message:
          'api: unpacked +254 MB (+415 %), over the limit "unpacked > +2% and > +1 MB"; download +81.7 MB (+353 %), over the limit "download > +2% and > +1 MB"',
      },
      {
        level: 'warning',
        file: 'Dockerfile',
        title: 'Image size: api warn',
        message: 'api: wasted 12.3 MB (3.9 % of unpacked), over the limit "wasted > 3%"',
      },
    ]);
  });

  test('of an image that could not be measured say why in one line', () => {
    const [first] = annotations(report('error', broken()));
    expect(first).toMatchObject({
      level: 'error',
      message: 'api: docker buildx build of docker/Dockerfile failed with exit code 1',
    });
  });

  test('of a cap broken before are a notice with the reason', () => {
    const cap = condition(
      'download > 20 MB',
      'inherited',
      [clause({ metric: 'download', limit: 2e7, actual: 23_123_456, exceeded: true })],
      'was 23.1 MB before',
    );
    const [first] = annotations(report('inherited', comparison({ verdict: 'inherited', conditions: [cap] })));
    expect(first).toMatchObject({
      level: 'notice',
      message: 'api: download 23.1 MB, over the limit "download > 20 MB", was 23.1 MB before',
    });
  });

  test('of failing checks are errors, of those no longer verified warnings, each in one line', () => {
    expect(annotations(report('fail', slimmed()))).toEqual([
      {
        level: 'error',
        file: 'Dockerfile',
        title: 'Image size: api fail',
        message: 'api: check "python3 -c "import pandas"" failed: exit code 1, expected 0',
      },
      {
        level: 'warning',
        file: 'Dockerfile',
        title: 'Image size: api warn',
        message: expect.stringMatching(
          /^api: check "runs on arm" is no longer verified: the image is for linux\/arm64/,
        ),
      },
    ]);
  });

  test('name the platform where there are several', () => {
    const [first] = annotations(report('fail', grown('api', 'linux/arm64'), grown('api')));
    expect(first?.title).toBe('Image size: api linux/arm64 fail');
  });

  test('have no file for an image that was not built', () => {
    const { file: _, ...pulled } = grown();
    expect(annotations(report('fail', pulled))[0]).not.toHaveProperty('file');
  });

  test.each([
    [10, 10, 'Image size: i9 fail'],
    [11, 10, 'Image size: 2 more'],
    [40, 10, 'Image size: 31 more'],
  ])('of %i images are %i of a kind, the last being "%s"', (images, count, last) => {
    const many = Array.from({ length: images }, (_, index) => grown(`i${index}`));
    const errors = annotations(report('fail', ...many)).filter(({ level }) => level === 'error');
    expect(errors).toHaveLength(count);
    expect(errors.at(-1)?.title).toBe(last);
  });

  describe('where the lines that made the layers are known', () => {
    const placeOf = (...places: Parameters<typeof report>) =>
      annotations(report(...places)).map(({ level, file, line, endLine }) => ({ level, file, line, endLine }));
    const atLines = { file: 'docker/Dockerfile', line: 12, endLine: 14 };
    const atFile = { file: 'Dockerfile' };

    test('of fail and warn land on those of the layer that grew most', () => {
      expect(placeOf('fail', grownAtLines())).toEqual([
        { level: 'error', ...atLines },
        { level: 'warning', ...atLines },
      ]);
    });

    test.each([
      ['the layer that grew most is another one', (each: Comparison) => ({ layers: moreOfAnother(each) })],
      ['no layer grew', ({ layers }: Comparison) => ({ layers: layers.map(shrunk) })],
      ['there is nothing to compare with', () => ({ layers: [] })],
    ])('land on the Dockerfile where %s', (_what, change) => {
      const each = grownAtLines();
      expect(placeOf('fail', { ...each, ...change(each) })).toMatchObject([atFile, atFile]);
      expect(placeOf('fail', { ...each, ...change(each) })[0]?.line).toBeUndefined();
    });

    test('land on the Dockerfile where it is a check that failed, and where the cap was broken before', () => {
      const { layers } = grownAtLines();
      expect(placeOf('fail', { ...slimmed(), layers })[0]).toEqual({ level: 'error', ...atFile });
      const inherited = condition('download > 1 MB', 'inherited', [clause({ metric: 'download', limit: 1e6 })]);
      const each = comparison({ verdict: 'inherited', conditions: [inherited], layers });
      expect(placeOf('inherited', each)).toEqual([{ level: 'notice', ...atFile }]);
    });

    test('land nowhere for an image that is not built from files of the repository', () => {
      const { file: _, ...remote } = grownAtLines();
      expect(placeOf('fail', remote)[0]).toEqual({ level: 'error' });
    });
  });
});

/** The layers with one more, of the base image, that grew more than any. */
function moreOfAnother({ layers }: Comparison): readonly LayerChange[] {
  return [...layers, { kind: 'added', createdBy: 'ADD base / # buildkit', before: null, after: size(1e9, 1e9) }];
}

function shrunk(layer: LayerChange): LayerChange {
  return layer.kind === 'changed' ? { ...layer, before: layer.after, after: layer.before } : layer;
}
