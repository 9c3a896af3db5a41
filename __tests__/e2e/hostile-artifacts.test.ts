import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ForkScene, openFork } from '../support/fork-scene.ts';
import type { ArtifactSeed } from '../support/github/seeds.ts';
import { makeZip, type ZipEntry } from '../support/makeZip.ts';
import type { GitPullRequest } from '../support/runner/repository.ts';
import { RUN_ID } from '../support/runner/workflow-run-event.ts';
import type { Run } from '../support/runner.ts';
import {
  ARTIFACT,
  artifact,
  BASE,
  changed,
  claimed,
  ENTRY,
  honest,
  raw,
  recordsOf,
  reportOf,
} from '../support/strange-report.ts';

/** What a fork's run uploaded: an artifact of the report, or several. */
type Upload = (pull: GitPullRequest) => ArtifactSeed | readonly ArtifactSeed[];

const MB = 2 ** 20;
const PATIENCE = 30_000;
const zipped = (pull: GitPullRequest, entry: Partial<ZipEntry>): ArtifactSeed => {
  const data = JSON.stringify(honest(pull));
  return { name: ARTIFACT, bytes: makeZip([{ name: ENTRY, data, ...entry }]) };
};
const put = (place: string, value: unknown) => (pull: GitPullRequest) => artifact(changed(honest(pull), place, value));
const named = (name: string) => (pull: GitPullRequest) => artifact(honest(pull), { name });

function half(bytes: Uint8Array | string): Buffer {
  return Buffer.from(bytes).subarray(0, bytes.length / 2);
}

const name = (of: string) => ({ name: `${ARTIFACT}-${of}` });
const part = (of: string) => (pull: GitPullRequest) => artifact({ ...honest(pull), part: of }, name(of));
const entry = (pull: GitPullRequest): ZipEntry => ({ name: ENTRY, data: JSON.stringify(honest(pull)) });
const files = (count: number): ZipEntry[] => Array.from({ length: count }, (_, at) => ({ name: `${at}`, data: '' }));
const words = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`tool ${at}`, '1']));
const small = (pull: GitPullRequest, at: number) => claimed(pull, { head: { ...BASE, image: `app${at}` } });

