import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { CLI } from '../support/command-line.ts';
import { makeFolder } from '../support/folder.ts';
import { openWorkplace } from '../support/workplace.ts';

const PATIENCE = 60_000;
/** Milliseconds in which a signal must be heard, and what a busy machine adds. */
const SOON = 2000 + 3000;

/** Answers of a docker that has one builder, on the containerd store. */
const DOCKER = `case "$*" in
  'buildx version') echo 'github.com/docker/buildx v0.29.1 a32761a';;
  'buildx ls'*) echo '{"Name":"default","Driver":"docker","Current":true,"Nodes":[{"Endpoint":"default"}]}';;
  info*) echo '{"ServerVersion":"29.0.0","ClientInfo":{"Version":"29.0.0"},"DriverStatus":[["driver-type","io.containerd.snapshotter.v1"]]}';;
esac`;
const GIT = `PATH=$REAL_PATH exec git "$@"`;

/** A program that hangs where its arguments have a text, and else does its work. */
const hanging = (text: string, mark: string, otherwise: string) =>
  `#!/bin/sh\ncase "$*" in *'${text}'*) echo > '${mark}'; exec sleep 1000;; esac\n${otherwise}\n`;

test.each<[tool: 'docker' | 'git', text: string, signal: 'SIGTERM' | 'SIGINT', args: readonly string[]]>([
  ['docker', 'buildx version', 'SIGTERM', ['check', 'app=Dockerfile', '--baseline', 'none']],
  ['docker', 'info', 'SIGINT', ['check', 'app=Dockerfile', '--baseline', 'none']],
  ['docker', 'buildx ls', 'SIGTERM', ['measure', 'app=Dockerfile']],
  [
    'docker',
    'buildx build',
    'SIGTERM',
    ['check', 'app=Dockerfile', 'b=Dockerfile', 'c=Dockerfile', '--baseline', 'HEAD~1'],
  ],
  ['docker', '--print', 'SIGTERM', ['check', 'bake:docker-bake.hcl']],
  ['docker', 'image inspect', 'SIGTERM', ['measure', 'app=docker-daemon:app:1']],
  ['git', 'rev-parse', 'SIGTERM', ['check', 'app=Dockerfile']],
  ['git', 'status', 'SIGINT', ['check', 'app=Dockerfile', '--baseline', 'HEAD']],
  ['git', 'ls-files', 'SIGTERM', ['init', '--print']],
  ['git', 'read-tree', 'SIGTERM', ['check', 'app=Dockerfile', '--baseline', 'HEAD~1']],
  ['git', 'ls-remote', 'SIGTERM', ['check', 'app=Dockerfile', '--baseline', 'previous-release']],
])(
  'while %s does not answer to %s, %s ends the run soon and leaves nothing',
  async (tool, text, signal, args) => {
    await using work = await openWorkplace(
      { Dockerfile: 'FROM scratch\n', 'docker-bake.hcl': 'target "a" {}\n' },
      { a: '1' },
    );
    await using tools = await makeFolder();
    const mark = join(tools.path, 'asked');
    const path = process.env.PATH ?? '';
    await tools.write('bin/docker', hanging(tool === 'docker' ? text : 'no such text', mark, DOCKER), 0o755);
    if (tool === 'git') await tools.write('bin/git', hanging(text, mark, GIT), 0o755);
    const env = { ...process.env, ...work.env, REAL_PATH: path, PATH: `${join(tools.path, 'bin')}:${path}` };
    const child = spawn(process.execPath, [CLI, ...args], { cwd: work.path, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
    const closed = once(child, 'close');
    while (!(await stat(mark).catch(() => undefined)) && child.exitCode === null) await wait(50);
    expect({ printed, exitCode: child.exitCode }).toMatchObject({ exitCode: null });
    const start = performance.now();
    child.kill(signal);
    await closed;
    expect(performance.now() - start).toBeLessThan(SOON);
    expect(child.exitCode).toBe(2);
    expect(printed).toContain(`ended by ${signal}`);
    expect(await readdir(work.env.TMPDIR)).toEqual([]);
  },
  PATIENCE,
);
