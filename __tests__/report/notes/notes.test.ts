import { describe, expect, test } from '@jest/globals';
import { parseGates } from '../../../src/config/gates.ts';
import type { Report } from '../../../src/model/document.ts';
import type { Saving } from '../../../src/model/explanation.ts';
import { createReport } from '../../../src/model/report.ts';
import { DOCUMENT_MARKER, type DocumentContext, renderDocument } from '../../../src/report/notes/notes.ts';
import { broken, comparison, layer, measurement, report } from '../sample.ts';
import { variantReport } from '../variant-sample.ts';

const saving: Saving = {
  reference: 'trading',
  variant: 'optimized',
  platform: 'linux/amd64',
  total: -1_485_000_000,
  lines: [
    { path: 'usr/lib', files: false, before: 900e6, after: 60e6, parts: [{ name: 'llvm', change: -500e6 }] },
    { path: 'usr/include', files: false, before: 450e6, after: 0, parts: [] },
    { path: '', files: true, before: 0, after: 1e6, parts: [] },
  ],
  wasted: -120e6,
  rest: -76e6,
};

const conditionsOf = (name: string, ...failIf: string[]) => parseGates({ failIf, warnIf: [] }, [name])(name);
const images = ['trading', 'optimized', 'minimal'].map((name) => ({ name, conditions: conditionsOf(name) }));
const context: DocumentContext = {
  images,
  savings: [saving],
  date: '2026-11-26',
  command: 'image-size-gate check a b',
};

const render = (sample: Report, more: Partial<DocumentContext> = {}) => renderDocument(sample, { ...context, ...more });

