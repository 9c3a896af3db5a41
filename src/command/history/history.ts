import { resolve } from 'node:path';
import { searchHistory } from '../../past/history.ts';
import { defaultStateFolder } from '../../past/state.ts';
import type { WalkProgress } from '../../past/walk.ts';
import { VERSION } from '../../run/version.ts';
import { printable } from '../../text/scanner.ts';
import { configuredImages } from '../configured.ts';
import type { Session } from '../session.ts';
import { checkHistoryPage, printHistory } from './output.ts';
import { recordHistory } from './record.ts';
import { showTags } from './tags.ts';

/**
 * `history [IMAGE…]`: finds the commits at which the images changed in size. `history docker://HOST/REPOSITORY` does the same over tags.
 * @returns the exit status: 2 where an image has no size at any commit
 */
export async function showHistory(session: Session): Promise<number> {
  const { args } = session;
  if (args.operands.some((operand) => operand.startsWith('docker://'))) return showTags(session);
  await checkHistoryPage(session);
  const configured = await configuredImages({ ...session, log: session.progress.log });
  const options = pastOptions(session, configured.root);
  let begun = false;
  try {
    const onProgress: typeof options.onProgress = (image, found) => {
      begun = true;
      options.onProgress(image, found);
    };
    const { history, images } = await searchHistory({ ...configured, ...options, onProgress });
    await printHistory(session, history);
    if (args.record) await recordHistory(session, configured.root, images);
    const measured = new Set(history.timelines.map(({ image }) => image));
    return configured.images.every(({ name }) => measured.has(name)) ? 0 : 2;
  } catch (error) {
    session.progress.end();
    const { folder } = options.state;
    if (begun) session.terminal.err(`What was weighed is kept in ${folder}: the same command goes on from there.\n`);
    throw error;
  }
}

/** What a search over commits needs of the command line. */
export function pastOptions(session: Session, root: string) {
  const { args, signal, open, progress } = session;
  const begun = performance.now();
  const { since, until, metric, noise, every, all, within } = args;
  return {
    checkout: { cwd: root, signal },
    range: { since, until },
    search: { metric, noise, every, all },
    retryGaps: args.retryGaps,
    snapshot: { epoch: args.snapshot, arguments: args.datedArguments },
    state: stateOptions(session),
    openMeasurer: (env: Readonly<Record<string, string | undefined>>) =>
      open(Object.keys(env).length === 0 ? {} : { env }),
    onProgress: (image: string, found: WalkProgress) => progress.log.info(progressWords(image, found, begun)),
    isOver: () => within !== undefined && performance.now() - begun > within * 1000,
    now: new Date(),
  };
}

/** Where what was weighed is kept, and what decides what is measured besides the images and commits. */
function stateOptions({ args, cwd }: Session): { readonly folder: string; readonly key: unknown } {
  const { DOCKER_HOST = '', DOCKER_CONTEXT = '', BUILDX_BUILDER = '' } = process.env;
  const builder = [args.builder, DOCKER_HOST, DOCKER_CONTEXT, BUILDX_BUILDER];
  return {
    folder: args.state === '' ? defaultStateFolder() : resolve(cwd, args.state),
    key: [VERSION, builder, args.noCache],
  };
}

function progressWords(image: string, { weighed, leftAbout, leftAtMost, commit }: WalkProgress, begun: number): string {
  const seconds = Math.round((performance.now() - begun) / 1000);
  const left = `about ${leftAbout} left, at most ${leftAtMost}`;
  const subject = printable(commit.subject).slice(0, 60);
  return `${image}: ${weighed} weighed, ${left}, ${seconds} s; next ${commit.commit.slice(0, 7)} ${subject}`;
}
