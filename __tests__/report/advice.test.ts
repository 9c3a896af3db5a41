import { expect, test } from '@jest/globals';
import type { Advice } from '../../src/model/advice.ts';
import { adviceWords, renderAdvice, renderAdviceTerminal } from '../../src/report/advice.ts';

const cache: Advice = {
  rule: 'cache',
  title: 'The apt cache is left in the layer that made it.',
  bytes: 12_300_000,
  layer: 2,
  where: 'Dockerfile:4',
  change: 'Empty it in the same RUN.\nRUN apt-get update && rm -rf /var/lib/apt/lists/*',
  paths: [{ path: 'var/lib/apt/lists', bytes: 12_300_000 }],
};
const root: Advice = {
  rule: 'root-user',
  title: 'It runs as root.',
  bytes: 0,
  security: true,
  change: 'Name another user.\nUSER 10001:10001',
  paths: [],
};
const base: Advice = { rule: 'base-image', title: 'A smaller base.', bytes: 0, change: 'Use it.', paths: [] };
const TERMINAL = { colour: false, width: 100 };

test('advice is a folded table with bytes, what, where and change', () => {
  expect(renderAdvice([cache, root, base], { image: 'api' })).toBe(
    [
      '<details><summary>Advice for <code>api</code>: up to 12.3 MB, 1 on security</summary>',
      '',
      '| saves | what | change |',
      '| ---: | :--- | :--- |',
      '| **12.3&nbsp;MB** | The apt cache is left in the layer that made it.<br>`Dockerfile:4`<br>`/var/lib/apt/lists` 12.3&nbsp;MB | Empty it in the same RUN.<br>`RUN apt-get update && rm -rf /var/lib/apt/lists/*` |',
      '| **security** | It runs as root. | Name another user.<br>`USER 10001:10001` |',
      '| **not&nbsp;measured** | A smaller base. | Use it. |',
      '',
      '</details>',
    ].join('\n'),
  );
});

test('advice on a terminal is a few lines each', () => {
  expect(renderAdviceTerminal([cache, root], TERMINAL)).toBe(
    [
      'Advice: up to 12.3 MB, 1 on security',
      '       12.3 MB  The apt cache is left in the layer that made it. (Dockerfile:4)',
      '                 12.3 MB  /var/lib/apt/lists',
      '                Empty it in the same RUN.',
      '                  RUN apt-get update && rm -rf /var/lib/apt/lists/*',
      '      security  It runs as root.',
      '                Name another user.',
      '                  USER 10001:10001',
    ].join('\n'),
  );
});

test('the report says nothing where there is no advice', () => {
  expect(renderAdvice([])).toBe('');
  expect(renderAdviceTerminal([], TERMINAL)).toBe('');
});

test.each([
  [[root, root], '2 on security'],
  [[base], 'not measured'],
  [[cache, cache], 'up to 24.6 MB'],
])('%# the headline counts', (advice, words) => expect(adviceWords(advice)).toBe(words));

test('of much advice the largest is shown and the rest counted', () => {
  const many = Array.from({ length: 23 }, () => cache);
  expect(renderAdvice(many)).toContain('\n\n… and 3 more\n\n');
  expect(renderAdviceTerminal(many, TERMINAL).split('\n').at(-1)).toBe('  … and 3 more');
});

const EVIL = '</details>@all <img src=x> | `x` [a](b) \u202e\u001b[31m\nRUN evil';

test('hostile paths, places and titles come out as text', () => {
  const hostile: Advice = { ...cache, title: EVIL, where: EVIL, change: EVIL, paths: [{ path: EVIL, bytes: 1 }] };
  const markdown = renderAdvice([hostile], { image: EVIL });
  expect(markdown.split('\n').filter((line) => line.startsWith('| **'))).toHaveLength(1);
  expect(markdown.replace(/``.*?``/g, '').match(/<\/details>|<img/g)).toEqual(['</details>']);
  expect(markdown).not.toContain('\u202e');
  const terminal = renderAdviceTerminal([hostile], { ...TERMINAL, colour: false });
  for (const character of ['\u001b', '\u202e']) expect(terminal).not.toContain(character);
  expect(terminal.split('\n')).toHaveLength(5);
});
