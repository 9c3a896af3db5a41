import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';

/** A Dockerfile as BuildKit's parser divides it. */
export interface DockerfileTree {
  readonly instructions: readonly Instruction[];
  readonly stages: readonly Stage[];
}

/** One instruction, such as `RUN apt-get update`, with its lines. */
export interface Instruction {
  /** In capitals: `RUN` */
  readonly keyword: string;
  /** The text after the keyword, with continuation lines joined and without comments. Here-documents appear only as their `<<NAME`. */
  readonly argument: string;
  readonly heredocs: readonly Heredoc[];
  /** As written, with continuation lines joined, in at most 2,000 characters. */
  readonly text: string;
  /** First and last line, from 1. */
  readonly lines: { readonly start: number; readonly end: number };
  /** Number of the stage that it opens or is in. −1 before the first. */
  readonly stage: number;
}

/** A here-document of an instruction. */
interface Heredoc {
  readonly name: string;
  /** Its lines, without the one that ends it. */
  readonly body: string;
}

/** One build stage, from its FROM to the next. */
export interface Stage {
  readonly number: number;
  readonly name?: string;
  /** Image or stage, as written. */
  readonly from: string;
}

/** 1 MiB: a hundred times a long Dockerfile. */
export const LONGEST_DOCKERFILE = 1024 * 1024;
/** No real Dockerfile has more stages. */
const MOST_STAGES = 1000;
/** Every record of a layer contains its instruction. */
const LONGEST_TEXT = 2000;
const NOTHING: DockerfileTree = { instructions: [], stages: [] };

/**
 * Divides a Dockerfile into instructions and stages, in time linear in its length. A line that is not an instruction is kept as one,
 * because BuildKit has refused such a file. The result is empty for more than 1 MiB or 1,000 stages. Source:
 * https://docs.docker.com/reference/dockerfile/#format
 */
export function parseDockerfile(text: string): DockerfileTree {
  if (text.length > LONGEST_DOCKERFILE) return NOTHING;
  const reader = new Reader(text);
  const instructions: Instruction[] = [];
  const stages: Stage[] = [];
  for (let read = reader.next(); read !== undefined; read = reader.next()) {
    if (read.keyword === 'FROM') stages.push(stageOf(read.argument, stages.length));
    instructions.push({ ...read, stage: stages.length - 1 });
  }
  return stages.length > MOST_STAGES ? NOTHING : { instructions, stages };
}

