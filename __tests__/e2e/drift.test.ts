import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import type { Report } from '../../src/model/document.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import { runCli } from '../support/command-line.ts';
import { describeEngines, type TestEngine } from '../support/engine.ts';
import { makeFolder } from '../support/folder.ts';
import { ballast } from '../support/pull-request.ts';
import { SMALL_BASE } from '../support/small-base.ts';

/** Real builds take what they take on a busy machine; the limit only ends a hang. */
const PATIENCE = 300_000;

const BASE = `image-size-gate-test-base:${process.pid}`;
/** Kinds of growth that the default conditions are made of, and a cap that only the base image breaks. */
const CONDITIONS = ['unpacked > +1% and > +500 kB', 'download > +300 kB', 'new-bytes > 300 kB'];

/** A directory with an image built on the base image, and what is done to it. */
async function openImage(engine: TestEngine) {
  const folder = await makeFolder();
  await folder.write('app/Dockerfile', `FROM ${BASE}\nCOPY data /data\nRUN cp /data /copy\n`);
  const env = { ...engine.env, TMPDIR: folder.path, RUNNER_TEMP: folder.path };
  const docker = async (...args: string[]) =>
    (await promisify(execFile)('docker', args, { env: { ...process.env, ...env } })).stdout;
  return {
    buildBase: async (bytes: number) => {
      await folder.write('base/Dockerfile', `${SMALL_BASE}COPY file /in-base\n`);
      await folder.write('base/file', ballast(bytes, 'base'));
      const options = ['--quiet', '--load', '--provenance=false', `--tag=${BASE}`];
      await docker('buildx', 'build', ...options, join(folder.path, 'base'));
      // A builder beside the daemon does not see the daemon's images.
      if (engine.registry === undefined) return;
      const published = `${engine.registry}/library/${BASE}`;
      await docker('tag', BASE, published);
      await docker('push', '--quiet', published);
      await docker('image', 'rm', published);
    },
    writeData: (bytes: number) => folder.write('app/data', ballast(bytes, 'own')),
    write: folder.write,
    run: (...args: string[]) => runCli(args, { cwd: folder.path, env }),
    check: async (...conditions: string[]) => {
      const args = ['check', 'app=app/Dockerfile', '--baseline=base.json', '--json'];
      const gates = conditions.map((condition) => `--fail-if=${condition}`);
      const { exitCode, stdout } = await runCli([...args, ...gates], { cwd: folder.path, env });
      const { verdict, comparisons } = JSON.parse(stdout) as Report;
      return { exitCode, verdict, drift: comparisons[0]?.drift, conditions: comparisons[0]?.conditions ?? [] };
    },
    [Symbol.asyncDispose]: async () => {
      await docker('image', 'rm', '--force', BASE).catch(() => undefined);
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** buildx before 0.14 tells nothing of the base image. */
function isTold({ versions }: Measurement): boolean {
  const [, major = '', minor = ''] = /^v?(\d+)\.(\d+)/.exec(versions.buildx ?? '') ?? [];
  return Number(major) > 0 || Number(minor) >= 14;
}

describeEngines('a base image that grows while the Dockerfile stays', (engine) => {
  test(
    'is told, and its growth inherited; growth of one’s own on top of it fails',
    async () => {
      await using image = await openImage(engine);
      await image.buildBase(1_000_000);
      await image.writeData(100_000);
      const { stdout } = await image.run('measure', 'app=app/Dockerfile', '--json');
      const [before] = (JSON.parse(stdout) as { measurements: readonly Measurement[] }).measurements;
      if (before === undefined) throw new Error('nothing was measured');
      await image.write('base.json', stdout);
      const isKnown = isTold(before);
      expect(before.base).toEqual(
        isKnown
          ? {
              image: `docker.io/library/${BASE}`,
              digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
              layers: before.layers.length - 2,
            }
          : undefined,
      );

      expect(await image.check(...CONDITIONS)).toMatchObject({ exitCode: 0, verdict: 'pass' });

      await image.buildBase(3_000_000);
      const drifted = await image.check(...CONDITIONS, 'unpacked > 1 kB', `unpacked > ${before.unpacked + 1000} B`);
      if (!isKnown) {
        expect(drifted).toMatchObject({ exitCode: 1, verdict: 'fail', drift: undefined });
        return;
      }
      expect(drifted).toMatchObject({
        exitCode: 0,
        verdict: 'inherited',
        drift: { image: before.base?.image, before: before.base?.digest, layers: 1 },
      });
      expect(drifted.drift?.after).not.toBe(drifted.drift?.before);
      expect(drifted.drift?.inherited.unpacked).toBe(2_000_000);
      expect(drifted.drift?.own.unpacked).toBe(0);
      const reasons = drifted.conditions.map(({ verdict, reason }) => `${verdict}: ${reason}`);
      expect(reasons[0]).toBe(
        `inherited: the base image ${BASE} changed, the Dockerfile did not: +2.00 MB of unpacked inherited, 0 B yours`,
      );
      expect(reasons[3]).toMatch(/^inherited: already over before this change: /);
      expect(reasons[4]).toBe(reasons[0]);
      expect(drifted.conditions.map(({ verdict }) => verdict)).toEqual(Array(5).fill('inherited'));

      await image.writeData(1_100_000);
      const own = await image.check(...CONDITIONS);
      expect(own).toMatchObject({ exitCode: 1, verdict: 'fail' });
      expect(own.conditions.map(({ verdict }) => verdict)).toEqual(['fail', 'fail', 'fail']);
      expect(own.drift?.inherited.unpacked).toBe(2_000_000);
      expect(own.drift?.own.unpacked).toBe(2_000_000); // the COPY and the RUN that copies it

      await image.write('app/Dockerfile', `FROM ${BASE}\nCOPY data /data\nRUN cp /data /copy # edited\n`);
      await image.writeData(100_000);
      expect(await image.check(...CONDITIONS)).toMatchObject({ exitCode: 1, verdict: 'fail', drift: undefined });
    },
    PATIENCE,
  );
});
