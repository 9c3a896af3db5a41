import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { finalTree } from '../../src/measure/final-tree.ts';
import { openMeasurer } from '../../src/measurer/measurer.ts';
import { plainLog } from '../../src/process/log.ts';
import { describeEngines } from '../support/engine.ts';
import { type Folder, makeFolder } from '../support/folder.ts';
import { makeInspector } from '../support/inspector.ts';

const SOURCE = { kind: 'dockerfile', file: 'Dockerfile', context: '.', buildArgs: [] } as const;
const [APP, DATA] = ['pkg:generic/app@1', 'pkg:generic/data@1'];

let folder: Folder;
beforeAll(async () => {
  folder = await makeFolder();
  await folder.write('Dockerfile', 'FROM scratch\nCOPY app list /\nCOPY data own /data/\n');
  for (const name of ['app', 'list', 'data', 'own']) await folder.write(name, `${name} of ${folder.path}`);
});
afterAll(() => folder[Symbol.asyncDispose]());

describeEngines('the layers of a build', ({ store, env }) => {
  test.each([
    ['through the default path', {}],
    ['through docker image save', { IMAGE_SIZE_GATE_DAEMON_PATH: 'save' }],
  ])('are inspected %s', async (_path, more) => {
    const owners = new Map([
      ['app', 0],
      ['data/data', 1],
    ]);
    const { inspect, shown } = makeInspector(
      () => ({ packages: [APP, DATA], owners }),
      (path) => path === 'list',
    );
    await using measurer = await openMeasurer({
      cacheFrom: [],
      cacheTo: [],
      timeLimit: 100,
      log: plainLog(() => {}, { verbose: false }),
      version: '1.2.3',
      env: { ...env, ...more, RUNNER_TEMP: folder.path },
      inspect,
    });
    const measured = await measurer.measure(
      { name: `inspected-${store}`, source: SOURCE },
      { root: folder.path, side: 'head' },
    );
    if (measured.kind !== 'measured') throw new Error(JSON.stringify(measured));
    const [measurement] = measured.measurements;
    const files = finalTree(measurement!.layers.map(({ digest }) => measurer.layerIndex(digest)!));
    expect(files.map(({ path, layer, owner }) => [path, layer, owner])).toEqual([
      ['app', 0, APP],
      ['data/data', 1, DATA],
      ['data/own', 1, undefined],
      ['list', 0, undefined],
    ]);
    expect(files.reduce((sum, { size }) => sum + size, 0)).toBe(measurement!.unpacked - measurement!.wasted);
    expect([...shown.contents]).toEqual([['list', `list of ${folder.path}`]]);
  });
});
