import { findLocalBase } from '../baseline/base-commit.ts';
import { historyOf } from '../baseline/history.ts';
import { planBaseline } from '../baseline/ladder.ts';
import { parseGates } from '../config/gates.ts';
import { runGate } from '../gate.ts';
import { namedImages } from './images.ts';
import { type Session, tell } from './session.ts';

/** `check [IMAGE…]`: weighs what the working tree builds against the commit that it is built on, or `--baseline`. */
export async function checkImages(session: Session): Promise<number> {
  const { args, cwd, scale, signal } = session;
  const operands = args.operands.length > 0 ? args.operands : ['Dockerfile'];
  const named = await namedImages(operands, args, cwd);
  const names = named.map((image) => image.name);
  const conditionsOf = parseGates(args, names);
  const images = named.map((image) => ({ ...image, conditions: conditionsOf(image.name) }));
  const repository = { cwd, signal };
  const baseCommit = () => findLocalBase(historyOf(repository));
  const plan = await planBaseline({ baseline: args.baseline, repository, images: names, baseCommit });
  try {
    return tell(session, await runGate({ root: cwd, images, plan, scale }));
  } finally {
    if (plan.kind === 'commit') await plan.worktree[Symbol.asyncDispose]();
  }
}
