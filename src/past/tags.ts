import { compareBuilds, compareVersions, parseVersion } from '../baseline/versions.ts';
import type { Comparison } from '../model/comparison.ts';
import { samePlatform } from '../model/platform.ts';
import type { RepositoryTag, TagHistory, TagImage } from '../model/timeline/tags.ts';
import { ImageError } from '../oci/error.ts';
import type { Traffic } from '../oci/registry/http-exchange.ts';
import type { ListedImage, ListedTag, TagReader } from '../oci/registry/tag-reader.ts';
import { UserError } from '../text/error.ts';
import { printable } from '../text/scanner.ts';
import type { TagState } from './tag-state.ts';

/** Which tags of a repository are read, and how. */
export interface TagsRequest {
  /** `HOST/REPOSITORY` */
  readonly name: string;
  readonly reader: Pick<TagReader, 'tags' | 'digest' | 'read'>;
  /** A pattern with `*`; '' for all. */
  readonly pattern: string;
  /** The newest of the tags that match. */
  readonly last: number;
  /** '' for the order of versions where most tags are some, else by time. */
  readonly order: TagHistory['order'] | '';
  /** Empty for all. */
  readonly platforms: readonly string[];
  readonly state: TagState;
  readonly traffic: Traffic;
  readonly onProgress: (read: number, of: number, tag: string) => void;
  /** How many of the largest jumps are compared. */
  readonly explain: number;
  readonly explainJump: (jump: Jump) => Promise<Comparison | undefined>;
}

/** Two neighbouring tags on one platform. */
export interface Jump {
  readonly before: ListedImage;
  readonly after: ListedImage;
  readonly tags: readonly [before: string, after: string];
}

/** Tags that are read where only their time can say which are the newest. */
const MOST_BY_TIME = 500;

interface Read {
  readonly tag: string;
  readonly listed: ListedTag;
}

/**
 * Reads the sizes of a repository's tags from their manifests.
 * @throws UserError where no tag matches or none can be read; ImageError where the registry does not list them
 */
export async function readTags(request: TagsRequest): Promise<TagHistory> {
  const { name, reader, pattern, traffic } = request;
  const all = await reader.tags();
  const matched = all.filter(matcher(pattern));
  if (matched.length === 0) throw new UserError(nothing(request, all));
  const order = orderOf(request, matched);
  const { chosen, notes } = choose(request, matched, order);
  const { read, lost } = await readEach(request, chosen);
  if (read.length === 0)
    throw new UserError(`${name}: none of ${chosen.length} tags can be read: ${lost[0]?.reason ?? ''}`);
  const sorted = order === 'version' ? read : byTime(read).slice(-request.last);
  const jumps = await explainJumps(request, sorted);
  return {
    schemaVersion: 1,
    kind: 'tags',
    repository: name,
    order,
    listed: all.length,
    matched: matched.length,
    tags: tagsOf(sorted),
    lost,
    requests: traffic.requests,
    bytes: traffic.bytes,
    jumps,
    notes: [...notes, ...(jumps.length === 0 ? [] : ['Of the jumps, only the layers that differ were read.'])],
  };
}

function nothing({ name, pattern }: TagsRequest, all: readonly string[]): string {
  if (all.length === 0) return `${name} has no tags`;
  const some = all.slice(0, 10).map((tag) => printable(tag));
  return `${name}: none of its ${all.length} tags matches ${printable(pattern)}; there are ${some.join(', ')}${all.length > 10 ? ', …' : ''}`;
}

/** `*` stands for any characters. */
function matcher(pattern: string): (tag: string) => boolean {
  if (pattern === '') return () => true;
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  const form = new RegExp(`^${parts.join('.*')}$`, 's');
  return (tag) => form.test(tag);
}

/** A number with dots is a version; one number alone, `latest` and digests are not. */
function isVersion(tag: string): boolean {
  return (parseVersion(tag)?.numbers.length ?? 0) >= 2;
}

function orderOf({ order }: TagsRequest, matched: readonly string[]): TagHistory['order'] {
  if (order !== '') return order;
  return matched.filter(isVersion).length * 2 >= matched.length ? 'version' : 'created';
}

