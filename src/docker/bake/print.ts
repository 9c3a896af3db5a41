import { resolve } from 'node:path';
import { checkBakeFile } from '../../config/bake.ts';
import type { Environment } from '../../process/environment.ts';
import { cleanText } from '../../process/output.ts';
import { regularFileAt } from '../../process/regular-file.ts';
import { type Result, runCommand } from '../../process/run.ts';
import { UserError } from '../../text/error.ts';
import { BuildError, buildErrorTail } from '../failure.ts';
import { type BakeDefinition, parseBakeDefinition } from './definition.ts';

/** Which definition to read. */
export interface BakeRequest {
  /** Bake or compose files, relative to `root`, merged in this order. */
  readonly files: readonly string[];
  /** Targets and groups. Absent: `default`. */
  readonly targets?: readonly string[] | undefined;
  /** Directory in which bake runs. The paths of the definition are relative to it. */
  readonly root: string;
  readonly env?: Environment | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The file, or the target in it, does not exist. On one side of a comparison this is not a mistake. */
export class BakeMissing extends UserError {
  /** Undefined where the file is missing. */
  readonly target: string | undefined;

  constructor(message: string, target?: string) {
    super(message);
    this.target = target;
  }
}

/** Seconds. A definition is read from local files alone. */
const READ_LIMIT = 120;
/** Bytes that a printed definition may have. */
const LONGEST_DEFINITION = 16 * 1024 * 1024;

/** Even for printing, buildx opens for writing the file that an output names (build.CreateExports), before it asks for any grant. */
const NO_OUTPUT = '--set=*.output=type=cacheonly';

/**
 * Reads what bake files say about some targets, by `docker buildx bake --print`. Nothing is built or written, and no builder is asked.
 * Variables come from the environment, as in bake itself. What is printed has no outputs of the targets' own.
 * @throws BakeMissing when a file or a target does not exist. BuildError with buildx's own words (file:line of a mistake) when the
 * definition cannot be read. UserError without docker. The signal's reason when aborted.
 */
export async function printBake(request: BakeRequest): Promise<BakeDefinition> {
  const { files, targets = [], root, env, signal } = request;
  await expectFiles(files, root);
  const args = ['buildx', 'bake', '--print', '--progress=plain', NO_OUTPUT, ...fileArguments(files), '--', ...targets];
  const options = { timeLimit: READ_LIMIT, signal, maxOutput: LONGEST_DEFINITION };
  const result = await runCommand({ tool: 'docker', args, cwd: root, env }, options);
  if (result.ended === 'time limit') throw new BuildError(`${origin(files)} was not read within ${READ_LIMIT} seconds`);
  if (result.exitCode !== 0) throw readFailure(request, result);
  if (Buffer.byteLength(result.stdout) >= LONGEST_DEFINITION) {
    throw new BuildError(`${origin(files)}: the definition is larger than ${LONGEST_DEFINITION} bytes`);
  }
  return parseBakeDefinition(result.stdout, origin(files));
}

/** Options of `bake` that name its files. When a file is named, bake does not load an override file by itself. */
export function fileArguments(files: readonly string[]): readonly string[] {
  return files.map((file) => `--file=${checkBakeFile(file)}`);
}

/** The name of a set of files in messages. */
export function origin(files: readonly string[]): string {
  return files.join(' + ');
}

async function expectFiles(files: readonly string[], root: string): Promise<void> {
  if (files.length === 0) throw new UserError('bake: no file is named');
  for (const file of files) {
    const found = await regularFileAt(resolve(root, checkBakeFile(file)), `bake file ${file}`);
    if (found === undefined) throw new BakeMissing(`bake file ${file} does not exist`);
  }
}

/** The second is said of our own `--set` where a file has no target at all. */
const NOT_FOUND = /^ERROR: (?:failed to find target (.+)|could not find any target matching ['"]\*['"])$/m;

function readFailure({ files, targets = ['default'] }: BakeRequest, { stderr, exitCode }: Result): UserError {
  const [found, name = targets[0]] = NOT_FOUND.exec(cleanText(stderr)) ?? [];
  const missing = found === undefined ? undefined : name?.trim();
  // A target that another one inherits from may be missing too. That is a mistake in the file.
  if (missing !== undefined && targets.some((target) => target.replaceAll('.', '_') === missing)) {
    return new BakeMissing(`${origin(files)} has no target ${missing}`, missing);
  }
  return new BuildError(
    `docker buildx bake cannot read ${origin(files)} (exit code ${exitCode})\n${buildErrorTail(stderr)}`,
  );
}
