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
    os: document.text('os'),
    architecture: document.text('architecture'),
    ...(variant !== undefined && variant !== '' && { variant }),
    config: readRuntime(document.optionalObject('config')),
    diffIds,
    createdBy: readCreatedBy(document, layerCount),
  };
}

/** `os/arch[/variant]`, without the variants that are the architecture's default (containerd's platforms.Normalize). */
export function formatPlatform({
  os,
  architecture,
  variant,
}: Pick<ImageConfig, 'os' | 'architecture' | 'variant'>): string {
  const isDefault = { arm64: 'v8', amd64: 'v1' }[architecture] === variant;
  return variant === undefined || isDefault ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`;
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
