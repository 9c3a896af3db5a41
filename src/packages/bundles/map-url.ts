import { normalisePath } from '../../oci/layer/path.ts';

/** Where a bundle says that its map is. */
export interface MapPlace {
  /** Paths in the layer, the likeliest first. */
  readonly paths: readonly string[];
  /** The map itself, where the bundle holds it. */
  readonly inline?: Buffer;
}

const NEWLINE = 0x0a;
/** Lines at the end of a bundle that are looked at: others add a line of their own behind that of the map. */
const LINES = 8;
/** Bytes of a line that may be the path of a map. */
const LONGEST = 4096;
/** ECMA-426, 11.1.2: a comment of its own; `@` is the older form, and CSS has the other comments. */
const COMMENT = /^\s*(?:\/\/|\/\*)[#@]\s*sourceMappingURL=/;
const DATA = /^data:application\/json;(?:charset=[\w-]+;)?base64,/;
/** Bytes of the longest start of such a line. */
const START = 128;

/** Where the map of a bundle is: where its last lines say so, or else beside it, at its own path with `.map`. */
export function mapPlaceOf(path: string, content: Buffer): MapPlace {
  const beside = `${path}.map`;
  const line = commentIn(content);
  if (line === undefined) return { paths: [beside] };
  const start = COMMENT.exec(line.toString('latin1', 0, START))?.[0].length ?? 0;
  const data = DATA.exec(line.toString('latin1', start, start + START))?.[0].length;
  if (data !== undefined) return { paths: [], inline: Buffer.from(line.toString('latin1', start + data), 'base64') };
  const named = line.length > LONGEST ? undefined : pathOf(path, line.toString('utf8', start));
  return { paths: named === undefined || named === beside ? [beside] : [named, beside] };
}

function commentIn(content: Buffer): Buffer | undefined {
  let end = content.length;
  for (let count = 0; count < LINES && end > 0; count++) {
    const start = content.lastIndexOf(NEWLINE, end - 1) + 1;
    if (COMMENT.test(content.toString('latin1', start, Math.min(end, start + START))))
      return content.subarray(start, end);
    end = start - 1;
  }
  return undefined;
}

/** A path in the layer. A map at another host is looked for by its name, beside the bundle. */
function pathOf(path: string, text: string): string | undefined {
  const [url = ''] = /^[^\s*?#]*/.exec(text) ?? [];
  const directory = path.slice(0, path.lastIndexOf('/') + 1);
  const isElsewhere = /^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(url);
  return normalisePath(`${directory}${isElsewhere ? url.slice(url.lastIndexOf('/') + 1) : decoded(url)}`);
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
