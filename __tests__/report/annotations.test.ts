import { describe, expect, test } from '@jest/globals';
import { annotations } from '../../src/report/annotations.ts';
import { added, broken, clause, comparison, condition, grown, grownLittle, report, slimmed } from './sample.ts';

describe('annotations', () => {
  test('stand on the Dockerfile, errors before warnings, one for each level of an image', () => {
    expect(annotations(report('fail', grown(), grownLittle(), added()))).toEqual([
      {
        level: 'error',
        file: 'Dockerfile',
        title: 'Image size: api fail',
        message:
          'api: unpacked > +2% and > +1 MB (found +254 MB (+415 %)); download > +2% and > +1 MB (found +81.7 MB (+353 %))',
      },
      {
        level: 'warning',
        file: 'Dockerfile',
        title: 'Image size: api warn',
        message: 'api: wasted > 3% (found 3.9 %)',
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
      message: 'api: download > 20 MB (found 23.1 MB), was 23.1 MB before',
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
});
