import { type ElfEnds, readSection } from './elf-tail.ts';

/** Bytes of machine code by crate, with underscores in its name as in Rust's symbols. The standard library is `std`. */
export type CodeByCrate = ReadonlyMap<string, number>;

/** A symbol of elf(5), 64 bits: name, kind, and its bytes. */
const SYMBOL = 24;
const FUNCTION = 2;
/** Crates of the standard library. */
const STANDARD: ReadonlySet<string> = new Set([
  'core',
  'alloc',
  'std',
  'compiler_builtins',
  'panic_unwind',
  'std_detect',
]);
/** Bytes of a mangled name that are read: the crate is at its start. */
const START = 160;

/**
 * Sums the code of each crate by the table of symbols of a Rust program that is not stripped. Nothing for any other program, and where the table is not in
 * these bytes. Code of other languages has no crate.
 */
export function codeByCrate(ends: ElfEnds): CodeByCrate {
  const [symbols, names] = [readSection(ends, '.symtab'), readSection(ends, '.strtab')];
  const sums = new Map<string, number>();
  if (symbols === undefined || names === undefined) return sums;
  let left = ends.size;
  for (let at = 0; at + SYMBOL <= symbols.length; at += SYMBOL) {
    if (((symbols[at + 4] ?? 0) & 0xf) !== FUNCTION) continue;
    const start = symbols.readUInt32LE(at);
    const crate = crateOf(names.toString('latin1', start, start + START));
    if (crate === undefined) continue;
    const size = Number(symbols.readBigUInt64LE(at + 16));
    left -= size;
    if (!(left >= 0)) return new Map();
    sums.set(crate, (sums.get(crate) ?? 0) + size);
  }
  return sums;
}

/**
 * The crate of a mangled name: `_ZN4core3fmt…` and `_ZN50_$LT$alloc..vec..Vec…` (legacy), `_RNvNtCs1234_7mycrate3foo` (v0). Of an implementation, the crate
 * of the first path in it. Undefined for any other name.
 */
function crateOf(symbol: string): string | undefined {
  const name = symbol.startsWith('_ZN') ? crateOfLegacy(symbol) : crateOfV0(symbol);
  return name !== undefined && STANDARD.has(name) ? 'std' : name;
}

function crateOfLegacy(symbol: string): string | undefined {
  const [, digits = '', rest = ''] = /^_ZN(\d+)(.*)$/s.exec(symbol) ?? [];
  const first = rest.slice(0, Number(digits));
  return /^[a-z]\w*$/i.test(first) ? first : /([a-z_]\w*)\.\./i.exec(first)?.[1];
}

/** rustc book, symbol mangling v0: a crate's root is `C`, perhaps `s` with a number and `_`, the length of its name, perhaps `_`, and the name. */
function crateOfV0(symbol: string): string | undefined {
  const [, digits = '', rest = ''] = /^_R.*?C(?:s[0-9a-z]*_)(\d+)_?(\w*)/i.exec(symbol) ?? [];
  const length = Number(digits);
  return digits === '' || rest.length < length ? undefined : rest.slice(0, length);
}
