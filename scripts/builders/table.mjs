// The rows of docs/builders.md, and how a row and the page read. Pure.
import { COLUMNS } from './cells.mjs';

/**
 * @typedef {{key: string, pair: import("../engine/pairs.mjs").Pair | "container", store: import("../engine/daemon.mjs").Store, buildx?: "newest" | "packaged"}} Row
 * buildx: of the pair "container" alone
 * @typedef {{row: Row, versions: Readonly<Record<string, string | undefined>>, cells: readonly string[]} | {row: Row, missing: string}} Result
 */

/** Every builder that the tests know, in order. @type {readonly Row[]} */
export const ROWS = [
  .../** @type {const} */ (['oldest', 'newest', 'next']).flatMap((pair) =>
    /** @type {const} */ (['classic', 'containerd']).map((store) => ({ key: `${pair} ${store}`, pair, store })),
  ),
  { key: 'container, packaged buildx', pair: 'container', store: 'containerd', buildx: 'packaged' },
  { key: 'container, newest buildx', pair: 'container', store: 'containerd', buildx: 'newest' },
];

const HEAD = `# Builders

What Image Size Gate says on each builder that its tests know. Each cell is from a real run: \`node scripts/builders.mjs\` writes this page.
It needs Debian, root and Go; a row that cannot be had says why. The first column is the pair of \`npm test -- --pair\` and the image store of
its daemon. \`container\` is a builder with the docker-container driver. As a module of Go, Docker 29 has the version 2.0.0-beta. A daemon of a
distribution does not tell its BuildKit.
`;

/** The titles of all columns. */
export const TITLES = ['builder', 'Docker', 'buildx', 'BuildKit', ...COLUMNS.map(({ title }) => title)];

/** @param {Result} result @returns {string} a row of the table */
export function formatRow(result) {
  const { key } = result.row;
  if ('missing' in result)
    return `| ${[key, `not run: ${result.missing}`, ...TITLES.slice(2).map(() => '')].join(' | ')} |`;
  const { docker = '', buildx = '', buildkit = '' } = result.versions;
  return `| ${[key, docker, buildx, buildkit.replace('v', ''), ...result.cells].join(' | ')} |`;
}

/** @param {readonly string[]} rows as formatRow gives them @returns {string} the page */
export function formatPage(rows) {
  const legend = COLUMNS.map(({ title, says }) => `- **${title}**: ${says}`).join(';\n');
  const line = `| ${TITLES.map(() => '---').join(' | ')} |`;
  return `${HEAD}\n${legend}.\n\n| ${TITLES.join(' | ')} |\n${line}\n${rows.join('\n')}\n`;
}

/** @param {string} page @returns {Map<string, string>} the rows of a page by their key */
export function rowsOf(page) {
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2);
  return new Map(rows.map((row) => [row.split(' | ')[0]?.slice(2) ?? '', row]));
}
