import { readZipHead } from './zip-head.ts';

/** What Maven names an artifact by: groupId, artifactId, version. */
export interface Coordinates {
  readonly namespace?: string | undefined;
  readonly name: string;
  readonly version?: string | undefined;
}

const MANIFEST = 'META-INF/MANIFEST.MF';
const PROPERTIES = /^META-INF\/maven\/[^/]+\/[^/]+\/pom\.properties$/;
/** `NAME-VERSION`, where the version begins with a digit. */
const FILE_NAME = /^(.+?)-(\d[^/]*)$/;
const ARTIFACT = /^[\w.-]+$/;

/**
 * An archive's name and version: from its pom.properties (of several, as shading leaves them, the one that the file is named after), else its manifest
 * (JAR File Specification: Implementation-Title, -Version, -Vendor-Id), else its file name without the extension; undefined where the
 * bytes are no archive. `head` are its first bytes.
 */
export function readCoordinates(head: Buffer, stem: string): Coordinates | undefined {
  const texts = readZipHead(head, (name) => name === MANIFEST || PROPERTIES.test(name));
  if (texts === undefined) return undefined;
  const poms = [...texts].filter(([name]) => name !== MANIFEST).flatMap(([, text]) => readPom(text));
  const named = poms.find(({ name }) => stem === name || stem.startsWith(`${name}-`));
  return named ?? (poms.length === 1 ? poms[0] : undefined) ?? readManifest(texts.get(MANIFEST) ?? '', stem);
}

/** Java's properties, as Maven writes them: `key=value` without escapes. */
function readPom(text: string): Coordinates[] {
  const properties = readFields(text, '=');
  const name = properties.get('artifactId') ?? '';
  if (!ARTIFACT.test(name)) return [];
  return [{ namespace: properties.get('groupId'), name, version: properties.get('version') }];
}

/** The title is free text: taken only where it could be an artifact's name and the file is not named as one. */
function readManifest(text: string, stem: string): Coordinates {
  const fields = readFields(text.replace(/\r?\n /g, ''), ':');
  const [, fileName, fileVersion] = FILE_NAME.exec(stem) ?? [];
  const title = fields.get('Implementation-Title') ?? '';
  const version = fields.get('Implementation-Version') ?? '';
  const vendor = fields.get('Implementation-Vendor-Id');
  return {
    namespace: vendor !== undefined && ARTIFACT.test(vendor) ? vendor : undefined,
    name: fileName ?? (ARTIFACT.test(title) ? title : stem),
    version: /^[\w.+-]+$/.test(version) ? version : (fileVersion ?? fields.get('Bundle-Version')),
  };
}

function readFields(text: string, separator: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const at = line.indexOf(separator);
    const key = line.slice(0, Math.max(at, 0)).trim();
    // The first section of a manifest is the archive's own; later ones, after an empty line, are of single files.
    if (line === '' && separator === ':') break;
    if (key !== '' && !fields.has(key)) fields.set(key, line.slice(at + 1).trim());
  }
  return fields;
}
