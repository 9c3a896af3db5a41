import { describe, expect, test } from '@jest/globals';
import { DEFAULT_FAIL_IF, parseGates } from '../../src/config/gates.ts';
import { UserError } from '../../src/text/error.ts';

const NAMES = ['api', 'web.v2', 'team/worker'];

describe('which conditions gate an image', () => {
  test.each<[string, { failIf?: string[]; warnIf?: string[] }, string, string[]]>([
    ['the default without any line', {}, 'api', DEFAULT_FAIL_IF.map((text) => `fail ${text}`)],
    [
      'the default beside warn-if',
      { warnIf: ['files > 9'] },
      'api',
      [...DEFAULT_FAIL_IF.map((text) => `fail ${text}`), 'warn files > 9'],
    ],
    ['a general line replaces the default', { failIf: ['download > 5 MB'] }, 'api', ['fail download > 5 MB']],
    [
      'a scoped line adds to the default',
      { failIf: ['api: layers > 3'] },
      'api',
      [...DEFAULT_FAIL_IF.map((text) => `fail ${text}`), 'fail layers > 3'],
    ],
    [
      'a scoped line leaves other images alone',
      { failIf: ['files > 1', 'api: layers > 3'] },
      'web.v2',
      ['fail files > 1'],
    ],
    [
      'a scoped line adds to general ones',
      { failIf: ['api : layers > 3', 'files > 1'] },
      'api',
      ['fail files > 1', 'fail layers > 3'],
    ],
    [
      'names with dot, dash and slash',
      { failIf: ['none', 'team/worker:layers > 3'] },
      'team/worker',
      ['fail layers > 3'],
    ],
    ['none turns the default off', { failIf: ['none'] }, 'api', []],
    ['none for warnings', { failIf: ['files > 1'], warnIf: ['none'] }, 'api', ['fail files > 1']],
    ['empty and comment lines do not count', { failIf: ['', '  # files > 1', ' none '] }, 'api', []],
    [
      'one text of several lines',
      { failIf: ['files > 1\n# no\n\nlayers > 2\r\n'] },
      'api',
      ['fail files > 1', 'fail layers > 2'],
    ],
  ])('%s', (_, { failIf = [], warnIf = [] }, image, expected) => {
    const conditions = parseGates({ failIf, warnIf }, NAMES)(image);
    expect(conditions.map(({ level, text }) => `${level} ${text}`)).toEqual(expected);
  });

  test('the default is an or: two lines, each with percent and bytes', () => {
    expect(DEFAULT_FAIL_IF).toEqual(['unpacked > +2% and > +1 MB', 'download > +2% and > +1 MB']);
  });
});

describe('what is refused', () => {
  test.each([
    ['apo: layers > 3', 'fail-if: no image is named "apo"; images: api, web.v2, team/worker. Did you mean "api"?'],
    ['download: > 3 MB', 'fail-if: no image is named "download"; images: api'],
    [': layers > 3', 'no image is named ""'],
    ['api: layrs > 3', 'fail-if for api, column 1: found "layrs"'],
    ['api: ', 'fail-if for api, column 1: the line ends'],
    ['api: none', 'fail-if for api, column 1: found "none"'],
    ['none\nlayers > 3', 'fail-if: "none" means no general conditions and cannot stand beside 1 more'],
  ])('%s', (line, message) => {
    const parse = () => parseGates({ failIf: [line], warnIf: [] }, NAMES);
    expect(parse).toThrow(UserError);
    expect(parse).toThrow(message);
  });
});
