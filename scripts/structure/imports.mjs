import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/**
 * @typedef {object} Import One import or re-export statement, or one `import()`.
 * @property {string} specifier as it stands in the source
 * @property {string} [target] the file that it means, relative to the source folder; absent for a package
 * @property {readonly ImportedName[]} names empty for `import './x.ts'` and `import()`
 * @typedef {{ readonly name: string, readonly isType: boolean }} ImportedName `*` stands for a whole namespace
 * @typedef {{ readonly file: string, readonly text: string, readonly imports: readonly Import[] }} SourceFile
 * @typedef {readonly [from: string, to: string]} Arrow
 */

const STATEMENT =
  /^(?:import|export)\s+(type\s+)?([^;'"=]*?)\s*\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm;

/**
 * Reads every TypeScript file below a folder, in the order of their paths.
 * @param {string} folder
 * @returns {SourceFile[]}
 */
export function readSource(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      return { file, text, imports: importsOf(folder, file, text) };
    });
}

/**
 * @param {string} folder
 * @param {string} file
 * @param {string} text
 * @returns {Import[]}
 */
function importsOf(folder, file, text) {
  return [...text.matchAll(STATEMENT)].map(([, type, clause = '', from, bare, dynamic]) => {
    const specifier = from ?? bare ?? dynamic ?? '';
    const names = namesOf(clause, type !== undefined);
    if (!specifier.startsWith('.')) return { specifier, names };
    return { specifier, names, target: relative(folder, resolve(folder, file, '..', specifier)) };
  });
}

/**
 * @param {string} clause what stands between `import` and `from`
 * @param {boolean} isType
 * @returns {ImportedName[]}
 */
function namesOf(clause, isType) {
  const [, outer = '', inner = ''] = /^([^{]*)(?:\{([^}]*)\})?/s.exec(clause) ?? [];
  const listed = [...outer.split(','), ...inner.split(',')].map((name) => name.trim()).filter((name) => name !== '');
  return listed.map((name) => ({
    name: name.startsWith('*') ? '*' : name.replace(/^type\s+/, '').replace(/\s+as\s.*/s, ''),
    isType: isType || /^type\s/.test(name),
  }));
}

/**
 * The room of a file: its first folder. A file of the root is a room of its own.
 * @param {string} file
 */
export const roomOf = (file) => file.split('/')[0] ?? file;

/**
 * Every import of one file by another, type-only imports too.
 * @param {readonly SourceFile[]} files
 * @returns {Arrow[]}
 */
export function fileArrows(files) {
  return files.flatMap(({ file, imports }) =>
    imports.flatMap(({ target }) => (target === undefined ? [] : [/** @type {Arrow} */ ([file, target])])),
  );
}

/**
 * The arrows between rooms, each once.
 * @param {readonly SourceFile[]} files
 * @returns {Arrow[]}
 */
export function roomArrows(files) {
  const rooms = new Map(
    fileArrows(files)
      .map(([from, to]) => /** @type {Arrow} */ ([roomOf(from), roomOf(to)]))
      .filter(([from, to]) => from !== to)
      .map((arrow) => [arrow.join(' → '), arrow]),
  );
  return [...rooms.values()];
}

/**
 * The circles in a graph: its strongly connected groups of two or more, and what points at itself (Tarjan 1972).
 * @param {readonly Arrow[]} arrows
 * @returns {string[][]} each sorted
 */
export function circles(arrows) {
  /** @type {Map<string, string[]>} */
  const targets = new Map();
  for (const [from, to] of arrows) targets.set(from, [...(targets.get(from) ?? []), to]);
  /** @type {Map<string, { index: number, low: number, isOpen: boolean }>} */
  const seen = new Map();
  /** @type {string[]} */
  const open = [];
  /** @type {string[][]} */
  const found = [];

  /** @param {string} node */
  function visit(node) {
    const state = { index: seen.size, low: seen.size, isOpen: true };
    seen.set(node, state);
    open.push(node);
    for (const target of targets.get(node) ?? []) {
      const known = seen.get(target);
      if (known === undefined) state.low = Math.min(state.low, visit(target).low);
      else if (known.isOpen) state.low = Math.min(state.low, known.index);
    }
    if (state.low === state.index) close(node);
    return state;
  }

  /** @param {string} node */
  function close(node) {
    const group = open.splice(open.indexOf(node));
    for (const member of group) {
      const state = seen.get(member);
      if (state) state.isOpen = false;
    }
    if (group.length > 1 || targets.get(node)?.includes(node)) found.push(group.sort());
  }

  for (const node of targets.keys()) if (!seen.has(node)) visit(node);
  return found;
}
