import { decodeText, TarHeaderError } from './header.ts';

/** The records of a PAX extended header (POSIX.1-2001, pax, "pax Extended Header") about the next entry. */
export interface PaxRecords {
  readonly path?: string;
  readonly linkPath?: string;
  /** Bytes that follow in the archive. */
  readonly size?: number;
  /** Full size of a sparse file in GNU's PAX formats 0.0, 0.1 and 1.0. */
  readonly realSize?: number;
}

/**
 * Parses the content of an 'x' entry: lines `LENGTH KEY=VALUE\n`. The last record of a key counts. Unknown keys are accepted. Throws
 * TarHeaderError for a malformed record, which Go's archive/tar refuses too.
 */
export function parsePax(bytes: Buffer): PaxRecords {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) at = readRecord(bytes, at, records);
  return interpret(records);
}

function readRecord(bytes: Buffer, at: number, records: Map<string, string>): number {
  const space = bytes.indexOf(0x20, at);
  const length = space < 0 ? '' : bytes.toString('latin1', at, Math.min(space, at + 20));
  const end = at + Number(length);
  if (!/^[1-9][0-9]{0,8}$/.test(length) || end > bytes.length || bytes[end - 1] !== 0x0a) {
    throw new TarHeaderError(`malformed PAX record at byte ${at} of the extended header`);
  }
  const equals = bytes.indexOf(0x3d, space);
  if (equals <= space + 1 || equals >= end) throw new TarHeaderError(`PAX record at byte ${at} has no key`);
  records.set(decodeText(bytes.subarray(space + 1, equals)), decodeText(bytes.subarray(equals + 1, end - 1)));
  return end;
}

function interpret(records: ReadonlyMap<string, string>): PaxRecords {
  const sparse = isSparse(records);
  const path = (sparse && text(records, 'GNU.sparse.name')) || text(records, 'path');
  const linkPath = text(records, 'linkpath');
  const size = count(records, 'size');
  const realSize = sparse ? (count(records, 'GNU.sparse.realsize') ?? count(records, 'GNU.sparse.size')) : undefined;
  return {
    ...(path !== undefined && { path }),
    ...(linkPath !== undefined && { linkPath }),
    ...(size !== undefined && { size }),
    ...(realSize !== undefined && { realSize }),
  };
}

/** Formats 0.0 (no version), 0.1 (a map record) and 1.0 (the map in the content). Go reads others as plain files. */
function isSparse(records: ReadonlyMap<string, string>): boolean {
  const version = `${records.get('GNU.sparse.major') ?? '0'}.${records.get('GNU.sparse.minor') ?? '0'}`;
  return ['0.0', '0.1', '1.0'].includes(version);
}

/** An empty value means "as if there were no record". */
function text(records: ReadonlyMap<string, string>, key: string): string | undefined {
  const value = records.get(key) || undefined;
  if (value?.includes('\0')) throw new TarHeaderError(`the PAX record ${key} holds a NUL byte`);
  return value;
}

function count(records: ReadonlyMap<string, string>, key: string): number | undefined {
  const value = text(records, key);
  if (value === undefined) return undefined;
  if (!/^[0-9]+$/.test(value) || !Number.isSafeInteger(Number(value))) {
    throw new TarHeaderError(`the PAX record ${key} is not a size: ${JSON.stringify(value.slice(0, 40))}`);
  }
  return Number(value);
}
