import { realpath, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { asVariants } from '../compare/variants.ts';
import { pickImages } from '../config/pick.ts';
import type { Image } from '../model/image.ts';
import { environment } from '../process/environment.ts';
import type { Log } from '../process/log.ts';
import { type Configuration, DEFAULT_CONFIG, readConfiguration, TWIN } from '../run/configuration.ts';
import { UserError } from '../text/error.ts';
import { suggestion } from '../text/nearest.ts';
import { printable } from '../text/scanner.ts';
import type { Arguments } from './arguments.ts';
import { imageLines, repositoryName, repositoryTop } from './images.ts';
import type { Session } from './session.ts';

/** The images of a run of `check`, and the directory that their paths are relative to. */
export interface Configured extends Configuration {
  readonly root: string;
}

/** Where the images are looked for. */
type Place = Pick<Session, 'args' | 'cwd' | 'signal'> & { readonly log: Log };

/** Options that a config file replaces, by their names in `Arguments`. */
const INLINE = {
  context: '--context',
  target: '--target',
  buildArgs: '--build-arg',
  platforms: '--platform',
  labels: '--label',
  buildContexts: '--build-context',
  secrets: '--secret',
  ssh: '--ssh',
  network: '--network',
  failIf: '--fail-if',
  warnIf: '--warn-if',
} as const satisfies Partial<Record<keyof Arguments, string>>;

/**
 * The images that `check` measures. With a config file (`--config`, or the default one at the repository's root), operands pick some of its
 * images by name. Where no operand is such a name, the operands are images themselves, and the default file is not used.
 * @throws UserError as readConfiguration does, and for a name that the file does not have
 */
export async function configuredImages(session: Place): Promise<Configured> {
  const { args, cwd } = session;
  const { config, root } = await findConfig(session);
  if (config === '') return withVariants(args, { root: cwd, ...(await read(session, cwd, '', args.operands)) });
  const configuration = await read(session, root, config, []);
  const picked = pick(configuration.images, args.operands);
  if (picked !== undefined) return withVariants(args, { ...configuration, root, images: picked });
  if (args.config !== '') throw new UserError(unknownName(args.operands, configuration, config));
  session.log.info(`${config} is not used, since the images are named on the command line`);
  return withVariants(args, { root: cwd, ...(await read(session, cwd, '', args.operands)) });
}

async function findConfig({ args, cwd, signal }: Place): Promise<{ readonly config: string; readonly root: string }> {
  const top = await repositoryTop({ cwd, signal });
  const root = top ?? cwd;
  if (args.config === 'none') return { config: '', root };
  // Git prints a real path, and the directory may be a link to it.
  if (args.config !== '')
    return { config: relative(root, resolve(top === undefined ? cwd : await realpath(cwd), args.config)), root };
  const found = await Promise.all([DEFAULT_CONFIG, TWIN].map((path) => stat(join(root, path)).catch(() => undefined)));
  return { config: found.some((each) => each !== undefined) ? DEFAULT_CONFIG : '', root };
}

async function read(session: Place, root: string, config: string, operands: readonly string[]) {
  const { args, cwd, log, signal } = session;
  const given = Object.entries(INLINE).flatMap(([name, option]) =>
    args[name as keyof typeof INLINE].length > 0 ? [option] : [],
  );
  const images = imageLines(operands, cwd);
  return readConfiguration({
    root,
    config,
    inline: { ...args, images, given },
    repositoryName: await repositoryName({ cwd, signal }),
    env: environment(),
    log,
    signal,
  });
}

/** The images with these names, all where there are no operands; undefined where no operand is a name in the file. */
function pick(images: readonly Image[], operands: readonly string[]): readonly Image[] | undefined {
  if (operands.length === 0) return images;
  const { images: picked, unknown } = pickImages(images, operands);
  if (picked.length === 0) return undefined;
  if (unknown.length > 0) throw new UserError(mixed(picked, unknown));
  return picked;
}

function mixed(picked: readonly Image[], unknown: readonly string[]): string {
  const names = picked.map(({ name }) => name).join(', ');
  return `${names} ${picked.length === 1 ? 'is an image' : 'are images'} of the config file, and ${printable(unknown.join(', '))} ${unknown.length === 1 ? 'is' : 'are'} not: name either images of the file, or others with --config none`;
}

function unknownName(operands: readonly string[], { images }: Configuration, config: string): string {
  const [operand = ''] = operands;
  const names = images.map(({ name }) => name);
  return `${config} has no image ${printable(operand)}; images: ${names.join(', ')}.${suggestion(operand, names)}`;
}

function withVariants({ variants }: Arguments, configured: Configured): Configured {
  return variants ? { ...configured, images: asVariants(configured.images) } : configured;
}
