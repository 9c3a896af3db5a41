/** What a storage.conf says of where images are (containers-storage.conf(5)). */
export interface StorageConf {
  readonly driver?: string;
  readonly graphroot?: string;
  readonly rootless_storage_path?: string;
  readonly imagestore?: string;
  readonly additionalimagestores?: readonly string[];
}

const LONGEST = 1024 * 1024;
const TEXTS = ['driver', 'graphroot', 'rootless_storage_path', 'imagestore'] as const;
/** A basic string, a literal one, or a comment. */
const WORD = /"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|#[^\n]*/g;

/**
 * Reads the few keys that say where images are. It is no TOML parser: of all values only strings and lists of strings are read, and what it does not
 * know it passes over.
 */
export function parseStorageConf(text: string): StorageConf {
  const tables = `\n${text.slice(0, LONGEST)}`.split(/\n[ \t]*(?=\[[ \t]*[\w.]+[ \t]*\])/);
  const bodyOf = (name: string) => tables.find((table) => tableName(table) === name) ?? '';
  const texts = TEXTS.flatMap((key) => {
    const value = stringsOf(bodyOf('storage'), key)[0];
    return value === undefined || value === '' ? [] : [[key, value] as const];
  });
  const stores = stringsOf(bodyOf('storage.options'), 'additionalimagestores');
  return { ...Object.fromEntries(texts), ...(stores.length > 0 && { additionalimagestores: stores }) };
}

function tableName(table: string): string {
  return /^\[[ \t]*([\w.]+)/.exec(table)?.[1] ?? '';
}

/** The strings of a key's value: one, or those of a list, which may span lines. */
function stringsOf(body: string, key: string): readonly string[] {
  const value =
    new RegExp(`\\n[ \\t]*${key}[ \\t]*=[ \\t]*(\\[(?:${WORD.source}|[^\\]"'#])*\\]|[^\\n]*)`).exec(body)?.[1] ?? '';
  return [...value.matchAll(WORD)].flatMap(([, basic, literal]) => {
    const text = literal ?? (basic === undefined ? undefined : unescaped(basic));
    return text === undefined ? [] : [text];
  });
}

function unescaped(text: string): string {
  return text.replace(/\\(["\\])/g, '$1');
}