function choose({ last }: TagsRequest, matched: readonly string[], order: TagHistory['order']) {
  if (order === 'created') {
    const notes =
      matched.length > MOST_BY_TIME ? [`Only ${MOST_BY_TIME} of the tags were read; choose some with --tags.`] : [];
    return { chosen: matched.slice(-MOST_BY_TIME), notes };
  }
  const versions = matched.flatMap((tag) => {
    const version = isVersion(tag) ? parseVersion(tag) : undefined;
    return version === undefined ? [] : [{ tag, version }];
  });
  const sorted = versions.toSorted(
    (a, b) => compareVersions(a.version, b.version) || compareBuilds(a.version, b.version) || (a.tag < b.tag ? -1 : 1),
  );
  const others = matched.length - versions.length;
  const notes = others === 0 ? [] : [`Tags that are no version were left out: ${others}.`];
  return { chosen: sorted.slice(-last).map(({ tag }) => tag), notes };
}

/** A tag that is gone by now, or cannot be read, does not hide the others. */
async function readEach({ reader, platforms, state, onProgress }: TagsRequest, tags: readonly string[]) {
  const wants = platforms.length === 0 ? undefined : (own: string) => platforms.some((each) => samePlatform(each, own));
  const read: Read[] = [];
  const lost: TagHistory['lost'][number][] = [];
  for (const [at, tag] of tags.entries()) {
    onProgress(at, tags.length, tag);
    try {
      const digest = state.isEmpty ? undefined : await reader.digest(tag);
      const known = digest === undefined ? undefined : await state.read(digest);
      const listed = known ?? (await reader.read(tag, wants));
      if (known === undefined) await state.write(listed);
      read.push({ tag, listed });
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      lost.push({ tag, reason: error.message });
    }
  }
  return { read, lost };
}

function byTime(read: readonly Read[]): readonly Read[] {
  const timeOf = ({ listed }: Read) => listed.created ?? '';
  return read.toSorted((a, b) => (timeOf(a) === timeOf(b) ? 0 : timeOf(a) < timeOf(b) ? -1 : 1));
}

/** Each tag against the last one before it that has the platform. */
function tagsOf(read: readonly Read[]): readonly RepositoryTag[] {
  const last = new Map<string, ListedImage>();
  return read.map(({ tag, listed }) => {
    const images = listed.images.map((image) => {
      const found = tagImage(image, last.get(image.platform));
      last.set(image.platform, image);
      return found;
    });
    return { tag, digest: listed.digest, created: listed.created ?? null, images };
  });
}

function tagImage(image: ListedImage, before: ListedImage | undefined): TagImage {
  const { platform, digest, layers } = image;
  const download = downloadOf(image);
  if (before === undefined)
    return { platform, digest, download, layers: layers.length, newBytes: null, shared: null, growth: null };
  const held = blobsOf(before);
  const fresh = [...blobsOf(image)].filter(([blob]) => !held.has(blob));
  const newBytes = fresh.reduce((sum, [, size]) => sum + size, 0);
  const shared = layers.filter((layer) => held.has(layer.digest)).length;
  return { platform, digest, download, layers: layers.length, newBytes, shared, growth: download - downloadOf(before) };
}

function downloadOf(image: ListedImage): number {
  return [...blobsOf(image).values()].reduce((sum, size) => sum + size, 0);
}

/** Each blob once, as a registry stores it. */
function blobsOf({ config, layers }: ListedImage): ReadonlyMap<string, number> {
  return new Map([config, ...layers].map(({ digest, size }) => [digest, size]));
}

async function explainJumps({ explain, explainJump }: TagsRequest, read: readonly Read[]) {
  const jumps: TagHistory['jumps'][number][] = [];
  for (const jump of jumpsOf(read).slice(0, explain)) {
    const comparison = await explainJump(jump);
    const [before, after] = jump.tags;
    if (comparison !== undefined) jumps.push({ before, after, comparison });
  }
  return jumps;
}

/** Largest growth or shrinkage first. */
function jumpsOf(read: readonly Read[]): readonly Jump[] {
  const last = new Map<string, { readonly tag: string; readonly image: ListedImage }>();
  const jumps: Jump[] = [];
  for (const { tag, listed } of read)
    for (const image of listed.images) {
      const before = last.get(image.platform);
      if (before !== undefined) jumps.push({ before: before.image, after: image, tags: [before.tag, tag] });
      last.set(image.platform, { tag, image });
    }
  const weight = ({ before, after }: Jump) => Math.abs(downloadOf(after) - downloadOf(before));
  return jumps.filter((jump) => weight(jump) > 0).toSorted((a, b) => weight(b) - weight(a));
}
