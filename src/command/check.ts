import { resolve } from 'node:path';
import { findLocalBase, findReleaseBase } from '../baseline/base-commit.ts';
import { historyOf } from '../baseline/git-history.ts';
import { closePlan, planBaseline } from '../baseline/plan.ts';
import { findUnaffected } from '../baseline/unaffected.ts';
import { describeBake } from '../docker/bake/recipe.ts';
import { readOwnPlatform } from '../docker/own-platform.ts';
import type { Repository } from '../git/git.ts';
import { withProposals } from '../history/proposals.ts';
import { openRecords, type Records } from '../history/records.ts';
import { withTrends } from '../history/trends.ts';
import type { Report } from '../model/comparison.ts';
import type { BakeSource, Image } from '../model/image.ts';
import { VERSION } from '../model/version.ts';
import { renderDocument } from '../report/notes/notes.ts';
import { type GateRequest, runGate } from '../run/gate.ts';
import { configuredImages } from './configured.ts';
import { documentContext } from './document.ts';
import { checkOwnFile, DOCUMENT, writeOwnFile } from './own-file.ts';
import { openPage } from './page-file.ts';
import { type Session, tell } from './session.ts';

/** How many commits a record may be behind, as the action has it by default. */
const MAX_BEHIND = 20;

/** `check [IMAGE…]`: measures what the working tree builds against the commit that it is built on, or `--baseline`. */
export async function checkImages(session: Session): Promise<number> {
  const { args, cwd, measurer, signal } = session;
  const { root, images, configuredAt } = await configuredImages(session);
  if (args.document !== '') await checkOwnFile(DOCUMENT, resolve(cwd, args.document));
  const page = await openPage(session);
  const repository = { cwd: root, signal };
  const history = historyOf(repository);
  const { dataBranch: branch } = args;
  await using records = branch === '' ? undefined : await openRecords({ repository, branch, maxBehind: MAX_BEHIND });
  const plan = await planBaseline({
    baseline: args.baseline,
    repository,
    cwd,
    records,
    images: images.map(({ name }) => name),
    baked: images.some(({ source }) => source.kind === 'bake'),
    configuredAt,
    baseCommit: () => findLocalBase(history),
    releaseBase: () => findReleaseBase(history),
  });
  try {
    const findUnaffected = records === undefined || args.noCache ? undefined : unaffectedFinder(session, repository);
    const gated = await runGate({ root, images, plan, measurer, findUnaffected, contents: page !== undefined });
    const report = records === undefined ? gated : await withRecords(gated, images, records);
    const status = tell(session, report);
    await document(session, report, images);
    await page?.write(report);
    return status;
  } finally {
    await closePlan(plan);
  }
}

/** Adds what the data branch knows besides baselines. */
async function withRecords(report: Report, images: readonly Image[], records: Records): Promise<Report> {
  return withTrends(await withProposals(report, images, records), records);
}

/** Which images need no build; only records can answer for them. */
function unaffectedFinder({ args, progress, signal }: Session, repository: Repository): GateRequest['findUnaffected'] {
  const request = {
    repository,
    version: VERSION,
    describeBake: (source: BakeSource, root: string) => describeBake(source, root, { signal }),
    ownPlatform: () => readOwnPlatform({ builder: args.builder || undefined }),
    log: progress.log,
  };
  return (images, bases) => findUnaffected(request, images, bases);
}

/** Writes the document that was asked for; what it needs besides the report is computed only then. */
async function document({ args, cwd, measurer, terminal }: Session, report: Report, images: readonly Image[]) {
  if (args.document === '') return;
  const context = documentContext(report, images, measurer, { args, now: new Date() });
  await writeOwnFile(DOCUMENT, resolve(cwd, args.document), renderDocument(report, context));
  terminal.err(`Wrote ${args.document}\n`);
}
