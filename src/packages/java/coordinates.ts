import { readZipHead } from './zip-head.ts';

/** The Maven coordinates of an artifact: groupId, artifactId, version. */
export interface Coordinates {
  readonly namespace?: string | undefined;
  readonly name: string;
  readonly version?: string | undefined;
}

const MANIFEST = 'META-INF/MANIFEST.MF';
const PROPERTIES = /^META-INF\/maven\/[^/]+\/[^/]+\/pom\.properties$/;
/** `NAME-VERSION`; the version starts with a digit. */
const FILE_NAME = /^(.+?)-(\d[^/]*)$/;
const ARTIFACT = /^[\w.-]+$/;

/**
 * The name and version of an archive: from its pom.properties, else its manifest (JAR File Specification: Implementation-Title, -Version,
 * -Vendor-Id), else its file name without the extension (`stem`). A shaded archive has several pom.properties: the one that matches the
 * file name counts. Undefined if the bytes are not an archive. `head` holds its first bytes.
 */
export function readCoordinates(head: Buffer, stem: string): Coordinates | undefined {
  const texts = readZipHead(head, (name) => name === MANIFEST || PROPERTIES.test(name));
  if (texts === undefined) return undefined;
  const poms = [...texts].filter(([name]) => name !== MANIFEST).flatMap(([, text]) => readPom(text));
  const named = poms.find(({ name }) => stem === name || stem.startsWith(`${name}-`));
  return named ?? (poms.length === 1 ? poms[0] : undefined) ?? readManifest(texts.get(MANIFEST) ?? '', stem);
}

/** Reads a properties file as Maven writes it: `key=value` without escapes. */
function readPom(text: string): Coordinates[] {
  const properties = readFields(text, '=');
  const name = properties.get('artifactId') ?? '';
  if (!ARTIFACT.test(name)) return [];
  return [{ namespace: properties.get('groupId'), name, version: properties.get('version') }];
}

/** The title is free text: it is used only if it could be an artifact's name, and the file name is not `NAME-VERSION`. */
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
    // The first section of a manifest is about the archive. Later ones, after an empty line, are about single files.
    if (line === '' && separator === ':') break;
    if (key !== '' && !fields.has(key)) fields.set(key, line.slice(at + 1).trim());
  }
  return fields;
}
