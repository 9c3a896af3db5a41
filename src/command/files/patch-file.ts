import { resolve } from 'node:path';
import { editedText } from '../../explain/edits/lines.ts';
import type { Report } from '../../model/document.ts';
import type { Image } from '../../model/image.ts';
import { type ChangedFile, PATCH_MARKER, renderPatch } from '../../report/formats/patch.ts';
import { adviseEdits } from '../../run/advised-edits.ts';
import { groupBy } from '../../text/group-by.ts';
import { repositoryTop } from '../images.ts';
import type { Session } from '../session.ts';
import { checkOwnFile, type OwnFile, writeOwnFile } from './own-file.ts';

/** The file of `--patch`: the changes that advice asks for. */
const PATCH: OwnFile = { option: '--patch', what: 'patch', marker: PATCH_MARKER };

/** @throws UserError for a path where the patch of `--patch` must not be written */
export async function checkPatch({ args, cwd }: Pick<Session, 'args' | 'cwd'>): Promise<void> {
  if (args.patch !== '') await checkOwnFile(PATCH, resolve(cwd, args.patch));
}

/**
 * Writes the changes that the advice of a report asks for, where `--patch` names a file. What is not certain is left out, and told.
 * @param root the directory that the paths of the images are relative to
 */
export async function writePatch(
  { args, cwd, signal, terminal }: Pick<Session, 'args' | 'cwd' | 'signal' | 'terminal'>,
  report: Report,
  images: readonly Image[],
  root: string,
): Promise<void> {
  if (args.patch === '') return;
  const top = (await repositoryTop({ cwd, signal })) ?? root;
  const { edits, texts, advised, taken } = await adviseEdits(report, images, { root, top });
  const files = Array.from(
    groupBy(edits, ({ file }) => file),
    ([path, own]): ChangedFile => {
      const before = texts.get(path) ?? null;
      return { path, before, after: editedText(before ?? '', own) };
    },
  );
  await writeOwnFile(PATCH, resolve(cwd, args.patch), renderPatch(files));
  if (args.quiet) return;
  const others = taken === advised ? '' : ', the others are no certain change of lines';
  terminal.err(`Wrote ${args.patch}: ${taken} of ${advised} pieces of advice${others}\n`);
}
