import { describe, expect, test } from '@jest/globals';
import { findHeads } from '../../../src/explain/groups/heads.ts';
import { randomNumbers } from '../../support/trees.ts';

type Edges = Readonly<Record<string, readonly string[]>>;

const headsIn = (edges: Edges) =>
  Object.fromEntries(
    [...findHeads(Object.keys(edges), (node) => edges[node] ?? [])].map(([node, { names }]) => [node, names.join()]),
  );

const chain = (length: number, last: readonly string[] = []) =>
  Object.fromEntries(Array.from({ length }, (_, at) => [`n${at}`, at + 1 < length ? [`n${at + 1}`] : last] as const));

/** The same by the definition, in any time: who reaches whom. */
function byDefinition(edges: Edges): Readonly<Record<string, string>> {
  const nodes = Object.keys(edges);
  const reaches = new Map(nodes.map((node) => [node, reachedFrom(node, edges)]));
  const isHead = (node: string) =>
    nodes.every((other) => !reaches.get(other)?.has(node) || reaches.get(node)?.has(other));
  const firstOfCycle = (node: string) =>
    nodes.find((other) => reaches.get(other)?.has(node) && reaches.get(node)?.has(other));
  const heads = nodes.filter((node) => isHead(node) && firstOfCycle(node) === node);
  const leading = new Map(nodes.map((node) => [node, heads.filter((head) => reaches.get(head)?.has(node))]));
  const together = (names: readonly string[]): readonly string[] => {
    const more = heads.filter((head) =>
      [...leading.values()].some((list) => list.includes(head) && list.some((each) => names.includes(each))),
    );
    return more.length === names.length ? names : together(more);
  };
  return Object.fromEntries(
    [...leading].map(([node, names]) => [node, (names.length > 1 ? together(names) : names).join()]),
  );
}

function reachedFrom(start: string, edges: Edges): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const node of reached) for (const next of edges[node] ?? []) if (next in edges) reached.add(next);
  return reached;
}

describe('the heads of a graph', () => {
  test.each<[string, Edges, Readonly<Record<string, string>>]>([
    ['none of nothing', {}, {}],
    ['a node alone', { a: [] }, { a: 'a' }],
    ['a node that leads to itself', { a: ['a'], b: ['b', 'a'] }, { a: 'b', b: 'b' }],
    ['one that leads to nodes that are missing', { a: ['x', 'b', 'b'], b: ['y'] }, { a: 'a', b: 'a' }],
    [
      'what several share',
      { a: ['s', 'x'], b: ['s'], s: ['t'], t: [], x: [] },
      { a: 'a', b: 'b', s: 'a,b', t: 'a,b', x: 'a' },
    ],
    [
      'shared by a chain of heads',
      { a: ['s'], b: ['s', 't'], c: ['t'], s: [], t: [] },
      { a: 'a', b: 'b', c: 'c', s: 'a,b,c', t: 'a,b,c' },
    ],
    ['the first of a cycle', { x: [], b: ['a'], a: ['c'], c: ['b', 'x'] }, { x: 'b', a: 'b', b: 'b', c: 'b' }],
    [
      'of two cycles the one that leads to the other',
      { d: ['c'], c: ['d'], a: ['b', 'c'], b: ['a'] },
      { a: 'a', b: 'a', c: 'a', d: 'a' },
    ],
  ])('%s', (_what, edges, expected) => {
    expect(headsIn(edges)).toEqual(expected);
  });

  test('are those of the definition, whatever the graph', () => {
    const random = randomNumbers(23);
    for (let round = 0; round < 400; round++) {
      const size = 1 + random(14);
      const nodes = Array.from({ length: size }, (_, at) => `n${at}`);
      const edges = Object.fromEntries(nodes.map((node) => [node, nodes.filter(() => random(size) === 0)]));
      expect(headsIn(edges)).toEqual(byDefinition(edges));
    }
  });

  test.each<[string, Edges, string]>([
    ['a chain', chain(10_000), 'n0'],
    ['a cycle', chain(10_000, ['n0']), 'n0'],
    [
      'one node that requires all',
      { all: Array.from({ length: 200_000 }, (_, at) => `n${at}`), ...chain(10_000) },
      'all',
    ],
  ])('are found in %s of 10,000 without recursion', (_what, edges, expected) => {
    expect(new Set(Object.values(headsIn(edges)))).toEqual(new Set([expected]));
  });

  test('take time for each edge once, also where each node is shared by half of the heads', () => {
    const heads = Array.from({ length: 10_000 }, (_, at) => [`h${at}`, ['n0', 'n1', 'n2']] as const);
    const edges: Edges = { ...Object.fromEntries(heads), ...chain(10_000) };
    const found = findHeads(Object.keys(edges), (node) => edges[node] ?? []);
    expect(found.get('n9999')?.names).toHaveLength(10_000);
    expect(found.get('n9999')).toBe(found.get('n0'));
    expect(found.get('h77')?.names).toEqual(['h77']);
  });
});
