import { execFileSync } from 'node:child_process';
import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { describeAnyEngine, describeEngines } from '../support/engine.ts';
import { makeFolder } from '../support/folder.ts';
import { ballast, COPY_DATA, openPullRequest } from '../support/pull-request.ts';

/** Real builds take what they take on a busy machine; the limit only ends a hang. */
const PATIENCE = 180_000;
const IMAGES = 'app=Dockerfile';
const small = { Dockerfile: COPY_DATA, data: ballast(3_000_000) };
const larger = { data: ballast(5_000_000) };

describeEngines('the spawned action on a pull request', (engine) => {
  test(
    'an unchanged image passes without a word',
    async () => {
      await using scene = await openPullRequest({ base: small, head: { 'README.md': 'other words' } });
      await using run = await scene.run(engine, { images: IMAGES });
      expect(run).toMatchObject({ exitCode: 0, isFailed: false, unsetOutputs: [], annotations: [] });
      expect(run.outputs).toMatchObject({
        verdict: 'pass',
        unpacked: '3000000',
        growth: '0',
        'baseline-commit': scene.base,
      });
      expect(scene.comments()).toEqual([]);
      expect(scene.github.violations).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'growth within the limits passes and is told in one comment, with the first parent of the shallow merge commit as the base',
    async () => {
      await using scene = await openPullRequest({ base: small, head: { data: ballast(3_050_000) } });
      await using run = await scene.run(engine, { images: IMAGES });
      expect(run).toMatchObject({ exitCode: 0, unsetOutputs: [] });
      expect(run.outputs).toMatchObject({ verdict: 'pass', growth: '50000', 'baseline-commit': scene.base });
      expect(scene.comments()).toMatchObject([
        { user: 'github-actions[bot]', body: expect.stringContaining(scene.base.slice(0, 7)) },
      ]);
      expect(run.summary).toContain('first parent of the merge commit');
      expect(scene.github.violations).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'growth over the limits fails last, after comment, summary, outputs and an annotation on the Dockerfile',
    async () => {
      await using scene = await openPullRequest({ base: small, head: larger });
      await using run = await scene.run(engine, { images: IMAGES });
      expect(run).toMatchObject({ exitCode: 1, isFailed: true, unsetOutputs: [] });
      expect(run.outputs).toMatchObject({ verdict: 'fail', unpacked: '5000000', growth: '2000000' });
      const failures = run.annotations.filter(({ level }) => level === 'error');
      expect(failures).toContainEqual(expect.objectContaining({ file: 'Dockerfile' }));
      expect(failures.at(-1)?.message.split('\n')).toEqual([
        expect.stringContaining('unpacked +2.00 MB (+67 %), over the limit "unpacked > +2% and > +1 MB"'),
        expect.stringContaining('download +'),
      ]);
      expect(run.summary).toContain('fail');
      expect(scene.comments()).toHaveLength(1);
      expect(scene.comments()[0]?.body).toContain('COPY data /data');
      expect(scene.comments()[0]?.body).toMatch(/<sub>Measured: [0-9a-f]{7} · Baseline: /);
      expect(scene.github.requests.length).toBeLessThanOrEqual(15);
      expect(scene.github.violations).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'a broken Dockerfile is an error with the builder’s own words, and stops no other image',
    async () => {
      const base = { ...small, 'web/Dockerfile': COPY_DATA, 'web/data': ballast(1_000_000, 'web') };
      await using scene = await openPullRequest({ base, head: { Dockerfile: 'FROM scratch\nCOPY nowhere /\n' } });
      await using run = await scene.run(engine, { images: 'app=Dockerfile\nweb/Dockerfile' });
      expect(run).toMatchObject({ exitCode: 1, unsetOutputs: [] });
      expect(run.outputs).toMatchObject({ verdict: 'error', unpacked: '', download: '' });
      expect(run.summary).toContain('nowhere');
      expect(run.summary).toContain('web');
    },
    PATIENCE,
  );

  test(
    'a Dockerfile that the base does not have is new, one that the head does not have any more is removed',
    async () => {
      const base = { ...small, 'old/Dockerfile': COPY_DATA, 'old/data': ballast(1_000, 'old') };
      // Unlike the old one, so that git does not see a rename.
      const other =
        'FROM scratch\nWORKDIR /srv/service\nADD data /srv/service/program\nENTRYPOINT ["/srv/service/program"]\n';
      const head = { 'old/Dockerfile': null, 'new/Dockerfile': other, 'new/data': ballast(2_000, 'new') };
      await using scene = await openPullRequest({ base, head });
      await using run = await scene.run(engine, { images: 'old/Dockerfile\nnew/Dockerfile' });
      expect(run).toMatchObject({ exitCode: 0, unsetOutputs: [], outputs: { unpacked: '2000', growth: '' } });
      expect(run.summary).toContain('removed');
      expect(run.summary).toContain('new');
    },
    PATIENCE,
  );
});

// What the image store has no part in is tried on one.
describeAnyEngine('the spawned action on a pull request, whatever the store', (engine) => {
  test(
    'a second run with the same result leaves the comment as it is',
    async () => {
      await using scene = await openPullRequest({ base: small, head: larger });
      await using first = await scene.run(engine, { images: IMAGES });
      await using second = await scene.run(engine, { images: IMAGES });
      expect([first.exitCode, second.exitCode]).toEqual([1, 1]);
      expect(scene.comments()).toHaveLength(1);
      expect(scene.github.requests.filter(({ method }) => method === 'PATCH')).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'an image that shrinks passes',
    async () => {
      await using scene = await openPullRequest({ base: small, head: { data: ballast(1_000_000) } });
      await using run = await scene.run(engine, { images: IMAGES });
      expect(run).toMatchObject({ exitCode: 0, outputs: { verdict: 'pass', growth: '-2000000' } });
    },
    PATIENCE,
  );

  test(
    'of two images each is gated by itself, though their sum shrinks',
    async () => {
      const base = { ...small, 'web/Dockerfile': COPY_DATA, 'web/data': ballast(9_000_000, 'web') };
      await using scene = await openPullRequest({ base, head: { ...larger, 'web/data': ballast(1_000_000, 'web') } });
      await using run = await scene.run(engine, { images: 'app=Dockerfile\nweb/Dockerfile' });
      expect(run).toMatchObject({ exitCode: 1, outputs: { verdict: 'fail', growth: '-6000000' } });
      expect(scene.comments()).toHaveLength(1);
      expect(run.summary).toMatch(/app[\s\S]*web/);
    },
    PATIENCE,
  );

  test(
    'conditions of one image leave the other alone, and a warning does not fail',
    async () => {
      const base = { ...small, 'web/Dockerfile': COPY_DATA, 'web/data': ballast(1_000_000, 'web') };
      await using scene = await openPullRequest({ base, head: { 'web/data': ballast(1_200_000, 'web') } });
      const gates = { 'fail-if': 'none\napp: unpacked > +1 kB', 'warn-if': 'web: unpacked > +100 kB' };
      await using run = await scene.run(engine, { images: 'app=Dockerfile\nweb/Dockerfile', ...gates });
      expect(run).toMatchObject({ exitCode: 0, outputs: { verdict: 'warn' } });
      expect(run.annotations).toMatchObject([{ level: 'warning', file: 'web/Dockerfile' }]);
    },
    PATIENCE,
  );

  test(
    'a base that does not build is an error, while an absolute condition still fails',
    async () => {
      await using scene = await openPullRequest({
        base: { ...small, Dockerfile: 'FROM scratch\nCOPY gone /\n' },
        head: small,
      });
      await using error = await scene.run(engine, { images: IMAGES });
      expect(error).toMatchObject({ exitCode: 1, outputs: { verdict: 'error', unpacked: '3000000', growth: '' } });
      expect(error.summary).toContain('baseline: none');
      await using fail = await scene.run(engine, { images: IMAGES, 'fail-if': 'unpacked > 1 MB' });
      expect(fail).toMatchObject({ exitCode: 1, outputs: { verdict: 'fail' } });
      await using mended = await scene.run(engine, { images: IMAGES, baseline: 'none' });
      expect(mended).toMatchObject({ exitCode: 0, outputs: { verdict: 'new' } });
    },
    PATIENCE,
  );

  test(
    'what a build prints is no command to the runner',
    async () => {
      const hostile =
        'FROM debian:bookworm-slim\nRUN printf "::error::taken\\n::set-output name=verdict::pass\\n::stop-commands::x\\n"\n';
      await using scene = await openPullRequest({ base: { Dockerfile: hostile }, head: { 'README.md': 'x' } });
      await using run = await scene.run(engine, { images: IMAGES, comment: 'never' });
      expect(run).toMatchObject({ exitCode: 0, annotations: [], outputs: { verdict: 'pass' } });
      expect(run.groups.length).toBeGreaterThanOrEqual(2);
    },
    PATIENCE,
  );
});

describeAnyEngine('the spawned action and the comment', (engine) => {
  test(
    'with a token that only reads, the run is judged the same, warns, and has the report in its summary',
    async () => {
      await using scene = await openPullRequest({ base: small, head: larger, permissions: 'read', fork: 'guest/app' });
      await using run = await scene.run(engine, { images: IMAGES });
      expect(run).toMatchObject({ exitCode: 1, unsetOutputs: [], outputs: { verdict: 'fail' } });
      expect(run.annotations.filter(({ level }) => level === 'warning')).toEqual([
        expect.objectContaining({ message: expect.stringContaining('pull-requests: write') }),
      ]);
      expect(run.summary).toContain('unpacked');
      expect(scene.comments()).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'among 120 comments its own is found on the second page and updated in place',
    async () => {
      await using scene = await openPullRequest({ base: small, head: larger });
      await using first = await scene.run(engine, { images: IMAGES });
      const body = scene.comments()[0]?.body ?? '';
      const others = Array.from({ length: 119 }, (_, index) => ({ body: `comment ${index}` }));
      const comments = [...others, { body: `${body.split('\n')[0]}\nan older report`, user: 'github-actions[bot]' }];
      await using crowded = await openPullRequest({ base: small, head: larger, comments });
      await using run = await crowded.run(engine, { images: IMAGES });
      expect([first.exitCode, run.exitCode]).toEqual([1, 1]);
      expect(crowded.comments()).toHaveLength(120);
      expect(crowded.comments()[119]?.body).toContain('unpacked');
      expect(crowded.github.requests.length).toBeLessThanOrEqual(15);
      expect(crowded.github.violations).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'a comment of another bot with the same marker is not touched',
    async () => {
      await using scene = await openPullRequest({ base: small, head: larger });
      await using first = await scene.run(engine, { images: IMAGES });
      const marker = scene.comments()[0]?.body.split('\n')[0] ?? '';
      const stranger = { body: `${marker}\nnot ours`, user: 'other[bot]' };
      await using shared = await openPullRequest({ base: small, head: larger, comments: [stranger] });
      await using run = await shared.run(engine, { images: IMAGES });
      expect([first.exitCode, run.exitCode]).toEqual([1, 1]);
      expect(shared.comments()).toMatchObject([
        { body: stranger.body, user: 'other[bot]' },
        { user: 'github-actions[bot]' },
      ]);
      expect(shared.github.violations).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'two keys are two comments',
    async () => {
      await using scene = await openPullRequest({ base: small, head: larger });
      await using one = await scene.run(engine, { images: IMAGES, key: 'one' });
      await using two = await scene.run(engine, { images: IMAGES, key: 'two' });
      expect([one.exitCode, two.exitCode]).toEqual([1, 1]);
      expect(new Set(scene.comments().map(({ body }) => body.split('\n')[0])).size).toBe(2);
    },
    PATIENCE,
  );
});

describeAnyEngine('the spawned action where something is missing', (engine) => {
  test(
    'without docker on PATH it says so, sets every output and is not green',
    async () => {
      await using scene = await openPullRequest({ base: small, head: larger });
      await using tools = await makeFolder();
      const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
      await symlink(git, join(tools.path, 'git'));
      await using run = await scene.run({ env: { ...engine.env, PATH: tools.path } }, { images: IMAGES });
      expect(run).toMatchObject({ exitCode: 1, unsetOutputs: [], outputs: { verdict: 'error' } });
      expect(run.annotations.map(({ message }) => message).join('\n')).toContain('docker is not on PATH');
    },
    PATIENCE,
  );

  test(
    'without a Dockerfile on either side it is an error that names the path',
    async () => {
      await using scene = await openPullRequest({ base: small, head: larger });
      await using run = await scene.run(engine, { images: 'api=deep/Dockerfile' });
      expect(run).toMatchObject({ exitCode: 1, unsetOutputs: [], outputs: { verdict: 'error' } });
      expect(run.annotations.map(({ message }) => message).join('\n')).toContain('deep/Dockerfile');
    },
    PATIENCE,
  );

  test(
    'a base commit that cannot be fetched is an error with git’s reason',
    async () => {
      await using scene = await openPullRequest({ base: small, head: larger });
      await rm(new URL(scene.repository.url), { recursive: true });
      await using run = await scene.run(engine, { images: IMAGES });
      expect(run).toMatchObject({ exitCode: 1, outputs: { verdict: 'error', unpacked: '5000000' } });
      expect(run.summary).toContain('cannot be checked out');
    },
    PATIENCE,
  );

  test(
    'a condition with a mistake is told with the place of it, before anything is built',
    async () => {
      await using scene = await openPullRequest({ base: small, head: larger });
      await using run = await scene.run(engine, { images: IMAGES, 'fail-if': 'donwload > +2%' });
      expect(run).toMatchObject({ exitCode: 1, unsetOutputs: [], groups: [] });
      expect(run.annotations[0]?.message).toContain('download');
    },
    PATIENCE,
  );
});
