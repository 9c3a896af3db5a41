import { describe, expect, test } from '@jest/globals';
import { parseArguments } from '../../src/command/arguments.ts';
import { namedImages } from '../../src/command/images.ts';
import { UserError } from '../../src/text/error.ts';
import { makeFolder } from '../support/folder.ts';

const HEX = 'a'.repeat(64);

async function named(...operands: readonly string[]) {
  await using folder = await makeFolder();
  const args = parseArguments(['measure', ...operands]);
  const images = await namedImages(operands, { args, cwd: folder.path, signal: AbortSignal.timeout(60_000) });
  return images.map(({ name, plainName }) => [name, plainName]);
}

describe('an operand', () => {
  test.each([
    ['docker-daemon:debian:bookworm-slim', 'debian:bookworm-slim', 'debian'],
    ['docker-daemon:acme/app', 'app', 'app'],
    ['docker://ghcr.io/acme/app:1.2', 'app:1.2', 'app'],
    ['docker://debian', 'debian:latest', 'debian'],
    [`docker://localhost:5000/app@sha256:${HEX}`, `app@sha256:${HEX.slice(0, 12)}`, 'app'],
    ['containers-storage:localhost/app:2', 'app:2', 'app'],
    ['web=docker-daemon:nginx:1', 'web', 'web'],
    ['oci-archive:app.tar', 'app', 'app'],
    ['Dockerfile.web', 'web', 'web'],
  ])('%s is shown as %s, and named %s by conditions', async (operand, shown, plain) => {
    expect(await named(operand)).toEqual([[shown, plain]]);
  });

  test('may differ from another in its tag alone', async () => {
    expect(await named('docker://debian:12', 'docker://debian:13')).toEqual([
      ['debian:12', 'debian'],
      ['debian:13', 'debian'],
    ]);
  });

  test('may not have the name of another', async () => {
    await expect(named('docker://debian:12', 'docker://debian:12')).rejects.toThrow(UserError);
    await expect(named('a/app.tar', 'b/app.tar')).rejects.toThrow('two images are named "app.tar"');
  });
});