/** Artifacts that are refused, and why. */
const REFUSED: readonly (readonly [what: string, upload: Upload, reason: RegExp])[] = [
  ['expired', (pull) => artifact(honest(pull), { isExpired: true }), /has expired; run the workflow/],
  [
    'other than its digest',
    (pull) => artifact(honest(pull), { digest: `sha256:${'0'.repeat(64)}` }),
    /its digest differs/,
  ],
  ['said to be large', (pull) => artifact(honest(pull), { size: 64 * MB + 1 }), /has 67108865 bytes; at most 67108864/],
  [
    'larger than it says',
    () => ({ name: ARTIFACT, bytes: Buffer.alloc(64 * MB + 1), size: 10 }),
    /more bytes than GitHub said/,
  ],
  ['no zip', () => ({ name: ARTIFACT, bytes: 'GIF89a' }), /neither a zip nor JSON/],
  ['nothing', () => ({ name: ARTIFACT, bytes: '' }), /neither a zip nor JSON/],
  [
    'half a zip',
    (pull) => ({ name: ARTIFACT, bytes: half(zipped(pull, {}).bytes) }),
    /image-size-gate-report": .*[Ee]nd/,
  ],
  ['a zip that says it is large', (pull) => zipped(pull, { uncompressedSize: 256 * MB + 1 }), /at most 268435456 are/],
  [
    'a zip bomb',
    (pull) => zipped(pull, { data: Buffer.alloc(64 * MB, ' '), uncompressedSize: 1000 }),
    /too many bytes/,
  ],
  ['a zip with another checksum', (pull) => zipped(pull, { crc: 1 }), /checksum .* is wrong/],
  ['an encrypted zip', (pull) => zipped(pull, { flags: 1 }), /is encrypted/],
  ['a symbolic link', (pull) => zipped(pull, { mode: 0o120777 }), /is not a regular file/],
  ['a path upwards', (pull) => zipped(pull, { name: `../../${ENTRY}` }), /invalid relative path/],
  ['an absolute path', (pull) => zipped(pull, { name: `/tmp/${ENTRY}` }), /absolute path/],
  ['a path with backslashes', (pull) => zipped(pull, { name: `..\\${ENTRY}` }), /invalid characters in fileName/],
  ['a folder of its own', (pull) => zipped(pull, { name: `a/${ENTRY}` }), /it has no "image-size-gate.json"/],
  ['two reports', (pull) => ({ name: ARTIFACT, bytes: makeZip([entry(pull), entry(pull)]) }), /it has 2 entries/],
  ['many files', () => ({ name: ARTIFACT, bytes: makeZip(files(101)) }), /it has 101 entries/],
  ['half a JSON', (pull) => artifact(JSON.stringify(honest(pull)).slice(0, 900)), /not JSON/],
  ['100 MB of brackets', () => artifact('['.repeat(100_000_000)), /nested deeper than 64 levels/],
  ['NaN', put('comparisons.0.head.download', raw('NaN')), /not JSON/],
  ['infinite', put('comparisons.0.head.unpacked', raw('1e999')), /comparisons\[0\]\.head\.unpacked/],
  ['negative', put('comparisons.0.head.unpacked', -1), /comparisons\[0\]\.head\.unpacked/],
  ['a fraction', put('comparisons.0.head.layers.0.download', 0.5), /comparisons\[0\]\.head\.layers\[0\]\.download/],
  ['beyond counting', put('comparisons.0.head.unpacked', 2 ** 53), /comparisons\[0\]\.head\.unpacked/],
  ['a size in words', put('comparisons.0.head.download', '12 MB'), /comparisons\[0\]\.head\.download/],
  ['smaller by one number', put('comparisons.0.head.unpacked', 3_000_000), /unpacked is not the sum/],
  ['of a key of every object', (pull) => artifact(`{"__proto__":${JSON.stringify(honest(pull))}}`), /schemaVersion/],
  ['a list for a prototype', (pull) => artifact(changed(honest(pull), 'comparisons', { __proto__: [] })), /a list/],
  ['of a name of 1 MB', put('comparisons.0.image', 'a'.repeat(MB)), /comparisons\[0\]\.image: Too big/],
  ['of a text of 1 MB', put('comparisons.0.notes', ['a'.repeat(MB)]), /comparisons\[0\]\.notes\[0\]: Too big/],
  ['of a million versions', put('comparisons.0.head.versions', words(100_000)), /comparisons\[0\]\.head\.versions/],
  ['a pass over a fail', put('verdict', 'pass'), /verdict: found pass, but the comparisons come to fail/],
  [
    'a pass over a failing condition',
    put('comparisons.0.verdict', 'pass'),
    /verdict: pass does not follow from the rest/,
  ],
  ['accepted by itself', put('comparisons.0.verdict', 'accepted'), /verdict: accepted does not follow from the rest/],
  ['of another commit', put('commit', 'c'.repeat(40)), /of commit c{40}, the run of [0-9a-f]{40}/],
  ['of no commit', put('commit', undefined), /of commit \(not given\)/],
  ['of a commit that is a command', put('commit', '\n::set-output name=verdict::pass'), /: commit: /],
  ['of one image twice', (pull) => artifact(reportOf(pull, claimed(pull), claimed(pull))), /the same image and plat/],
  [
    'of 1,001 images',
    (pull) => artifact(reportOf(pull, ...Array.from({ length: 1001 }, (_, at) => small(pull, at)))),
    /1001 comparisons; .* at most 1000/,
  ],
  [
    'parts of two commits',
    (pull) => [part('a')(pull), artifact({ ...honest(pull), commit: 'c'.repeat(40) }, name('b'))],
    /All parts of a report must be of one commit/,
  ],
  [
    '501 artifacts',
    () => Array.from({ length: 501 }, (_, at) => ({ name: `${at}`, bytes: 'x' })),
    /more than 500 artif/,
  ],
  [
    '100 parts',
    (pull) => Array.from({ length: 100 }, (_, at) => part(`p${at}`)(pull)),
    /100 reports; at most 80 are read/,
  ],
  [
    'parts of 65 MB',
    (pull) => Array.from({ length: 3 }, (_, at) => artifact(honest(pull), { ...name(`p${at}`), size: 40 * MB })),
    /together; at most 67108864 are read/,
  ],
];

