import type { FileSection } from '../../oci/image.ts';
import type { FileSink, InspectedFile } from '../../oci/layer/inspector.ts';
import type { Allowance } from '../allowance.ts';
import { WholeSink } from '../sinks.ts';
import { mapPlaceOf } from './map-url.ts';
import { MAP_MEMBERS, originsOf, readSourceMap, type SourceMap } from './source-map.ts';
import { TopLevelSink } from './top-level.ts';
import { Waiting } from './waiting.ts';

const MiB = 1024 * 1024;
const BUNDLE = /\.(?:[cm]?js|css)$/;
/** Declarations have maps too, and no bytes that run. */
const MAP = /(?<!\.d\.[cm]?ts)\.map$/;
/** Those of packages are their packages', and by far the most. */
const MODULES = /(?:^|\/)node_modules\//;
/** Bytes of a bundle. A smaller one explains little. */
const SMALLEST = 16 * 1024;
const LARGEST = 32 * MiB;
/** Bytes of a map, most of them the content of its sources, which is not kept. */
const LARGEST_MAP = 512 * MiB;
/** Bytes of bundles that wait for their maps, and of maps that wait for their bundles. */
const ROOM = 32 * MiB;
/** Origins of all bundles of a layer. */
const ORIGINS = 200_000;

/** A bundle that was read, and the paths at which its map may be. */
interface Bundle {
  readonly path: string;
  readonly content: Buffer;
  readonly size: number;
}

/** A source map, and the bytes that are held of it. */
interface HeldMap {
  readonly map: SourceMap;
  readonly size: number;
}

/**
 * Bundles of JavaScript and CSS with a source map in the same layer, or in themselves. They tell how many bytes are of which npm package, and how many of the
 * application's own source. Bundle and map come in any order.
 */
export class BundleFinder {
  readonly #allowance: Allowance;
  readonly #bundles = new Waiting<Bundle>(ROOM);
  readonly #maps = new Waiting<HeldMap>(ROOM);
  /** By the path of a map, that of the bundle which waits for it. */
  readonly #wanted = new Map<string, string>();
  readonly #told = new Map<string, readonly FileSection[]>();
  #left = ORIGINS;

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  /** A sink for bundles and maps outside of packages; null for all other files. */
  open({ path, size }: InspectedFile): FileSink | null {
    const isMap = MAP.test(path);
    if (!(isMap || BUNDLE.test(path)) || MODULES.test(path)) return null;
    if (isMap) return size > LARGEST_MAP ? null : this.#openMap(path);
    this.#told.delete(path);
    this.#bundles.take(path);
    return size < SMALLEST || size > LARGEST ? null : new WholeSink(size, (content) => this.#addBundle(path, content));
  }

  /** What the bundles were made from, by path. */
  find(): ReadonlyMap<string, readonly FileSection[]> {
    return this.#allowance.exceeded ? new Map() : this.#told;
  }

  #openMap(path: string): FileSink {
    this.#maps.take(path);
    return new TopLevelSink(MAP_MEMBERS, (members) => {
      const map = members && tryTo(() => readSourceMap(members));
      if (map !== undefined) this.#addMap(path, map);
    });
  }

  #addBundle(path: string, content: Buffer): void {
    const { paths, inline } = mapPlaceOf(path, content);
    const bundle = { path, content, size: content.length };
    const held = paths.find((place) => this.#maps.has(place));
    if (inline !== undefined) this.#tell(bundle, mapIn(inline));
    else if (held !== undefined) this.#tell(bundle, this.#maps.take(held)?.map);
    else {
      this.#bundles.put(path, bundle);
      for (const place of paths) this.#wanted.set(place, path);
    }
  }

  #addMap(path: string, map: SourceMap): void {
    const bundle = this.#bundles.take(this.#wanted.get(path) ?? '');
    if (bundle === undefined) this.#maps.put(path, { map, size: map.mappings.length + map.groupOf.byteLength });
    else this.#tell(bundle, map);
  }

  #tell({ path, content }: Bundle, map: SourceMap | undefined): void {
    const origins = map && originsOf(map, content);
    this.#left -= origins?.length ?? 0;
    if (origins === undefined || this.#left < 0) return;
    if ([path, ...origins.map(({ name }) => name)].every((text) => this.#allowance.take(text)))
      this.#told.set(path, origins);
  }
}

function mapIn(json: Buffer): SourceMap | undefined {
  let map: SourceMap | undefined;
  const sink = new TopLevelSink(MAP_MEMBERS, (members) => {
    map = members && tryTo(() => readSourceMap(members));
  });
  sink.write(json);
  sink.end();
  return map;
}

/** Nothing for what is broken. */
function tryTo<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
