import { structuredPatch } from 'diff';

/** How every file of ours begins. `git apply` passes over lines before the first file. */
export const PATCH_MARKER = 'Changes that image-size-gate advises, for git apply\n';

/** A file before and after its changes; `before` is null for a new one. */
export interface ChangedFile {
  /** Relative to the repository's root, with slashes. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string;
}

/** The changes as a unified diff that `git apply` takes at the repository's root. Line ends are kept as they are. */
export function renderPatch(files: readonly ChangedFile[]): string {
  return PATCH_MARKER + (files.map(renderFile).join('') || 'None of them is certain.\n');
}

function renderFile({ path, before, after }: ChangedFile): string {
  const { hunks } = structuredPatch(path, path, before ?? '', after, '', '', { context: 3 });
  const [old, changed] = [quoted(`a/${path}`), quoted(`b/${path}`)];
  const mode = before === null ? 'new file mode 100644\n' : '';
  const bodies = hunks.map(
    ({ oldStart, oldLines, newStart, newLines, lines }) =>
      `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@\n${lines.map((line) => `${line}\n`).join('')}`,
  );
  const from = before === null ? '/dev/null' : named(old);
  return `diff --git ${old} ${changed}\n${mode}--- ${from}\n+++ ${named(changed)}\n${bodies.join('')}`;
}

/** Git ends a name with a space in it by a tab (diff.c, builtin_diff). */
function named(path: string): string {
  return path.includes(' ') && !path.startsWith('"') ? `${path}\t` : path;
}

/** A path as git quotes it (quote.c): the bytes of control characters in octal, quotes and backslashes with a backslash. */
function quoted(path: string): string {
  const text = path.replace(/[\p{Cc}"\\]/gu, (char) => (char === '"' || char === '\\' ? `\\${char}` : octal(char)));
  return text === path ? path : `"${text}"`;
}

function octal(char: string): string {
  return Array.from(new TextEncoder().encode(char), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
