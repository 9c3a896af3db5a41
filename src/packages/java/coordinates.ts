import { inferredGroup } from './groups.ts';

/** The Maven coordinates of an artifact. */
export interface Coordinates {
  /** groupId */
  readonly namespace?: string | undefined;
  /** artifactId */
  readonly name: string;
  readonly version?: string | undefined;
  /** `classifier`, and `group=inferred` if the group is from a table. */
  readonly qualifiers?: Readonly<Record<string, string | undefined>>;
}

/** The texts of an archive that may name it, and the path of its file. */
export interface Evidence {
  readonly path: string;
  /** Text of META-INF/MANIFEST.MF; '' for none. */
  readonly manifest: string;
  readonly poms: readonly Pom[];
}

/** A pom.properties: the coordinates in it. */
export interface Pom {
  readonly group: string;
  readonly name: string;
  readonly version: string | undefined;
}

const POM = /^META-INF\/maven\/([^/]+)\/([^/]+)\/pom\.properties$/;
const MANIFEST = 'META-INF/MANIFEST.MF';
/** `NAME-VERSION`; the version starts with a digit. */
const FILE_NAME = /^(.+?)-(\d[^/]*)$/;
/** Classifiers that builds give to archives of one artifact. Other ends, such as `-jre` of Guava, are part of the version. */
const CLASSIFIER =
  /^(.+?)-(jar-with-dependencies|all|shaded|uber|fat|exec|sources|javadoc|tests|(?:linux|osx|macos|windows|natives?)(?:[-_].+)?)$/;
const ARTIFACT = /^[\w.-]+$/;
const VERSION = /^[\w.+-]+$/;
/** Directories of a local repository: `GROUP/ARTIFACT/VERSION/ARTIFACT-VERSION.jar`. */
const REPOSITORY = /(?:^|\/)repository\/(.+)\/([^/]+)\/([^/]+)\/[^/]+$/;

/** Whether a file of an archive says how it is called. */
export function isEvidence(name: string): boolean {
  return name === MANIFEST || POM.test(name);
}

/** The evidence in the texts of an archive at a path. A property that a build did not fill in is that of the name of the directory. */
export function evidenceOf(path: string, texts: readonly { readonly name: string; readonly text: string }[]): Evidence {
  const manifest = texts.find(({ name }) => name === MANIFEST)?.text ?? '';
  return { path, manifest, poms: texts.flatMap(({ name, text }) => readPom(name, text)) };
}

/**
 * The coordinates of an archive. It is named by its file, `NAME-VERSION`. The group is that of the pom.properties of that artifact, else of the
 * local repository, else of its manifest (Implementation-Vendor-Id), else of a table. A file without a version is named
 * by the only pom.properties, else by its manifest. What else lies inside never names it.
 */
export function coordinatesOf(evidence: Evidence): Coordinates {
  const stem = stemOf(evidence.path);
  const pom = ownPom(evidence, stem);
  if (pom === undefined) return coordinatesOfFile(evidence, stem);
  const { group, name, version } = pom;
  const rest =
    version !== undefined && stem.startsWith(`${name}-${version}-`)
      ? stem.slice(name.length + version.length + 2)
      : undefined;
  return {
    namespace: group,
    name,
    version: version ?? splitName(stem).version,
    ...(rest !== undefined && { qualifiers: { classifier: rest } }),
  };
}

/** The coordinates of other artifacts whose pom.properties an archive has: those that were merged into it. */
export function mergedInto(evidence: Evidence): readonly Coordinates[] {
  const own = ownPom(evidence, stemOf(evidence.path));
  return evidence.poms
    .filter((pom) => pom !== own)
    .map(({ group, name, version }) => ({ namespace: group, name, version }));
}

/** The pom.properties of the archive itself: that of its file's name, or the only one if the file has no version. */
function ownPom({ poms }: Evidence, stem: string): Pom | undefined {
  const matching = poms.filter(({ name }) => stem === name || stem.startsWith(`${name}-`));
  const longest = matching.reduce<Pom | undefined>(
    (best, pom) => (pom.name.length > (best?.name.length ?? 0) ? pom : best),
    undefined,
  );
  if (longest !== undefined) return longest;
  return poms.length === 1 && splitName(stem).version === undefined ? poms[0] : undefined;
}

function coordinatesOfFile({ path, manifest }: Evidence, stem: string): Coordinates {
  const fields = readFields(manifest.replace(/\r?\n /g, ''), ':');
  const file = splitName(stem);
  const title = fields.get('Implementation-Title') ?? '';
  const said = fields.get('Implementation-Version') ?? '';
  const isOwn = file.version === undefined || said === '' || said.startsWith(file.version);
  const name = file.version === undefined && isOwn && ARTIFACT.test(title) ? title : file.name;
  const bundle = fields.get('Bundle-Version');
  const group = groupOf(path, name, isOwn ? fields : new Map());
  const qualifiers = { classifier: file.classifier, group: group.isInferred ? 'inferred' : undefined };
  return {
    namespace: group.name,
    name,
    version: file.version ?? (VERSION.test(said) ? said : bundle),
    ...(Object.values(qualifiers).some((value) => value !== undefined) && { qualifiers }),
  };
}

function groupOf(
  path: string,
  artifact: string,
  manifest: ReadonlyMap<string, string>,
): { readonly name: string | undefined; readonly isInferred: boolean } {
  const [, directories, directory] = REPOSITORY.exec(path) ?? [];
  if (directories !== undefined && directory === artifact)
    return { name: directories.replaceAll('/', '.'), isInferred: false };
  const vendor = manifest.get('Implementation-Vendor-Id') ?? '';
  if (ARTIFACT.test(vendor)) return { name: vendor, isInferred: false };
  const inferred = inferredGroup(artifact);
  return { name: inferred, isInferred: inferred !== undefined };
}

interface FileName {
  readonly name: string;
  readonly version?: string | undefined;
  readonly classifier?: string | undefined;
}

function splitName(stem: string): FileName {
  const [, name, ending] = FILE_NAME.exec(stem) ?? [];
  if (name === undefined || ending === undefined) return { name: stem };
  const [, version = ending, classifier] = CLASSIFIER.exec(ending) ?? [];
  return { name, version, classifier };
}

/** The name of the file without its extension. */
function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
}

/** Reads a properties file as Maven writes it: `key=value` without escapes. */
function readPom(path: string, text: string): Pom[] {
  const [, directory = '', artifact] = POM.exec(path) ?? [];
  const properties = readFields(text, '=');
  const name = properties.get('artifactId') ?? artifact ?? '';
  const version = properties.get('version') ?? '';
  if (artifact === undefined || !ARTIFACT.test(name)) return [];
  return [
    { group: properties.get('groupId') ?? directory, name, version: VERSION.test(version) ? version : undefined },
  ];
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
