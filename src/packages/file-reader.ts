import type { FileSink, InspectedFile } from '../oci/layer/inspector.ts';
import { asRecord } from '../text/json.ts';
import type { Allowance } from './allowance.ts';
import type { LanguagePackage, PackageFinder } from './package-finder.ts';
import { HeadSink } from './sinks.ts';

/** A kind of file that describes packages: one row of the list of ecosystems. */
export interface FileReader {
  /** How their paths end. Told first, since an image has many files, and few of them describe packages. */
  readonly ending: string;
  /** Paths of such files. */
  readonly path: RegExp;
  /** Bytes. A larger file describes nothing. */
  readonly limit: number;
  /** The packages that one file describes. May throw for a broken file: then there are none. `match` is that of `path`. */
  read(match: RegExpExecArray, content: Buffer): readonly LanguagePackage[];
}

/** Packages that one file describes. Real ones have at most some thousand. */
const PACKAGES = 50_000;

/** Finds the packages that files of some kinds describe, each by itself. */
export class FileFinder implements PackageFinder<LanguagePackage> {
  readonly #allowance: Allowance;
  readonly #readers: readonly FileReader[];
  readonly #packages = new Map<string, readonly LanguagePackage[]>();

  constructor(allowance: Allowance, readers: readonly FileReader[]) {
    this.#allowance = allowance;
    this.#readers = readers;
  }

  open({ path, size }: InspectedFile): FileSink | null {
    for (const reader of this.#readers) {
      const match = path.endsWith(reader.ending) ? reader.path.exec(path) : null;
      if (match === null) continue;
      this.#packages.delete(path);
      if (size > reader.limit) return null;
      return new HeadSink(reader.limit, (content, whole) =>
        this.#keep(path, whole ? tryRead(reader, match, content) : []),
      );
    }
    return null;
  }

  find(): readonly LanguagePackage[] {
    return this.#allowance.exceeded ? [] : [...this.#packages.values()].flat();
  }

  #keep(path: string, found: readonly LanguagePackage[]): void {
    if (
      found.length > PACKAGES ||
      !found.every((each) => [...textsOf(each)].every((text) => this.#allowance.take(text)))
    )
      return;
    this.#packages.set(path, found);
  }
}

function tryRead(reader: FileReader, match: RegExpExecArray, content: Buffer): readonly LanguagePackage[] {
  try {
    return reader.read(match, content);
  } catch {
    return [];
  }
}

function* textsOf({ purl, roots, files, requires = [], inner = [] }: LanguagePackage): Generator<string> {
  yield purl;
  for (const list of [roots, files, requires, inner]) yield* list;
}

/** The members of a JSON object in a file. Throws SyntaxError for any other text. */
export function jsonOf(content: Buffer): Readonly<Record<string, unknown>> {
  return asRecord(JSON.parse(content.toString('utf8').replace(/^\uFEFF/, '')));
}

/** A path below a directory; '' is the root of the image. */
export function below(directory: string, path: string): string {
  return directory === '' ? path : `${directory}/${path}`;
}
