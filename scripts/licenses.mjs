// Lists the packages whose code is in a bundle, with their licences in full, as most licences ask of those who distribute the code.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const root = new URL('../', import.meta.url).pathname;

/** @typedef {{ readonly name: string, readonly version: string, readonly license: string, readonly texts: readonly string[] }} Licensed */

/**
 * The text of dist/licenses.txt: every package once, by name, then its licence. The same inputs give the same text.
 * @param {Iterable<string>} inputs paths of the bundled files, relative to the root
 * @returns {Promise<string>}
 */
export async function licenseText(inputs) {
  const folders = new Set([...inputs].flatMap((path) => packageFolder(path) ?? []));
  const packages = await Promise.all([...folders].map(readPackage));
  const sorted = packages.toSorted((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
  const unique = sorted.filter(
    ({ name, version }, at) => name !== sorted[at - 1]?.name || version !== sorted[at - 1]?.version,
  );
  const list = unique.map(({ name, version, license }) => `${name} ${version}: ${license}\n`).join('');
  const texts = unique.map(({ name, version, license, texts }) => {
    const text = texts.length === 0 ? `${license} (the package has no licence file)` : texts.join('\n\n');
    return `${'='.repeat(80)}\n${name} ${version}\n${'='.repeat(80)}\n\n${text}\n`;
  });
  return `The files of this folder contain code of these packages:\n\n${list}\n${texts.join('\n')}`;
}

/**
 * `node_modules/a/node_modules/@b/c` for a file in that package.
 * @param {string} path
 * @returns {string | undefined}
 */
function packageFolder(path) {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
}

/**
 * @param {string} folder
 * @returns {Promise<Licensed>}
 */
async function readPackage(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
  if (typeof license !== 'string') throw new Error(`${folder} names no licence, so its code must not be distributed`);
  const files = (await readdir(join(root, folder)))
    .filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file))
    .toSorted();
  const texts = await Promise.all(files.map((file) => readFile(join(root, folder, file), 'utf8')));
  return { name, version, license, texts: texts.map((text) => text.replaceAll('\r\n', '\n').trim()) };
}
