import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { type Divided, divide } from './divide.ts';
import { findOpenings, mayOpen, type Opening } from './heredoc.ts';

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
    const { operands, ...instruction } = read;
    if (read.keyword === 'FROM') stages.push(stageOf(operands, stages.length));
    instructions.push({ ...instruction, stage: stages.length - 1 });
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

const FROM = /^(\S+)(?:\s+as\s+(\S+))?/i;

function stageOf(argument: string, number: number): Stage {
  const [, from = '', name] = FROM.exec(argument) ?? [];
  return { number, from, ...(name === undefined ? {} : { name }) };
}

/** An instruction before its stage is known. */
type Read = Omit<Instruction, 'stage'> & Divided;

/** Reads one instruction after the other from the lines of a Dockerfile. */
class Reader {
  readonly #lines: readonly string[];
  /** The character that joins a line with the next one: `\`, unless `# escape=` says otherwise. */
  readonly #escape: string;
  #at = 0;

  constructor(text: string) {
    const lines = text.replace(/^\ufeff/, '').split('\n');
    this.#lines = (lines.at(-1) === '' ? lines.slice(0, -1) : lines).map((line) => line.replace(/(?<!\r)\r+$/, ''));
    this.#escape = escapeDirective(this.#lines);
  }

  next(): Read | undefined {
    while (this.#at < this.#lines.length && isSkipped(this.#line())) this.#at++;
    if (this.#at >= this.#lines.length) return undefined;
    const start = this.#at;
    const parts = this.#logicalLine();
    const logical = joined(parts);
    const divided = divide(logical, this.#escape);
    const header = this.#at;
    const openings = mayOpen(divided, this.#escape) ? findOpenings(parts.join('').trimStart()) : [];
    const heredocs = openings.map((opening) => this.#heredoc(opening));
    const written = [logical, ...this.#lines.slice(header, this.#at)].join('\n');
    return { ...divided, heredocs, text: cut(written), lines: { start: start + 1, end: this.#at } };
  }

  #line(): string {
    return this.#lines[this.#at] ?? '';
  }

  /** Empty lines and comments within an instruction do not end it. */
  #logicalLine(): readonly string[] {
    const parts: string[] = [];
    for (let goesOn = true; goesOn && this.#at < this.#lines.length; this.#at++) {
      if (parts.length > 0 && isSkipped(this.#line())) continue;
      const line = parts.length === 0 ? this.#line().replace(SPACE_BEFORE, '') : this.#line();
      const content = this.#continued(line);
      goesOn = content !== undefined;
      parts.push(content ?? line);
    }
    return parts;
  }

  /** A line without the escape at its end. Undefined without one, and where the escape is itself escaped. */
  #continued(line: string): string | undefined {
    const end = line.replace(/(?<![\t ])[\t ]+$/, '');
    if (!end.endsWith(this.#escape) || end.at(-2) === this.#escape) return undefined;
    return end.slice(0, -1);
  }

  #heredoc({ name, chomp }: Opening): Heredoc {
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

/** Continuation lines as one, with one space where there was any between two. */
function joined(parts: readonly string[]): string {
  const spaced = parts.map((part, at) => `${at > 0 && isApart(parts[at - 1] ?? '', part) ? ' ' : ''}${part.trim()}`);
  return spaced.join('').trimStart();
}

/** The indentation of a continuation line and the space before its escape count as one space. */
function isApart(before: string, line: string): boolean {
  return before !== before.trimEnd() || line !== line.trimStart();
}

/** The white space of Go, which a byte order mark is none of. */
const SPACE_BEFORE = /^\p{White_Space}+/u;

function isSkipped(line: string): boolean {
  return /^\p{White_Space}*(?:#|$)/u.test(line);
}

/** Directives come before everything else, also before other comments. The first line that is none ends them. */
function escapeDirective(lines: readonly string[]): string {
  for (const line of lines) {
    const [, name, value] = /^\s*#\s*(syntax|escape|check)\s*=\s*(\S.*)$/i.exec(line) ?? [];
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
