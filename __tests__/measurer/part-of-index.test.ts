import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { openMeasurer } from '../../src/measurer/measurer.ts';
import { describeEngine } from '../support/engine.ts';
import { type Folder, makeFolder } from '../support/folder.ts';

const SIZES = { amd64: 310_000, arm64: 510_000, s390x: 710_000 };

// The classic store holds one platform of an image.
describeEngine('containerd', 'an index of which the daemon has some platforms only', ({ env }) => {
  const docker = (...args: readonly string[]) =>
    promisify(execFile)('docker', args, { env: { ...process.env, ...env } });

  async function indexWithout(folder: Folder, name: string, absent: string) {
    await folder.write('Dockerfile', 'FROM scratch\nARG TARGETARCH\nCOPY f-$TARGETARCH /f\n');
    // Fresh content: the builder shares the daemon's blobs and is not to miss them later.
    for (const [arch, size] of Object.entries(SIZES))
      await folder.write(`f-${arch}`, `${name}${arch}`.padEnd(size, 'x'));
    const platforms = Object.keys(SIZES).map((arch) => `linux/${arch}`);
    const args = ['--quiet', '--platform', platforms.join(), '--provenance=false', '--load', '--tag', name];
    await docker('buildx', 'build', ...args, folder.path);
    await docker('image', 'rm', '--force', '--platform', `linux/${absent}`, name);
  }

  test.each([
    [
      'beside the own one, of which Docker alone would push it',
      's390x',
      { 'linux/amd64': 310_000, 'linux/arm64': 510_000 },
    ],
    [
      'without the own one, of which Docker alone would push nothing',
      'amd64',
      { 'linux/arm64': 510_000, 'linux/s390x': 710_000 },
    ],
  ])('%s: each that is there is weighed, the other is named', async (_name, absent, expected) => {
    await using folder = await makeFolder();
    const name = `part-of-index-${process.pid}-${absent}:1`;
    const lines: string[] = [];
    const say = (line: string) => void lines.push(line);
    const log = { info: say, warning: say, openSection: () => ({ line: say, end: () => {} }) };
    const options = { cacheFrom: [], cacheTo: [], timeLimit: 120, log, version: '0' };
    await using measurer = await openMeasurer({
      ...options,
      env: { ...process.env, ...env, RUNNER_TEMP: folder.path },
    });
    try {
      await indexWithout(folder, name, absent);
      const source = { kind: 'docker-daemon', location: name } as const;
      const measured = await measurer.measure({ name: 'app', source }, { root: folder.path, side: 'head' });
      if (measured.kind !== 'measured') throw new Error(measured.reason);
      const sizes = measured.measurements.map(({ platform, unpacked, estimated }) => [platform, unpacked, estimated]);
      expect(sizes).toEqual(Object.entries(expected).map(([platform, size]) => [platform, size, false]));
      expect(lines).toEqual([`app: left out linux/${absent}, which the daemon does not have`]);
    } finally {
      await docker('image', 'rm', '--force', name);
    }
  });
});
