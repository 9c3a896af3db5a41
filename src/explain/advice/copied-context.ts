import type { LayerEntry } from '../../oci/image.ts';
import { instructionText } from './layers.ts';
import type { AdviceSubject } from './subject.ts';

/** A layer made by `COPY . …`. A .dockerignore would keep files out of it. */
export interface CopiedContext {
  /** The directory that the context was copied to, without leading '/'; '' is the root. */
  readonly root: string;
  /** Directories in it that another layer writes to as well: dependencies that are both copied and installed. */
  readonly reinstalled: readonly string[];
}

const LONGEST_INSTRUCTION = 4000;
const MODULES = '/node_modules/';

/** The user's layers that copy the whole build context, by position. */
export function findCopiedContexts(
  { measurement, layers }: AdviceSubject,
  firstOwn: number,
): ReadonlyMap<number, CopiedContext> {
  const found = new Map<number, CopiedContext>();
  for (const [position, layer] of measurement.layers.entries()) {
    const instruction = instructionText(layer);
    if (position < firstOwn || !copiesContext(instruction)) continue;
    const files = (layers[position] ?? []).filter(({ type }) => type === 'file');
    if (files.length === 0) continue;
    const others = layers.filter((_, other) => other >= firstOwn && other !== position);
    found.set(position, { root: rootOf(instruction, files), reinstalled: reinstalledIn(files, others) });
  }
  return found;
}

/** The destination of the COPY if it is absolute, else the common directory of all files. */
function rootOf(instruction: string, files: readonly LayerEntry[]): string {
  const common = commonDirectory(files);
  const [, destination] = /\s"?(\/[^\s"]*)"?\s*\]?\s*$/.exec(instruction.slice(0, LONGEST_INSTRUCTION)) ?? [];
  const root = destination?.split('/').filter(Boolean).join('/');
  return root !== undefined && `${common}/`.startsWith(root === '' ? '' : `${root}/`) ? root : common;
}

/** Whether an instruction is a COPY or ADD of the whole build context, and not from another stage. */
export function copiesContext(instruction: string): boolean {
  const [, flags = '', rest = ''] =
    /^\s*(?:COPY|ADD)((?:\s+--[a-z-]+(?:=\S*)?)*)\s+(.*)$/is.exec(instruction.slice(0, LONGEST_INSTRUCTION)) ?? [];
  if (/--from\b/i.test(flags)) return false;
  const words = rest.trim().startsWith('[') ? jsonWords(rest) : rest.trim().split(/\s+/);
  return words.slice(0, -1).some((source) => source === '.' || source === './');
}

function jsonWords(text: string): readonly string[] {
  return Array.from(text.matchAll(/"((?:[^"\\]|\\.)*)"/g), ([, word = '']) => word);
}

/** The deepest directory that contains all files. */
function commonDirectory(files: readonly LayerEntry[]): string {
  let common: string[] | undefined;
  for (const { path } of files) {
    const names = path.split('/').slice(0, -1);
    common ??= names;
    let length = 0;
    while (length < common.length && common[length] === names[length]) length += 1;
    if (length < common.length) common = common.slice(0, length);
  }
  return (common ?? []).join('/');
}

/** The `node_modules` directories beside a package.json that another own layer writes to as well. */
function reinstalledIn(files: readonly LayerEntry[], others: readonly (readonly LayerEntry[])[]): readonly string[] {
  const manifests = new Set(files.filter(({ path }) => isManifest(path)).map(({ path }) => path));
  const copied = new Set<string>();
  for (const { path } of files) {
    const directory = modulesOf(path);
    if (directory !== undefined && manifests.has(`${directory.slice(0, -'node_modules'.length)}package.json`))
      copied.add(directory);
  }
  if (copied.size === 0) return [];
  const filled = new Set<string>();
  for (const entries of others)
    for (const { path, type } of entries) {
      const directory = type === 'file' ? modulesOf(path) : undefined;
      if (directory !== undefined && copied.has(directory)) filled.add(directory);
    }
  return [...filled];
}

function isManifest(path: string): boolean {
  return path.endsWith('/package.json') || path === 'package.json';
}

/** The outermost node_modules directory that contains a path. */
export function modulesOf(path: string): string | undefined {
  if (path.startsWith(MODULES.slice(1))) return 'node_modules';
  const at = path.indexOf(MODULES);
  return at < 0 ? undefined : path.slice(0, at + MODULES.length - 1);
}