/** The instruction at a line, counted from 1. Undefined between two instructions, and after the last. */
export function instructionAt({ instructions }: DockerfileTree, line: number): Instruction | undefined {
  let [low, high] = [0, instructions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instructions[middle]?.lines.end ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  const found = instructions[low];
  return found !== undefined && found.lines.start <= line ? found : undefined;
}

const FROM = /^(?:--\S+\s+)*(\S+)(?:\s+as\s+(\S+))?/i;

function stageOf(argument: string, number: number): Stage {
  const [, from = '', name] = FROM.exec(argument) ?? [];
  return { number, from, ...(name === undefined ? {} : { name }) };
}

/** Reads one instruction after the other from the lines of a Dockerfile. */
class Reader {
  readonly #lines: readonly string[];
  /** The character that joins a line with the next one: `\`, unless `# escape=` says otherwise. */
  readonly #escape: string;
  #at = 0;

  constructor(text: string) {
    this.#lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
    this.#escape = escapeDirective(this.#lines);
  }

  next(): Omit<Instruction, 'stage'> | undefined {
    while (this.#at < this.#lines.length && isSkipped(this.#line())) this.#at++;
    if (this.#at >= this.#lines.length) return undefined;
    const start = this.#at;
    const logical = this.#logicalLine();
    const [, word = '', argument = ''] = /^(\S+)\s*(.*)$/s.exec(logical) ?? [];
    const keyword = word.toUpperCase();
    const header = this.#at;
    const heredocs = findHeredocs(keyword, argument).map((opened) => this.#heredoc(opened));
    const written = [logical, ...this.#lines.slice(header, this.#at)].join('\n');
    return { keyword, argument, heredocs, text: cut(written), lines: { start: start + 1, end: this.#at } };
  }

  #line(): string {
    return this.#lines[this.#at] ?? '';
  }

  /** Empty lines and comments within an instruction do not end it. */
  #logicalLine(): string {
    const parts: string[] = [];
    for (let goesOn = true; goesOn && this.#at < this.#lines.length; this.#at++) {
      if (parts.length > 0 && isSkipped(this.#line())) continue;
      const content = this.#continued(this.#line());
      goesOn = content !== undefined;
      parts.push(content ?? this.#line());
    }
    return parts.map((part, at) => `${at > 0 && isApart(parts[at - 1] ?? '', part) ? ' ' : ''}${part.trim()}`).join('');
  }

  /** A line without the escape at its end. Undefined without one, and where the escape is itself escaped. */
  #continued(line: string): string | undefined {
    const end = line.trimEnd();
    if (!end.endsWith(this.#escape) || end.at(-2) === this.#escape) return undefined;
    return end.slice(0, -1);
  }

  #heredoc({ name, chomp }: { readonly name: string; readonly chomp: boolean }): Heredoc {
    const body: string[] = [];
    while (this.#at < this.#lines.length) {
      const line = chomp ? this.#line().replace(/^\t+/, '') : this.#line();
      this.#at++;
      if (line === name) break;
      body.push(line);
    }
    return { name, body: body.join('\n') };
  }
}

/** Instructions that can have one. ONBUILD contains another instruction. */
const WITH_HEREDOC = /^(?:RUN|COPY|ADD)$/;
const IN_ONBUILD = /^(?:run|copy|add)\s/i;
/** A word of a shell command, with its quotes. */
const WORD = /(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/gs;
const OPENING = /^\d*<<(-?)([^<]+)$/;

/** The here-documents that the line of an instruction opens, in order. Source: BuildKit's frontend/dockerfile/parser, heredocsFromLine. */
function findHeredocs(
  keyword: string,
  argument: string,
): readonly { readonly name: string; readonly chomp: boolean }[] {
  if (!argument.includes('<<')) return [];
  if (!WITH_HEREDOC.test(keyword) && !(keyword === 'ONBUILD' && IN_ONBUILD.test(argument))) return [];
  return [...argument.matchAll(WORD)].flatMap(([word]) => {
    const [, dash = '', quoted] = OPENING.exec(word) ?? [];
    const name = quoted?.replace(/["']/g, '') ?? '';
    return name === '' ? [] : [{ name, chomp: dash === '-' }];
  });
}

/** The indentation of a continuation line and the space before its escape count as one space. */
function isApart(before: string, line: string): boolean {
  return before !== before.trimEnd() || line !== line.trimStart();
}

function isSkipped(line: string): boolean {
  return /^\s*(?:#|$)/.test(line);
}

/** Directives come before everything else, also before other comments. */
function escapeDirective(lines: readonly string[]): string {
  for (const line of lines) {
    const [, name, value] = /^\s*#\s*([a-zA-Z][\w-]*)\s*=(.*)$/.exec(line) ?? [];
    if (name === undefined) break;
    if (name.toLowerCase() === 'escape' && value?.trim() === '`') return '`';
  }
  return '\\';
}

function cut(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1).toWellFormed()}…`;
}

/**
 * sha256 of a file's bytes.
 * @throws Error where it cannot be read
 */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return `sha256:${hash.digest('hex')}`;
}

/** sha256 of a text's bytes. */
export function hashText(text: string | Buffer): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/**
 * The text of a Dockerfile (or of a file that contains one). Undefined where it is missing, over 1 MiB, or does not have the given digest.
 */
export async function readDockerfile(path: string, digest?: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile() || found.size > LONGEST_DOCKERFILE) return undefined;
  const content = await readFile(path);
  return digest === undefined || digest === hashText(content) ? content.toString('utf8') : undefined;
}
