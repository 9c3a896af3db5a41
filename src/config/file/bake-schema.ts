import { z } from 'zod';
import { UserError } from '../../text/error.ts';
import { isTargetName } from '../bake.ts';
import { checkArgument } from '../entries.ts';
import { argument } from './build-schema.ts';
import { found, quoted } from './problem.ts';
import { listOf, oneOrMore, parsed, strict } from './words.ts';

/** Bake or compose files whose targets become images; without targets, the default group. */
export interface BakeGroup {
  readonly files: readonly string[];
  readonly targets: readonly string[];
}

const URL_LIKE = /^[a-z][a-z0-9+.-]*:\/\//i;
const FILE = 'a bake or compose file such as docker-bake.hcl';
const ONE = `${FILE.replace('.hcl', '.hcl#web')}, or a map {files: [docker-bake.hcl], target: web}`;
const GROUP = `${FILE}, docker-bake.hcl#TARGET, a map {files: […], targets: […]}, or a list of these`;

const files = oneOrMore(parsed(FILE, checkFile), `${FILE}, or a list of them`, (value) => [value])
  .refine((list) => list.length > 0, { error: `found none, expected ${FILE}` })
  .describe("HCL, JSON or compose files, relative to the repository's root, merged in order.");
const target = argument('the name of a target', 'the target').transform((name) => name.replaceAll('.', '_'));

/** The one target that builds an image. */
export const bakeTarget = z.union(
  [
    parsed(ONE, (value) => {
      const group = parseGroup(value);
      const [name] = group.targets;
      if (name === undefined)
        throw new UserError(`found ${quoted(value)}, expected a target after "#": "${value}#TARGET"`);
      return { files: group.files, target: name };
    }),
    strict({ files, target: target.describe('Name of the target.') }, 'in "bake" of an image', 'a map {files, target}'),
  ],
  { error: ({ input }) => `${found(input)}, expected ${ONE}` },
);

const group = z.union(
  [
    parsed(GROUP, parseGroup),
    strict(
      {
        files,
        targets: oneOrMore(target, 'the name of a target, or a list of them', (value) => [value])
          .optional()
          .describe('Targets and groups whose targets become images. Absent: the default group.'),
      },
      'in "bake"',
      'a map {files, targets}',
    ).transform(({ files, targets = [] }): BakeGroup => ({ files, targets })),
  ],
  { error: ({ input }) => `${found(input)}, expected ${GROUP}` },
);

/** The bake files whose targets all become images. */
export const bakeGroups = z.union([group.transform((one) => [one]), listOf(group, GROUP)], {
  error: ({ input }) => `${found(input)}, expected ${GROUP}`,
});

function parseGroup(value: string): BakeGroup {
  const hash = value.lastIndexOf('#');
  if (hash === 0) throw new UserError(`found ${quoted(value)}, expected ${FILE}, then "#" and a target`);
  const file = checkFile(hash < 0 ? value : value.slice(0, hash));
  return { files: [file], targets: hash < 0 ? [] : [checkTarget(value.slice(hash + 1))] };
}

/** A dot becomes `_`, as in bake for the services of a compose file. */
function checkTarget(value: string): string {
  const name = checkArgument(value, 'the target after "#"').replaceAll('.', '_');
  if (isTargetName(name)) return name;
  throw new UserError(`found ${quoted(value)} after "#", expected a target or group: letters, digits, "_" and "-"`);
}

function checkFile(value: string): string {
  if (!URL_LIKE.test(value)) return checkArgument(value, 'the path of the bake file');
  throw new UserError(`found ${quoted(value)}, but bake files are read from the repository, not from a URL`);
}
