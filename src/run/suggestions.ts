import { type LineEdit, linesOf, withoutEnd } from '../explain/edits/lines.ts';
import type { Suggestion } from '../github/comments/suggestions.ts';
import type { Report } from '../model/document.ts';
import type { Image } from '../model/image.ts';
import { escapeText } from '../text/escape.ts';
import { adviseEdits, type Places } from './advised-edits.ts';

/** Characters that are no text of a line: a comment does not keep them. GitHub's commits of suggestions do not keep CRLF either. */
const NOT_KEPT = /[^\P{Cc}\t]|[\u2028\u2029]/u;

/**
 * The certain changes that advice asks for, as suggestions on lines that are there. A new file, a file with CRLF, and lines that a comment
 * would not keep are left to `check --patch`.
 */
export async function suggestionsOf(
  report: Report,
  images: readonly Image[],
  places: Places,
): Promise<readonly Suggestion[]> {
  const { edits, texts } = await adviseEdits(report, images, places);
  return edits.flatMap((edit) => suggestionOf(edit, texts.get(edit.file) ?? '') ?? []);
}

function suggestionOf({ file, start, end, lines, titles }: LineEdit, text: string): Suggestion | undefined {
  const before = linesOf(text)
    .slice(start - 1, end)
    .map(withoutEnd);
  const after = lines.map(withoutEnd);
  if (before.length === 0 || text.includes('\r') || [...before, ...after].some((line) => NOT_KEPT.test(line)))
    return undefined;
  const words = titles.map((title) => escapeText(title)).join('\n');
  return { path: file, start, end, before, after, words };
}
