import { realpath, stat } from 'node:fs/promises';
import { basename, relative, resolve } from 'node:path';
import { dirname } from 'node:path/posix';
import { defaultBranchRef, topLevel } from '../git/git.ts';
import { UserError } from '../text/error.ts';
import { cutMiddle, visibleLine } from '../text/escape.ts';
import { parseAction } from './init/actions.ts';
import { checkoutNeeds } from './init/checkout.ts';
import { configText } from './init/config-text.ts';
import { type Entries, type Entry, pathOf, toEntries } from './init/entries.ts';
import { type Found, findBuilds, type Skipped } from './init/find.ts';
import { LOOKED_FOR } from './init/kinds.ts';
import type { Place } from './init/list.ts';
import { workflowText } from './init/workflow-text.ts';
import { type Texts, type Written, writeNew } from './init/write.ts';
import type { Session } from './session.ts';

const CONFIG = '.github/image-size.yml';
const WORKFLOW = '.github/workflows/image-size.yml';
/** Most lines of one list; the rest is counted. */
const LINES = 20;

type InitSession = Pick<Session, 'args' | 'cwd' | 'terminal'> & Partial<Pick<Session, 'signal'>>;

/**
 * `init [DIR]`: finds what builds images in the repository, or below DIR, and writes a configuration and a workflow for it at the repository's
 * root. Existing files stay as they are. The exit status is 0, or 2 where nothing was found.
 * @throws UserError for a DIR that is not a directory, and where `.github` leads out of the repository
 */
export async function writeFirstFiles(session: InitSession): Promise<number> {
  const { args, cwd, terminal, signal } = session;
  const action = args.action === '' ? undefined : parseAction(args.action);
  const place = await placeOf(resolve(cwd, args.operands[0] ?? '.'), signal);
  const found = await findBuilds(place);
  const entries = toEntries(found, basename(place.root));
  if (entries.images.length + entries.bake.length === 0) throw new UserError(nothingFound(place, found));
  const needs = { defaultBranch: await defaultBranch(place), action, ...(await checkoutNeeds(place.root, entries)) };
  const texts = { [CONFIG]: configText(entries), [WORKFLOW]: workflowText(needs) };
  if (args.print && !args.json) terminal.out(printed(texts));
  else {
    const outcome = args.print ? { written: [], kept: [] } : await writeNew(place.root, texts);
    const report = {
      schemaVersion: 1,
      ...entries,
      skipped: found.skipped,
      ...outcome,
      ...(args.print ? { texts } : {}),
    };
    if (args.json) terminal.out(`${JSON.stringify(report, null, 2)}\n`, 'json');
    else terminal.out(describeOutcome(entries, found, outcome));
  }
  return 0;
}

async function placeOf(directory: string, signal: AbortSignal | undefined): Promise<Place> {
  const found = await stat(directory).catch(() => undefined);
  if (!found?.isDirectory()) throw new UserError(`init: ${directory} is not a directory`);
  const real = await realpath(directory);
  const top = await topLevel({ cwd: real, signal });
  if (top === undefined) return { root: real, directory: '', isRepository: false, signal };
  return { root: top, directory: relative(top, real), isRepository: true, signal };
}

/** Name of the branch that pull requests are made against, from the clone; `main` where the clone does not say. */
async function defaultBranch({ root, isRepository, signal }: Place): Promise<string> {
  const ref = isRepository ? await defaultBranchRef({ cwd: root, signal }) : undefined;
  return ref?.replace(/^refs\/(?:heads|remotes\/origin)\//, '') ?? 'main';
}

function nothingFound({ root, directory }: Place, { skipped }: Found): string {
  const where = resolve(root, directory);
  return [`found nothing that builds an image in ${where}; looked for ${LOOKED_FOR}`, ...skippedLines(skipped)].join(
    '\n',
  );
}

function printed(texts: Texts): string {
  return Object.entries(texts)
    .map(([path, text]) => `==> ${path} <==\n${text}`)
    .join('\n');
}

function describeOutcome({ images, bake, covered }: Entries, { skipped }: Found, { written, kept }: Written): string {
  const lines = [
    ...listed('Found:', [...bake.map((files) => `all targets of ${files.join(' and ')}`), ...images.map(entryLine)]),
    ...listed('Left to the bake files, and named in the configuration:', covered.map(pathOf)),
    ...skippedLines(skipped),
    ...listed('To do before the first run:', images.flatMap(openPoints)),
    ...written.map((path) => `Wrote ${path}`),
    ...kept.map((path) => `Left ${path} as it is; init --print shows what it would contain`),
    ...(written.length === 0 ? [] : ['', NEXT]),
  ];
  return `${lines.map((line) => cutMiddle(visibleIndented(line), 300)).join('\n')}\n`;
}

const NEXT = 'Next: review the files, try them with "image-size-gate check", and commit them.';

function entryLine({ name, source, from }: Entry): string {
  if (source.kind === 'service') return `${name}: ${source.service.file}#${source.service.target}`;
  const target = source.target === undefined ? '' : `, target ${source.target}`;
  const context = source.context === dirname(source.file) ? '' : `, context ${source.context}`;
  return `${name}: ${source.file}${context}${target}${from === undefined ? '' : ` (as ${from} builds it)`}`;
}

/** What has to be changed before an image can be built, one line each. */
function openPoints({ name, source, unset = [], missing = [] }: Entry): readonly string[] {
  if (source.kind === 'service') return [];
  const copied = `${name}: no directory that can be the context of ${source.file} has`;
  return [
    ...unset.map(
      (key) => `${name}: the FROM of ${source.file} needs a value: write "build-args: { ${key}: … }" in ${CONFIG}`,
    ),
    ...missing.map((path) => `${copied} ${path}: let a step of ${WORKFLOW} make it before the last one`),
  ];
}

function skippedLines(skipped: readonly Skipped[]): readonly string[] {
  return listed(
    'Skipped:',
    skipped.map(({ path, reason }) => `${path}: ${reason}`),
  );
}

function listed(title: string, items: readonly string[]): readonly string[] {
  if (items.length === 0) return [];
  const more = items.length > LINES ? [`  … ${items.length - LINES} more`] : [];
  return [title, ...items.slice(0, LINES).map((item) => `  ${item}`), ...more];
}

function visibleIndented(line: string): string {
  return `${/^ */.exec(line)?.[0] ?? ''}${visibleLine(line)}`;
}
