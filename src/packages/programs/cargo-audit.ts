import { inflateSync } from 'node:zlib';
import { formatPackageUrl } from '../../model/package-url.ts';
import { asList, asRecord, asText } from '../../text/json.ts';
import { type ElfEnds, readSection } from './elf-tail.ts';

const SECTION = '.dep-v0';
/** Inflated bytes. A program of 2,000 crates has 300 kB. */
const INFLATED = 8 * 1024 * 1024;
/** Crates of one program that are told. */
const CRATES = 5_000;

/** The package of a Rust program, and the crates that are compiled into it. */
export interface RustProgram {
  readonly purl: string;
  readonly crates: readonly string[];
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
  const urls = (isRoot: boolean) =>
    crates.filter(({ root }) => (root === true) === isRoot).flatMap((crate) => urlOf(crate) ?? []);
  const [purl] = urls(true);
  return purl === undefined ? undefined : { purl, crates: urls(false).slice(0, CRATES) };
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
