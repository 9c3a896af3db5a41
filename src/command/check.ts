import { resolve } from 'node:path';
import { findLocalBase, findReleaseBase } from '../baseline/base-commit.ts';
import { historyOf } from '../baseline/history.ts';
import { closePlan, planBaseline } from '../baseline/plan.ts';
import { openRecords } from '../baseline/records.ts';
import type { Report } from '../compare/comparison.ts';
import { asVariants } from '../compare/variants.ts';
import { parseGates } from '../config/gates.ts';
import type { Image } from '../config/image.ts';
import { runGate } from '../gate.ts';
import { withProposals } from '../proposals.ts';
import { renderDocument } from '../report/document.ts';
import { documentContext } from './document.ts';
import { checkDocumentPath, writeDocument } from './document-file.ts';
import { namedImages } from './images.ts';
import { type Session, tell } from './session.ts';

/** How many commits a record may be behind, as the action has it by default. */
const MAX_BEHIND = 20;

/** `check [IMAGE…]`: weighs what the working tree builds against the commit that it is built on, or `--baseline`. */
export async function checkImages(session: Session): Promise<number> {
  const { args, cwd, scale, signal } = session;
  const operands = args.operands.length > 0 ? args.operands : ['Dockerfile'];
  const named = await namedImages(operands, args, cwd);
  const names = named.map((image) => image.name);
  const conditionsOf = parseGates(args, names);
  const configured = named.map((image): Image => ({ ...image, conditions: conditionsOf(image.name) }));
  const images = args.variants ? asVariants(configured) : configured;
  if (args.document !== '') await checkDocumentPath(resolve(cwd, args.document));
  const repository = { cwd, signal };
  const history = historyOf(repository);
  const { dataBranch: branch } = args;
  await using records = branch === '' ? undefined : await openRecords({ repository, branch, maxBehind: MAX_BEHIND });
  const plan = await planBaseline({
    baseline: args.baseline,
    repository,
    records,
    images: names,
    baseCommit: () => findLocalBase(history),
    releaseBase: () => findReleaseBase(history),
  });
  try {
    const gated = await runGate({ root: cwd, images, plan, scale });
    const report = records === undefined ? gated : await withProposals(gated, images, records);
    const status = tell(session, report);
    await document(session, report, images);
    return status;
  } finally {
    await closePlan(plan);
  }
}

/** Writes the document that was asked for; what it needs besides the report is computed only then. */
async function document({ args, cwd, scale, terminal }: Session, report: Report, images: readonly Image[]) {
  if (args.document === '') return;
  const context = documentContext(report, images, scale, { args, now: new Date() });
  await writeDocument(resolve(cwd, args.document), renderDocument(report, context));
  terminal.err(`Wrote ${args.document}\n`);
}
