import { formatPlatform, readCreated } from '../config.ts';
import { digestOf, isDigest } from '../digest.ts';
import { ImageError, type Place } from '../error.ts';
import type { Descriptor } from '../image.ts';
import { JsonObject, parseJson } from '../json.ts';
import type { Limits } from '../limits.ts';
import { type ImageManifest, parseManifest } from '../manifest.ts';
import { isConfigType, isImageOfFiles, MANIFEST_TYPES } from '../media-type.ts';
import { readDocument } from './document.ts';
import { placed, RemoteFailure } from './failure.ts';
import type { Registry } from './registry.ts';
import type { RetryOptions } from './retry.ts';

/** The blobs of an image on one platform, as its manifest lists them. Nothing but the manifest was read. */
export interface ListedImage {
  readonly platform: string;
  /** Of its manifest. */
  readonly digest: string;
  readonly config: Pick<Descriptor, 'digest' | 'size'>;
  readonly layers: readonly Pick<Descriptor, 'digest' | 'size'>[];
}

/** What a tag holds. */
export interface ListedTag {
  /** Of the manifest or index that the tag names. */
  readonly digest: string;
  /** When the first of its images was made, as its config says: ISO 8601. Undefined where that is no time. */
  readonly created: string | undefined;
  readonly images: readonly ListedImage[];
}

/** Tags of one page; registries may send fewer. */
const PAGE = 1000;
const MOST_PAGES = 500;
const MOST_TAGS = 100_000;
/** Images of one index that are read. */
const MOST_IMAGES = 64;
/** The grammar of the distribution-spec. Anything else would lead the next request elsewhere. */
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const ACCEPT = { Accept: MANIFEST_TYPES.join(', ') };

/** Reads tags and manifests of one repository. A manifest that several tags name is read once. */
export class TagReader {
  readonly #registry: Registry;
  readonly #repository: string;
  readonly #options: RetryOptions & { readonly limits: Limits };
  readonly #images = new Map<string, Promise<ListedTag>>();

  constructor(registry: Registry, repository: string, options: RetryOptions & { readonly limits: Limits }) {
    this.#registry = registry;
    this.#repository = repository;
    this.#options = options;
  }

  /**
   * All tags, page after page (distribution-spec, "Listing Tags").
   * @throws ImageError where the registry does not list them, and for more than 100,000
   */
  async tags(): Promise<readonly string[]> {
    const found = new Set<string>();
    let path: string | undefined = `tags/list?n=${PAGE}`;
    for (let page = 0; path !== undefined; page += 1) {
      const place = this.#place('tags/list');
      if (page >= MOST_PAGES || found.size > MOST_TAGS)
        throw new ImageError(`more than ${found.size} tags on ${page} pages`, place);
      const before = found.size;
      const { tags, next } = await this.#page(path, place);
      for (const tag of tags.filter((each) => TAG.test(each))) found.add(tag);
      // A page without a new tag would come again for ever.
      path = found.size === before ? undefined : next;
    }
    return [...found];
  }