/** One section of a document, from its heading to the next of any level. */
const section = (text: string, heading: string) =>
  text.split(/^#+ /m).find((part) => part.startsWith(heading)) ?? '(none)';

describe('the document of a run', () => {
  test('of variants is the notes on them', () => {
    expect(render(variantReport())).toMatchSnapshot();
  });

  test('of single images has sizes, layers, checks and cost of each', () => {
    const layers = [layer('RUN apt-get install a|b', 20_000_000, 50_000_000), layer('', 3_121_956, 11_200_345)];
    const api = comparison({ head: measurement({ layers }) });
    const text = render(
      createReport([
        api,
        comparison({ image: 'empty', head: measurement({ image: 'empty', layers: [], unpacked: 0, download: 1500 }) }),
      ]),
    );
    expect(text).toMatchSnapshot();
  });

  test('of an image alone is about it', () => {
    expect(render(createReport([comparison()]))).toContain(
      '# Size of `api` on `linux/amd64`\n\n`api` is 61.2 MB unpacked',
    );
  });

  test('says of an estimate that it is one, wherever it counts', () => {
    const text = render(createReport([comparison({ head: measurement({ estimated: true }) })]));
    expect(text).toContain('A cold pull transfers ≈ 23.1 MB');
    expect(text).toContain('| ≈ 23.1 MB | ≈ 1.8 s | ≈ 0.2 s | ≈ 23.1 GB |');
  });

  test('has what an image is on a platform that its variants are not for', () => {
    const sample = variantReport();
    const head = measurement({ image: 'trading', platform: 'linux/arm64', unpacked: 1_234_000_000 });
    const arm = comparison({ image: 'trading', platform: 'linux/arm64', head });
    const text = render({ ...sample, comparisons: [...sample.comparisons, arm] });
    expect(text).toContain('## `trading` on `linux/arm64`\n\n`trading` is 1.23 GB unpacked');
  });

  test('of nothing that could be measured says so', () => {
    const text = render(report('error', broken('a'), broken('b')));
    expect(text).toContain('Nothing could be measured.');
    expect(text).toContain('- `a` could not be measured');
    expect(text).not.toContain('What it costs');
  });

  test('of an image that prints something else than it must says that the check fails', () => {
    const judged = { check: 'runs', outcome: 'fail', reason: 'prints something else', before: 'pass' } as const;
    const head = measurement({ checks: [{ check: 'runs', outcome: 'pass' }] });
    const text = render(createReport([comparison({ verdict: 'fail', head, checks: [judged] })]));
    expect(section(text, 'What was verified')).toContain('| `runs` | ❌ fail: prints something else |');
  });

  test('of an image that is no longer built does not ask for the reason', () => {
    const removed = comparison({ verdict: 'removed', head: null });
    const text = render(createReport([removed]));
    expect(text).toContain('# Size of `api` on `linux/amd64`\n\nNo longer built.');
    expect(text).not.toContain('could not be measured');
  });

  test('starts with the marker and ends with one line end', () => {
    const text = render(variantReport());
    expect(text.startsWith(`${DOCUMENT_MARKER}\n`)).toBe(true);
    expect(text).toMatch(/[^\n]\n$/);
  });

  test('without what the files were says so, and has no table of them', () => {
    const text = render(variantReport(), { savings: [] });
    expect(section(text, '`optimized` against')).toContain('did not read the layers');
  });

  test('has no savings where the reference could not be measured', () => {
    const sample = variantReport();
    const [group] = sample.variants ?? [];
    if (group === undefined) throw new Error('no group');
    const rows = [
      { ...group.rows[0], measurement: null },
      ...group.rows.slice(1).map((row) => ({ ...row, change: null })),
    ] as const;
    const text = render({ ...sample, variants: [{ ...group, rows }] as typeof sample.variants & object });
    expect(text).toContain('It could not be measured itself');
    expect(text).not.toContain('Where the savings come from');
  });
});

describe('the next steps', () => {
  const steps = (sample: Report, more?: Partial<DocumentContext>) => section(render(sample, more), 'Next steps');
  const checked = (...outcomes: readonly ('pass' | 'fail' | 'skipped')[]) => {
    const sample = variantReport();
    const variants = sample.variants?.map(({ rows: [first, ...others], platform }) => {
      const rows = [first, ...others].map((row, at) => {
        const outcome = outcomes[at];
        const checks = outcome === undefined ? [] : [{ check: 'runs', outcome }];
        return { ...row, measurement: row.measurement && { ...row.measurement, checks } };
      });
      return { platform, rows: rows as unknown as [typeof first] };
    });
    return { ...sample, variants: variants ?? [] };
  };

  test.each<[string, Report, string]>([
    [
      'ship the smallest that passes',
      checked('pass', 'pass', 'pass'),
      'Ship `minimal` (−89 %): it is the smallest that passes all of its checks on `linux/amd64`.',
    ],
    ['not the smaller one that fails', checked('pass', 'pass', 'fail'), 'Ship `optimized` (−85 %)'],
    ['mend it', checked('pass', 'pass', 'fail'), 'Fix `minimal`: it fails `runs`.'],
    [
      'nor the one that was not checked',
      checked('pass', 'pass', 'skipped'),
      '`minimal` is not verified: `runs` could not be checked.',
    ],
    ['the reference where only it passes', checked('pass', 'fail', 'fail'), 'Ship `trading`: it is the smallest'],
    [
      'verify where nothing was',
      checked(),
      'Add checks to `minimal` before you ship it: it is the smallest and has none.',
    ],
    ['a cap for the one to ship', checked('pass', 'pass', 'pass'), '  minimal:\n      fail-if: ["unpacked > 200 MB"]'],
    ['another user', checked(), 'Run `trading` as a user other than root'],
    ['waste', checked(), '`trading` holds 120 MB (6.9 %)'],
  ])('%s', (_what, sample, expected) => {
    expect(steps(sample)).toContain(expected);
  });

  test('have no cap where there is one, and name images without any limit', () => {
    const capped = [{ name: 'minimal', conditions: conditionsOf('minimal', 'download > 100 MB') }];
    expect(steps(checked('pass', 'pass', 'pass'), { images: capped })).not.toContain('fail-if');
    const free = [{ name: 'minimal', conditions: [] }];
    expect(steps(checked('pass', 'pass', 'pass'), { images: free })).toContain('Give `minimal` a limit');
  });

  test('of an image without news do not exist', () => {
    const capped = [{ name: 'api', conditions: conditionsOf('api', 'unpacked > 100 MB') }];
    expect(render(createReport([comparison()]), { images: capped })).not.toContain('Next steps');
  });

  test.each([
    ['', true],
    ['root', true],
    ['0', true],
    ['0:0', true],
    ['root:app', true],
    ['1000:0', false],
    ['app', false],
  ])('know that the user "%s" is root: %s', (user, isRoot) => {
    const config = { user, entrypoint: [], cmd: [], exposedPorts: [] };
    const text = render(createReport([comparison({ head: measurement({ config }) })]));
    expect(text.includes('a user other than root')).toBe(isRoot);
  });
});

describe('hostile text in a document', () => {
  const EVIL = 'a|b`c` </details> <!-- x --> @octocat #1 ```\n\n# heading \u202e https://evil.example';

  test('of names, paths, checks and instructions comes out as text', () => {
    const sample = variantReport(EVIL);
    const savings: Saving[] = [
      {
        ...saving,
        reference: EVIL,
        lines: [{ path: EVIL, files: false, before: 2, after: 1, parts: [{ name: EVIL, change: -1 }] }],
      },
    ];
    const head = measurement({
      image: EVIL,
      layers: [layer(EVIL, 1, 1)],
      base: { image: EVIL, layers: 1 },
      versions: { [EVIL]: EVIL },
      checks: [{ check: EVIL, outcome: 'fail', reason: EVIL, tail: EVIL }],
      wasted: 61_200_345,
      wastedPaths: [{ path: EVIL, bytes: 5 }],
    });
    const comparisons = [
      ...sample.comparisons,
      comparison({ image: EVIL.slice(1), head: { ...head, image: EVIL.slice(1) } }),
    ];
    const hostileImages = [EVIL, EVIL.slice(1)].map((name) => ({ name, conditions: [] }));
    const text = render({ ...sample, comparisons }, { savings, images: hostileImages, command: EVIL, date: EVIL });
    expect(text).not.toContain('\u202e');
    const outside = text
      .replaceAll(/^ *(`{3,})[a-z]*\n[\s\S]*?\n *\1$/gm, '')
      .replaceAll(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '');
    expect(outside.split('\n').filter((line) => line.startsWith('# '))).toEqual(['# Sizes of the images']);
    expect(outside).not.toMatch(/@octocat|<\/details>|https:\/\/evil/);
    for (const table of text.match(/(?:^\|.*\n)+/gm) ?? []) {
      const cells = table
        .trim()
        .split('\n')
        .map((line) => line.split(/(?<!\\)\|/).length);
      expect(new Set(cells).size).toBe(1);
    }
  });
});
