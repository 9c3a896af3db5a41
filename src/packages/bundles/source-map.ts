import type { FileSection } from '../../oci/image.ts';
import { type Grouped, sumMappings } from './mappings.ts';
import { originOf } from './origin.ts';
import type { Members } from './top-level.ts';

const MiB = 1024 * 1024;
/** Bytes of the members of a map that are read. By esbuild, mappings are as long as a minified bundle, and six tenths as long as another. */
export const MAP_MEMBERS: ReadonlyMap<string, number> = new Map([
  ['version', 64],
  ['mappings', 16 * MiB],
  ['sources', 8 * MiB],
  ['sourceRoot', 4096],
  // A map of maps is not read.
  ['sections', 0],
]);
/** Sources of one map, and packages that they are of. Large bundles have some 20,000 sources of 2,000 packages. */
const SOURCES = 200_000;
const PACKAGES = 5_000;
const VERSION = 3;

/** What a source map says of its bundle. */
export interface SourceMap extends Grouped {
  readonly mappings: string;
  /** Package URLs of the groups; '' is the application's own source. */
  readonly origins: readonly string[];
}

/**
 * A source map (ECMA-426) by its members; undefined for any other object, and for maps of sections.
 * @throws SyntaxError for what is no JSON
 */
export function readSourceMap(members: Members): SourceMap | undefined {
  const read = (name: string): unknown => JSON.parse(members.get(name)?.toString('utf8') ?? 'null');
  const [mappings, sources, root] = [read('mappings'), read('sources'), read('sourceRoot') ?? ''];
  const isOther = read('version') !== VERSION || typeof root !== 'string';
  if (isOther || typeof mappings !== 'string' || !Array.isArray(sources) || sources.length > SOURCES) return undefined;
  const grouped = groupSources(sources, root);
  return grouped.origins.length > PACKAGES ? undefined : { mappings, ...grouped, groups: grouped.origins.length };
}

/** How many bytes of a bundle are of each origin, by name; undefined where the map is not that of the bundle. */
export function originsOf(map: SourceMap, content: Buffer): readonly FileSection[] | undefined {
  const sums = sumMappings(map.mappings, content, map);
  return sums && map.origins.map((name, at) => ({ name, bytes: sums[at] ?? 0 })).filter(({ bytes }) => bytes > 0);
}

function groupSources(sources: readonly unknown[], root: string): Pick<SourceMap, 'groupOf' | 'origins'> {
  const names = sources.map((source) =>
    typeof source === 'string' ? originOf(`${root}${slash(root)}${source}`) : null,
  );
  const origins = [...new Set(names)].filter((name) => name !== null).sort();
  const positions = new Map(origins.map((name, at) => [name, at]));
  return { origins, groupOf: Int32Array.from(names, (name) => (name === null ? -1 : (positions.get(name) ?? -1))) };
}

function slash(root: string): string {
  return root === '' || root.endsWith('/') ? '' : '/';
}
