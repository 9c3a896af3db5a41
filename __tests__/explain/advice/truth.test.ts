import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CASES } from '../../../scripts/advice/cases.mjs';
import { follow, isTrue, removeImages } from '../../../scripts/advice/follow.mjs';
import { advise } from '../../../src/explain/advice/advise.ts';
import { stackLayers } from '../../../src/measure/final-tree.ts';
import { openMeasurer } from '../../../src/measurer/measurer.ts';
import type { Advice } from '../../../src/model/advice.ts';
import type { LayerIndex } from '../../../src/oci/image.ts';
import { plainLog } from '../../../src/process/log.ts';
import { describeAnyEngine, describeEngines } from '../../support/engine.ts';
import { type Folder, makeFolder } from '../../support/folder.ts';

const DOCKERFILE = `FROM debian:bookworm-slim AS made
RUN mkdir -p /root/.cache/pip/http && head -c 301000 /dev/urandom > /root/.cache/pip/http/a && head -c 99 /dev/urandom > /root/.cache/pip/b
COPY app /app
RUN mkdir -p /opt/sdk/bin && head -c 412345 /dev/urandom > /opt/sdk/bin/cc && ln /opt/sdk/bin/cc /opt/sdk/bin/c++ && head -c 7 /dev/urandom > /opt/sdk/x
FROM made
RUN chown -R 10001:10001 /app
RUN rm -rf /opt/sdk
ENTRYPOINT ["/app/service"]
`;
const IMAGE = 'image-size-gate-advice';

let folder: Folder;
beforeAll(async () => {
  folder = await makeFolder();
  await folder.write('Dockerfile', DOCKERFILE);
  await folder.write('app/service', 'x'.repeat(200_123));
  await folder.write('app/.env', 'TOKEN=1');
});
afterAll(() => folder[Symbol.asyncDispose]());

describeEngines('advice on an image with mistakes', ({ store, env }) => {
  const docker = (...args: readonly string[]) =>
    execFileSync('docker', args, {
      env: { ...process.env, ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  /** Bytes of the regular files below a directory in a container, each inode once. */
  const bytesIn = (tag: string, directory: string) =>
    docker('run', '--rm', '--entrypoint', 'find', `${IMAGE}:${tag}`, directory, '-type', 'f', '-printf', '%i %s\\n')
      .trim()
      .split('\n')
      .filter((line, at, all) => all.indexOf(line) === at)
      .reduce((sum, line) => sum + Number(line.split(' ')[1]), 0);
  const build = (tag: string, ...args: readonly string[]) =>
    docker('buildx', 'build', '--load', '--provenance=false', '-t', `${IMAGE}:${tag}`, ...args, folder.path);
  afterAll(() => {
    docker('image', 'rm', '-f', `${IMAGE}:${store}`, `${IMAGE}:${store}-made`);
  });

  test('saves exactly the bytes that find counts in a container', async () => {
    const advice = await adviceOn(env);
    build(store);
    build(`${store}-made`, '--target', 'made');
    const told = advice.map(({ rule, bytes, where }) => [rule, bytes, where]);
    expect(told).toEqual([
      ['deleted', bytesIn(`${store}-made`, '/opt/sdk'), 'Dockerfile:7'],
      ['cache', bytesIn(store, '/root/.cache/pip'), 'Dockerfile:2'],
      ['rewritten', bytesIn(store, '/app'), 'Dockerfile:6'],
      ['secrets', 0, 'Dockerfile:3'],
      ['root-user', 0, undefined],
    ]);
    expect(told.map(([, bytes]) => bytes)).toEqual([412_352, 301_099, 200_130, 0, 0]);
    expect(advice[2]?.change).toContain('COPY --chown=10001:10001');
  });
});

describeAnyEngine('advice that is followed', ({ env }) => {
  afterAll(() => removeImages(env));
  const one = CASES.filter(({ rule }, at) => CASES.findIndex((other) => other.rule === rule) === at);

  test.each(one)('saves what $rule promised, within 2 %, and the program still runs: $image', async (tried) => {
    const followed = await follow(tried, env);
    expect(isTrue(followed) ? [] : followed).toEqual([]);
  });

  test('is a mistake where it saves 3 % less or more, or the program says another thing', () => {
    const followed = { rule: 'deleted', image: '', promised: 100, real: 100, security: false, again: false } as const;
    expect(isTrue({ ...followed, printed: ['served', 'served'] })).toBe(true);
    expect(isTrue({ ...followed, real: 97, printed: ['served', 'served'] })).toBe(false);
    expect(isTrue({ ...followed, real: 103, printed: ['served', 'served'] })).toBe(false);
    expect(isTrue({ ...followed, printed: ['served', ''] })).toBe(false);
    expect(isTrue({ ...followed, printed: ['', ''] })).toBe(false);
  });
});

async function adviceOn(env: Readonly<Record<string, string>>): Promise<readonly Advice[]> {
  await using measurer = await openMeasurer({
    cacheFrom: [],
    cacheTo: [],
    timeLimit: 100,
    log: plainLog(() => {}, { verbose: false }),
    version: '1.2.3',
    env: { ...env, RUNNER_TEMP: folder.path },
  });
  const source = { kind: 'dockerfile', file: 'Dockerfile', context: '.', buildArgs: [] } as const;
  const measured = await measurer.measure({ name: 'advised', source }, { root: folder.path, side: 'head' });
  if (measured.kind !== 'measured') throw new Error(JSON.stringify(measured));
  const [measurement] = measured.measurements;
  const indexes = measurement!.layers.map(({ digest }) => measurer.layerIndex(digest) as LayerIndex);
  return advise({
    measurement: measurement!,
    layers: indexes.map(({ entries }) => entries),
    packages: indexes.map(({ packages = [] }) => packages),
    requires: indexes.map(({ requires }) => requires),
    ...stackLayers(indexes),
  });
}
