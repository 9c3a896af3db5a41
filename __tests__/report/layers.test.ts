import { describe, expect, test } from '@jest/globals';
import { placeWords } from '../../src/report/layers.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import { renderLayers } from '../../src/report/notes/layers.ts';
import { renderTerminal } from '../../src/report/terminal/terminal.ts';
import { grown, grownAtLines, layer, measurement, report } from './sample.ts';

const source = { file: 'Dockerfile', instruction: 'RUN a', lines: { start: 12, end: 14 } };

test.each<[object, string]>([
  [{}, 'Dockerfile:12'],
  [{ inferred: true }, 'Dockerfile:12 (inferred)'],
  [{ file: 'a\n\u202eb\u001b[31m/Dockerfile' }, 'a ⟨U+202E⟩b/Dockerfile:12'],
  [{ file: `${'a'.repeat(100)}/Dockerfile` }, `${'a'.repeat(30)}…${'a'.repeat(18)}/Dockerfile:12`],
])('the place of %j is %s', (change, words) => {
  expect(placeWords({ ...source, ...change })).toBe(words);
});

describe('a report names the lines beside the instruction', () => {
  const sample = report('fail', grownAtLines({ file: 'a|`b`<i>@octocat/Dockerfile' }));

  test('in Markdown, escaped', () => {
    const markdown = renderMarkdown(sample);
    expect(markdown).toContain('| ``a\\|`b`<i>@octocat/Dockerfile:12`` `RUN apt-get update');
    expect(markdown).toMatch(
      /^Largest growth: .* by `RUN apt-get update .*` at ``a\|`b`<i>@octocat\/Dockerfile:12``$/m,
    );
  });

  test('on a terminal', () => {
    const text = renderTerminal(report('fail', grownAtLines()), { colour: false, width: 120 });
    expect(text).toMatch(/changed +\+254 MB +\+81\.7 MB +docker\/Dockerfile:12 RUN apt-get update/);
  });

  test('in a document’s largest layers', () => {
    const layers = [{ ...layer('COPY a / # buildkit', 5, 5), source }, layer('ADD base /', 4, 4)];
    const row = { image: 'api', measurement: measurement({ layers }), verdict: 'pass', change: null } as const;
    const text = renderLayers({ platform: 'linux/amd64', rows: [row] }, '##');
    expect(text).toContain('| 5 B | 5 B | `Dockerfile:12` `COPY a /` |\n| 4 B | 4 B | `ADD base /` |');
  });

  test('and nothing where they are not known', () => {
    const sample = report('fail', grown());
    expect(renderMarkdown(sample)).not.toContain('Dockerfile:');
    expect(renderTerminal(sample, { colour: false, width: 120 })).not.toContain('Dockerfile:');
  });
});
