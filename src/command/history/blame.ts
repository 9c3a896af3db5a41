import { blame } from '../../past/blame.ts';
import { parseWanted } from '../../past/wanted.ts';
import { renderBlame } from '../../report/timeline/blame.ts';
import { UserError } from '../../text/error.ts';
import { configuredImages } from '../configured.ts';
import type { Session } from '../session.ts';
import { pastOptions } from './history.ts';

/**
 * `blame IMAGE PATH`: finds the commit that brought a file, directory or package into an image.
 * @returns the exit status: 2 where no weighed commit has it
 * @throws UserError for an operand that names several images
 */
export async function blamePath(session: Session): Promise<number> {
  const { args, terminal, progress } = session;
  const [operand = '', text = ''] = args.operands;
  const wanted = parseWanted(text);
  const { root, images, ...configured } = await configuredImages({
    ...session,
    log: progress.log,
    args: { ...args, operands: [operand] },
  });
  const [image, ...others] = images;
  if (image === undefined || others.length > 0)
    throw new UserError(`blame takes one image; ${operand} names ${images.length}`);
  const found = await blame({ ...configured, ...pastOptions(session, root), images, image, wanted, text });
  progress.end();
  if (args.json) terminal.out(`${JSON.stringify(found, null, 2)}\n`, 'json');
  else terminal.out(renderBlame(found));
  return found.found.some(({ outcome }) => outcome !== 'never') ? 0 : 2;
}