/** Artifacts that are none of ours, so that there is nothing to tell, and nothing of their names in the log. */
const UNKNOWN: readonly (readonly [what: string, upload: Upload])[] = [
  ['a name that is a command', named(`${ARTIFACT}-\n::set-output name=verdict::pass`)],
  ['a name that is an old command', named(`${ARTIFACT}-##[set-output name=verdict;]pass\u202e`)],
  ['a name that turns', named(`${ARTIFACT}-\u202eweb`)],
  ['a path for a name', named(`${ARTIFACT}-../../x`)],
  ['the name of a page', named(`${ARTIFACT}-web.html`)],
  ['a longer name', named(`${ARTIFACT}x`)],
];

const runs = [...REFUSED, ...UNKNOWN].map(([, upload], at) => [RUN_ID + 100 + at, upload] as const);
const runOf = (upload: Upload) => runs.find(([, each]) => each === upload)![0];

/** Nothing but what the action itself makes: files of a report it could read, in the runner's folder for them. */
async function expectNothingWritten({ temp }: Run, workspace: string, before: readonly string[]): Promise<void> {
  expect(await readdir(workspace)).toEqual(before);
  const ours = await readdir(temp, { recursive: true });
  expect(ours.filter((path) => !/^(?:event\.json|_runner_file_commands(?:\/[\w-]+)?)$/.test(path))).toEqual([]);
}

describe('an artifact of a stranger that is', () => {
  let scene: ForkScene;
  beforeAll(async () => {
    scene = await openFork({
      records: recordsOf,
      runs: (pull) => Object.fromEntries(runs.map(([id, upload]) => [id, [upload(pull)].flat()])),
    });
  }, PATIENCE);
  afterAll(async () => {
    expect(scene.github.violations).toEqual([]);
    await scene[Symbol.asyncDispose]();
  });

  test.each(REFUSED)(
    '%s is refused, with the reason and nothing told',
    async (_what, upload, reason) => {
      const files = await readdir(scene.workspace);
      const calls = scene.github.requests.length;
      await using run = await scene.report({}, { id: runOf(upload) });
      expect(run).toMatchObject({ exitCode: 1, outputs: { verdict: 'error', report: '' }, unsetOutputs: [] });
      const [error, ...others] = run.annotations;
      expect(error?.message).toMatch(reason);
      expect(error?.message.length).toBeLessThan(1000);
      expect(error?.message).not.toMatch(/ at .*\.js:\d+/);
      expect(others).toEqual([]);
      expect(run.refused).toEqual([]);
      expect(scene.comments()).toEqual([]);
      expect(scene.github.requests.length - calls).toBeLessThan(12);
      await expectNothingWritten(run, scene.workspace, files);
    },
    PATIENCE,
  );

  test.each(UNKNOWN)(
    'called by %s is none of ours',
    async (_what, upload) => {
      await using run = await scene.report({}, { id: runOf(upload) });
      expect(run).toMatchObject({
        exitCode: 0,
        outputs: { verdict: '' },
        unsetOutputs: [],
        annotations: [],
        refused: [],
      });
      expect(run.stdout.replace(/^::add-mask::.*\n/, '')).toBe(
        'Nothing to report: the run uploaded no report: it commented by itself, or measured nothing\n',
      );
      expect(scene.comments()).toEqual([]);
    },
    PATIENCE,
  );
});
