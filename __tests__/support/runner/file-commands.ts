import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The files that a step writes to, by their variable. The prefixes are the runner's. */
const PREFIXES = {
  GITHUB_OUTPUT: 'set_output_',
  GITHUB_STATE: 'save_state_',
  GITHUB_ENV: 'set_env_',
  GITHUB_PATH: 'add_path_',
  GITHUB_STEP_SUMMARY: 'step_summary_',
} as const;

export type CommandFiles = Readonly<Record<keyof typeof PREFIXES, string>>;

/** The runner drops a longer summary and reports an error instead. */
const SUMMARY_LIMIT = 1024 * 1024;

export interface FileEffects {
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly path: readonly string[];
  readonly summary: string;
  /** Errors that the runner would report: a file that it cannot read, a summary that is too long. */
  readonly errors: readonly string[];
}

/** Makes the files, empty, below the runner's temporary folder. */
export async function createCommandFiles(temp: string): Promise<CommandFiles> {
  const folder = join(temp, '_runner_file_commands');
  await mkdir(folder, { recursive: true });
  const entries = Object.entries(PREFIXES).map(
    ([name, prefix]) => [name, join(folder, prefix + randomUUID())] as const,
  );
  await Promise.all(entries.map(([, file]) => writeFile(file, '')));
  return Object.fromEntries(entries) as CommandFiles;
}

export async function readCommandFiles(files: CommandFiles): Promise<FileEffects> {
  const texts = await Promise.all(
    Object.entries(files).map(async ([name, file]) => [name, await readFile(file, 'utf8')]),
  );
  const { GITHUB_OUTPUT, GITHUB_STATE, GITHUB_ENV, GITHUB_PATH, GITHUB_STEP_SUMMARY } = Object.fromEntries(texts);
  const errors: string[] = [];
  return {
    outputs: parsed('GITHUB_OUTPUT', GITHUB_OUTPUT, errors),
    state: parsed('GITHUB_STATE', GITHUB_STATE, errors),
    environment: parsed('GITHUB_ENV', GITHUB_ENV, errors),
    path: GITHUB_PATH.split('\n').filter((line: string) => line !== ''),
    summary: summary(GITHUB_STEP_SUMMARY, errors),
    errors,
  };
}

function parsed(name: string, text: string, errors: string[]): Readonly<Record<string, string>> {
  try {
    return parseKeyValues(text);
  } catch (error) {
    errors.push(`Unable to process file command '${name}' successfully: ${(error as Error).message}`);
    return {};
  }
}

function summary(text: string, errors: string[]): string {
  const size = Buffer.byteLength(text);
  if (size <= SUMMARY_LIMIT) return text;
  errors.push(`$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got ${size >> 10}k`);
  return '';
}

/** `name=value` on a line, or `name<<delimiter`, lines of a value, and the delimiter (FileCommandManager.cs). */
export function parseKeyValues(text: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  const lines = text.split('\n');
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    if (line === '') continue;
    const { name, operator, rest } = /^(?<name>.*?)(?<operator>=|<<)(?<rest>.*)$/s.exec(line)?.groups ?? {};
    if (!name || rest === undefined) throw new Error(`Invalid format '${line}'`);
    values[name] = operator === '=' ? rest : takeHeredoc(lines, name, rest);
  }
  return values;
}

function takeHeredoc(lines: string[], name: string, delimiter: string): string {
  const end = lines.indexOf(delimiter);
  if (delimiter === '') throw new Error(`Invalid format '${name}<<': the delimiter must not be empty`);
  if (end < 0) throw new Error(`Matching delimiter not found '${delimiter}'`);
  return lines
    .splice(0, end + 1)
    .slice(0, -1)
    .join('\n');
}
