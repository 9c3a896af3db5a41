// What the inspector of packages finds in a layer of the corpus, in the terms of the truth.
import { packageParts, parsePackageUrl } from '../../src/model/package-url.ts';
import { LayerIndexBuilder } from '../../src/oci/layer/layer-index.ts';
import { DEFAULT_LIMITS } from '../../src/oci/limits.ts';
import { readTar } from '../../src/oci/tar/tar.ts';

/** Bytes at a time, as from a file. */
const CHUNK = 65_536;
const PLACE = { archive: 'layer.tar' };

/**
 * Reads a tar as a layer, and sums the bytes of each package.
 * @param {Buffer} tar uncompressed
 * @param {import('../../src/oci/layer/inspector.ts').InspectLayer} inspect
 * @returns {Promise<Omit<import('./truth.mjs').Truth, 'tool'>>}
 */
export async function findPackages(tar, inspect) {
  const builder = new LayerIndexBuilder(PLACE, DEFAULT_LIMITS, inspect);
  for await (const { content, ...entry } of readTar(chunksOf(tar), PLACE, DEFAULT_LIMITS)) {
    builder.add(entry);
    for await (const chunk of content) builder.addContent(chunk);
    builder.endContent();
  }
  const { entries, packages = [] } = builder.finish('', 0);
  const urlOf = (position = -1) => packages[position] ?? '';
  const parts = entries.flatMap(({ path, parts: found = [] }) =>
    found.map((part) => ({ ...named(urlOf(part.owner)), path: `/${path}!/${part.path}`, bytes: part.size })),
  );
  const inner = new Set(entries.flatMap((entry) => entry.inner ?? []));
  const within = new Set([
    ...inner,
    ...entries.flatMap((entry) => (entry.parts ?? []).flatMap(({ owner }) => owner ?? [])),
  ]);
  const owners = new Set(entries.flatMap(({ owner }) => owner ?? []));
  const own = packages.flatMap((url, position) =>
    within.has(position) && !owners.has(position) ? [] : [{ url, position }],
  );
  return {
    packages: sumPackages(own.map(({ url, position }) => ({ ...named(url), bytes: bytesOf(entries, position) }))),
    parts,
    inner: [...inner].map((position) => named(urlOf(position))),
  };
}

/** @param {readonly import('../../src/oci/image.ts').LayerEntry[]} entries @param {number} position */
function bytesOf(entries, position) {
  return entries.reduce((sum, { owner, size }) => (owner === position ? sum + size : sum), 0);
}

/** Package URLs that differ in qualifiers alone are one package to the tools. @param {import('./truth.mjs').Weighed[]} packages */
function sumPackages(packages) {
  const sums = new Map();
  for (const found of packages) {
    const key = `${found.type} ${found.name} ${found.version}`;
    sums.set(key, { ...found, bytes: found.bytes + (sums.get(key)?.bytes ?? 0) });
  }
  return [...sums.values()];
}

/** @param {Buffer} bytes */
async function* chunksOf(bytes) {
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
}

/** @param {string} url */
function named(url) {
  const { type, namespace, name } = packageParts(url) ?? { type: '', namespace: [], name: url };
  const path = ['deb', 'apk', 'rpm'].includes(type) ? [name] : [...namespace, name];
  return { type, name: path.join('/'), version: parsePackageUrl(url).version };
}
