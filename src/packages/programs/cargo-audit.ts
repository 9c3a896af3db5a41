import { inflateSync } from 'node:zlib';
import { formatPackageUrl } from '../../model/package-url.ts';
import { asList, asRecord, asText } from '../../text/json.ts';
import { type ElfEnds, readSection } from './elf-tail.ts';
import { codeByCrate } from './rust-symbols.ts';

const SECTION = '.dep-v0';
/** Inflated bytes. A program of 2,000 crates has 300 kB. */
const INFLATED = 8 * 1024 * 1024;
/** Crates of one program that are told. */
const CRATES = 5_000;

/** The package of a Rust program, and the crates that are compiled into it. */
export interface RustProgram {
  readonly purl: string;
  readonly crates: readonly string[];
  /** Bytes of the code of each of `crates`; 0 where the program is stripped, or has no code of it. */
  readonly bytes: readonly number[];
}

/**
 * The crates of a Rust program that was built with cargo-auditable (https://github.com/rust-secure-code/cargo-auditable, PARSING.md): JSON,
 * compressed with zlib, in the section `.dep-v0`. Crates that only ran during the build are left out. Undefined for any other program.
 */
export function readRustProgram(ends: ElfEnds): RustProgram | undefined {
  const section = readSection(ends, SECTION);
  if (section === undefined) return undefined;
  const crates = asList(parse(section).packages)
    .map(asRecord)
    .filter(({ kind }) => kind !== 'build');
  const root = crates.find((crate) => crate.root === true) ?? {};
  const purl = urlOf(root);
  if (purl === undefined) return undefined;
  const code = new Map(codeByCrate(ends));
  const isStripped = code.size === 0;
  const others = crates.filter((crate) => crate.root !== true).slice(0, CRATES);
  const told = [...(isStripped ? [] : [root]), ...others].flatMap((crate) => withCode(crate, code));
  // What no crate of the program has is of the standard library, and of the crates that it was built with.
  const library = [...code.values()].reduce((sum, bytes) => sum + bytes, 0);
  if (!isStripped) told.push({ url: 'pkg:cargo/std', bytes: library });
  return { purl, crates: told.map(({ url }) => url), bytes: told.map(({ bytes }) => bytes) };
}

/** A crate with its code, which is then taken: of several versions of a crate, the first has that of all. */
function withCode(crate: Readonly<Record<string, unknown>>, code: Map<string, number>) {
  const url = urlOf(crate);
  const symbol = asText(crate.name).replaceAll('-', '_');
  const bytes = code.get(symbol) ?? 0;
  code.delete(symbol);
  return url === undefined ? [] : [{ url, bytes }];
}

function urlOf({ name, version }: Readonly<Record<string, unknown>>): string | undefined {
  return formatPackageUrl({ type: 'cargo', name: asText(name), version: asText(version) });
}

function parse(section: Buffer): Readonly<Record<string, unknown>> {
  try {
    return asRecord(JSON.parse(inflateSync(section, { maxOutputLength: INFLATED }).toString('utf8')));
  } catch {
    return {};
  }
}
