import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import { printable } from '../../text/scanner.ts';
import { type Path, type Place, Places } from './places.ts';
import type { Problem } from './problem.ts';
import { MAX_DEPTH, TOO_DEEP } from './yaml.ts';

/** The content of a YAML document, with the place of each value and the problems found. */
export interface Composed {
  /** Plain data: maps without a prototype, lists, and scalars of YAML's core schema. */
  readonly value: unknown;
  readonly places: Places;
  readonly problems: readonly Problem[];
}

type Nodes = Node | null | undefined;
interface Entry {
  readonly key: Place;
  readonly value: Nodes;
}

/** Bounds the values that aliases of aliases expand to; a file with a hundred images has some thousand. */
const MAX_VALUES = 50_000;
/** The message about more values. */
export const TOO_MANY_VALUES = `aliases and merge keys expand to more than ${MAX_VALUES} values`;

/** Scalars directly under these keys stay texts as written: `PYTHON: 3.10` does not become the number 3.1. */
const TEXTS = ['build-args', 'labels', 'build-contexts', 'environment', 'run', 'args', 'entrypoint'];

/** A document's data, aliases and merge keys (`<<`) resolved, with the place of every value. */
export function compose(document: Document.Parsed, text: string): Composed {
  const composer = new Composer(document, text);
  const value = composer.value(document.contents, [], null, 0);
  return { value, places: composer.places, problems: composer.problems };
}

class Composer {
  readonly places: Places;
  readonly problems: Problem[] = [];
  readonly #targets: ReadonlyMap<Node, Node>;
  #left = MAX_VALUES;

  constructor(document: Document.Parsed, text: string) {
    this.places = new Places(text);
    this.#targets = aliasTargets(document);
  }

  value(written: Nodes, path: Path, key: Place | null, depth: number): unknown {
    const node = this.#resolve(written, path);
    const place = placeOf(node ?? written) ?? key ?? { start: 0, end: 0 };
    this.places.record(path, { key: key ?? place, value: place });
    if (!this.#affordable(placeOf(written) ?? place, depth)) return this.#broken(path);
    if (isMap(node)) return this.#map(node, path, depth);
    if (isSeq(node)) {
      return node.items.map((item, index) => this.value(item as Node, [...path, index], null, depth + 1));
    }
    return isScalar(node) ? this.#scalar(node, path) : null;
  }

  #resolve(node: Nodes, path: Path): Nodes {
    if (!isAlias(node)) return node;
    const target = this.#targets.get(node);
    if (target !== undefined) return target;
    this.#fault(
      placeOf(node),
      `found the alias "*${printable(node.source)}", but no anchor "&${printable(node.source)}" before it`,
    );
    this.places.breakAt(path);
    return null;
  }

  #map(map: YAMLMap, path: Path, depth: number): unknown {
    const result: Record<string, unknown> = Object.create(null);
    for (const [name, { key, value }] of this.#entries(map, path, depth)) {
      result[name] = this.value(value, [...path, name], key, depth + 1);
    }
    return result;
  }

  /** A map's own entries, then those of merged maps under other keys; of two merged maps the first wins (YAML merge keys). */
  #entries(map: YAMLMap, path: Path, depth: number): Map<string, Entry> {
    const entries = new Map<string, Entry>();
    for (const pair of map.items.filter((pair) => !isMerge(pair))) this.#own(pair, entries);
    for (const pair of map.items.filter(isMerge)) {
      const merged = this.#resolve(pair.value as Nodes, path);
      for (const source of isSeq(merged) ? merged.items : [merged])
        this.#merge(source as Nodes, entries, path, depth, pair);
    }
    return entries;
  }

  #own(pair: Pair, entries: Map<string, Entry>): void {
    const place = placeOf(pair.key as Nodes) ?? placeOf(pair.value as Nodes) ?? { start: 0, end: 0 };
    const name = keyText(pair.key);
    const problem = keyProblem(name, entries);
    if (problem !== null) this.#fault(place, problem);
    else if (name !== null) entries.set(name, { key: place, value: pair.value as Nodes });
  }

  #merge(written: Nodes, entries: Map<string, Entry>, path: Path, depth: number, { key }: Pair): void {
    const place = placeOf(written) ?? placeOf(key as Nodes);
    const source = this.#resolve(written, path);
    if (source === null || !this.#affordable(place, depth + 1)) return;
    const merged = isMap(source) ? this.#entries(source, path, depth + 1) : [];
    if (!isMap(source))
      this.#fault(place, 'found no map after "<<", expected an alias of one ("<<: *name") or a list of them');
    for (const [name, entry] of merged) if (!entries.has(name)) entries.set(name, entry);
  }

  #scalar({ value, source }: Scalar, path: Path): unknown {
    if (typeof value === 'string' && value.includes('\0')) {
      this.#fault(
        { start: this.places.value(path), end: 0 },
        'found a text with a NUL character, which no command can be given',
      );
      return this.#broken(path);
    }
    const isOther = typeof value !== 'string' && value !== null;
    return isOther && isText(path) ? (source ?? String(value)) : value;
  }

  /** False from the first value that is too many or too deep, so that it is reported once. */
  #affordable(place: Place | null, depth: number): boolean {
    if (this.#left === 0) return false;
    this.#left = depth > MAX_DEPTH ? 0 : this.#left - 1;
    if (this.#left > 0) return true;
    this.#fault(place, depth > MAX_DEPTH ? TOO_DEEP : TOO_MANY_VALUES);
    return false;
  }

  #broken(path: Path): null {
    this.places.breakAt(path);
    return null;
  }

  #fault(place: Place | null, message: string): void {
    this.problems.push({ offset: place?.start ?? 0, message });
  }
}

/** An alias means the last anchor of that name before it. The yaml library's `resolve` would read the document again for each alias. */
function aliasTargets(document: Document.Parsed): ReadonlyMap<Node, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Node, Node>();
  visit(document, {
    Alias: (_, alias) => {
      const target = anchors.get(alias.source);
      if (target !== undefined) targets.set(alias, target);
    },
    Value: (_, node) => {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

function placeOf(node: Nodes): Place | null {
  return node?.range ? { start: node.range[0], end: node.range[1] } : null;
}

function isMerge({ key }: Pair): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}

function keyProblem(name: string | null, known: ReadonlyMap<string, Entry>): string | null {
  if (name === null) return 'found a key that is empty or not a text, expected "KEY: value"';
  if (name === '__proto__') return 'found the key "__proto__", which is not accepted';
  return known.has(name) ? `found the key "${printable(name.slice(0, 100))}" a second time in one map` : null;
}

function keyText(key: unknown): string | null {
  if (!isScalar(key) || key.value === null) return null;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

function isText(path: Path): boolean {
  const parent = path.findLastIndex((step, index) => typeof step === 'string' && index < path.length - 1);
  const isImageName = path[0] === 'images' && parent <= 1;
  return !isImageName && (path.at(-1) === 'user' || TEXTS.includes(String(path[parent])));
}
