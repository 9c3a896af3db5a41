import type { Advice } from '../../model/advice.ts';
import { baseName } from './base-name.ts';
import type { Facts } from './facts.ts';
import { Pile } from './pile.ts';

const CODENAME = '(?:buster|bullseye|bookworm|trixie|forky)';
const NUMBER = '\\d+(?:\\.\\d+){0,2}';

interface Family {
  readonly name: string;
  /** Matches tags of the full image. Any other tag is that of a variant already, or unknown. */
  readonly tag: RegExp;
  /** The tag of the slim image. */
  slim(version: string, codename: string | undefined): string;
}

/** Official images with a slim variant of the same distribution, and the form of their tags on Docker Hub. */
const FAMILIES: readonly Family[] = [
  {
    name: 'debian',
    tag: new RegExp(`^((?:${CODENAME}|stable|testing|sid|\\d+(?:\\.\\d+)?)(?:-\\d{8})?|latest)$`),
    slim: (version) => (version === 'latest' ? 'stable-slim' : `${version}-slim`),
  },
  ...['python', 'ruby', 'perl'].map((name) => ({
    name,
    tag: new RegExp(`^(${NUMBER}|latest)(?:-(${CODENAME}))?$`),
    slim: (version: string, codename: string | undefined) =>
      [version === 'latest' ? '' : version, 'slim', codename ?? ''].filter(Boolean).join('-'),
  })),
  {
    name: 'node',
    tag: new RegExp(`^(${NUMBER}|lts|current|latest)(?:-(${CODENAME}))?$`),
    slim: (version, codename) =>
      [version === 'latest' ? '' : version, codename ?? '', 'slim'].filter(Boolean).join('-'),
  },
];

/** The files that Debian's slim images leave out of the same packages (debuerreotype, .slimify-excludes). */
const NOT_IN_SLIM = /^usr\/share\/(?:doc|info|linda|lintian\/overrides|locale|man)\//;
const KEPT = /^usr\/share\/doc\/[^/]+\/copyright$/;

/** Advises a slim variant of the base image. Its saving is known for Debian only: other slim images have fewer packages. */
export function adviseBaseImage(facts: Facts): readonly Advice[] {
  const { measurement, isWorkshop } = facts;
  const base = baseName(measurement);
  const slim = slimOf(base);
  if (slim === undefined || isWorkshop || !measurement.base?.image.startsWith('docker.io/library/')) return [];
  const isDebian = base.startsWith('debian:');
  const pile = isDebian ? leftOut(facts) : new Pile();
  if (isDebian && pile.bytes === 0) return [];
  const known = isDebian
    ? 'It has the same packages without their documentation and translations.'
    : 'It has fewer packages; the saving is not measured. Install the missing packages that you need (a compiler, git, headers), best in a build stage.';
  return [
    {
      rule: 'base-image',
      title: `A smaller base image of the same family may be enough: ${slim} for ${base}.`,
      bytes: pile.bytes,
      where: `FROM ${base}`,
      change: `${known}\nFROM ${slim}`,
      paths: pile.paths,
    },
  ];
}

/** The slim variant of a familiar image name; undefined if none is known for certain. */
export function slimOf(base: string): string | undefined {
  const [name = '', tag = 'latest'] = base.split(':');
  const family = FAMILIES.find((candidate) => candidate.name === name);
  const [, version, codename] = family?.tag.exec(tag) ?? [];
  return family === undefined || version === undefined ? undefined : `${name}:${family.slim(version, codename)}`;
}

function leftOut({ subject, firstOwn }: Facts): Pile {
  const pile = new Pile();
  for (const { path, size, layer } of subject.tree) {
    const root = layer < firstOwn && size > 0 ? NOT_IN_SLIM.exec(path)?.[0] : undefined;
    if (root !== undefined && !KEPT.test(path)) pile.add(root.slice(0, -1), size);
  }
  return pile;
}
