import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTemporaryFolder } from '../../process/temporary-folder.ts';
import { UserError } from '../../text/error.ts';
import { asList, asRecord, asText } from '../../text/json.ts';
import type { BakeDefinition } from './definition.ts';
import { type BakeRequest, printBake } from './print.ts';
import type { WrittenFile, WrittenTarget } from './written.ts';

/** What a bake file says of one target, with variables, functions and matrix resolved by buildx. */
export interface SaidTarget {
  readonly name: string;
  /** Entries as texts or objects. Absent where it names none. */
  readonly output?: readonly unknown[];
  readonly inherits: readonly string[];
}

/** A target of our own that asks for the values of a written one. */
interface Probe {
  readonly name: string;
  readonly form: WrittenFile['form'];
  readonly written: WrittenTarget;
}

/** Nobody writes more targets in one set of files. */
const MOST_PROBES = 2000;

/**
 * Asks buildx for the values of expressions of bake files. They are repeated as build arguments of targets of our own, in files of our own
 * beside those of the user, and printed. `--print` alone does not tell a target's outputs: it creates the files that they name.
 * Undefined where buildx does not take these files.
 * @throws the signal's reason when aborted
 */
export async function askTargets(
  request: BakeRequest,
  files: readonly WrittenFile[],
): Promise<readonly SaidTarget[] | undefined> {
  const written = files.flatMap(({ form, targets }) => targets.map((target) => ({ form, written: target })));
  const probes = written.map((each, at) => ({ ...each, name: `image-size-gate-probe-${at}` }));
  if (probes.length > MOST_PROBES) return undefined;
  await using folder = await makeTemporaryFolder('bake', request.env);
  const own = await writeProbes(folder.path, probes);
  try {
    const targets = probes.map(({ name }) => name);
    const definition = await printBake({ ...request, files: [...request.files, ...own], targets });
    return probes.flatMap((probe) => readProbe(probe, definition));
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

const FORMS = { hcl: hclText, json: jsonText, compose: composeText } as const;
const ENDINGS = { hcl: 'hcl', json: 'json', compose: 'yaml' } as const;

async function writeProbes(folder: string, probes: readonly Probe[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (const form of ['compose', 'json', 'hcl'] as const) {
    const some = probes.filter((probe) => probe.form === form);
    if (some.length === 0) continue;
    files.push(join(folder, `probe.${ENDINGS[form]}`));
    await writeFile(files.at(-1) ?? '', FORMS[form](some));
  }
  return files;
}

/** Line breaks stand around each expression: a here-document in it ends with one. */
function hclText(probes: readonly Probe[]): string {
  const blocks = probes.map(({ name, written }) => {
    const { output, inherits, matrix, name: naming } = written;
    const lines = [
      ...(matrix === undefined ? [] : [`matrix = ${matrix}`]),
      ...(naming === undefined ? [] : [`name = "${name}-\${\n${naming}\n}"`]),
      'args = {',
      ...(output === undefined ? [] : [`output = jsonencode(\n${output}\n)`]),
      ...(inherits === undefined ? [] : [`inherits = jsonencode(\n${inherits}\n)`]),
      '}',
    ];
    return `target "${name}" {\n${lines.join('\n')}\n}\n`;
  });
  return blocks.join('');
}

/** In JSON each string is a template of its own. */
function jsonText(probes: readonly Probe[]): string {
  const target = probes.map(({ name, written }) => {
    const { output, inherits, matrix, name: naming } = written;
    const args = { ...entryArguments('output', output), ...entryArguments('inherits', inherits) };
    const named = naming === undefined ? {} : { name: `${name}-${asText(naming)}` };
    return [name, { ...(matrix === undefined ? {} : { matrix }), ...named, args }];
  });
  return JSON.stringify({ target: Object.fromEntries(target) });
}

function composeText(probes: readonly Probe[]): string {
  const services = probes.map(({ name, written: { output } }) => [
    name,
    { build: { context: '.', args: entryArguments('output', output) } },
  ]);
  return JSON.stringify({ services: Object.fromEntries(services) });
}

/** `output.0` for a text, `output.0.type` for a key of an object, and `output` where there is a list at all. */
function entryArguments(key: string, value: unknown): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {};
  const entries = (Array.isArray(value) ? value : [value]).flatMap((entry, at) => fieldsOf(`${key}.${at}`, entry));
  return Object.fromEntries([[key, ''], ...entries]);
}

function fieldsOf(key: string, entry: unknown): readonly (readonly [string, string])[] {
  if (typeof entry !== 'object' || entry === null) return [[key, String(entry)]];
  return Object.entries(entry).map(([name, field]) => [`${key}.${name}`, String(field)]);
}

function readProbe({ name, form, written }: Probe, { targets }: BakeDefinition): readonly SaidTarget[] {
  const prefix = `${name}-`;
  return [...targets.values()].flatMap((target) => {
    const isOnly = target.name === name;
    if (!isOnly && !target.name.startsWith(prefix)) return [];
    const args = asRecord(target.printed.args);
    const values = (key: string) => (form === 'hcl' ? encoded(args[key]) : entriesOf(args, key));
    const output = values('output');
    const inherits = (values('inherits') ?? []).map(asText);
    const own = isOnly ? written.label : target.name.slice(prefix.length);
    return [{ name: own, ...(output === undefined ? {} : { output }), inherits }];
  });
}

/** A list, a single value as one, and undefined for null. */
function encoded(text: unknown): readonly unknown[] | undefined {
  if (typeof text !== 'string') return undefined;
  const value: unknown = JSON.parse(text);
  if (value === null) return undefined;
  return Array.isArray(value) ? value : [value];
}

function entriesOf(args: Readonly<Record<string, unknown>>, key: string): readonly unknown[] | undefined {
  if (args[key] === undefined) return undefined;
  const entries: (string | Record<string, string>)[] = [];
  for (const [name, value] of Object.entries(args)) {
    const [, at = '', field] = new RegExp(`^${key}\\.(\\d+)(?:\\.(.*))?$`, 's').exec(name) ?? [];
    if (at === '') continue;
    const before = entries[Number(at)];
    entries[Number(at)] =
      field === undefined ? asText(value) : { ...(typeof before === 'object' ? before : {}), [field]: asText(value) };
  }
  return asList(entries.filter((entry) => entry !== undefined));
}
