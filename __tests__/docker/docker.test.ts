import { expect, test } from '@jest/globals';
import { dockerCommand, parseEngineInfo } from '../../src/docker/docker.ts';

const server = { ServerVersion: '28.5.2', Name: 'host', OperatingSystem: 'Debian', ClientInfo: { Version: '28.5.2' } };

test.each([
  ['the classic store', { DriverStatus: [['Backing Filesystem', 'extfs']] }, { store: 'classic' }],
  [
    'the containerd store',
    { DriverStatus: [['driver-type', 'io.containerd.snapshotter.v1']] },
    { store: 'containerd' },
  ],
  ['a rootless daemon', { SecurityOptions: ['name=seccomp,profile=builtin', 'name=rootless'] }, { rootless: true }],
  [
    'an old daemon that says nothing',
    { DriverStatus: null, SecurityOptions: null },
    { store: 'classic', rootless: false },
  ],
])('docker info of %s is parsed', (_what, fields, expected) => {
  const info = parseEngineInfo(JSON.stringify({ ...server, ...fields }), '');
  expect(info).toMatchObject({ ...expected, server: '28.5.2', hostname: 'host' });
  expect(info).not.toHaveProperty('unreachable');
});

test.each([
  ['on stderr (docker 28)', { ServerVersion: '', ClientInfo: { Version: '28.5.2' } }, 'Cannot connect to the daemon\n'],
  [
    'in the answer (docker 26)',
    { ServerErrors: ['Cannot connect to the daemon'], ClientInfo: { Version: '28.5.2' } },
    '',
  ],
])('the reason of a daemon without an answer is %s', (_where, fields, stderr) => {
  const info = parseEngineInfo(JSON.stringify(fields), stderr);
  expect(info).toMatchObject({ client: '28.5.2', server: '', unreachable: 'Cannot connect to the daemon' });
});

test('a context is named before the command', () => {
  expect(dockerCommand({ context: 'other' }, ['info']).args).toEqual(['--context=other', 'info']);
  expect(dockerCommand({}, ['info']).args).toEqual(['info']);
});
