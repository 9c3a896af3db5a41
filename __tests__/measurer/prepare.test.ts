import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { openMeasurer } from '../../src/measurer/measurer.ts';
import type { Source } from '../../src/model/image.ts';
import { plainLog } from '../../src/process/log.ts';
import { makeFolder } from '../support/folder.ts';

const FILE: Source = { kind: 'dockerfile', file: 'Dockerfile', context: '.', buildArgs: [] };
const ARCHIVE: Source = { kind: 'oci-archive', location: 'app.tar' };

/** Whether a measurer asks docker when it prepares for these sources. Docker fails. */
async function asks(sources: readonly Source[], wait: (isAsked: () => boolean) => Promise<void>): Promise<boolean> {
  await using folder = await makeFolder();
  await folder.write('docker', `#!/bin/sh\ntouch ${folder.path}/asked\nexit 1\n`, 0o755);
  const isAsked = () => existsSync(`${folder.path}/asked`);
  await using measurer = await openMeasurer({
    cacheFrom: [],
    cacheTo: [],
    timeLimit: 1,
    log: plainLog(() => {}, { verbose: false }),
    version: '1.2.3',
    env: { PATH: `${folder.path}:${process.env.PATH}`, RUNNER_TEMP: folder.path },
  });
  measurer.prepare(sources);
  await wait(isAsked);
  return isAsked();
}

test('the engine is asked ahead where an image is built; that it does not answer is no error yet', async () => {
  const wait = async (isAsked: () => boolean) => {
    while (!isAsked()) await setTimeout(10);
  };
  expect(await asks([ARCHIVE, FILE], wait)).toBe(true);
});

test('no engine is asked where nothing is built', async () => {
  expect(await asks([ARCHIVE], () => setTimeout(300))).toBe(false);
});
