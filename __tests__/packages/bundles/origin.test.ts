import { expect, test } from '@jest/globals';
import { originOf } from '../../../src/packages/bundles/origin.ts';

test.each([
  ['node_modules/lodash/lodash.js', 'pkg:npm/lodash'],
  ['../../node_modules/@scope/name/dist/index.js', 'pkg:npm/%40scope/name'],
  ['webpack://app/./node_modules/react/index.js', 'pkg:npm/react'],
  ['webpack:///../node_modules/react-dom/cjs/x.js?1a2b', 'pkg:npm/react-dom'],
  ['node_modules/a/node_modules/b/index.js', 'pkg:npm/b'],
  ['../node_modules/.pnpm/lodash@4.17.21/node_modules/lodash/lodash.js', 'pkg:npm/lodash@4.17.21'],
  ['node_modules/.pnpm/@babel+runtime@7.1.0/node_modules/@babel/runtime/x.js', 'pkg:npm/%40babel/runtime@7.1.0'],
  ['node_modules/.pnpm/a@1.0.0_react@18.2.0/node_modules/a/x.js', 'pkg:npm/a@1.0.0'],
  ['node_modules/.pnpm/a@1.0.0(react@18.2.0)/node_modules/a/x.js', 'pkg:npm/a@1.0.0'],
  ['node_modules/.pnpm/a@1.0.0/node_modules/b/x.js', 'pkg:npm/b'],
  ['node_modules/.bun/a@1.0.0/node_modules/a/x.js', 'pkg:npm/a@1.0.0'],
  ['.yarn/cache/a-npm-1.0.0-0123.zip/node_modules/a/x.js', 'pkg:npm/a'],
  ['..\\node_modules\\a\\x.js', 'pkg:npm/a'],
  ['src/main.ts', ''],
  ['webpack/runtime/define property getters', ''],
  ['my_node_modules/a/x.js', ''],
  ['node_modules/.vite/deps/x.js', ''],
  ['node_modules/a', ''],
  ['node_modules//a/x.js', ''],
  ['', ''],
])('the source %s is of the package %s', (source, purl) => {
  expect(originOf(source)).toBe(purl);
});

test('a source of a hostile name is of none, and read at once', () => {
  expect(originOf(`node_modules/${'x'.repeat(600)}/x.js`)).toBe('');
  expect(originOf('node_modules/.x/'.repeat(500_000))).toBe('');
  expect(originOf('node_modules/@x'.repeat(500_000))).toBe('');
});
