import type { Measurement } from '../../model/measurement.ts';
import { type CopiedContext, findCopiedContexts } from './copied-context.ts';
import { findHidden, findOrigins, type Hidden } from './hidden.ts';
import { firstOwnLayer } from './layers.ts';
import { type PackageName, parsePurl } from './purl.ts';
import { isWorkshop } from './purpose.ts';
import type { AdviceSubject } from './subject.ts';

/** Facts of an image that several rules need, found once. */
export interface Facts {
  readonly subject: AdviceSubject;
  readonly measurement: Measurement;
  /** Position of the first layer that the user's own Dockerfile made. */
  readonly firstOwn: number;
  /** Whether the image is made for building, testing or development. */
  readonly isWorkshop: boolean;
  /** Packages of own layers by package URL, without packages that the base image has in any version. */
  readonly ownPackages: ReadonlyMap<string, PackageName>;
  /** Content of lower layers that own layers hide. */
  readonly hidden: readonly Hidden[];
  /** By path, the layer that first wrote content that a later layer wrote again. */
  readonly origins: ReadonlyMap<string, number>;
  /** Layers that copy the whole build context, by position. */
  readonly contexts: ReadonlyMap<number, CopiedContext>;
}

/** Reads a subject once for all rules. */
export function findFacts(subject: AdviceSubject): Facts {
  const { measurement } = subject;
  const firstOwn = firstOwnLayer(measurement);
  const hidden = findHidden(subject, firstOwn);
  return {
    subject,
    measurement,
    firstOwn,
    isWorkshop: isWorkshop(measurement),
    ownPackages: ownPackages(subject, firstOwn),
    hidden,
    origins: findOrigins(hidden),
    contexts: findCopiedContexts(subject, firstOwn),
  };
}

function ownPackages({ packages }: AdviceSubject, firstOwn: number): ReadonlyMap<string, PackageName> {
  const inherited = new Set(packages.slice(0, firstOwn).flat().map(keyOf));
  const own = new Map<string, PackageName>();
  for (const purl of packages.slice(firstOwn).flat()) {
    const parsed = parsePurl(purl);
    if (parsed !== undefined && !inherited.has(`${parsed.type}/${parsed.name}`)) own.set(purl, parsed);
  }
  return own;
}

function keyOf(purl: string): string {
  const parsed = parsePurl(purl);
  return parsed === undefined ? '' : `${parsed.type}/${parsed.name}`;
}
