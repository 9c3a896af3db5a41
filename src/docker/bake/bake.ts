import { resolve } from 'node:path';
import { checkBakeFile } from '../../config/bake.ts';
import type { Environment } from '../../process/environment.ts';
import { cleanText } from '../../process/output.ts';
import { regularFileAt } from '../../process/regular-file.ts';
import { type Result, runCommand } from '../../process/run.ts';
import { UserError } from '../../text/error.ts';
import { BuildError, buildErrorTail } from '../failure.ts';
import { type BakeDefinition, type BakeTarget, parseBakeDefinition } from './definition.ts';

/** Which definition is asked for. */
export interface BakeRequest {
  /** Bake or compose files, relative to `root`, merged in this order. */
  readonly files: readonly string[];
  /** Targets and groups; absent, `default`. */
  readonly targets?: readonly string[] | undefined;
  /** Directory that bake runs in, which the definition's paths are relative to. */
  readonly root: string;
  readonly env?: Environment | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The file, or the target in it, is not there: on one side of a comparison that is no mistake. */
export class BakeMissing extends UserError {
  /** Undefined where it is the file that is missing. */
  readonly target: string | undefined;

  constructor(message: string, target?: string) {
    super(message);
    this.target = target;
  }
}

/** Seconds: a definition is read from local files alone. */
const READ_LIMIT = 120;
/** Bytes that a definition may have when printed. */
const LONGEST_DEFINITION = 16 * 1024 * 1024;

/** Even to print, buildx opens for writing the file that an output names (build.CreateExports), before it asks for any grant. */
const NO_OUTPUT = '--set=*.output=type=cacheonly';

/**
 * Reads what bake files say of some targets, by `docker buildx bake --print`: nothing is built or written and no builder is asked. Variables are
 * taken from the environment, as bake does by itself.
 * @throws BakeMissing when a file or a target is not there; BuildError with buildx's own words (file:line of a mistake) when it cannot
 * be read; UserError without docker; the signal's reason when aborted
 */
export async function readBake(request: BakeRequest): Promise<BakeDefinition> {
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

/** The target of a definition read for it. @throws BakeMissing where the name is a group's */
export function targetIn({ targets }: BakeDefinition, name: string, files: readonly string[]): BakeTarget {
  const target = targets.get(name);
  if (target !== undefined) return target;
  throw new BakeMissing(`${origin(files)} has no target ${name}`, name);
}

/** Options of `bake` that name its files. With a file named, bake loads no override file by itself. */
export function fileArguments(files: readonly string[]): readonly string[] {
  return files.map((file) => `--file=${checkBakeFile(file)}`);
}

/** How messages name a set of files. */
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

function readFailure({ files, targets = ['default'] }: BakeRequest, { stderr, exitCode }: Result): UserError {
  const missing = /^ERROR: failed to find target (.+)$/m.exec(cleanText(stderr))?.[1]?.trim();
  // A target that another one inherits may be missing too, and that is a mistake in the file.
  if (missing !== undefined && targets.some((target) => target.replaceAll('.', '_') === missing)) {
    return new BakeMissing(`${origin(files)} has no target ${missing}`, missing);
  }
  return new BuildError(
    `docker buildx bake cannot read ${origin(files)} (exit code ${exitCode})\n${buildErrorTail(stderr)}`,
  );
}
