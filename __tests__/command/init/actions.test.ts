import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ACTIONS, parseAction } from '../../../src/command/init/actions.ts';
import { UserError } from '../../../src/text/error.ts';
import { ROOT } from '../../support/command-line.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const OWN = 'image-size-gate/image-size-gate';
/** An action of another repository by a major, as texts name it, or by a commit with its version, as our own workflows do. */
const NAMED = /(?<![\w./-])([\w-]+\/[\w-]+(?:\/[\w-]+)*)@(?:([0-9a-f]{40}) # )?(v\d[\w.]*)/g;

function filesBelow(folder: string, ends: RegExp): readonly string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => ends.test(name)).map((name) => join(folder, name));
}

const TEXTS = [
  'README.md',
  'action.yml',
  'report/action.yml',
  ...filesBelow('docs', /\.md$/),
  ...filesBelow('examples', /\.(?:md|ya?ml)$/),
  ...filesBelow('.github', /\.(?:md|ya?ml)$/),
  ...filesBelow('src/command', /\.ts$/),
];

/** The majors that other servers take. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  [join('docs', 'forges.md')]: ['actions/upload-artifact@v3', 'forgejo/upload-artifact@v4'],
};

test.each(TEXTS)('%s names actions by the majors of the table, and none besides', (path) => {
  const table: Readonly<Record<string, string>> = ACTIONS;
  const named = [...readFileSync(join(ROOT, path), 'utf8').matchAll(NAMED)]
    // The actions that only our own workflows use are not in the table.
    .filter(([, action = '', commit]) => commit === undefined || action in table)
    .map(([, action = '', commit, version = '']) => [action, commit === undefined ? version : version.split('.')[0]]);
  const others = named.filter(
    ([action = '', major]) => !action.startsWith(OWN) && !ELSEWHERE[path]?.includes(`${action}@${major}`),
  );
  expect(others.filter(([action = '', major]) => table[action] !== major)).toEqual([]);
});

test('the texts do name actions', () => {
  const all = TEXTS.flatMap((path) => [...readFileSync(join(ROOT, path), 'utf8').matchAll(NAMED)]);
  expect(all.filter(([, action]) => action === 'actions/checkout').length).toBeGreaterThan(4);
});

test.each([
  ['example/gate@v1', { uses: 'example/gate@v1' }],
  ['example/gate/report@v1.2.3', { uses: 'example/gate/report@v1.2.3' }],
  [`example/gate@${COMMIT} # v1.2.3`, { uses: `example/gate@${COMMIT}`, comment: 'v1.2.3' }],
  [`example/gate@${COMMIT}  #v1`, { uses: `example/gate@${COMMIT}`, comment: 'v1' }],
  ['example/gate@release/v1', { uses: 'example/gate@release/v1' }],
])('--action %s is the action of the workflow', (text, action) => {
  expect(parseAction(text)).toEqual(action);
});

test.each([
  '',
  'example/gate',
  'gate@v1',
  '@v1',
  'example/gate@',
  'example/gate@v1 v2',
  'example/gate@v1 # a\nrun: x',
  'example/gate@$' + '{{ github.ref }}',
  './local@v1',
  'docker://image@v1',
  `example/gate@${COMMIT.slice(0, 12)}`,
  `example/gate@v1 # ${'x'.repeat(101)}`,
])('--action %j is refused with what is accepted', (text) => {
  expect(() => parseAction(text)).toThrow(UserError);
  expect(() => parseAction(text)).toThrow('OWNER/REPOSITORY@REF');
});
