import { resolve } from 'node:path';
import { findLocalBase, measuredUnchanged } from '../baseline/base-commit.ts';
import { historyOf } from '../baseline/git-history.ts';
import { openRecords } from '../history/records.ts';
import type { Report } from '../model/document.ts';
import type { Image } from '../model/image.ts';
import { exitCode } from '../model/report.ts';
import { renderDocument } from '../report/notes/notes.ts';
import { runCheck } from '../run/check.ts';
import { configuredImages } from './configured.ts';
import { documentContext } from './document.ts';
import { checkOwnFile, DOCUMENT, writeOwnFile } from './files/own-file.ts';
import { checkPatch, writePatch } from './files/patch-file.ts';
import { openReportFiles } from './files/report-files.ts';
import { printReport, type Session } from './session.ts';

/** How many commits a record may be behind; the default of the action too. */
const MAX_BEHIND = 20;

/** `check [IMAGE…]`: measures what the working tree builds against the commit that it is built on, or `--baseline`. */
export async function checkImages(session: Session): Promise<number> {
  const { args, cwd, measurer, signal } = session;
  const { root, ...configuration } = await configuredImages({ ...session, log: session.progress.log });
  if (args.document !== '') await checkOwnFile(DOCUMENT, resolve(cwd, args.document));
  await checkPatch(session);
  const files = await openReportFiles(session);
  const checkout = { cwd: root, signal };
  const { dataBranch: branch, rebuiltRecords: rebuilt } = args;
  const report = await runCheck({
    configuration,
    checkout,
    measurer,
    log: session.progress.log,
    baseline: args.baseline,
    baselineDirectory: cwd,
    history: historyOf(checkout),
    findBaseCommit: findLocalBase,
    measured: {
      release: (history) => measuredUnchanged(undefined, history, { tracked: true }),
      ref: (history) => measuredUnchanged(undefined, history, { tracked: false }),
    },
    openRecords: async () =>
      branch === '' ? undefined : openRecords({ repository: checkout, branch, maxBehind: MAX_BEHIND, rebuilt }),
    buildsAll: args.noCache,
    untracked: 'ignored',
    docker: { builder: args.builder },
    contents: files.contents,
    publish: async (report) => {
      printReport(session, report);
      await writeDocument(session, report, configuration.images);
      await files.write(report);
      await writePatch(session, report, configuration.images, root);
      return report;
    },
  });
  return exitCode(report.verdict);
}

/** Writes the document where one is asked for. What it needs besides the report is computed only then. */
async function writeDocument({ args, cwd, measurer, terminal }: Session, report: Report, images: readonly Image[]) {
  if (args.document === '') return;
  const context = documentContext(report, images, measurer, { args, now: new Date() });
  await writeOwnFile(DOCUMENT, resolve(cwd, args.document), renderDocument(report, context));
  if (!args.quiet) terminal.err(`Wrote ${args.document}\n`);
}
