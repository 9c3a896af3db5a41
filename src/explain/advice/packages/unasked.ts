import { parsePackageUrl } from '../../../model/package-url.ts';
import type { Facts } from '../facts.ts';
import { instructionText } from '../layers.ts';
import type { PackageName } from '../purl.ts';
import { graphOf, reachedFrom, staysAlone } from './required.ts';

/** Text of an instruction that may ask for packages without naming them: variables, patterns, lists in files, projects. */
const UNNAMED =
  /[$`*<]|\bxargs\b|\s(?:-r|-e|-c|--requirement|--editable|--constraint)\b|\s\.{1,2}(?=[\s/[]|$)|\/|\.whl\b/;
/** Paths that hold no packages: of the shell, of indexes that the instruction removes, and of addresses. */
const HARMLESS = /(?:^|[\s=])(?:\/(?:var|tmp|root|dev|usr|etc)\/\S*|https?:\/\/\S*)/g;
/** Libraries of Python in a distribution. An interpreter is left out: the program of the image may need it. */
const LIBRARY = /^(?:python3|python3\.\d+|py3)-(?!minimal$).+/;

/**
 * Packages that nobody asked for and that only `going` require: whoever installs those no longer gets these either. Known for instructions
 * that name the packages they install, of pip and of Python in distributions.
 * @param going package URLs that advice leaves out
 * @returns names by package URL
 */
export function requiredOnlyBy(going: ReadonlySet<string>, facts: Facts): ReadonlyMap<string, PackageName> {
  const { packages, requires } = facts.subject;
  const graph = graphOf(packages, requires);
  const gone = new Set([...going].map(withoutVersion));
  const follow = reachedFrom([...gone], graph);
  const unasked = [...unaskedPackages(going, facts)].filter(([url]) => follow.has(withoutVersion(url)));
  const loose = new Set(unasked.map(([url]) => withoutVersion(url)));
  const others = [...graph.keys()].filter((name) => !gone.has(name) && !loose.has(name) && staysAlone(name));
  const kept = reachedFrom(others, graph);
  return new Map(unasked.filter(([url]) => !kept.has(withoutVersion(url))));
}

/** Packages that each of their layers installed beside one of `going`, without being named. */
function unaskedPackages(
  going: ReadonlySet<string>,
  { subject: { packages }, measurement: { layers }, ownPackages, firstOwn }: Facts,
): ReadonlyMap<string, PackageName> {
  const unasked = new Map([...ownPackages].filter(([url, found]) => !going.has(url) && isLibrary(found)));
  for (const [position, urls] of packages.entries()) {
    if (position < firstOwn) continue;
    const text = instructionText(layers[position]).slice(0, LONGEST_INSTRUCTION);
    const names = /^\s*RUN\b/i.test(text) && !UNNAMED.test(text.replace(HARMLESS, ' ')) ? wordsOf(text) : undefined;
    const isNamed = (url: string) => names?.has(plain(ownPackages.get(url)?.name ?? '')) ?? true;
    const isBeside = urls.some((url) => going.has(url) && names !== undefined && isNamed(url));
    for (const url of urls) if (!isBeside || isNamed(url)) unasked.delete(url);
  }
  return unasked;
}

const LONGEST_INSTRUCTION = 4000;

function isLibrary({ type, name }: PackageName): boolean {
  return type === 'pypi' || LIBRARY.test(name);
}

/** The words of a command, without versions and extras: `attrs==1`, `attrs[tests]` and `attrs:amd64` are `attrs`. */
function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.split(/[\s'",;&|()]+/).map((word) => plain(/^[\w.+@-]*/.exec(word)?.[0] ?? '')));
}

/** A name as pip compares it. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

function withoutVersion(url: string): string {
  return parsePackageUrl(url).name;
}
