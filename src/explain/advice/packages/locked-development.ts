import { marksDevelopment } from '../../requirements.ts';
import type { Facts } from '../facts.ts';
import type { Find, Saying } from '../file-rule.ts';
import { instructionText } from '../layers.ts';
import { nameWords } from '../pile.ts';
import { parsePurl } from '../purl.ts';
import { commandWords } from '../purpose.ts';

/** The group of files of packages that npm's own record marks. */
export const LOCKED = 'npm by its record';

/** Most packages that advice names. */
export const NAMED = 6;
const BY_NPM = 'RUN npm ci --omit=dev';
/** A link that npm makes to a program of a package, and the package in the target of the link. */
const PROGRAM = /(?:^|\/)node_modules\/\.bin\/([^/]+)$/;
const TARGET = /^\.\.\/((?:@[^/]+\/)?[^/]+)\//;
/** Commands that start a script of package.json. Which programs it starts is not known here. */
const SCRIPT = /^(?:npm|yarn|pnpm)$/;

/** By layer, names of packages by their URL. */
export type Locked = ReadonlyMap<number, ReadonlyMap<string, string>>;

/**
 * The packages that `npm ci --omit=dev` leaves out, by the record of npm: for each layer of the user, names by package URL.
 */
export function lockedDevelopment(facts: Facts): Locked {
  const { packages, requires } = facts.subject;
  const locked = new Map<number, ReadonlyMap<string, string>>();
  for (const [layer, urls] of packages.entries()) {
    if (layer < facts.firstOwn) continue;
    const marked = urls.filter((_, position) => requires[layer]?.[position]?.some(marksDevelopment));
    const names = new Map(marked.flatMap((purl) => nameOf(purl)));
    if (names.size > 0) locked.set(layer, names);
  }
  return locked;
}

function nameOf(purl: string): readonly (readonly [string, string])[] {
  const name = parsePurl(purl)?.name;
  return name === undefined ? [] : [[purl, name]];
}

/** Whether the command of the image names one of these packages, one of their programs, or a file of them: then it cannot do without them. */
export function isStarted(locked: Locked, { subject, measurement }: Facts): boolean {
  const names = new Set([...locked.values()].flatMap((of) => [...of.values()]));
  const command = commandWords(measurement.config);
  const words = new Set(command.map((word) => word.slice(word.lastIndexOf('/') + 1)));
  const paths = command.map((word) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(word)?.[1]);
  if ([...words, ...paths].some((word) => names.has(word ?? ''))) return true;
  const links = [...locked.keys()].flatMap((layer) => subject.layers[layer] ?? []);
  return links.some(({ type, path, linkTarget = '' }) => {
    const program = type === 'symlink' ? PROGRAM.exec(path)?.[1] : undefined;
    return program !== undefined && words.has(program) && names.has(TARGET.exec(linkTarget)?.[1] ?? '');
  });
}

/** The text of the advice. */
export function sayLocked({ pile, layer }: Find, { measurement }: Facts): Saying {
  const names = nameWords(pile.names(instructionText(measurement.layers[layer]), NAMED));
  const script = commandWords(measurement.config).some((word) => SCRIPT.test(word));
  const unless = script ? ', unless the script that the image starts needs one of them' : '';
  return {
    title: `Packages that npm records as for development alone are in the final image: ${names}.`,
    change: leaveOut(BY_NPM, unless),
  };
}

/** The change that leaves development dependencies out, by the command of a package manager; that of npm without one. */
export function leaveOut(command = BY_NPM, unless = ''): string {
  return `Leave development dependencies out of the final stage${unless}.\n${command}`;
}