  /** The digest that the registry says a tag has; undefined where it says none. It is a hint for what was read before: HEAD counts as no pull. */
  async digest(tag: string): Promise<string | undefined> {
    const path = `manifests/${tag}`;
    try {
      const wanted = { repository: this.#repository, path, method: 'HEAD', headers: ACCEPT } as const;
      const answer = await this.#registry.get(wanted);
      await answer.discard();
      if (answer.status === 404) throw new RemoteFailure('missing', `${this.#registry.host} answered 404`);
      const digest = answer.headers.get('docker-content-digest') ?? '';
      return answer.status === 200 && isDigest(digest) ? digest : undefined;
    } catch (error) {
      throw placed(error, this.#place(path));
    }
  }

  /**
   * What a tag holds, on the platforms that are wanted (all where undefined). @throws ImageError for documents that cannot be read, and where it
   * holds no image
   */
  async read(tag: string, wants: ((platform: string) => boolean) | undefined): Promise<ListedTag> {
    const place = this.#place(`manifests/${tag}`);
    const bytes = await this.#document(`manifests/${tag}`, place, this.#options.limits.manifest);
    const digest = digestOf(bytes);
    const known = this.#images.get(digest) ?? this.#listed(bytes, digest, place, wants);
    this.#images.set(digest, known);
    return known;
  }

  async #listed(
    bytes: Uint8Array,
    digest: string,
    place: Place,
    wants: ((platform: string) => boolean) | undefined,
  ): Promise<ListedTag> {
    const manifest = parseManifest(bytes, place);
    if (manifest.kind === 'image') return this.#single(manifest, digest, place, wants);
    const wanted = manifest.manifests.filter(({ platform }) => {
      if (platform === undefined || platform.os === 'unknown' || platform.os === '') return false;
      return wants === undefined || wants(formatPlatform(platform));
    });
    if (wanted.length > MOST_IMAGES) throw new ImageError(`an index of more than ${MOST_IMAGES} images`, place);
    const images: ListedImage[] = [];
    for (const each of wanted) images.push(...(await this.#child(each)));
    const [first] = images;
    if (first === undefined) throw new ImageError('holds no image for the platforms that are wanted', place);
    const config = await this.#config(first.config);
    return { digest, created: config.created, images };
  }

  async #single(
    manifest: ImageManifest,
    digest: string,
    place: Place,
    wants: ((platform: string) => boolean) | undefined,
  ): Promise<ListedTag> {
    if (!isImageOf(manifest)) throw new ImageError('holds no image of files', place);
    const { created, platform } = await this.#config(manifest.config);
    if (wants !== undefined && !wants(platform)) throw new ImageError(`is for ${platform} alone`, place);
    return { digest, created, images: [listed(manifest, platform, digest)] };
  }

  async #child({ digest, platform }: Descriptor): Promise<readonly ListedImage[]> {
    const place = this.#place(`manifests/${digest}`);
    const bytes = await this.#document(`manifests/${digest}`, place, this.#options.limits.manifest);
    if (digestOf(bytes) !== digest) throw new ImageError('the manifest is not the one that the index names', place);
    const manifest = parseManifest(bytes, place);
    if (manifest.kind !== 'image' || !isImageOf(manifest) || platform === undefined) return [];
    return [listed(manifest, formatPlatform(platform), digest)];
  }

  async #config({ digest }: Pick<Descriptor, 'digest'>) {
    const place = this.#place(`blobs/${digest}`);
    const bytes = await this.#document(`blobs/${digest}`, place, this.#options.limits.config);
    if (digestOf(bytes) !== digest) throw new ImageError('the config is not the one that the manifest names', place);
    const document = new JsonObject(parseJson(bytes, place), place);
    const text = (key: string) => document.optionalText(key) ?? '';
    const platform = formatPlatform({ os: text('os'), architecture: text('architecture'), variant: text('variant') });
    return { created: readCreated(document), platform };
  }

  async #page(path: string, place: Place) {
    const { limits, wait, signal } = this.#options;
    let next: string | undefined;
    const onHeaders = (headers: Headers) => {
      next = nextPage(headers.get('link'));
    };
    const wanted = { repository: this.#repository, path };
    const bytes = await readDocument(this.#registry, wanted, {
      limit: limits.manifest,
      place,
      wait,
      signal,
      onHeaders,
    });
    const document = new JsonObject(parseJson(bytes, place), place);
    // distribution answers null where the last tag was removed.
    return { tags: document.has('tags') ? document.texts('tags') : [], next };
  }

  async #document(path: string, place: Place, limit: number): Promise<Uint8Array> {
    const { wait, signal } = this.#options;
    const headers = path.startsWith('manifests/') ? ACCEPT : {};
    return readDocument(
      this.#registry,
      { repository: this.#repository, path, headers },
      { limit, place, wait, signal },
    );
  }

  #place(entry: string): Place {
    return { archive: `docker://${this.#registry.host}/${this.#repository}`, entry };
  }
}

function isImageOf({ config, layers }: ImageManifest): boolean {
  return isConfigType(config.mediaType) && isImageOfFiles(layers);
}

function listed({ config, layers }: ImageManifest, platform: string, digest: string): ListedImage {
  const blob = (each: Descriptor) => ({ digest: each.digest, size: each.size });
  return { platform, digest, config: blob(config), layers: layers.map(blob) };
}

/** The query of the next page, from the Link header (RFC 8288). Whatever host and path it names, the next request goes to this repository. */
function nextPage(header: string | null): string | undefined {
  const [, target] = /<([^>]{1,4000})>\s*;[^,]*rel="?next"?/i.exec(header ?? '') ?? [];
  if (target === undefined || !URL.canParse(target, 'https://registry.invalid/')) return undefined;
  const { searchParams } = new URL(target, 'https://registry.invalid/');
  const query = new URLSearchParams();
  for (const name of ['n', 'last']) {
    const value = searchParams.get(name);
    if (value !== null) query.set(name, value);
  }
  return query.has('last') ? `tags/list?${query}` : undefined;
}
