import { setTimeout } from 'node:timers/promises';
import { originRepository } from '../../git/git.ts';
import { openRecords, type Records } from '../../history/records.ts';
import { realChanges } from '../../model/data-branch.ts';
import type { SearchedImage } from '../../past/history.ts';
import { HISTORY_MESSAGE, historyChange } from '../../run/record-history.ts';
import { UserError } from '../../text/error.ts';
import type { Session } from '../session.ts';

/** The branch of the action's default. */
const BRANCH = 'image-size';
const TRIES = 8;
/** Milliseconds before the branch is written again. */
const PAUSE = 2000;

/**
 * Writes what was weighed to the data branch of origin, by git with the user's own access.
 * @throws UserError where origin cannot be read, or refuses the push
 */
export async function recordHistory(session: Session, root: string, images: readonly SearchedImage[]): Promise<void> {
  const { args, signal, terminal } = session;
  const branch = args.dataBranch === '' ? BRANCH : args.dataBranch;
  const checkout = { cwd: root, signal };
  await using records = await openRecords({ repository: checkout, branch, maxBehind: 0 });
  const repository = (await originRepository(checkout)) ?? 'owner/repository';
  const change = historyChange({ images, repository, branch, now: new Date() });
  terminal.err(`${await write(records, change, signal)}\n`);
}

async function write(records: Records, change: ReturnType<typeof historyChange>, signal: AbortSignal): Promise<string> {
  const { branch, reader, refs } = records;
  if (refs === undefined) throw new UserError(`${branch} cannot be written: origin takes no push from here`);
  for (let tries = 1; ; tries += 1) {
    const snapshot = await reader.snapshot();
    const changes = await realChanges(snapshot, await change(snapshot));
    if (changes.size === 0) return `The sizes are on ${branch} already`;
    const pushed = await refs.push(branch, { parent: snapshot.commit, changes, message: HISTORY_MESSAGE });
    if ('commit' in pushed) return `Recorded on ${branch} as ${pushed.commit.slice(0, 7)}`;
    if (tries >= TRIES) throw new UserError(`${branch} was not written, since others write to it: ${pushed.moved}`);
    await setTimeout(PAUSE * Math.random(), undefined, { signal });
  }
}
