import type { FileSink, InspectedFile } from '../../oci/layer/inspector.ts';
import type { Allowance } from '../allowance.ts';
import type { LanguagePackage, PackageFinder } from '../package-finder.ts';
import { readRustProgram } from './cargo-audit.ts';
import { DotnetBundleSearch } from './dotnet-bundle.ts';
import { type ElfEnds, ElfTailSink } from './elf-tail.ts';
import { type BuildInfo, BuildInfoSearch } from './go/build-info.ts';
import { type CodeByPackage, FunctionSizes } from './go/functions.ts';
import { modulesOf, moduleUrl } from './go/modules.ts';

const ELF = Buffer.from('\x7fELF', 'latin1');
const EXECUTABLE = 0o111;
/** A library without an executable bit, as most packages have them. */
const LIBRARY = /\.so(?:\.[\d.]+)?$/;
/** Bytes. The smallest program that Go links has about a megabyte, that of Rust 280 kB. */
const SMALLEST = 256 * 1024;

/** What a program says of itself, besides its path. */
type Told = Pick<LanguagePackage, 'purl' | 'inner' | 'innerBytes' | 'parts' | 'requires'>;

/**
 * Programs and libraries that say what they were made from. Go does so by the linker's build information (https://pkg.go.dev/debug/buildinfo), Rust
 * by cargo-auditable, and .NET by the files that a single-file application carries. The main package owns the whole file.
 */
export class ProgramFinder implements PackageFinder<LanguagePackage> {
  readonly #allowance: Allowance;
  readonly #packages = new Map<string, LanguagePackage>();

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  open({ path, size, mode }: InspectedFile): FileSink | null {
    const isExecutable = (mode & EXECUTABLE) !== 0;
    if (size < SMALLEST || !(isExecutable || LIBRARY.test(path))) return null;
    this.#packages.delete(path);
    const go = new GoSink(size, !isExecutable, (told) => this.#keep(path, told));
    return isExecutable ? new ProgramSink(size, go, (told) => this.#keep(path, told)) : go;
  }

  find(): readonly LanguagePackage[] {
    return this.#allowance.exceeded ? [] : [...this.#packages.values()];
  }

  #keep(path: string, told: Told | undefined): void {
    if (told === undefined || this.#packages.has(path)) return;
    const texts = [path, told.purl, ...(told.inner ?? []), ...(told.parts ?? []).map((part) => part.path)];
    if (texts.every((text) => this.#allowance.take(text)))
      this.#packages.set(path, { ...told, anchor: path, roots: [path], files: [], depth: path.length });
  }
}

/** Reads a Go program's build information, and the code of its packages. With `needsNote` as for BuildInfoSearch. */
class GoSink implements FileSink {
  readonly #search: BuildInfoSearch;
  readonly #code: FunctionSizes;
  readonly #onTold: (told: Told | undefined) => void;
  #info: BuildInfo | undefined;

  constructor(size: number, needsNote: boolean, onTold: (told: Told | undefined) => void) {
    this.#onTold = onTold;
    this.#code = new FunctionSizes(size);
    this.#search = new BuildInfoSearch((found) => {
      this.#info = found;
    }, needsNote);
  }

  write(chunk: Uint8Array): void {
    this.#search.write(chunk);
    this.#code.write(chunk);
  }

  end(): void {
    this.#search.end();
    if (this.#info !== undefined) this.#onTold(goProgram(this.#info, this.#code.sizes));
  }
}

/** Reads a program for all that it may be at once. */
class ProgramSink implements FileSink {
  #sinks: readonly FileSink[];
  #isFirst = true;

  constructor(size: number, go: FileSink, onTold: (told: Told) => void) {
    const bundle = new DotnetBundleSearch();
    const tail = new ElfTailSink(size, (ends) => {
      const told = rustProgram(ends) ?? bundle.read(ends);
      if (told !== undefined) onTold(told);
    });
    this.#sinks = [go, bundle, tail];
  }

  /** A script is dropped at its first bytes. */
  write(chunk: Uint8Array): void {
    if (this.#isFirst && chunk.length >= ELF.length && !ELF.equals(chunk.subarray(0, ELF.length))) this.#sinks = [];
    this.#isFirst = false;
    for (const sink of this.#sinks) sink.write(chunk);
  }

  end(): void {
    for (const sink of this.#sinks) sink.end();
  }
}

function goProgram(info: BuildInfo, code: CodeByPackage): Told | undefined {
  const purl = moduleUrl(info.main);
  const modules = modulesOf(info, code);
  if (purl === undefined) return undefined;
  return { purl, inner: modules.map((module) => module.purl), innerBytes: modules.map(({ bytes }) => bytes) };
}

function rustProgram(ends: ElfEnds): Told | undefined {
  const found = readRustProgram(ends);
  return found && { purl: found.purl, inner: found.crates, innerBytes: found.bytes };
}
