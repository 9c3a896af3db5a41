// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the Dockerfile's own substitution is what is tested
import { expect, test } from '@jest/globals';
import { findParents, findTarget, possibleLineage } from '../../../src/docker/dockerfile/stages.ts';
import { parseDockerfile } from '../../../src/docker/dockerfile/tree.ts';

const parse = (...lines: string[]) => parseDockerfile(lines.join('\n'));

test('endless arguments are still read', () => {
  const tree = parse(`ARG ${'a'.repeat(400_000)} B=c`, `FROM $B${'${'.repeat(100_000)}`, 'FROM x AS c', 'FROM $B');
  expect(findParents(tree, {})).toEqual(['unknown', 'image', 1]);
});

test.each([
  ['', 3],
  ['One', 0],
  ['two', 2],
  ['0', undefined],
  ['none', undefined],
])('the target "%s" is stage %s', (target, stage) => {
  const tree = parse('FROM a AS one', 'FROM b AS two', 'FROM c AS Two', 'FROM d');
  expect(findTarget(tree, target)?.number).toBe(stage);
});

test.each<[string, readonly string[], object | undefined, readonly (number | string)[]]>([
  [
    'earlier stages and images',
    ['FROM a AS b', 'FROM B', 'FROM 0', 'FROM later', 'FROM x AS later'],
    {},
    ['image', 0, 'image', 'image', 'image'],
  ],
  [
    'the last stage of a name before it',
    ['FROM a AS b', 'FROM x AS b', 'FROM b AS b', 'FROM b'],
    {},
    ['image', 'image', 1, 2],
  ],
  ['itself as an image', ['FROM a AS a'], {}, ['image']],
  ['a default', ['ARG V=b', 'FROM x AS a-b', 'FROM a-$V'], {}, ['image', 0]],
  ['an argument given', ['ARG V=c', 'FROM x AS a-b', 'FROM a-${V}'], { V: 'b' }, ['image', 0]],
  ['a default of another one', ['ARG V=b', 'ARG W="a-$V"', 'FROM x AS a-b', 'FROM ${W}'], {}, ['image', 0]],
  ['an operator’s word', ['FROM x AS a', 'FROM ${V:-a}', 'FROM ${V-a}', 'FROM ${E:-a}'], { E: '' }, ['image', 0, 0, 0]],
  ['an operator’s alternative', ['FROM x AS a', 'FROM ${V:+a}'], { V: '1' }, ['image', 0]],
  ['what nobody gave', ['FROM x AS a', 'FROM $V', 'FROM ${V%x}'], {}, ['image', 'unknown', 'unknown']],
  ['a default that may be overridden', ['ARG V=a', 'FROM x AS a', 'FROM $V'], undefined, ['image', 'unknown']],
  ['what BuildKit presets', ['FROM x AS a', 'FROM ${TARGETARCH:-a}'], {}, ['image', 'unknown']],
  ['a name of every object', ['FROM $constructor', 'FROM ${__proto__}'], {}, ['unknown', 'unknown']],
])('a stage starts from %s', (_what, lines, values, parents) => {
  expect(findParents(parse(...lines), values as Record<string, string> | undefined)).toEqual(parents);
});

test.each<[readonly (number | 'image' | 'unknown')[], readonly number[]]>([
  [
    ['image', 0, 'image', 1],
    [3, 1, 0],
  ],
  [
    ['image', 'image', 'unknown', 2],
    [3, 2, 0, 1],
  ],
  [['image', 'image', 'image', 'image'], [3]],
])('the lineage of %j is %j', (parents, lineage) => {
  expect([...possibleLineage(parents, 3)]).toEqual(lineage);
});
