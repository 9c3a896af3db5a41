/** What a made Go program holds. */
export interface GoProgram {
  /** Lines of its build information. */
  readonly mod: string;
  /** Names of its functions with their bytes, in order of address. */
  readonly functions: readonly (readonly [name: string, bytes: number])[];
  readonly go?: string;
  /** Changes the table before it is put into the program. */
  readonly damage?: (table: Buffer) => void;
  /** Bytes of the program. */
  readonly size?: number;
  /** Whether it has the linker's note. */
  readonly note?: boolean;
  /** The table's mark. */
  readonly magic?: number;
}

/** Bytes of an ELF program as Go's linker writes it, as far as it is read: note, table of functions, build information. */
export function makeGoProgram({
  mod,
  functions,
  go = 'go1.26.8',
  damage = () => undefined,
  size = 512 * 1024,
  note = true,
  magic = 0xfffffff1,
}: GoProgram): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.write('\x7fELF', 'latin1');
  if (note) bytes.write('\x04\0\0\0Go\0\0', 660, 'latin1');
  const table = makeFunctionTable(functions, magic);
  damage(table);
  bytes.set(table, 64 * 1024 + 8);
  bytes.set(makeBuildInfo(mod, { go }), 64 * 1024 + ((table.length + 71) & ~15));
  return bytes;
}

/** The linker's block of build information: mark, pointer size, flags, padding to 32 bytes, two strings with their lengths. */
export function makeBuildInfo(mod: string, { flags = 2, go = 'go1.22.1' } = {}): Buffer {
  const header = Buffer.alloc(32);
  header.write('\xff Go buildinf:', 'latin1');
  header.set([8, flags], 14);
  const text = Buffer.from(mod === '' ? '' : `${'s'.repeat(16)}${mod}${'e'.repeat(16)}`);
  return Buffer.concat([header, varint(go.length), Buffer.from(go), varint(text.length), text]);
}

/** runtime/symtab.go: pcHeader, names, and the table of addresses and records, with records of 40 bytes. */
function makeFunctionTable(functions: GoProgram['functions'], magic: number): Buffer {
  const names: Buffer[] = [];
  const records: Buffer[] = [];
  const table = Buffer.alloc(8 * functions.length + 4);
  let [address, nameAt] = [0, 0];
  for (const [at, [name, bytes]] of functions.entries()) {
    const record = Buffer.alloc(40);
    record.writeUInt32LE(address);
    record.writeUInt32LE(nameAt, 4);
    table.writeUInt32LE(address, 8 * at);
    table.writeUInt32LE(table.length + 40 * at, 8 * at + 4);
    records.push(record);
    names.push(Buffer.from(`${name}\0`, 'latin1'));
    nameAt += name.length + 1;
    address += bytes;
  }
  table.writeUInt32LE(address, 8 * functions.length);
  const header = Buffer.alloc(72);
  header.writeUInt32LE(magic);
  header.set([1, 8], 6);
  const end = 72 + nameAt;
  for (const [word, value] of [functions.length, 1, 0, 72, end, end, end, end].entries())
    header.writeBigUInt64LE(BigInt(value), 8 + 8 * word);
  return Buffer.concat([header, ...names, table, ...records]);
}

function varint(length: number): Buffer {
  const bytes: number[] = [];
  for (let rest = length; ; rest >>= 7) {
    bytes.push(rest > 127 ? (rest & 0x7f) | 0x80 : rest);
    if (rest < 128) return Buffer.from(bytes);
  }
}
