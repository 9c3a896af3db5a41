import { isDigest } from './digest.ts';
import { type Place, quote } from './error.ts';
import { readCreatedBy } from './history.ts';
import type { ImageConfig } from './image.ts';
import { JsonObject, parseJson } from './json.ts';

/**
 * Parses an image configuration (image-spec, config.md). Throws ImageError for any other document, and if the number of diffIds is not
 * `layerCount`, the number of layers in the manifest.
 */
export function parseConfig(bytes: Uint8Array, place: Place, layerCount: number): ImageConfig {
  const document = new JsonObject(parseJson(bytes, place), place);
  const diffIds = readDiffIds(document);
  if (diffIds.length !== layerCount) {
    throw document.error(`the config lists ${diffIds.length} diff_ids, the manifest ${layerCount} layers`);
  }
  const variant = document.optionalText('variant');
  return {
    os: document.optionalText('os') ?? '',
    architecture: document.optionalText('architecture') ?? '',
    ...(variant !== undefined && variant !== '' && { variant }),
    config: readRuntime(document.optionalObject('config')),
    diffIds,
    createdBy: readCreatedBy(document, layerCount),
  };
}

/** Milliseconds of 9999-12-31. */
const LAST_TIME = 253_402_300_799_000;

/** When an image was made (image-spec, config.md, `created`): ISO 8601 in UTC. Undefined for none, and for what is no time. */
export function readCreated(document: JsonObject): string | undefined {
  const time = Date.parse(document.optionalText('created') ?? '');
  return !(time > 0 && time < LAST_TIME) ? undefined : `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** Other names of an architecture, as containerd's platforms.Normalize takes them. */
const ALIASES: ReadonlyMap<string, Pick<ImageConfig, 'architecture' | 'variant'>> = new Map([
  ['x86_64', { architecture: 'amd64' }],
  ['x86-64', { architecture: 'amd64' }],
  ['aarch64', { architecture: 'arm64' }],
  ['i386', { architecture: '386' }],
  ['armhf', { architecture: 'arm', variant: 'v7' }],
  ['armel', { architecture: 'arm', variant: 'v6' }],
]);
const LONGEST_PART = 64;

/**
 * `os/arch[/variant]`, without the variants that are the architecture's default (containerd's platforms.Normalize). A part that is absent or no
 * word is `unknown`. Engines take such images, and measurement files and conditions must be able to name the platform.
 */
export function formatPlatform(of: Pick<ImageConfig, 'os' | 'architecture' | 'variant'>): string {
  const os = part(of.os, /^[a-z0-9]+$/);
  const { architecture: name, variant } = { ...of, ...ALIASES.get(of.architecture.toLowerCase()) };
  const architecture = part(name, /^[a-z0-9_]+$/);
  const isDefault = { arm64: 'v8', amd64: 'v1' }[architecture] === variant;
  if (variant === undefined || variant === '' || isDefault) return `${os}/${architecture}`;
  return `${os}/${architecture}/${part(variant, /^[a-z0-9.]+$/)}`;
}

function part(text: string, form: RegExp): string {
  const lower = text.toLowerCase();
  return lower.length <= LONGEST_PART && form.test(lower) ? lower : 'unknown';
}

function readDiffIds(document: JsonObject): readonly string[] {
  const rootfs = document.object('rootfs');
  const wrong = rootfs.texts('diff_ids').find((diffId) => !isDigest(diffId));
  if (wrong !== undefined) throw rootfs.error(`diff_ids: not a sha256 or sha512 digest: ${quote(wrong)}`);
  return rootfs.texts('diff_ids');
}

function readRuntime(found: JsonObject | undefined): ImageConfig['config'] {
  if (found === undefined) return {};
  const user = found.optionalText('User');
  const ports = found.optionalObject('ExposedPorts')?.keys();
  return {
    ...(user !== undefined && { User: user }),
    ...(found.has('Entrypoint') && { Entrypoint: found.texts('Entrypoint') }),
    ...(found.has('Cmd') && { Cmd: found.texts('Cmd') }),
    ...(ports !== undefined && { ExposedPorts: [...ports].sort() }),
  };
}
