import { UserError } from '../../text/error.ts';
import { printable } from '../../text/scanner.ts';
import type { BakeDefinition, BakeTarget } from './definition.ts';
import { readEvery } from './every.ts';
import { makesImage } from './outputs.ts';
import { BakeMissing, type BakeRequest, origin } from './print.ts';
import type { WrittenFile } from './written.ts';

/** What was read for the targets and groups asked for. */
export interface Named {
  readonly definition: BakeDefinition;
  /** Targets only, each once. */
  readonly names: readonly string[];
}

/** Whether a target makes an image, by its outputs and its `call`. */
export function isImage(target: BakeTarget | undefined): boolean {
  return (target?.call ?? 'build') === 'build' && makesImage(target?.outputs);
}

/**
 * The mistake of a target that the files do not have, with the names that they have. Any other mistake is thrown as it is.
 * @throws always
 */
export function explainMissing({ files }: BakeRequest, written: readonly WrittenFile[], error: unknown): never {
  if (!(error instanceof BakeMissing) || error.target === undefined) throw error;
  const name = error.target;
  const services = withoutBuild(written);
  if (services.includes(name)) {
    throw new BakeMissing(
      `${origin(files)}: the service ${printable(name)} has no "build:", so it makes no image`,
      name,
    );
  }
  const targets = targetsOf(written);
  throw targets.length === 0 ? error : new BakeMissing(`${error.message}; it has ${listed(targets)}`, name);
}

/** The mistake of files none of whose targets makes an image: which there are, why none counts, and which others would. */
export async function explainNoImage(
  request: BakeRequest,
  written: readonly WrittenFile[],
  { definition, names }: Named,
): Promise<UserError> {
  const place = origin(request.files);
  const services = withoutBuild(written);
  if (targetsOf(written).length === 0) return new UserError(`${place} ${noTarget(written, services)}`);
  const others = await imagesOf(request);
  const cure = others.length === 0 ? 'No other target makes one' : `Name a target that makes one: ${listed(others)}`;
  return new UserError(`${place} makes no image: ${whyNone(request, written, definition, names)}. ${cure}`);
}

function noTarget(written: readonly WrittenFile[], services: readonly string[]): string {
  if (services.length > 0) {
    return `builds no image: none of its services has a "build:" (${listed(services)}). Name a Dockerfile instead`;
  }
  return written.every(({ form }) => form === 'compose') ? 'has no service with a "build:"' : 'has no target';
}

function whyNone(
  { targets: asked }: BakeRequest,
  written: readonly WrittenFile[],
  { targets }: BakeDefinition,
  names: readonly string[],
): string {
  if (names.length > 0) return listed(names.map((name) => `${name} ${reason(targets.get(name))}`));
  const templates = targetsOf(written);
  if (asked === undefined && templates.length > 0 && templates.every((name) => name.startsWith('_'))) {
    return `a name that begins with "_" is a template for others (${listed(templates)})`;
  }
  return `${asked === undefined ? 'the group default' : listed(asked)} has no target`;
}

function reason(target: BakeTarget | undefined): string {
  const call = target?.call ?? 'build';
  if (call !== 'build') return `is for "${printable(call)}", not for a build`;
  const types = [...new Set(target?.outputs?.map((output) => output.get('type') ?? ''))];
  return types.every((type) => type === 'cacheonly')
    ? 'only fills the cache (type=cacheonly)'
    : `only writes files (type=${types.join(', type=')})`;
}

/** Targets that make an image, except templates. None where they cannot be read. */
async function imagesOf(request: BakeRequest): Promise<readonly string[]> {
  try {
    const { targets } = await readEvery(request);
    return [...targets.values()]
      .filter((target) => isImage(target) && !target.name.startsWith('_'))
      .map(({ name }) => name);
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

function targetsOf(written: readonly WrittenFile[]): readonly string[] {
  return [...new Set(written.flatMap(({ targets }) => targets.map(({ label }) => label)))];
}

function withoutBuild(written: readonly WrittenFile[]): readonly string[] {
  const built = targetsOf(written);
  const services = written.filter(({ form }) => form === 'compose').flatMap(({ mentions }) => mentions);
  return [...new Set(services)].filter((name) => !built.includes(name));
}

/** No message names more. */
const MOST_NAMES = 12;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => printable(name.slice(0, 200)));
  return names.length > MOST_NAMES ? `${shown.join(', ')} and ${names.length - MOST_NAMES} more` : shown.join(', ');
}
