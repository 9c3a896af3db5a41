import { ImageError, type Place } from '../error.ts';
import { JsonObject, parseJson } from '../json.ts';

/** The content of a file of a layer, by its name in the tar. */
export type OpenContent = (name: Buffer, size: number) => AsyncIterable<Uint8Array>;

/** One line: a segment is the base64 of headers and padding. The end of a tar can be padded with much. */
const LONGEST_LINE = 64 * 1024 * 1024;
const FILE = 1;
const SEGMENT = 2;

/**
 * Puts a tar together again from its tar-split (vbatts/tar-split, tar/asm/assemble.go). The tar-split has the bytes between the files, and the files are
 * read from a directory. `lines` are its bytes, inflated. Whether the tar is the right one only its digest tells.
 * @throws ImageError for other content
 */
export async function* assembleTar(
  lines: AsyncIterable<Uint8Array>,
  place: Place,
  open: OpenContent,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const line of splitLines(lines, place)) {
    const entry = new JsonObject(parseJson(line, place), place);
    const type = entry.size('type');
    if (type === SEGMENT) yield Buffer.from(entry.text('payload'), 'base64');
    else if (type !== FILE) throw entry.error(`an entry of type ${type}, which tar-split does not have`);
    else if (entry.has('size') && entry.size('size') > 0) yield* open(nameOf(entry), entry.size('size'));
  }
}

/** A name that is not valid UTF-8 is kept as bytes. */
function nameOf(entry: JsonObject): Buffer {
  const raw = entry.optionalText('name_raw');
  return raw === undefined ? Buffer.from(entry.text('name'), 'utf8') : Buffer.from(raw, 'base64');
}

async function* splitLines(bytes: AsyncIterable<Uint8Array>, place: Place): AsyncGenerator<Buffer, void, undefined> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      const line = Buffer.concat([...held, chunk.subarray(start, end)]);
      [held, length, start] = [[], 0, end + 1];
      if (line.length > 0) yield line;
    }
    // The chunk's memory may be used again.
    const rest = Buffer.from(chunk.subarray(start));
    held.push(rest);
    length += rest.length;
    if (length > LONGEST_LINE) throw new ImageError(`a line of more than ${LONGEST_LINE} bytes`, place);
  }
  if (length > 0) yield Buffer.concat(held);
}
