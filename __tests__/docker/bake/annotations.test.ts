// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the bake file's own interpolation is what is tested
import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { filesWithoutIndex } from '../../../src/docker/bake/annotations.ts';
import { parseBakeDefinition } from '../../../src/docker/bake/definition.ts';
import { makeFolder } from '../../support/folder.ts';

const FILES = ['a.hcl'];
const ARGS = { A: '$${b}', B: '${b}', C: '%%{c}%{d}', D: '$b' };

async function filesFor(web: readonly string[], lib: readonly string[] = []) {
  await using folder = await makeFolder();
  const target = {
    web: { contexts: { lib: 'target:lib' }, args: ARGS, annotations: web },
    lib: { annotations: lib },
    other: {},
  };
  const definition = parseBakeDefinition(JSON.stringify({ target }), 'a.hcl');
  const files = await filesWithoutIndex(folder.path, FILES, definition, [definition.targets.get('web')!]);
  return files === FILES ? 'as they are' : JSON.parse(await readFile(files[0]!, 'utf8'));
}

test.each([
  [[]],
  [['org.opencontainers.image.title=index']],
  [['manifest:a=b']],
  [['manifest[linux/amd64],manifest-descriptor:a=index:b']],
  [['a.index=b:c']],
])('the files of a target with the annotations %j are used', async (annotations) => {
  expect(await filesFor(annotations)).toBe('as they are');
});

test.each([[['index:a=b']], [['a=b', 'index,manifest:c=d']], [['manifest,index-descriptor[linux/amd64]:a=b']]])(
  'a target with the annotations %j is built as it was printed, without them',
  async (annotations) => {
    const target = {
      web: { contexts: { lib: 'target:lib' }, args: { A: '$${b}', B: '$${b}', C: '%%{c}%%{d}', D: '$b' } },
      lib: {},
    };
    expect(await filesFor(annotations)).toEqual({ target });
    expect(await filesFor([], annotations)).toEqual({ target });
  },
);
