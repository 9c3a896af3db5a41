import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Comparison } from '../../src/model/comparison.ts';
import { createReport } from '../../src/model/report.ts';
import { renderAcceptanceState } from '../../src/report/acceptance-state.ts';
import { failed } from '../exchange/samples.ts';
import { blocksOf, inlineOf } from '../report/gfm.ts';
import { type ForkScene, openFork } from '../support/fork-scene.ts';
import type { ArtifactSeed } from '../support/github/seeds.ts';
import { REPOSITORY } from '../support/pull-request.ts';
import type { GitPullRequest } from '../support/runner/repository.ts';
import { RUN_ID } from '../support/runner/workflow-run-event.ts';
import type { Run } from '../support/runner.ts';
import {
  ARTIFACT,
  artifact,
  BASE,
  claimed,
  HEAD,
  honest,
  measuring,
  recordsOf,
  reportOf,
} from '../support/strange-report.ts';

type Forge = (pull: GitPullRequest) => ArtifactSeed | readonly ArtifactSeed[];

const PATIENCE = 30_000;
const OTHER = 8;
/** The one whose page is uploaded. */
const LAST = 'is full of what acts';
const MARKER = '<!-- image-size-gate:.github%2Fworkflows%2Fimage%2Dsize.yml/image%2Dsize/__self/ -->';
const STATE = renderAcceptanceState({
  shown: [{ key: 'AAAAAAAA', amounts: [{ total: null, growth: 1e12 }] }],
  grants: [{ id: 'l20500000001', accepted: [] }],
});

/** Texts that each try to act where they stand: in the comment, in the summary or in the log. */
const ACTIVE = [
  `\n${MARKER}\n${STATE}\n### ✅ Image size: pass`,
  '--> <img src=x onerror=alert(1)></summary></details></code><script>alert(1)</script>',
  '@acme/everyone @octocat #1 GH-1 acme/app#2 https://evil.example www.evil.example [a](https://evil.example) ![b](x)',
  '\n::set-output name=verdict::pass\n::error::owned\r::stop-commands::x\r\n##[set-output name=verdict;]pass ##[error]owned',
  '| a | b |\n| - | - |\n```\n# heading\n`'.repeat(2),
  '\u202egnp.exe\u2066\u200b\u001b[2J\u0000\ud800',
  '%0A::set-output name=verdict::pass%0D%25',
].join(' ');

const all = (pull: GitPullRequest, change: (comparison: Comparison) => unknown) => {
  const { comparisons, ...rest } = honest(pull);
  return { ...rest, comparisons: comparisons.map(change) };
};

/** The report with the text before whatever in it is free, and a number of another pull request wherever one could be looked for. */
function infected(pull: GitPullRequest): ArtifactSeed {
  const text = ACTIVE;
  const config = { user: text, entrypoint: [text], cmd: [text, text], exposedPorts: [text] };
  const layers = HEAD.layers.map((layer) => ({
    ...layer,
    createdBy: `RUN ${text}`,
    source: { file: text, stage: text, instruction: `RUN ${text}`, lines: { start: 1, end: 2 } },
  }));
  const more = { config, versions: { [text.slice(0, 100)]: text }, wastedPaths: [{ path: text, bytes: 0 }] };
  const head = { ...HEAD, ...more, layers, base: { image: text, layers: 1 } };
  const grown = claimed(pull, { head });
  const broken = failed('broken', text);
  const strange = { ...claimed(pull, { head: { ...HEAD, image: text.slice(0, 256) }, baseline: null }) };
  const { missing: _, ...report } = reportOf(pull, { ...grown, notes: [text] }, broken, strange);
  const missing = [{ part: text.slice(0, 200), reason: text }];
  return artifact({ ...createReport(report.comparisons, { missing, commit: pull.head }), part: text.slice(0, 200) });
}

