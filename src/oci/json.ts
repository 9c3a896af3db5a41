import { ImageError, type Place, quote } from './error.ts';

/** A JSON object of a hostile document, read field by field. Every error says what was found and where. */
export class JsonObject {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #place: Place;
  readonly #path: string;

  constructor(value: unknown, place: Place, path = '') {
    this.#place = place;
    this.#path = path;
    if (!isRecord(value)) throw this.#wrong(path || 'the document', 'an object', value);
    this.#fields = value;
  }

  has(key: string): boolean {
    return this.#get(key) !== undefined;
  }

  text(key: string): string {
    const value = this.#get(key);
    if (typeof value !== 'string') throw this.#wrong(this.#name(key), 'a string', value);
    return value;
  }

  optionalText(key: string): string | undefined {
    return this.has(key) ? this.text(key) : undefined;
  }

  /** The boolean field; false if it is absent. */
  flag(key: string): boolean {
    const value = this.#get(key) ?? false;
    if (typeof value !== 'boolean') throw this.#wrong(this.#name(key), 'true or false', value);
    return value;
  }

  /** A number of bytes. */
  size(key: string): number {
    const value = this.#get(key);
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
      throw this.#wrong(this.#name(key), 'a size in bytes', value);
    }
    return value;
  }

  object(key: string): JsonObject {
    return new JsonObject(this.#get(key), this.#place, this.#name(key));
  }

  optionalObject(key: string): JsonObject | undefined {
    return this.has(key) ? this.object(key) : undefined;
  }

  /** A list of objects; empty if it is absent or null, as Go writes empty lists. */
  objects(key: string): readonly JsonObject[] {
    return this.#list(key).map((item, at) => new JsonObject(item, this.#place, `${this.#name(key)}[${at}]`));
  }

  /** A list of strings; empty if it is absent or null. */
  texts(key: string): readonly string[] {
    return this.#list(key).map((item, at) => {
      if (typeof item !== 'string') throw this.#wrong(`${this.#name(key)}[${at}]`, 'a string', item);
      return item;
    });
  }

  keys(): readonly string[] {
    return Object.keys(this.#fields);
  }

  /** The fields whose values are strings. */
  strings(): Readonly<Record<string, string>> {
    const strings = Object.entries(this.#fields).filter(
      (field): field is [string, string] => typeof field[1] === 'string',
    );
    return Object.fromEntries(strings);
  }

  /** An error about this object. */
  error(problem: string): ImageError {
    return new ImageError(this.#path === '' ? problem : `${this.#path}: ${problem}`, this.#place);
  }

  #list(key: string): readonly unknown[] {
    const value = this.#get(key) ?? [];
    if (!Array.isArray(value)) throw this.#wrong(this.#name(key), 'a list', value);
    return value;
  }

  /** Go writes an absent value as null. */
  #get(key: string): unknown {
    return Object.hasOwn(this.#fields, key) ? (this.#fields[key] ?? undefined) : undefined;
  }

  #name(key: string): string {
    return this.#path === '' ? key : `${this.#path}.${key}`;
  }

  #wrong(name: string, wanted: string, found: unknown): ImageError {
    const shown = found === undefined ? 'nothing' : quote(JSON.stringify(found).slice(0, 80));
    return new ImageError(`${name} must be ${wanted}, found ${shown}`, this.#place);
  }
}

/** Parses a document. Throws ImageError if it is not valid JSON, with the offset if V8 reports one. */
export function parseJson(bytes: Uint8Array, place: Place): unknown {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
    const offset = position === undefined ? text.length : Number(position);
    throw new ImageError('not valid JSON', { ...place, offset }, { cause: error });
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
