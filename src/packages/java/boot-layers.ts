import type { FileSection } from '../../oci/image.ts';
import type { ZipEntry } from './zip-directory.ts';
import { STORED_TEXT, type ZipText } from './zip-scan.ts';

const INDEX = /^(?:BOOT|WEB)-INF\/layers\.idx$/;
const LAYER = /^- "(.+)":$/;
const CONTENT = /^ {2}- "(.+)"$/;
/** Layers of one archive, characters of a name, and directories of all layers. Spring Boot makes four layers of six directories. */
const LAYERS = 50;
const LONGEST_NAME = 200;
const DIRECTORIES = 200;

/** Where the content of an archive belongs. The first one that is named counts, as in Spring Boot's own reader. */
interface LayerIndex {
  readonly layers: readonly string[];
  /** Position of the line and of the layer, by the path of a file. */
  readonly files: ReadonlyMap<string, Place>;
  /** Likewise all of a directory, whose name ends in '/'. */
  readonly directories: readonly (readonly [prefix: string, place: Place])[];
}

interface Place {
  readonly line: number;
  readonly layer: number;
}

/** Whether a file of an archive says which layers Spring Boot divides it into. */
export function isLayerIndex(name: string): boolean {
  return INDEX.test(name);
}

/**
 * The layers of an executable archive of Spring Boot with their bytes as stored, by its `layers.idx`
 * (https://docs.spring.io/spring-boot/specification/executable-jar/nested-jars.html, "Layer Index"). Empty where it has none that can be read as a
 * whole. Empty where the layers would be larger than the archive, whose `size` is in bytes. What the index does not name is in no layer.
 * @param texts those of the archive itself
 */
export function bootLayers(
  entries: readonly ZipEntry[],
  texts: readonly ZipText[],
  size: number,
): readonly FileSection[] {
  const written = entries.filter(({ name }) => isLayerIndex(name));
  const text = texts.find(({ offset }) => offset === written[0]?.offset)?.text;
  if (written.length !== 1 || text === undefined || (written[0]?.size ?? 0) > STORED_TEXT) return [];
  const index = readIndex(text);
  if (index === undefined) return [];
  const bytes = index.layers.map(() => 0);
  for (const entry of entries) {
    const layer = layerOf(entry.name, index);
    if (layer !== undefined) bytes[layer] = (bytes[layer] ?? 0) + entry.size;
  }
  const sum = bytes.reduce((before, each) => before + each, 0);
  return sum > size ? [] : index.layers.map((name, at) => ({ name, bytes: bytes[at] ?? 0 }));
}

/** Undefined for a line that is neither a layer nor a content of one, for a layer that is named twice, and for too many. */
function readIndex(text: string): LayerIndex | undefined {
  const layers: string[] = [];
  const files = new Map<string, Place>();
  const directories: [string, Place][] = [];
  for (const [line, written] of text.split(/\r?\n/).entries()) {
    const [[, name], [, content]] = [LAYER.exec(written) ?? [], CONTENT.exec(written) ?? []];
    const place = { line, layer: layers.length - 1 };
    if (name !== undefined && name.length <= LONGEST_NAME && !layers.includes(name)) layers.push(name);
    else if (content === undefined ? written.trim() !== '' : layers.length === 0) return undefined;
    else if (content?.endsWith('/')) directories.push([content, place]);
    else if (content !== undefined && !files.has(content)) files.set(content, place);
    if (layers.length > LAYERS || directories.length > DIRECTORIES) return undefined;
  }
  return { layers, files, directories };
}

function layerOf(name: string, { files, directories }: LayerIndex): number | undefined {
  const file = files.get(name);
  const [, directory] = directories.find(([prefix]) => name.startsWith(prefix)) ?? [];
  if (file === undefined || directory === undefined) return (file ?? directory)?.layer;
  return (file.line < directory.line ? file : directory).layer;
}