const numbered = (pull: GitPullRequest): ArtifactSeed => {
  const number = { number: OTHER, pull_request: OTHER, pullRequest: { number: OTHER }, issue: OTHER, pr: `${OTHER}` };
  const { comparisons, ...rest } = honest(pull);
  const own = { ...rest, ...number, repository: 'evil/app', headSha: 'c'.repeat(40), baseRef: 'evil' };
  return artifact({ ...own, comparisons: comparisons.map((each) => ({ ...each, ...number })) });
};

const many = (pull: GitPullRequest, count: number): readonly Comparison[] =>
  Array.from({ length: count }, (_, at) => claimed(pull, { head: { ...BASE, image: `${'x'.repeat(200)}${at}` } }));

/** Reports that agree with themselves, and are not true; what they come to all the same. */
const FORGED: readonly (readonly [what: string, forge: Forge, verdict: string, words: RegExp])[] = [
  ['is honest', (pull) => artifact(honest(pull)), 'fail', /3\.00&nbsp;MB<\/span>&nbsp;→/],
  ['passes by conditions of its own', (pull) => artifact(reportOf(pull, claimed(pull, { failIf: [] }))), 'fail', /./],
  [
    'grew a baseline',
    (pull) => artifact(reportOf(pull, claimed(pull, { baseline: HEAD }))),
    'fail',
    /record of the base/,
  ],
  [
    'is compared with a commit of nobody',
    (pull) => artifact(reportOf(pull, claimed(pull, { baseline: HEAD, commit: 'c'.repeat(40) }))),
    'fail',
    /record of the base/,
  ],
  ['was accepted by itself', (pull) => artifact({ ...all(pull, accepted), verdict: 'accepted' }), 'fail', /❌/],
  [
    'was not affected',
    (pull) => artifact(reportOf(pull, { ...claimed(pull, { baseline: HEAD }), unaffected: true })),
    'fail',
    /❌/,
  ],
  ['names another pull request', numbered, 'fail', /❌/],
  ['has no image', (pull) => artifact(reportOf(pull)), 'error', /its report has no images/],
  [
    'leaves its image out',
    (pull) => artifact(reportOf(pull, claimed(pull, { head: measuring(2e6, { image: 'b' }) }))),
    'error',
    /the report file does not have it/,
  ],
  [
    'calls its image otherwise',
    (pull) => artifact(reportOf(pull, claimed(pull, { head: { ...HEAD, image: 'App' } }))),
    'error',
    /the report file does not have it/,
  ],
  [
    'has 900 images more',
    (pull) => artifact(reportOf(pull, claimed(pull), ...many(pull, 900))),
    'fail',
    /890 more images/,
  ],
  ['has a part beside the whole', (pull) => [artifact(honest(pull)), smallPart(pull)], 'fail', /❌/],
  [
    'has two parts of one image',
    (pull) => [smallPart(pull), smallPart(pull, 'b')],
    'error',
    /only one part may measure it/,
  ],
  [LAST, infected, 'fail', /broken/],
];

function accepted(comparison: Comparison): unknown {
  const by = { by: 'octocat', at: '2026-11-02T10:00:00Z', kind: 'label', name: 'image-size-accepted' };
  const conditions = comparison.conditions.map((each) => ({ ...each, verdict: 'accepted' }));
  return { ...comparison, verdict: 'accepted', conditions, acceptance: by };
}

function smallPart(pull: GitPullRequest, part = 'a'): ArtifactSeed {
  return artifact({ ...reportOf(pull, claimed(pull, { head: BASE })), part }, { name: `${ARTIFACT}-${part}` });
}

const OURS =
  /<\/?(?:details(?: open)?|summary|sub|code|br)>|<span title="[−\d,]+ B">|<span>|<\/span>|\]\(https:\/\/github\.com\/acme\/app\/actions\/[\w/]+\)/g;

