import { findLocalBase, findReleaseBase } from '../baseline/base-commit.ts';
import { historyOf } from '../baseline/history.ts';
import { closePlan, planBaseline } from '../baseline/plan.ts';
import { openRecords } from '../baseline/records.ts';
import { parseGates } from '../config/gates.ts';
import { runGate } from '../gate.ts';
import { withProposals } from '../proposals.ts';
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
  const images = named.map((image) => ({ ...image, conditions: conditionsOf(image.name) }));
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
    return tell(session, records === undefined ? gated : await withProposals(gated, images, records));
  } finally {
    await closePlan(plan);
  }
}
