import { ImageError, type Place, quote } from '../error.ts';
import { listNames } from '../resolve.ts';
import type { ImageRecord } from './records.ts';

const SHORTEST_ID = 3;

/**
 * The image that a user means, as podman finds it. A short name is looked for in `localhost/`, on Docker Hub, and in other registries. An id may be
 * short. `NAME@DIGEST` and `@DIGEST` count too. Throws ImageError where there is none, or more than one.
 */
export function findRecord(records: readonly ImageRecord[], wanted: string, place: Place): ImageRecord {
  for (const isMeant of rules(wanted)) {
    const found = unique(records.filter(isMeant));
    const [first, second] = found;
    if (first !== undefined && second === undefined) return first;
    if (second !== undefined) {
      const problem = `${quote(wanted)} names several images: ${listNames(found.map(nameOf))}; give the whole name`;
      throw new ImageError(problem, place);
    }
  }
  throw new ImageError(`no image is named ${quote(wanted)}; there are ${listNames(records.map(nameOf))}`, place);
}

function rules(wanted: string): readonly ((record: ImageRecord) => boolean)[] {
  const [name = '', digest] = wanted.split('@');
  if (digest !== undefined) return [(record) => hasDigest(record, digest) && isOf(record, name)];
  const tagged = /:[^/]*$/.test(name) ? name : `${name}:latest`;
  const prefixes = ['', 'localhost/', 'docker.io/library/', 'docker.io/'];
  return [
    ...prefixes.map((prefix) => (record: ImageRecord) => record.names.includes(prefix + tagged)),
    (record) => record.names.some((known) => known.endsWith(`/${tagged}`)),
    (record) => isId(record, wanted),
  ];
}

function isId({ id }: ImageRecord, wanted: string): boolean {
  const digits = wanted.replace(/^sha256:/, '');
  return digits.length >= SHORTEST_ID && id.startsWith(digits);
}

function hasDigest(record: ImageRecord, digest: string): boolean {
  return record.digest === digest || record.documents.has(digest) || record.id === digest;
}

/** Whether an image has a name in this repository, of any tag. */
function isOf({ names }: ImageRecord, repository: string): boolean {
  const untagged = repository.replace(/:[^/]*$/, '');
  return untagged === '' || names.some((name) => `/${name.replace(/[:@][^/]*$/, '')}`.endsWith(`/${untagged}`));
}

/** Additional stores may hold an image that the user's own has too. */
function unique(records: readonly ImageRecord[]): readonly ImageRecord[] {
  return [...new Map(records.toReversed().map((record) => [record.id, record])).values()].toReversed();
}

function nameOf({ names, id }: ImageRecord): string {
  return names[0] ?? id.slice(0, 12);
}
