import { formatPackageUrl } from '../../model/package-url.ts';
import type { FileSink, InspectedFile } from '../../oci/layer/inspector.ts';
import type { Allowance } from '../allowance.ts';
import type { LanguagePackage, PackageFinder } from '../package-finder.ts';
import { readRustProgram } from './cargo-audit.ts';
import { DotnetBundleSearch } from './dotnet-bundle.ts';
import { type ElfEnds, ElfTailSink } from './elf-tail.ts';
import { BuildInfoSearch, type MainModule } from './go-build-info.ts';

const ELF = Buffer.from('\x7fELF', 'latin1');
const EXECUTABLE = 0o111;
/** A library without an executable bit, as most packages have them. */
const LIBRARY = /\.so(?:\.[\d.]+)?$/;
/** Bytes. The smallest program that Go links has about a megabyte, that of Rust 280 kB. */
const SMALLEST = 256 * 1024;

/** What a program says of itself, besides its path. */
type Told = Pick<LanguagePackage, 'purl' | 'inner' | 'parts' | 'requires'>;

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
    const go = new BuildInfoSearch((found) => this.#keep(path, goModule(found)), !isExecutable);
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

/** Reads a program for all that it may be at once. */
class ProgramSink implements FileSink {
  #sinks: readonly FileSink[];
  #isFirst = true;

  constructor(size: number, go: BuildInfoSearch, onTold: (told: Told) => void) {
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

function goModule({ path: module, version }: MainModule): Told | undefined {
  const slash = module.lastIndexOf('/');
  const namespace = module.slice(0, Math.max(slash, 0));
  const purl = formatPackageUrl({ type: 'golang', namespace, name: module.slice(slash + 1), version });
  return purl === undefined ? undefined : { purl };
}

function rustProgram(ends: ElfEnds): Told | undefined {
  const found = readRustProgram(ends);
  return found && { purl: found.purl, inner: found.crates };
}
