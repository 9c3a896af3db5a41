/** @import { Import, SourceFile } from './imports.mjs' */

/** What a file exports under a name. @typedef {'type' | 'error' | 'constant' | 'code'} Kind */

const EXPORT =
  /^export (?:declare )?(?:abstract )?(?:async )?(interface|type|enum|class|function\*?|const|let)\s+([\w$]+)([^\n]*(?:\n[ \t]+[^\n]*)?)/gm;
const FUNCTION =
  /^(?:\s*:[^=]*(?:=>[^=]*)?)?\s*=\s*(?:async\s*)?(?:function\b|\([^()]*(?:\([^()]*\)[^()]*)*\)[^=]*=>|[\w$]+\s*=>|<)/;

/**
 * Whether an import only fetches nouns: every name is imported as a type, or is a type, an error class, or a constant that is no function.
 * A side-effect import, an `import()` and a whole namespace fetch more. A constant that a call makes counts as a constant, whatever it is.
 * @param {Import} one
 * @param {ReadonlyMap<string, ReadonlyMap<string, Kind>>} exported by file, by name
 */
export function fetchesOnlyNouns({ names, target }, exported) {
  if (target === undefined || names.length === 0) return false;
  return names.every(({ name, isType }) => isType || isNoun(exported.get(target)?.get(name)));
}

/** @param {Kind | undefined} kind */
const isNoun = (kind) => kind !== undefined && kind !== 'code';

/**
 * What each file exports. A name that is exported from another file has the kind that it has there.
 * @param {readonly SourceFile[]} files
 */
export function exportedKinds(files) {
  const own = new Map(files.map(({ file, text }) => [file, ownExports(text)]));
  for (const { text, imports, file } of files) {
    if (!/^export [^;'"]*\bfrom '/m.test(text)) continue;
    for (const { target, names } of imports) {
      for (const { name, isType } of names) {
        const kind = isType ? 'type' : own.get(target ?? '')?.get(name);
        const kinds = own.get(file);
        if (kind !== undefined && kinds && !kinds.has(name)) kinds.set(name, kind);
      }
    }
  }
  return own;
}

/** @param {string} text @returns {Map<string, Kind>} */
const ownExports = (text) =>
  new Map([...text.matchAll(EXPORT)].map(([, word = '', name = '', rest = '']) => [name, kindOf(word, name, rest)]));

/** @param {string} word @param {string} name @param {string} rest @returns {Kind} */
function kindOf(word, name, rest) {
  if (word === 'interface' || word === 'type' || word === 'enum') return 'type';
  if (word === 'class') return /Error$/.test(name) || /^\s+extends \w*Error\b/.test(rest) ? 'error' : 'code';
  return word === 'const' && !FUNCTION.test(rest) ? 'constant' : 'code';
}

/** A type that is read off a constant: `Infer<typeof layerSchema>`, `(typeof MODES)[number]`. */
const READ_OFF = /\btypeof (\w+)/;
/** A statement that begins at the start of a line. */
const STATEMENT =
  /^(?:export |declare |abstract |async )*(?:interface|type|enum|class|function\*?|const|let)\s+([\w$]+)/gm;

/**
 * The exported names, and whether each has a docstring right above it. A type that is read off a constant shares the docstring of that
 * constant, if the constant is the statement before it.
 * @param {string} text
 * @returns {{ name: string, isDocumented: boolean }[]}
 */
export function exportsOf(text) {
  const statements = [...text.matchAll(STATEMENT)].map(({ index, 1: name = '' }) => ({
    name,
    isDocumented: hasDocstring(text, index),
    index,
  }));
  return [...text.matchAll(EXPORT)].map(({ index, 1: word, 2: name = '', 3: rest = '' }) => {
    const constant = word === 'type' || word === 'interface' ? READ_OFF.exec(rest)?.[1] : undefined;
    const before = statements.findLast((one) => one.index < index);
    const isShared = constant !== undefined && before?.name === constant && before.isDocumented;
    return { name, isDocumented: isShared || hasDocstring(text, index) };
  });
}

/** @param {string} text @param {number} index */
const hasDocstring = (text, index) => /\*\/\s*$/.test(text.slice(0, index));