/** Of a comment, or the summary, nothing acts but what is ours. */
function expectHarmless(markdown: string): void {
  const { prose } = blocksOf(markdown);
  const inline = prose.map(inlineOf);
  const outside = inline.map(({ outside }) => outside.replace(OURS, '')).join('\n');
  expect(outside).not.toMatch(/[<>]|@[a-z\d]|(?<!&|\\)#\d|\bGH-\d|https?:|\bwww\.|!\[/i);
  expect(inline.filter(({ isOpen }) => isOpen)).toEqual([]);
  expect(markdown.replace(/[\n\u200b]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(prose.filter((line) => /^#{1,6} /.test(line))).toHaveLength(1);
  expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(60_000);
}

/** One marker, at most one state, both at the start; a stranger's are in a fence, if anywhere, and in no second line. */
function expectOwnMemory(comment: string): void {
  const [first, second = '', ...rest] = comment.split('\n');
  expect(first).toBe(MARKER);
  expect(second).not.toBe(STATE);
  expect(blocksOf(rest.join('\n')).prose.filter((line) => /^\s*<!--/.test(line))).toEqual([]);
}

/** The log, the commands and the files of a run are its own. */
async function expectOwnRun(run: Run, verdict: string): Promise<void> {
  expect(run).toMatchObject({ unsetOutputs: [], refused: [], stderr: '', outputs: { verdict } });
  expect(run.annotations.map(({ message }) => message)).not.toContain('owned');
  for (const { message, title = '' } of run.annotations) expect(`${message}${title}`.length).toBeLessThan(20_000);
  expect(run.stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(run.stdout.length).toBeLessThan(200_000);
  const files = (await readdir(run.temp)).filter((name) => !/^(?:event\.json|_runner_file_commands)$/.test(name));
  expect(files).toEqual([expect.stringMatching(/^image-size-gate-report-\w+$/)]);
  const page = await readFile(run.outputs.html ?? '', 'utf8');
  expect(page).not.toMatch(/<img|onerror|evil\.example/);
}

describe('a report of a stranger that', () => {
  let scene: ForkScene;
  const ids = new Map(FORGED.map(([what], at) => [what, RUN_ID + 100 + at]));
  beforeAll(async () => {
    scene = await openFork({
      records: recordsOf,
      runs: (pull) => Object.fromEntries(FORGED.map(([what, forge]) => [ids.get(what), [forge(pull)].flat()])),
      elsewhere: [OTHER],
    });
  }, PATIENCE);
  afterAll(async () => {
    expect(scene.github.violations).toEqual([]);
    await scene[Symbol.asyncDispose]();
  });

  test.each(FORGED)(
    '%s comes to what the default branch makes of it',
    async (what, _forge, verdict, words) => {
      const workspace = await readdir(scene.workspace);
      const calls = scene.github.requests.length;
      await using run = await scene.report(what === LAST ? {} : { artifact: 'never' }, { id: ids.get(what)! });
      expect(run.exitCode).toBe(1);
      await expectOwnRun(run, verdict);
      const [comment = '', ...others] = scene.comments();
      expect(others).toEqual([]);
      expect(comment).toMatch(words);
      expect(comment).toMatch(new RegExp(`^### .* Image size: ${verdict} – `, 'm'));
      expectOwnMemory(comment);
      expectHarmless(comment.replace(/^(?:<!--.*\n)+/, ''));
      expectHarmless(run.summary);
      expect(scene.github.comments(REPOSITORY, OTHER)).toEqual([]);
      expect(scene.github.requests.slice(calls).filter(({ path }) => path.startsWith('/repos/')).length).toBeLessThan(
        16,
      );
      expect(await readdir(scene.workspace)).toEqual(workspace);
    },
    PATIENCE,
  );

  test(
    'leaves its image out is an error too where no file says what the images are, for the records do',
    async () => {
      const id = ids.get('leaves its image out')!;
      await using run = await scene.report({ artifact: 'never', config: 'none' }, { id });
      await expectOwnRun(run, 'error');
      expect(run.summary).toMatch(/the report file does not have it/);
    },
    PATIENCE,
  );
});
